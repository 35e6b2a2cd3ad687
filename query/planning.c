/*
 * What all of planning needs: lists and combinations of queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/planning.h"

const struct planning_part planning_empty = { EMPTY, NULL };

void planning_add(struct planning *w, struct planning_list *list,
		  const struct xap_query *query)
{
	const struct xap_query **items =
		arena_grow(w->planner->arena, list->items, list->count,
			   &list->cap, sizeof(*items));

	if (!items) {
		arena_check(w->planner->arena, w->err);
		return;
	}
	list->items = items;
	items[list->count++] = query;
}

const struct xap_query *planning_combine(struct planning *w,
					 enum xap_operator op,
					 const struct planning_list *list)
{
	return xap_query_combine(w->planner->pool, op, list->items, list->count,
				 w->err);
}

const struct xap_query *planning_both(struct planning *w, enum xap_operator op,
				      const struct xap_query *a,
				      const struct xap_query *b)
{
	const struct xap_query *both[2] = { a, b };

	return xap_query_combine(w->planner->pool, op, both, 2, w->err);
}

const struct xap_query *planning_unranked(struct planning *w,
					  const struct xap_query *query)
{
	return xap_query_scale(w->planner->pool, query, 0, w->err);
}

/* Notes what weighs, or filters, for those who explain scores. */
void planning_note(struct planning *w, enum leaf_use use,
		   const struct query_node *node, enum query_scope scope,
		   const struct xap_query *query)
{
	const struct leaf leaf = { use, node, scope, query, w->side };

	if (w->planner->leaves)
		leaves_add(w->planner->leaves, &leaf, w->planner->arena);
}

const struct xap_query *planning_title_weight(struct planning *w,
					      const struct xap_query *query)
{
	return xap_query_scale(w->planner->pool, query,
			       w->planner->ranking->weights[RANKING_TITLE],
			       w->err);
}

/* The title weighs whatever it was that matched. */
void planning_add_title(struct planning *w, const struct query_node *node,
			const struct xap_query *query)
{
	const struct leaf_side *side = w->side;

	if (w->planner->ranking->weights[RANKING_TITLE] == 0)
		return;
	planning_add(w, &w->titles, query);
	if (!w->planner->leaves)
		return;
	w->side = NULL;
	planning_note(w, LEAF_ADDS, node, QUERY_TITLE,
		      planning_title_weight(w, query));
	w->side = side;
}
