/*
 * A plan while it is made. Private to query/plan*.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: lists live in the planner's arena, queries
 * in its pool. Failures are in work->err, to be looked at when all is done:
 * until then each function takes and gives what there is.
 */
#ifndef PRESSMARK_QUERY_PLANNING_H
#define PRESSMARK_QUERY_PLANNING_H

#include <stdbool.h>
#include <stddef.h>

#include "query/leaves.h"
#include "query/most.h"
#include "query/plan.h"
#include "shim/xap.h"

/* What a node became. */
enum planning_kind {
	EMPTY,	/* it holds no word: as if it were not there */
	RANKED, /* it has a weight */
	FILTER, /* it only filters */
	NOT,	/* what it matches is excluded */
};

struct planning_part {
	enum planning_kind kind;
	const struct xap_query *query;
};

extern const struct planning_part planning_empty;

/* A growing list of queries in the arena. */
struct planning_list {
	const struct xap_query **items;
	size_t count, cap;
};

/* Words of which some will do. */
struct planning_some {
	struct planning_list words;
	double bits[MOST_WORDS]; /* of the first; 0 where any will do */
};

struct planning {
	const struct planner *planner;
	/* The node of whose words most will do (or any) instead of all; NULL
	 * when there is none. */
	const struct query_node *relaxed;
	bool any;
	bool is_bare;	  /* what only adds weight is left out */
	bool takes_parts; /* of words of several parts, where some will do */
	bool divides;	  /* the node at hand may be taken for its parts */
	struct planning_list titles;  /* terms for the weight of the title */
	const struct leaf_side *side; /* that the node at hand stands in */
	bool is_stop; /* the node at hand says little: planning_is_stop */
	struct err *err;
};

void planning_add(struct planning *w, struct planning_list *list,
		  const struct xap_query *query);

const struct xap_query *planning_combine(struct planning *w,
					 enum xap_operator op,
					 const struct planning_list *list);

const struct xap_query *planning_both(struct planning *w, enum xap_operator op,
				      const struct xap_query *a,
				      const struct xap_query *b);

/* The query without its weight. */
const struct xap_query *planning_unranked(struct planning *w,
					  const struct xap_query *query);

/* Notes what weighs, or filters, for those who explain scores. */
void planning_note(struct planning *w, enum leaf_use use,
		   const struct query_node *node, enum query_scope scope,
		   const struct xap_query *query);

/* What the title has of the query, by the weight of titles. */
const struct xap_query *planning_title_weight(struct planning *w,
					      const struct xap_query *query);

/* Lets a title weigh that has what the node matches. */
void planning_add_title(struct planning *w, const struct query_node *node,
			const struct xap_query *query);

/* What becomes of a node that has no children, or is a NEAR (plan_leaf.c). */
struct planning_part planning_leaf(struct planning *w,
				   const struct query_node *node);

/* Is it a word that was typed for anywhere? One of a field is a filter. */
bool planning_is_relaxable(const struct query_node *parent,
			   const struct query_node *node);

/* Is it a word that says little of what is looked for? */
bool planning_is_stop(struct planning *w, const struct query_node *node);

void planning_add_some(struct planning *w, struct planning_some *some,
		       const struct query_node *node,
		       const struct xap_query *query);

/* Words that say enough (query/most.h), weighed by all, by stop words beside
 * them and by the titles from one on, which are taken from the plan; any of
 * the words where any will do. */
const struct xap_query *planning_most(struct planning *w,
				      const struct planning_some *some,
				      const struct planning_list *stops,
				      size_t first_title);

#endif
