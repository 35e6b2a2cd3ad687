/*
 * Reranking: the best of what matches once more, by what a match does not see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words next to each other (query/near.h), words that the best have in common
 * (query/feedback.h), and titles that are the query. Of the first RERANK_WINDOW
 * alone, so that it costs the same in an index of any size; as all of these
 * only add weight, what follows them follows still.
 *
 * Threads: one at a time. Memory: lives in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_RERANK_H
#define PRESSMARK_QUERY_RERANK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "query/parse.h"
#include "query/plan.h"
#include "shim/xap.h"

#define RERANK_WINDOW 30

struct ranked {
	uint32_t docid;
	double weight; /* of its words */
	double near;   /* of words next to each other */
	double common; /* of words that the best have in common */
	double boost;  /* what these are multiplied by, as its article says */
	double fresh;  /* and by this, for how new it is (query/fresh.h) */
	double title;  /* of a title that is the query; else 0 */
};

/* By its words alone. */
double ranked_own(const struct ranked *ranked);
double ranked_score(const struct ranked *ranked);

/* Brings hits, of which the best come first and which have their weight and
 * what it is multiplied by, into their new order. ERR_MEMORY, ERR_STALE, or
 * what else the shim returns. */
int rerank(const struct planner *planner, const struct query *query,
	   struct ranked *ranked, size_t count, struct err *err);

#endif
