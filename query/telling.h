/*
 * Telling terms: which words and tags tell an article from all others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A term weighs in an article as much as that is about it (query/weights.h),
 * times its idf among the articles that are to be compared. Of the words those
 * that weigh most and that another article has too are taken. Words count by
 * their stems where they have one.
 *
 * Threads: one at a time. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_TELLING_H
#define PRESSMARK_QUERY_TELLING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/weights.h"

/* So many words of an article at most: the best of those measured on the links
 * of eight sites (docs/ranking.md). */
#define TELLING_WORDS 48

struct telling_term {
	struct str term;
	double weight; /* in the article, times its idf */
	bool is_tag;   /* a tag or a category */
};

struct telling {
	/* Words, those that weigh most first, then tags by their bytes. */
	const struct telling_term *terms;
	size_t count;
	/* The squares of what they weigh, added up; here the heaviest words
	 * count though no other article has them. */
	double own;
	/* What its translations have in common with it: terms. */
	const struct str *translations;
	size_t translation_count;
};

/* Reads the terms of a document that is to be compared with so many, itself
 * included. ERR_STALE, what the shim returns, ERR_MEMORY, ERR_LIMIT when the
 * arena is full. */
int telling_read(struct weights *weights, uint32_t docid, uint32_t articles,
		 struct arena *arena, struct telling *out, struct err *err);

#endif
