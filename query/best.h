/*
 * The best of what a query matches, by its words, by what articles say of
 * themselves (`search: {boost: 2}`) and by how new they are (query/fresh.h).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article whose score is to be multiplied may be anywhere among the
 * matches. So those are searched for apart, and put where they belong among the
 * others: that costs a second search of few articles where the index has any,
 * and nothing where it has none.
 *
 * Threads: one at a time. Memory: in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_BEST_H
#define PRESSMARK_QUERY_BEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "query/plan.h"
#include "query/rerank.h"
#include "shim/xap.h"

struct best {
	struct ranked *ranked; /* with their weight and boost, the best first */
	size_t count;	       /* at most the limit of the search */
	uint32_t total;	       /* of matches */
	bool is_exact;	       /* else it is an estimate */
};

/* Runs a search without an offset. By weight, boosts count, but of more than
 * LIMIT_BOOSTED matches that have one only those of the best by their words;
 * ties are by the value of the search's slot, highest first. As xap_search. */
int best_find(const struct planner *planner, const struct xap_search *search,
	      struct best *out, struct err *err);

#endif
