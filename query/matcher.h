/*
 * Matching: which tokens of a text a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the query side: query/snippet.c finds passages with it.
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_QUERY_MATCHER_H
#define PRESSMARK_QUERY_MATCHER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/snippet.h"

/* A matching token. */
struct match {
	size_t start, end; /* byte offsets in the text */
	uint64_t words;	   /* which words, phrases or prefixes of the query */
	uint32_t unit;	   /* by which way to find one it was found first */
};

struct matches {
	struct match *at;
	size_t count, cap;
};

/* The number of words, phrases and prefixes that may match; at most 64, each a
 * bit of match.words. */
size_t matcher_word_count(const struct matcher *matcher);

/* Adds all matches in text[start, end), which is whole blocks, in order; of a
 * phrase, each of its words. */
int matcher_find(const struct matcher *matcher, struct str text, size_t start,
		 size_t end, struct arena *arena, struct matches *out,
		 struct err *err);

#endif
