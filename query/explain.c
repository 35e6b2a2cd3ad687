/*
 * Explaining: what an article weighs for a query, and what of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/explain.h"

#include <math.h>

#include "query/clause.h"
#include "query/explain_forms.h"
#include "query/meant.h"

/* A sum of doubles may be so far off. */
#define EXACT 1e-9

/* Parts that belong to no word, at most. */
#define EXTRAS 5

/* Not a weight: the hit does not match. */
#define NO_MATCH (-1.0)

/* What a leaf, or a side of an OR, weighs for each hit. */
struct row {
	const void *of; /* the leaf or the side */
	double *weights;
	struct explain_words words; /* of a leaf */
	/* Of a word that has synonyms: itself, as typed; which hits have it so,
	 * and which each synonym that is a phrase; else NULL. */
	const struct meant_word *meant;
	const struct xap_query *as_typed;
	struct row *typed, *phrases;
	/* Of a word of several parts, each of which may do: which hits have all
	 * of it; else NULL. */
	struct row *whole;
};

struct explainer {
	const struct planner *planner;
	const struct explain_page *page;
	const struct xap_query *hits; /* these, and nothing else */
	struct row *leaves;	      /* of each leaf, in order */
	struct row all;		      /* of the query for all words */
	struct row *sides;
	size_t side_count, side_cap;
	struct err *err;

	/* Of the hit at hand. */
	size_t hit;
	struct explain_draft *drafts; /* room for one of each leaf */
	size_t draft_count;
};

/* ---- What each leaf weighs ---------------------------------------------- */

static const struct xap_query *hits_query(struct explainer *e)
{
	const struct planner *p = e->planner;
	size_t count = e->page->count;
	const struct xap_query **ids =
		arena_array(p->arena, count, sizeof(*ids));

	if (!ids) {
		arena_check(p->arena, e->err);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		ids[i] = clause_term(p, SCHEMA_ID, e->page->hits[i].record.id,
				     e->err);
	return xap_query_combine(p->pool, XAP_OR, ids, count, e->err);
}

static void weigh(struct explainer *e, const struct xap_query *query,
		  struct row *row)
{
	const struct planner *p = e->planner;
	const struct xap_query *both[] = { query, e->hits };
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *results = NULL;
	size_t count = e->page->count;

	row->weights = arena_array(p->arena, count, sizeof(double));
	if (!row->weights) {
		arena_check(p->arena, e->err);
		return;
	}
	for (size_t i = 0; i < count; i++)
		row->weights[i] = NO_MATCH;
	search.query = xap_query_combine(p->pool, XAP_FILTER, both, 2, e->err);
	search.limit = (uint32_t)count;
	search.with_data = false;
	search.deadline = p->deadline;
	if (e->err->code || xap_search(p->db, &search, &results, e->err))
		return;
	for (size_t n = 0; n < xap_results_count(results); n++) {
		struct xap_hit hit = xap_results_hit(results, n);

		for (size_t i = 0; i < count; i++) {
			if (e->page->ranked[i].docid == hit.docid)
				row->weights[i] = hit.weight;
		}
	}
	xap_results_free(results);
}

/* Weighs the sides that a leaf stands in, those that have not been yet. */
static void weigh_sides(struct explainer *e, const struct leaf_side *side)
{
	for (; side && !e->err->code; side = side->outer) {
		struct row *sides = e->sides;
		size_t i = 0;

		while (i < e->side_count && sides[i].of != side)
			i++;
		if (i < e->side_count)
			return; /* nor are those around it new */
		sides = arena_grow(e->planner->arena, sides, e->side_count,
				   &e->side_cap, sizeof(*sides));
		if (!sides) {
			arena_check(e->planner->arena, e->err);
			return;
		}
		e->sides = sides;
		sides[e->side_count].of = side;
		weigh(e, side->query, &sides[e->side_count++]);
	}
}

static struct explain_words words_of(struct explainer *e,
				     const struct query_node *node)
{
	struct explain_words out = { { NULL, 0 }, false };
	struct wanted words = WANTED_INIT;

	if (node->kind == QUERY_NEAR)
		return out;
	clause_read(e->planner, node->text, &words, e->err);
	if (words.count)
		out.first = clause_folded(e->planner, words.is_signed
							      ? words.joined
							      : words.words[0]);
	out.is_single = words.count == 1 || words.is_signed;
	return out;
}

/* Of a word that has synonyms, each that is a phrase is asked for apart: that
 * its words are in an article does not say that it is. */
static void weigh_meant(struct explainer *e, const struct leaf *leaf,
			struct row *row)
{
	const struct planner *p = e->planner;
	struct wanted words = WANTED_INIT;

	row->meant = meant_of(p->meant, leaf->node);
	if (!row->meant)
		return;
	clause_read(p, leaf->node->text, &words, e->err);
	row->typed = arena_alloc(p->arena, sizeof(*row->typed));
	row->phrases =
		arena_array(p->arena, row->meant->count, sizeof(*row->phrases));
	if (!row->typed || !row->phrases) {
		arena_check(p->arena, e->err);
		return;
	}
	row->as_typed = clause_word(p, leaf->scope, &words, e->err);
	weigh(e, row->as_typed, row->typed);
	for (size_t i = 0; i < row->meant->count && !e->err->code; i++) {
		const struct synonym_side *side = row->meant->sides[i];

		if (meant_is_phrase(side))
			weigh(e, meant_side_query(p, leaf->scope, side, e->err),
			      &row->phrases[i]);
	}
}

/* Of a word of several parts a plan may have asked for any. */
static void weigh_whole(struct explainer *e, const struct leaf *leaf,
			struct row *row)
{
	const struct planner *p = e->planner;
	struct wanted words = WANTED_INIT;
	const struct xap_query *whole;

	if (leaf->use != LEAF_WEIGHS || leaf->node->kind != QUERY_WORD)
		return;
	clause_read(p, leaf->node->text, &words, e->err);
	if (!clause_is_divisible(p, &words))
		return;
	row->whole = arena_alloc(p->arena, sizeof(*row->whole));
	if (!row->whole) {
		arena_check(p->arena, e->err);
		return;
	}
	whole = clause_word(p, leaf->scope, &words, e->err);
	if (row->meant)
		whole = meant_query(p, leaf->scope, whole, row->meant, e->err);
	weigh(e, whole, row->whole);
}

static void weigh_all(struct explainer *e)
{
	const struct leaves *leaves = e->page->leaves;

	e->leaves = arena_array(e->planner->arena, leaves->count + 1,
				sizeof(*e->leaves));
	e->drafts = arena_array(e->planner->arena, leaves->count + 1,
				sizeof(*e->drafts));
	if (!e->leaves || !e->drafts) {
		arena_check(e->planner->arena, e->err);
		return;
	}
	for (size_t i = 0; i < leaves->count && !e->err->code; i++) {
		const struct leaf *leaf = &leaves->items[i];

		e->leaves[i].of = leaf;
		weigh(e, leaf->query, &e->leaves[i]);
		weigh_sides(e, leaf->side);
		if (leaf->use == LEAF_WEIGHS || leaf->use == LEAF_ADDS) {
			e->leaves[i].words = words_of(e, leaf->node);
			weigh_meant(e, leaf, &e->leaves[i]);
			weigh_whole(e, leaf, &e->leaves[i]);
		}
	}
}

/* Do all sides that a leaf stands in match the hit at hand? */
static bool counts(const struct explainer *e, const struct leaf *leaf)
{
	for (const struct leaf_side *s = leaf->side; s; s = s->outer) {
		for (size_t i = 0; i < e->side_count; i++) {
			if (e->sides[i].of == s &&
			    e->sides[i].weights[e->hit] < 0)
				return false;
		}
	}
	return true;
}

/* ---- Of a hit ----------------------------------------------------------- */

static void add_node(struct explainer *e, struct explain_nodes *nodes,
		     const struct query_node *node)
{
	const struct query_node **items =
		arena_grow(e->planner->arena, nodes->items, nodes->count,
			   &nodes->cap, sizeof(*items));

	if (!items) {
		arena_check(e->planner->arena, e->err);
		return;
	}
	nodes->items = items;
	items[nodes->count++] = node;
}

/* Tells a part which synonyms there are to look for in the hit at hand. */
static void add_meant(struct explainer *e, const struct row *row,
		      struct explain_draft *draft)
{
	const struct planner *p = e->planner;
	size_t count = row->meant->count;

	draft->part.is_meant = true;
	draft->query = NULL;
	draft->words_meant =
		arena_array(p->arena, count, sizeof(const struct xap_query *));
	draft->phrases = arena_array(p->arena, count, sizeof(struct str));
	if (!draft->words_meant || !draft->phrases) {
		arena_check(p->arena, e->err);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct synonym_side *side = row->meant->sides[i];

		if (!meant_is_phrase(side))
			draft->words_meant[draft->word_count++] =
				meant_side_query(p, draft->part.scope, side,
						 e->err);
		else if (row->phrases[i].weights[e->hit] >= 0)
			draft->phrases[draft->phrase_count++] = side->folded;
	}
}

/* Does the hit at hand lack a word, or all of it but some part? */
static bool lacks(const struct explainer *e, const struct row *row)
{
	return row->weights[e->hit] < 0 ||
	       (row->whole && row->whole->weights[e->hit] < 0);
}

/* Adds the parts of one scope. */
static void add_parts(struct explainer *e, enum query_scope scope)
{
	const struct leaves *leaves = e->page->leaves;

	for (size_t i = 0; i < leaves->count; i++) {
		const struct leaf *leaf = &leaves->items[i];
		const struct row *row = &e->leaves[i];
		struct explain_draft *draft = &e->drafts[e->draft_count];

		if ((leaf->use != LEAF_WEIGHS && leaf->use != LEAF_ADDS) ||
		    leaf->scope != scope || row->weights[e->hit] < 0)
			continue;
		*draft = (struct explain_draft){
			.part = { .node = leaf->node, .scope = scope },
			.words = row->words,
			.query = leaf->query,
		};
		if (counts(e, leaf))
			draft->part.weight = row->weights[e->hit];
		draft->part.is_in_part = lacks(e, row);
		if (row->meant && row->typed->weights[e->hit] >= 0)
			draft->query = row->as_typed;
		else if (row->meant)
			add_meant(e, row, draft);
		e->draft_count++;
	}
}

/* Adds what is missing, and what has filtered. */
static void add_others(struct explainer *e, struct explanation *out)
{
	const struct leaves *leaves = e->page->leaves;

	for (size_t i = 0; i < leaves->count; i++) {
		const struct leaf *leaf = &leaves->items[i];
		bool matches = e->leaves[i].weights[e->hit] >= 0;

		if (leaf->use == LEAF_WEIGHS && lacks(e, &e->leaves[i]))
			add_node(e, &out->missing, leaf->node);
		else if (leaf->use == LEAF_FILTERS && matches &&
			 counts(e, leaf))
			add_node(e, &out->filters, leaf->node);
		else if (leaf->use == LEAF_EXCLUDES && !matches &&
			 counts(e, leaf))
			add_node(e, &out->filters, leaf->node);
	}
}

static size_t add_extra(struct explain_part *parts, size_t count,
			enum explain_kind kind, enum query_scope scope,
			double weight)
{
	if (weight == 0)
		return count;
	parts[count] = (struct explain_part){ .kind = kind,
					      .scope = scope,
					      .weight = weight };
	return count + 1;
}

/* Takes the parts out of the drafts; the rest of the score remains. */
static void finish_parts(struct explainer *e, struct explanation *out)
{
	const struct ranked *ranked = &e->page->ranked[e->hit];
	struct explain_part *parts = arena_array(
		e->planner->arena, e->draft_count + EXTRAS, sizeof(*parts));
	size_t count = e->draft_count;
	double own = ranked_own(ranked);

	out->rest = ranked_score(ranked);
	if (!parts) {
		arena_check(e->planner->arena, e->err);
		return;
	}
	for (size_t i = 0; i < e->draft_count; i++)
		parts[i] = e->drafts[i].part;
	count = add_extra(parts, count, EXPLAIN_ADJACENT, QUERY_ANYWHERE,
			  ranked->near);
	count = add_extra(parts, count, EXPLAIN_COMMON, QUERY_ANYWHERE,
			  ranked->common);
	count = add_extra(parts, count, EXPLAIN_BOOSTED, QUERY_ANYWHERE,
			  own * (ranked->boost - 1));
	count = add_extra(parts, count, EXPLAIN_FRESH, QUERY_ANYWHERE,
			  own * ranked->boost * (ranked->fresh - 1));
	count = add_extra(parts, count, EXPLAIN_WHOLE_TITLE, QUERY_TITLE,
			  ranked->title);
	for (size_t i = 0; i < count; i++)
		out->rest -= parts[i].weight;
	if (fabs(out->rest) < EXACT)
		out->rest = 0;
	out->parts = parts;
	out->part_count = count;
}

static const struct explanation *explain_one(struct explainer *e, size_t hit)
{
	const struct planner *p = e->planner;
	struct explanation *made = arena_alloc(p->arena, sizeof(*made));

	if (!made || deadline_check(&p->deadline, e->err)) {
		arena_check(p->arena, e->err);
		return NULL;
	}
	e->hit = hit;
	e->draft_count = 0;
	made->sort = p->query->sort;
	made->is_pinned = hit < e->page->pinned;
	made->has_most = !made->is_pinned && e->all.weights[hit] == NO_MATCH;
	made->boost = e->page->ranked[hit].boost;
	made->fresh = e->page->ranked[hit].fresh;
	for (int scope = QUERY_ANYWHERE; scope <= QUERY_ALT; scope++)
		add_parts(e, (enum query_scope)scope);
	explain_forms(p, e->page->ranked[hit].docid, e->drafts, e->draft_count,
		      e->err);
	finish_parts(e, made);
	add_others(e, made);
	return made;
}

int explain_hits(const struct planner *planner, const struct explain_page *page,
		 struct err *err)
{
	struct explainer e = { .planner = planner, .page = page, .err = err };
	if (page->count == 0)
		return 0;
	e.hits = hits_query(&e);
	weigh_all(&e);
	if (!err->code)
		weigh(&e, page->all, &e.all);
	for (size_t i = 0; i < page->count && !err->code; i++)
		page->hits[i].explanation = explain_one(&e, i);
	return err->code;
}

/* ---- Numbers that add up ------------------------------------------------ */

int64_t explain_round(const struct explanation *explanation, double score,
		      int decimals, int64_t *out, int64_t *rest)
{
	double unit = pow(10, decimals);
	int64_t total = llround(score * unit);
	int64_t lost = llround((score - explanation->rest) * unit);

	for (size_t i = 0; i < explanation->part_count; i++) {
		out[i] = (int64_t)floor(explanation->parts[i].weight * unit);
		lost -= out[i];
	}
	for (; lost > 0; lost--) {
		double most = 0;
		size_t at = 0;

		for (size_t i = 0; i < explanation->part_count; i++) {
			double loss = explanation->parts[i].weight * unit -
				      (double)out[i];

			if (loss > most) {
				most = loss;
				at = i;
			}
		}
		if (most <= 0)
			break;
		out[at]++;
	}
	*rest = total;
	for (size_t i = 0; i < explanation->part_count; i++)
		*rest -= out[i];
	return total;
}
