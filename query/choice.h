/*
 * Choices: which passages of a text a snippet is made of.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the query side. Windows are neighbouring matches that fit into
 * the width; those that have the most words of the query are tried as
 * passages, and the one that reads best is taken. Where no passage has all
 * words that the text has, two sentences that have more are.
 *
 * Time is linear in the text, and in its matches for each word of the query.
 *
 * Threads: one at a time. Memory: in the arena.
 */
#ifndef PRESSMARK_QUERY_CHOICE_H
#define PRESSMARK_QUERY_CHOICE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "query/matcher.h"
#include "query/passage.h"
#include "query/snippet.h"

#define CHOICE_GAP	  " \xe2\x80\xa6 " /* between two passages */
#define CHOICE_GAP_LENGTH 3

struct choice {
	struct passage parts[2]; /* in the order of the text */
	size_t count;		 /* 1 or 2 */
	size_t best;		 /* the first match in the first, a byte */
	struct matches found;	 /* at least those in the parts */
};

/* Chooses passages of at most width characters in all, or more where one match
 * has more. ERR_MEMORY, or what words_get returns. */
int choice_make(const struct matcher *matcher,
		const struct snippet_source *source, size_t width,
		struct arena *arena, struct choice *out, struct err *err);

#endif
