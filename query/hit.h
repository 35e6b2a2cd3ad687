/*
 * Hits: what a result page says of a document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Its record, the best passage of it for a query, the heading above that and
 * what of the title matches.
 *
 * Threads: as the searcher. Memory: hits live in the arena.
 */
#ifndef PRESSMARK_QUERY_HIT_H
#define PRESSMARK_QUERY_HIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "query/parse.h"
#include "query/search.h"
#include "query/snippet.h"
#include "text/language.h"

/* What makes the hits of a page; the rest is zero to begin with. */
struct hit_maker {
	struct searcher *searcher;
	const struct query_node *root; /* of what is to be marked, */
	const struct meant *meant;     /* and what its words mean besides */
	size_t width, columns; /* of passages: as in struct search_request */
	struct arena *arena;

	struct matcher *matchers[LANGUAGE_COUNT]; /* of articles, as met */
	struct matcher *matcher;		  /* of the one at hand */
};

/* Reads a document. ERR_STALE also when there is none; ERR_CORRUPT, ERR_IO,
 * ERR_MEMORY. */
int hit_make(struct hit_maker *maker, uint32_t docid, double score,
	     struct search_hit *hit, struct err *err);

#endif
