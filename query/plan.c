/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/plan.h"

#include "query/clause.h"
#include "query/planning.h"
#include "query/values.h"
#include "text/terms.h"

/* Of so many words and more the best articles that have most of them are
 * better answers than those that happen to have all (docs/ranking.md). */
#define BEST_FIRST_WORDS 3

static struct planning_part build(struct planning *w,
				  const struct query_node *node);

/* Everything but what the parts of a list match. */
static const struct xap_query *all_but(struct planning *w,
				       const struct xap_query *query,
				       const struct planning_list *excluded)
{
	struct planning_list list = { NULL, 0, 0 };

	if (excluded->count == 0)
		return query;
	planning_add(w, &list, query);
	for (size_t i = 0; i < excluded->count; i++)
		planning_add(w, &list, excluded->items[i]);
	return planning_combine(w, XAP_AND_NOT, &list);
}

/* Is there something beside the stop words of an AND by juxtaposition? Where
 * there is not, they are all that is wanted: "the who". */
static bool has_others(struct planning *w, const struct query_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		switch (child->kind) {
		case QUERY_WORD:
			if (!planning_is_stop(w, child))
				return true;
			break;
		case QUERY_PHRASE:
		case QUERY_PREFIX:
		case QUERY_NEAR:
		case QUERY_AND:
		case QUERY_OR:
			return true;
		default:
			break;
		}
	}
	return false;
}

/* The parts of an AND by what they do. */
struct parts {
	struct planning_list ranked, filters, excluded;
	struct planning_list stops; /* words that only add some weight */
	struct planning_some some;
};

static void sort_child(struct planning *w, const struct query_node *node,
		       const struct query_node *child, bool drop_stops,
		       struct parts *parts)
{
	struct planning_part p;

	w->is_stop = drop_stops && planning_is_stop(w, child);
	w->divides = w->takes_parts && node == w->relaxed &&
		     planning_is_relaxable(node, child);
	p = build(w, child);
	w->divides = false;
	if (w->is_stop) {
		w->is_stop = false;
		if (p.kind != RANKED)
			return;
		if (w->any && node == w->relaxed)
			planning_add_some(w, &parts->some, child, p.query);
		else
			planning_add(w, &parts->stops, p.query);
		return;
	}
	if (p.kind == NOT)
		planning_add(w, &parts->excluded, p.query);
	else if (p.kind == FILTER)
		planning_add(w, &parts->filters, planning_unranked(w, p.query));
	else if (p.kind != RANKED)
		return;
	else if (node == w->relaxed && planning_is_relaxable(node, child))
		planning_add_some(w, &parts->some, child, p.query);
	else
		planning_add(w, &parts->ranked, p.query);
}

static struct planning_part and_part(struct planning *w,
				     const struct query_node *node)
{
	static const struct parts none;
	struct parts parts = none;
	struct planning_part part = { RANKED, NULL };
	bool drop_stops = node->is_implicit && has_others(w, node);
	size_t first_title = w->titles.count;

	for (size_t i = 0; i < node->count; i++)
		sort_child(w, node, node->children[i], drop_stops, &parts);
	/* What stands beside the stop words may hold no word. */
	if (parts.ranked.count + parts.some.words.count == 0) {
		parts.ranked = parts.stops;
		parts.stops = none.stops;
	}
	if (parts.some.words.count) {
		planning_add(w, &parts.ranked,
			     planning_most(w, &parts.some, &parts.stops,
					   first_title));
		parts.stops = none.stops;
	}
	if (parts.ranked.count) {
		part.query = planning_combine(w, XAP_AND, &parts.ranked);
	} else if (parts.filters.count) {
		part.kind = FILTER;
		part.query = parts.filters.items[0];
	} else if (parts.excluded.count) {
		part.kind = FILTER;
		part.query = xap_query_all(w->planner->pool, w->err);
	} else {
		return planning_empty;
	}
	/* libxapian 1.4.22 looks at numbers that it has not set where an
	 * AND_MAYBE is excluded. */
	if (parts.stops.count && !w->is_bare)
		part.query = planning_both(
			w, XAP_AND_MAYBE, part.query,
			planning_combine(w, XAP_OR, &parts.stops));
	for (size_t i = 0; i < parts.filters.count; i++)
		part.query = planning_both(w, XAP_FILTER, part.query,
					   parts.filters.items[i]);
	part.query = all_but(w, part.query, &parts.excluded);
	return part;
}

/* A side of an OR. What it holds counts where all of it matches: of a leaf,
 * that is the leaf itself. */
static struct planning_part side_part(struct planning *w,
				      const struct query_node *node)
{
	struct leaf_side *side;
	struct planning_part part;

	if (!w->planner->leaves || node->kind != QUERY_AND)
		return build(w, node);
	side = arena_alloc(w->planner->arena, sizeof(*side));
	if (!side) {
		arena_check(w->planner->arena, w->err);
		return planning_empty;
	}
	side->outer = w->side;
	w->side = side;
	part = build(w, node);
	side->query = part.query;
	w->side = side->outer;
	return part;
}

static struct planning_part or_part(struct planning *w,
				    const struct query_node *node)
{
	struct planning_part part = { FILTER, NULL };
	struct planning_list list = { NULL, 0, 0 };

	for (size_t i = 0; i < node->count; i++) {
		struct planning_part p = side_part(w, node->children[i]);
		struct planning_list excluded = { &p.query, 1, 1 };

		if (p.kind == EMPTY)
			continue;
		if (p.kind == RANKED)
			part.kind = RANKED;
		if (p.kind == NOT)
			p.query = all_but(
				w, xap_query_all(w->planner->pool, w->err),
				&excluded);
		planning_add(w, &list,
			     p.kind == RANKED ? p.query
					      : planning_unranked(w, p.query));
	}
	if (list.count == 0)
		return planning_empty;
	part.query = planning_combine(w, XAP_OR, &list);
	return part;
}

static struct planning_part not_part(struct planning *w,
				     const struct query_node *node)
{
	/* Words that are excluded give no weight to titles. */
	struct leaves *leaves = w->planner->leaves;
	size_t titles = w->titles.count, before = leaves ? leaves->count : 0;
	bool is_bare = w->is_bare;
	struct planning_part part;

	w->is_bare = true;
	part = build(w, node->children[0]);
	w->is_bare = is_bare;
	w->titles.count = titles;
	if (leaves)
		leaves->count = before;
	if (part.kind == EMPTY)
		return part;
	planning_note(w, LEAF_EXCLUDES, node, QUERY_ANYWHERE, part.query);
	part.kind = NOT;
	return part;
}

static struct planning_part node_part(struct planning *w,
				      const struct query_node *node)
{
	struct planning_part part = { FILTER, NULL };

	switch (node->kind) {
	case QUERY_ALL:
		part.query = xap_query_all(w->planner->pool, w->err);
		return part;
	case QUERY_AND:
		return and_part(w, node);
	case QUERY_OR:
		return or_part(w, node);
	case QUERY_NOT:
		return not_part(w, node);
	default:
		return planning_leaf(w, node);
	}
}

static bool is_leaf(const struct query_node *node)
{
	return node->kind != QUERY_ALL && node->kind != QUERY_AND &&
	       node->kind != QUERY_OR && node->kind != QUERY_NOT;
}

static struct planning_part build(struct planning *w,
				  const struct query_node *node)
{
	struct planning_part part = node_part(w, node);
	enum query_scope scope = node->kind == QUERY_NEAR
					 ? node->children[0]->scope
					 : node->scope;

	if (is_leaf(node) && part.kind != EMPTY)
		planning_note(w,
			      part.kind != RANKED ? LEAF_FILTERS
			      : w->is_stop	  ? LEAF_ADDS
						  : LEAF_WEIGHS,
			      node, scope, part.query);
	return part;
}

/* Without what is not to be shown. */
static const struct xap_query *shown(struct planning *w,
				     const struct xap_query *query)
{
	const struct xap_query *hidden = values_hidden(w->planner, w->err);
	struct planning_list excluded = { &hidden, 1, 1 };

	return hidden ? all_but(w, query, &excluded) : query;
}

static int plan_by(struct planning *w, const struct query_node *root,
		   const struct xap_query **out)
{
	const struct planner *planner = w->planner;
	struct err *err = w->err;
	struct planning_part part = build(w, root);
	struct planning_list excluded = { &part.query, 1, 1 };

	if (part.kind == EMPTY)
		part.query = xap_query_none(planner->pool, err);
	else if (part.kind == NOT)
		part.query = all_but(w, xap_query_all(planner->pool, err),
				     &excluded);
	if (part.kind == RANKED && w->titles.count && !w->is_bare) {
		const struct xap_query *titles = planning_title_weight(
			w, planning_combine(w, XAP_OR, &w->titles));

		part.query =
			planning_both(w, XAP_AND_MAYBE, part.query, titles);
	}
	*out = part.query;
	if (!planner->with_hidden)
		*out = shown(w, part.query);
	return err->code;
}

static int plan_one(const struct planner *planner,
		    const struct query_node *root,
		    const struct query_node *relaxed, bool any,
		    bool takes_parts, const struct xap_query **out,
		    struct err *err)
{
	struct planning w = {
		.planner = planner,
		.relaxed = relaxed,
		.any = any,
		.takes_parts = takes_parts,
		.err = err,
	};

	return plan_by(&w, root, out);
}

int plan_matches(const struct planner *planner, const struct query_node *root,
		 const struct xap_query **out, struct err *err)
{
	struct planning w = { .planner = planner, .is_bare = true, .err = err };

	return plan_by(&w, root, out);
}

int plan_all(const struct planner *planner, const struct query_node *root,
	     const struct xap_query **out, struct err *err)
{
	return plan_one(planner, root, NULL, false, false, out, err);
}

bool plan_can_relax(const struct query *query)
{
	const struct query_node *node = query->typed;
	size_t words = 0;

	if (query->sort != QUERY_BY_RELEVANCE || node->kind != QUERY_AND ||
	    !node->is_implicit)
		return false;
	for (size_t i = 0; i < node->count; i++)
		words += planning_is_relaxable(node, node->children[i]);
	return words > 1;
}

/* The different words of a query that say something, as far as they count. */
struct different {
	uint32_t words[BEST_FIRST_WORDS];
	size_t count;
};

static void add_different(struct different *d, uint32_t word)
{
	for (size_t i = 0; i < d->count; i++) {
		if (d->words[i] == word)
			return;
	}
	if (d->count < BEST_FIRST_WORDS)
		d->words[d->count++] = word;
}

/* What is typed without a blank counts as many words, "and/or", and so does
 * what may be taken for any of its parts where most of the words will do; a run
 * of letters of a script without spaces is one, known by how it begins. */
static void add_words(struct planning *w, const struct query_node *node,
		      struct different *d)
{
	struct wanted words = WANTED_INIT;

	clause_read(w->planner, node->text, &words, w->err);
	if (words.is_run) {
		add_different(d, words.words[0]);
		return;
	}
	if (words.count > 1 && words.joined != TERM_UNKNOWN &&
	    !clause_is_divisible(w->planner, &words)) {
		add_different(d, words.joined);
		return;
	}
	for (size_t i = 0; i < words.count; i++) {
		if (!languages_stop(&w->planner->spoken,
				    clause_folded(w->planner, words.words[i])))
			add_different(d, words.words[i]);
	}
}

bool plan_is_best_first(const struct planner *planner,
			const struct query *query, struct err *err)
{
	struct planning w = { .planner = planner, .err = err };
	const struct query_node *node = query->typed;
	struct different different = { .count = 0 };

	if (!plan_can_relax(query))
		return false;
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		if (planning_is_relaxable(node, child) &&
		    !planning_is_stop(&w, child))
			add_words(&w, child, &different);
	}
	return different.count >= BEST_FIRST_WORDS;
}

int plan_any(const struct planner *planner, const struct query *query,
	     bool takes_parts, const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, true, takes_parts,
			out, err);
}

int plan_best(const struct planner *planner, const struct query *query,
	      const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, false, true, out,
			err);
}

int plan_most(const struct planner *planner, const struct query *query,
	      const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, false, false, out,
			err);
}

const struct xap_query *plan_rest(const struct planner *planner,
				  const struct xap_query *most,
				  const struct xap_query *all, struct err *err)
{
	const struct xap_query *both[2] = { most, all };

	return xap_query_combine(planner->pool, XAP_AND_NOT, both, 2, err);
}
