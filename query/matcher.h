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
	uint32_t unit;	   /* which word, phrase or prefix of the query */
	uint32_t token;	   /* the number of the token in the text */
};

/* The number of units a matcher has. */
size_t matcher_unit_count(const struct matcher *matcher);

/* All matches in text, in order; of a phrase, each of its words. */
int matcher_find(const struct matcher *matcher, struct str text,
		 struct arena *arena, struct match **out, size_t *count,
		 struct err *err);

#endif
