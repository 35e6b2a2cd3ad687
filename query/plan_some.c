/*
 * Planning: words of which most will do, or any, and those that say little.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/planning.h"

#include <math.h>

#include "query/clause.h"

/* What is no word, but a 'word*', is taken to be in one of so many articles. */
#define OTHER_PART 30

/* With more words than that a query is a piece of prose, in which quotes want
 * nothing. */
#define PROSE_WORDS 16

/* A word that was typed for anywhere: one of a field is a filter. */
bool planning_is_relaxable(const struct query_node *parent,
			   const struct query_node *node)
{
	return node->scope == QUERY_ANYWHERE &&
	       (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX ||
		(node->kind == QUERY_PHRASE && parent->count > PROSE_WORDS));
}

/* What it says of an article to have the word, in any of its forms; of a word
 * of several parts, or a phrase, to have the rarest that there is. */
static double bits_of(struct planning *w, const struct query_node *node)
{
	const struct planner *p = w->planner;
	struct wanted words = WANTED_INIT;
	uint32_t rarest = 0;

	if (node->kind == QUERY_PREFIX)
		return most_bits(p->articles, p->articles / OTHER_PART + 1);
	clause_read(p, node->text, &words, w->err);
	for (size_t i = 0; i < words.count; i++) {
		uint32_t n = clause_frequency(p, words.words[i], w->err);

		if (n && (!rarest || n < rarest))
			rarest = n;
	}
	return most_bits(p->articles, rarest);
}

void planning_add_some(struct planning *w, struct planning_some *some,
		       const struct query_node *node,
		       const struct xap_query *query)
{
	if (!w->any && some->words.count < MOST_WORDS)
		some->bits[some->words.count] = bits_of(w, node);
	planning_add(w, &some->words, query);
}

const struct xap_query *planning_most(struct planning *w,
				      const struct planning_some *some,
				      const struct planning_list *stops,
				      size_t first_title)
{
	struct planning_list enough = { NULL, 0, 0 }, others = enough;
	bool is_long = some->words.count > MOST_WORDS;
	double greatest = 0;

	for (size_t i = 0; i < some->words.count && !is_long; i++)
		greatest = fmax(greatest, some->bits[i]);
	for (size_t i = 0; i < some->words.count; i++)
		planning_add(w,
			     is_long || most_suffices(some->bits[i], greatest)
				     ? &enough
				     : &others,
			     some->words.items[i]);
	for (size_t i = 0; i < stops->count && !w->is_bare; i++)
		planning_add(w, &others, stops->items[i]);
	for (size_t i = first_title; i < w->titles.count && !w->is_bare; i++)
		planning_add(w, &others,
			     planning_title_weight(w, w->titles.items[i]));
	w->titles.count = first_title;
	return xap_query_sum(w->planner->pool, w->planner->db, enough.items,
			     enough.count, others.items, others.count, w->err);
}

/* A word that says little of what is looked for. */
bool planning_is_stop(struct planning *w, const struct query_node *node)
{
	struct wanted words = WANTED_INIT;

	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE)
		return false;
	clause_read(w->planner, node->text, &words, w->err);
	return words.count == 1 &&
	       languages_stop(&w->planner->spoken,
			      clause_folded(w->planner, words.words[0]));
}
