/*
 * Leaves: the parts of a plan that weigh, filter or exclude by themselves.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What planning made of each word, phrase and filter of a query, the queries
 * themselves: what an article weighs is the sum of what the leaves weigh that
 * count for it, so that a score can be told term by term.
 *
 * Threads: one at a time. Memory: all lives in the arena given; queries in the
 * planner's pool.
 */
#ifndef PRESSMARK_QUERY_LEAVES_H
#define PRESSMARK_QUERY_LEAVES_H

#include <stddef.h>

#include "base/arena.h"
#include "query/parse.h"
#include "shim/xap.h"

enum leaf_use {
	LEAF_WEIGHS,
	LEAF_ADDS, /* weighs, but makes nothing match */
	LEAF_FILTERS,
	LEAF_EXCLUDES, /* what it matches is left out */
};

/* A side of an OR that is more than a leaf. */
struct leaf_side {
	const struct xap_query *query;
	const struct leaf_side *outer; /* that it stands in; NULL: in none */
};

struct leaf {
	enum leaf_use use;
	const struct query_node *node;
	/* Of what WEIGHS or ADDS: where words are looked for. A word that may
	 * stand anywhere has a second leaf, which ADDS for the title. */
	enum query_scope scope;
	const struct xap_query *query; /* as it stands in the plan */
	/* It counts for articles that this matches; NULL: for all. */
	const struct leaf_side *side;
};

struct leaves {
	struct leaf *items;
	size_t count, cap;
};

/* What memory does not suffice for, the arena remembers. */
void leaves_add(struct leaves *leaves, const struct leaf *leaf,
		struct arena *arena);

#endif
