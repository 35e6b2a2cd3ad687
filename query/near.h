/*
 * Nearness: what articles weigh more for having words of the query next to
 * each other, as they were typed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Positions are dear to read, so this is asked of the best articles alone
 * (query/rerank.h). A pair of words that stand side by side in the query (but
 * for stop words) adds the more, the rarer both are and the more often they
 * stand so in the article.
 *
 * Threads: one at a time. Memory: lives in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_NEAR_H
#define PRESSMARK_QUERY_NEAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "query/parse.h"
#include "query/plan.h"

/* Of the words of a query, so many pairs at most. */
#define NEAR_PAIRS 16

struct near_pair {
	struct str first, second; /* the terms of the words as they are */
	uint32_t gap;		  /* so far apart at most, in positions */
	double weight;		  /* what it adds at most */
};

struct near {
	struct near_pair pairs[NEAR_PAIRS];
	size_t count;
	size_t words; /* of the query, typed for no field, but for stop words */
};

/* The pairs of a query: of its words that were typed side by side, for no
 * field. None is left out but what no article has. */
int near_read(const struct planner *planner, const struct query *query,
	      struct near *out, struct err *err);

/* What each of these documents (rising) weighs more. Takes 2 KiB a document of
 * the planner's arena. ERR_DEADLINE, ERR_LIMIT, ERR_MEMORY, ERR_STALE, or what
 * else the shim returns. */
int near_weigh(const struct near *near, const struct planner *planner,
	       const uint32_t *docids, size_t count, double *out,
	       struct err *err);

#endif
