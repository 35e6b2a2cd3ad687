/*
 * Phrases: the table of all languages, a row each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To speak another language: a row here, a name in enum phrases_language.
 *
 * Threads: constants.
 */
#ifndef PRESSMARK_SERVER_PHRASES_TABLE_H
#define PRESSMARK_SERVER_PHRASES_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "server/phrases.h"

struct phrases_row {
	char code[3]; /* ISO 639-1 */
	bool is_rtl;
	/* Numbers as people write them: the digit 0, behind which the others
	 * are; what stands between groups of three, and from which number on
	 * it does. */
	uint32_t zero;
	const char *group;
	unsigned int least_grouped;
	/* A year, a month of it, and a day of that, of {y}, {m} and {d}. */
	const char *dates[3];
	const char *months; /* twelve, a blank between two */
	struct str phrases[PHRASE_COUNT];
};

extern const struct phrases_row phrases_rows[PHRASES_COUNT];

#endif
