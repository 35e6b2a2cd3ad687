/*
 * The words that a text of a query wants.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What planning and marking must agree on: which words of text/terms.h a
 * chunk or a phrase means.
 *
 * Threads: as of struct words. Memory: the list lives in the arena.
 */
#ifndef PRESSMARK_QUERY_WANTED_H
#define PRESSMARK_QUERY_WANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "text/words.h"

struct wanted {
	/* The words of a phrase of it, in order. The last letter of a run of
	 * a script without spaces is among them only where one follows. */
	uint32_t *words;
	size_t count, cap;
	/* Where all that was added last is one word of several parts: the one
	 * that they make, joined; else TERM_UNKNOWN. */
	uint32_t joined;
	bool is_signed; /* and nothing but that is meant: AT&T */
	/* Among them are letters of a script without spaces. */
	bool is_run;
};

#define WANTED_INIT                                                            \
	{                                                                      \
		NULL, 0, 0, UINT32_MAX, false, false                           \
	}

/* Adds the words of text in a language to *out, `most` in all. ERR_MEMORY, or
 * what words_get returns. */
int wanted_read(struct str text, struct words *words, unsigned int language,
		size_t most, struct arena *arena, struct wanted *out,
		struct err *err);

#endif
