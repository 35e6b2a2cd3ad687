/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/plan.h"

#include "base/buf.h"
#include "query/clause.h"
#include "query/meant.h"
#include "query/most.h"
#include "query/values.h"
#include "text/fold.h"
#include "text/schema.h"
#include "text/terms.h"

/* What is no word, but a 'word*', is taken to be in one of so many articles. */
#define OTHER_PART 30

/* With more words than that a query is a piece of prose, in which quotes want
 * nothing. */
#define PROSE_WORDS 16

/* Of so many words and more the best articles that have most of them are
 * better answers than those that happen to have all (docs/ranking.md). */
#define BEST_FIRST_WORDS 3

/* What a node became. */
enum part_kind {
	EMPTY,	/* it holds no word: as if it were not there */
	RANKED, /* it has a weight */
	FILTER, /* it only filters */
	NOT,	/* what it matches is excluded */
};

struct part {
	enum part_kind kind;
	const struct xap_query *query;
};

/* A growing list of queries in the arena. */
struct list {
	const struct xap_query **items;
	size_t count, cap;
};

struct work {
	const struct planner *planner;
	/* The node of whose words most will do (or any) instead of all; NULL
	 * when there is none. */
	const struct query_node *relaxed;
	bool any;
	bool is_bare;	    /* what only adds weight is left out */
	bool takes_parts;   /* of words of several parts, where some will do */
	bool divides;	    /* the node at hand may be taken for its parts */
	struct list titles; /* terms for the weight of the title */
	const struct leaf_side *side; /* that the node at hand stands in */
	bool is_stop; /* the node at hand says little: see is_stop_word */
	struct err *err;
};

static struct part build(struct work *w, const struct query_node *node);

static const struct part empty = { EMPTY, NULL };

static void add(struct work *w, struct list *list,
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

static const struct xap_query *combine(struct work *w, enum xap_operator op,
				       const struct list *list)
{
	return xap_query_combine(w->planner->pool, op, list->items, list->count,
				 w->err);
}

static const struct xap_query *combine2(struct work *w, enum xap_operator op,
					const struct xap_query *a,
					const struct xap_query *b)
{
	const struct xap_query *both[2] = { a, b };

	return xap_query_combine(w->planner->pool, op, both, 2, w->err);
}

static const struct xap_query *unranked(struct work *w,
					const struct xap_query *query)
{
	return xap_query_scale(w->planner->pool, query, 0, w->err);
}

/* Notes what weighs, or filters, for those who explain scores. */
static void note(struct work *w, enum leaf_use use,
		 const struct query_node *node, enum query_scope scope,
		 const struct xap_query *query)
{
	const struct leaf leaf = { use, node, scope, query, w->side };

	if (w->planner->leaves)
		leaves_add(w->planner->leaves, &leaf, w->planner->arena);
}

static const struct xap_query *title_weight(struct work *w,
					    const struct xap_query *query)
{
	return xap_query_scale(w->planner->pool, query, PLAN_TITLE_WEIGHT,
			       w->err);
}

/* The title weighs whatever it was that matched. */
static void add_title(struct work *w, const struct query_node *node,
		      const struct xap_query *query)
{
	const struct leaf_side *side = w->side;

	add(w, &w->titles, query);
	if (!w->planner->leaves)
		return;
	w->side = NULL;
	note(w, LEAF_ADDS, node, QUERY_TITLE, title_weight(w, query));
	w->side = side;
}

/* A word of several parts as words of which each will do. */
static const struct xap_query *divided(struct work *w,
				       const struct query_node *node,
				       const struct wanted *words)
{
	struct list parts = { NULL, 0, 0 };

	for (size_t i = 0; i < words->count; i++) {
		add(w, &parts,
		    clause_part(w->planner, QUERY_ANYWHERE, words, i, w->err));
		add_title(
			w, node,
			clause_part(w->planner, QUERY_TITLE, words, i, w->err));
	}
	return combine(w, XAP_OR, &parts);
}

static struct part word_part(struct work *w, const struct query_node *node)
{
	const struct planner *p = w->planner;
	const struct meant_word *meant = meant_of(p->meant, node);
	const struct xap_query *title;
	struct wanted words = WANTED_INIT;
	struct part part = { RANKED, NULL };
	uint32_t single;

	clause_read(p, node->text, &words, w->err);
	if (words.count == 0)
		return empty;
	if (w->divides && clause_is_divisible(p, &words)) {
		part.query = divided(w, node, &words);
		return part;
	}
	part.query = clause_word(p, node->scope, &words, w->err);
	single = words.count == 1 ? words.words[0] : words.joined;
	if (w->is_stop) {
		part.query = xap_query_scale(p->pool, part.query,
					     PLAN_STOP_WEIGHT, w->err);
		return part;
	}
	if (meant)
		part.query =
			meant_query(p, node->scope, part.query, meant, w->err);
	if (node->scope != QUERY_ANYWHERE)
		return part;
	if (single != TERM_UNKNOWN)
		title = clause_any_form(p, QUERY_TITLE, single, w->err);
	else if (words.is_run)
		title = clause_phrase(p, QUERY_TITLE, &words, w->err);
	else
		return part;
	if (meant)
		title = meant_query(p, QUERY_TITLE, title, meant, w->err);
	add_title(w, node, title);
	return part;
}

static struct part phrase_part(struct work *w, const struct query_node *node)
{
	struct wanted words = WANTED_INIT;
	struct part part = { RANKED, NULL };

	clause_read(w->planner, node->text, &words, w->err);
	if (words.count == 0)
		return empty;
	part.query = clause_phrase(w->planner, node->scope, &words, w->err);
	return part;
}

static struct part prefix_part(struct work *w, const struct query_node *node)
{
	struct wanted words = WANTED_INIT;
	struct part part = { RANKED, NULL };

	clause_read(w->planner, node->text, &words, w->err);
	if (words.count == 0)
		return empty;
	part.query = clause_prefix(w->planner, node->scope, &words, w->err);
	return part;
}

static struct part near_part(struct work *w, const struct query_node *node)
{
	enum query_scope scope = node->children[0]->scope;
	struct wanted words = WANTED_INIT;
	struct list list = { NULL, 0, 0 };
	struct part part = { RANKED, NULL };

	for (size_t i = 0; i < node->count; i++) {
		struct wanted own = WANTED_INIT;

		clause_read(w->planner, node->children[i]->text, &words,
			    w->err);
		clause_read(w->planner, node->children[i]->text, &own, w->err);
		/* What is more than a word is to be there as a whole, too. */
		if (own.count > 1 || own.is_signed)
			add(w, &list,
			    unranked(w, clause_phrase(w->planner, scope, &own,
						      w->err)));
	}
	if (words.count == 0)
		return empty;
	add(w, &list,
	    clause_near(w->planner, scope, &words, node->distance, w->err));
	part.query = combine(w, XAP_AND, &list);
	return part;
}

static struct part tag_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct buf b = BUF_INIT;

	fold_name(node->text, &b);
	if (!buf_check(&b, w->err))
		part.query = b.len ? clause_term(w->planner, SCHEMA_TAG,
						 buf_view(&b), w->err)
				   : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	return part;
}

/* A whole name, or a single word of one. */
static struct part author_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct wanted n = WANTED_INIT;
	struct buf b = BUF_INIT;

	fold_name(node->text, &b);
	if (!buf_check(&b, w->err))
		part.query = b.len ? clause_term(w->planner, SCHEMA_AUTHOR,
						 buf_view(&b), w->err)
				   : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	clause_read(w->planner, node->text, &n, w->err);
	if (n.count == 1)
		part.query = combine2(
			w, XAP_OR, part.query,
			clause_term(w->planner, SCHEMA_AUTHOR_WORD,
				    clause_folded(w->planner, n.words[0]),
				    w->err));
	return part;
}

static struct part value_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };

	part.query = values_query(w->planner, node, w->err);
	return part;
}

/* Everything but what the parts of a list match. */
static const struct xap_query *all_but(struct work *w,
				       const struct xap_query *query,
				       const struct list *excluded)
{
	struct list list = { NULL, 0, 0 };

	if (excluded->count == 0)
		return query;
	add(w, &list, query);
	for (size_t i = 0; i < excluded->count; i++)
		add(w, &list, excluded->items[i]);
	return combine(w, XAP_AND_NOT, &list);
}

/* A word that was typed for anywhere: one of a field is a filter. */
static bool is_relaxable(const struct query_node *parent,
			 const struct query_node *node)
{
	return node->scope == QUERY_ANYWHERE &&
	       (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX ||
		(node->kind == QUERY_PHRASE && parent->count > PROSE_WORDS));
}

/* What it says of an article to have the word, in any of its forms; of a word
 * of several parts, or a phrase, to have the rarest that there is. */
static double bits_of(struct work *w, const struct query_node *node)
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

/* Words of which some will do. */
struct some {
	struct list words;
	double bits[MOST_WORDS]; /* of the first */
};

static void add_some(struct work *w, struct some *some,
		     const struct query_node *node,
		     const struct xap_query *query)
{
	if (!w->any && some->words.count < MOST_WORDS)
		some->bits[some->words.count] = bits_of(w, node);
	add(w, &some->words, query);
}

/* Most of the words, weighed by all. */
static const struct xap_query *most_of(struct work *w, const struct some *some)
{
	const struct xap_query *any = combine(w, XAP_OR, &some->words);
	uint8_t choices[MOST_CHOICES];
	struct list all = { NULL, 0, 0 };
	size_t count =
		w->any ? 0
		       : most_choices(some->bits, some->words.count, choices);

	for (size_t i = 0; i < count; i++) {
		struct list chosen = { NULL, 0, 0 };

		for (size_t j = 0; j < some->words.count; j++) {
			if (choices[i] >> j & 1)
				add(w, &chosen, some->words.items[j]);
		}
		add(w, &all, combine(w, XAP_AND, &chosen));
	}
	return count ? combine2(w, XAP_FILTER, any, combine(w, XAP_OR, &all))
		     : any;
}

/* A word that says little of what is looked for. */
static bool is_stop_word(struct work *w, const struct query_node *node)
{
	struct wanted words = WANTED_INIT;

	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE)
		return false;
	clause_read(w->planner, node->text, &words, w->err);
	return words.count == 1 &&
	       languages_stop(&w->planner->spoken,
			      clause_folded(w->planner, words.words[0]));
}

/* Is there something beside the stop words of an AND by juxtaposition? Where
 * there is not, they are all that is wanted: "the who". */
static bool has_others(struct work *w, const struct query_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];

		switch (child->kind) {
		case QUERY_WORD:
			if (!is_stop_word(w, child))
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
	struct list ranked, filters, excluded;
	struct list stops; /* words that only add some weight */
	struct some some;
};

static void sort_child(struct work *w, const struct query_node *node,
		       const struct query_node *child, bool drop_stops,
		       struct parts *parts)
{
	struct part p;

	w->is_stop = drop_stops && is_stop_word(w, child);
	w->divides = w->takes_parts && node == w->relaxed &&
		     is_relaxable(node, child);
	p = build(w, child);
	w->divides = false;
	if (w->is_stop) {
		w->is_stop = false;
		if (p.kind != RANKED)
			return;
		if (w->any && node == w->relaxed)
			add_some(w, &parts->some, child, p.query);
		else
			add(w, &parts->stops, p.query);
		return;
	}
	if (p.kind == NOT)
		add(w, &parts->excluded, p.query);
	else if (p.kind == FILTER)
		add(w, &parts->filters, unranked(w, p.query));
	else if (p.kind != RANKED)
		return;
	else if (node == w->relaxed && is_relaxable(node, child))
		add_some(w, &parts->some, child, p.query);
	else
		add(w, &parts->ranked, p.query);
}

static struct part and_part(struct work *w, const struct query_node *node)
{
	static const struct parts none;
	struct parts parts = none;
	struct part part = { RANKED, NULL };
	bool drop_stops = node->is_implicit && has_others(w, node);

	for (size_t i = 0; i < node->count; i++)
		sort_child(w, node, node->children[i], drop_stops, &parts);
	/* What stands beside the stop words may hold no word. */
	if (parts.ranked.count + parts.some.words.count == 0) {
		parts.ranked = parts.stops;
		parts.stops = none.stops;
	}
	if (parts.some.words.count)
		add(w, &parts.ranked, most_of(w, &parts.some));
	if (parts.ranked.count) {
		part.query = combine(w, XAP_AND, &parts.ranked);
	} else if (parts.filters.count) {
		part.kind = FILTER;
		part.query = parts.filters.items[0];
	} else if (parts.excluded.count) {
		part.kind = FILTER;
		part.query = xap_query_all(w->planner->pool, w->err);
	} else {
		return empty;
	}
	/* libxapian 1.4.22 looks at numbers that it has not set where an
	 * AND_MAYBE is excluded. */
	if (parts.stops.count && !w->is_bare)
		part.query = combine2(w, XAP_AND_MAYBE, part.query,
				      combine(w, XAP_OR, &parts.stops));
	for (size_t i = 0; i < parts.filters.count; i++)
		part.query = combine2(w, XAP_FILTER, part.query,
				      parts.filters.items[i]);
	part.query = all_but(w, part.query, &parts.excluded);
	return part;
}

/* A side of an OR. What it holds counts where all of it matches: of a leaf,
 * that is the leaf itself. */
static struct part side_part(struct work *w, const struct query_node *node)
{
	struct leaf_side *side;
	struct part part;

	if (!w->planner->leaves || node->kind != QUERY_AND)
		return build(w, node);
	side = arena_alloc(w->planner->arena, sizeof(*side));
	if (!side) {
		arena_check(w->planner->arena, w->err);
		return empty;
	}
	side->outer = w->side;
	w->side = side;
	part = build(w, node);
	side->query = part.query;
	w->side = side->outer;
	return part;
}

static struct part or_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct list list = { NULL, 0, 0 };

	for (size_t i = 0; i < node->count; i++) {
		struct part p = side_part(w, node->children[i]);
		struct list excluded = { &p.query, 1, 1 };

		if (p.kind == EMPTY)
			continue;
		if (p.kind == RANKED)
			part.kind = RANKED;
		if (p.kind == NOT)
			p.query = all_but(
				w, xap_query_all(w->planner->pool, w->err),
				&excluded);
		add(w, &list,
		    p.kind == RANKED ? p.query : unranked(w, p.query));
	}
	if (list.count == 0)
		return empty;
	part.query = combine(w, XAP_OR, &list);
	return part;
}

static struct part not_part(struct work *w, const struct query_node *node)
{
	/* Words that are excluded give no weight to titles. */
	struct leaves *leaves = w->planner->leaves;
	size_t titles = w->titles.count, before = leaves ? leaves->count : 0;
	bool is_bare = w->is_bare;
	struct part part;

	w->is_bare = true;
	part = build(w, node->children[0]);
	w->is_bare = is_bare;
	w->titles.count = titles;
	if (leaves)
		leaves->count = before;
	if (part.kind == EMPTY)
		return part;
	note(w, LEAF_EXCLUDES, node, QUERY_ANYWHERE, part.query);
	part.kind = NOT;
	return part;
}

static struct part node_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };

	switch (node->kind) {
	case QUERY_ALL:
		part.query = xap_query_all(w->planner->pool, w->err);
		return part;
	case QUERY_WORD:
		return word_part(w, node);
	case QUERY_PHRASE:
		return phrase_part(w, node);
	case QUERY_PREFIX:
		return prefix_part(w, node);
	case QUERY_AND:
		return and_part(w, node);
	case QUERY_OR:
		return or_part(w, node);
	case QUERY_NEAR:
		return near_part(w, node);
	case QUERY_NOT:
		return not_part(w, node);
	case QUERY_TAG:
		return tag_part(w, node);
	case QUERY_AUTHOR:
		return author_part(w, node);
	case QUERY_DATE:
	case QUERY_FIELD:
	case QUERY_URL:
	case QUERY_LINK:
	case QUERY_PATH:
	case QUERY_STATE:
		return value_part(w, node);
	}
	BUG("a query node of no kind");
}

static bool is_leaf(const struct query_node *node)
{
	return node->kind != QUERY_ALL && node->kind != QUERY_AND &&
	       node->kind != QUERY_OR && node->kind != QUERY_NOT;
}

static struct part build(struct work *w, const struct query_node *node)
{
	struct part part = node_part(w, node);
	enum query_scope scope = node->kind == QUERY_NEAR
					 ? node->children[0]->scope
					 : node->scope;

	if (is_leaf(node) && part.kind != EMPTY)
		note(w,
		     part.kind != RANKED ? LEAF_FILTERS
		     : w->is_stop	 ? LEAF_ADDS
					 : LEAF_WEIGHS,
		     node, scope, part.query);
	return part;
}

/* Without what is not to be shown. */
static const struct xap_query *shown(struct work *w,
				     const struct xap_query *query)
{
	const struct xap_query *hidden = values_hidden(w->planner, w->err);
	struct list excluded = { &hidden, 1, 1 };

	return hidden ? all_but(w, query, &excluded) : query;
}

static int plan_by(struct work *w, const struct query_node *root,
		   const struct xap_query **out)
{
	const struct planner *planner = w->planner;
	struct err *err = w->err;
	struct part part = build(w, root);
	struct list excluded = { &part.query, 1, 1 };

	if (part.kind == EMPTY)
		part.query = xap_query_none(planner->pool, err);
	else if (part.kind == NOT)
		part.query = all_but(w, xap_query_all(planner->pool, err),
				     &excluded);
	if (part.kind == RANKED && w->titles.count && !w->is_bare) {
		const struct xap_query *titles =
			title_weight(w, combine(w, XAP_OR, &w->titles));

		part.query = combine2(w, XAP_AND_MAYBE, part.query, titles);
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
	struct work w = {
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
	struct work w = { .planner = planner, .is_bare = true, .err = err };

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
		words += is_relaxable(node, node->children[i]);
	return words > 1;
}

bool plan_is_best_first(const struct planner *planner,
			const struct query *query, struct err *err)
{
	struct work w = { .planner = planner, .err = err };
	const struct query_node *node = query->typed;
	size_t words = 0;

	if (!plan_can_relax(query))
		return false;
	for (size_t i = 0; i < node->count; i++)
		words += is_relaxable(node, node->children[i]) &&
			 !is_stop_word(&w, node->children[i]);
	return words >= BEST_FIRST_WORDS;
}

int plan_any(const struct planner *planner, const struct query *query,
	     const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, true, true, out,
			err);
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
