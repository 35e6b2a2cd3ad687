/*
 * Languages: whose words have forms, and what is known of each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those that libxapian has a Snowball stemmer for have a number, from 1 on. All
 * others are LANGUAGE_NONE: each of their words is its own stem.
 *
 * Threads: constants and pure functions.
 */
#ifndef PRESSMARK_TEXT_LANGUAGE_H
#define PRESSMARK_TEXT_LANGUAGE_H

#include <stdbool.h>

#include "base/str.h"

/* Numbers are below this. */
#define LANGUAGE_COUNT 25
#define LANGUAGE_NONE  0

/* Bytes of the code of a language. */
#define LANGUAGE_CODE 2

struct language {
	const char *code;  /* ISO 639-1, of LANGUAGE_CODE letters: "de" */
	const char *other; /* what ISO 639 calls it too, blanks between */
	const char *name;  /* as the stemmer is called: "german2" */
	/* Do its forms differ in their beginnings too, and so does the stem? */
	bool has_prefixes;
};

/* LANGUAGE_COUNT rows; that of LANGUAGE_NONE has a code that no language has,
 * and no name. */
extern const struct language language_rows[];

/* The language of an article by what it says, a tag of BCP 47 in any case or
 * with other signs between its parts ("de", "pt-BR", "nb_NO", "deu"). English
 * where it says nothing. */
unsigned int language_of(struct str tag);

#endif
