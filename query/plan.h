/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Ranking: a word counts by BM25 over title and body together (its stem),
 * plus a small weight for the title alone; words in quotes are exact; tags,
 * authors and dates only filter. Dates become years, months and days
 * (schema.h), never a long list of days.
 *
 * Threads: one at a time. Memory: queries live in the pool given, the rest in
 * the arena.
 */
#ifndef PRESSMARK_QUERY_PLAN_H
#define PRESSMARK_QUERY_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "query/parse.h"
#include "shim/xap.h"
#include "text/words.h"

/* The weight of the title alone, beside title and body together: the best of
 * those measured on ten judged collections (docs/ranking.md). */
#define PLAN_TITLE_WEIGHT 0.3

struct planner {
	struct xap_queries *pool;
	struct words *words;
	struct arena *arena;
	const int *years; /* those that articles have, rising */
	size_t year_count;
};

struct plan {
	const struct xap_query *all;  /* every word wanted */
	const struct xap_query *most; /* any word will do; NULL when that is
				       * no different */
};

/* ERR_MEMORY, or what the shim returns. */
int plan_make(const struct planner *planner, const struct query_node *root,
	      struct plan *out, struct err *err);

/* Only what is in `most` and not in `all`. */
const struct xap_query *plan_rest(const struct planner *planner,
				  const struct plan *plan, struct err *err);

#endif
