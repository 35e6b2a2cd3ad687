/*
 * Telling terms: which words and tags tell an article from all others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those that weigh most in it (query/weights.h) and that another article has
 * too. Words count by their stems where they have one.
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
	double weight; /* in the article */
	bool is_tag;   /* a tag or a category */
};

struct telling {
	/* Words, those that weigh most first, then tags by their bytes. */
	const struct telling_term *terms;
	size_t count;
	/* What its translations have in common with it: terms. */
	const struct str *translations;
	size_t translation_count;
};

/* Reads the terms of a document. ERR_STALE, what the shim returns,
 * ERR_MEMORY, ERR_LIMIT when the arena is full. */
int telling_read(struct weights *weights, uint32_t docid, struct arena *arena,
		 struct telling *out, struct err *err);

#endif
