/*
 * Reranking: the best of what matches once more, by what a match does not see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words next to each other (query/near.h), and titles that are the query. Of
 * the first RERANK_WINDOW alone, so that it costs the same in an index of any
 * size; as both only add weight, what follows them follows still.
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
	double title;  /* of a title that is the query; else 0 */
};

double ranked_score(const struct ranked *ranked);

/* All hits of a result that begins with the best, in their new order, into
 * *out, as many as the result has. ERR_MEMORY, ERR_STALE, or what else the
 * shim returns. */
int rerank(const struct planner *planner, const struct query *query,
	   const struct xap_results *found, struct ranked **out,
	   struct err *err);

#endif
