/*
 * Planning: what a leaf of the tree becomes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/planning.h"

#include "base/buf.h"
#include "query/clause.h"
#include "query/meant.h"
#include "query/values.h"
#include "text/fold.h"
#include "text/schema.h"
#include "text/terms.h"

/* A word of several parts as words of which each will do. */
static const struct xap_query *divided(struct planning *w,
				       const struct query_node *node,
				       const struct wanted *words)
{
	struct planning_list parts = { NULL, 0, 0 };

	for (size_t i = 0; i < words->count; i++) {
		planning_add(w, &parts,
			     clause_part(w->planner, QUERY_ANYWHERE, words, i,
					 w->err));
		planning_add_title(
			w, node,
			clause_part(w->planner, QUERY_TITLE, words, i, w->err));
	}
	return planning_combine(w, XAP_OR, &parts);
}

static struct planning_part word_part(struct planning *w,
				      const struct query_node *node)
{
	const struct planner *p = w->planner;
	const struct meant_word *meant = meant_of(p->meant, node);
	const struct xap_query *title;
	struct wanted words = WANTED_INIT;
	struct planning_part part = { RANKED, NULL };
	uint32_t single;

	clause_read(p, node->text, &words, w->err);
	if (words.count == 0)
		return planning_empty;
	if (w->divides && clause_is_divisible(p, &words)) {
		part.query = divided(w, node, &words);
		return part;
	}
	part.query = clause_word(p, node->scope, &words, w->err);
	single = words.count == 1 ? words.words[0] : words.joined;
	if (w->is_stop) {
		part.query = xap_query_scale(
			p->pool, part.query,
			p->ranking->weights[RANKING_STOP_WORDS], w->err);
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
	planning_add_title(w, node, title);
	return part;
}

/* As one of clause.h makes it of the words of a node. */
static struct planning_part
words_part(struct planning *w, const struct query_node *node,
	   const struct xap_query *(*make)(const struct planner *,
					   enum query_scope,
					   const struct wanted *, struct err *))
{
	struct wanted words = WANTED_INIT;
	struct planning_part part = { RANKED, NULL };

	clause_read(w->planner, node->text, &words, w->err);
	if (words.count == 0)
		return planning_empty;
	part.query = make(w->planner, node->scope, &words, w->err);
	return part;
}

static struct planning_part near_part(struct planning *w,
				      const struct query_node *node)
{
	enum query_scope scope = node->children[0]->scope;
	struct wanted words = WANTED_INIT;
	struct planning_list list = { NULL, 0, 0 };
	struct planning_part part = { RANKED, NULL };

	for (size_t i = 0; i < node->count; i++) {
		struct wanted own = WANTED_INIT;

		clause_read(w->planner, node->children[i]->text, &words,
			    w->err);
		clause_read(w->planner, node->children[i]->text, &own, w->err);
		/* What is more than a word is to be there as a whole, too. */
		if (own.count > 1 || own.is_signed)
			planning_add(w, &list,
				     planning_unranked(
					     w, clause_phrase(w->planner, scope,
							      &own, w->err)));
	}
	if (words.count == 0)
		return planning_empty;
	planning_add(
		w, &list,
		clause_near(w->planner, scope, &words, node->distance, w->err));
	part.query = planning_combine(w, XAP_AND, &list);
	return part;
}

/* The term of a whole name; nothing where that has no letter. */
static const struct xap_query *
name_query(struct planning *w, enum schema_field field, struct str name)
{
	const struct xap_query *query = NULL;
	struct buf b = BUF_INIT;

	fold_name(name, &b);
	if (!buf_check(&b, w->err))
		query = b.len ? clause_term(w->planner, field, buf_view(&b),
					    w->err)
			      : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	return query;
}

/* A whole name, or a single word of one. */
static const struct xap_query *author_query(struct planning *w, struct str name)
{
	const struct xap_query *whole = name_query(w, SCHEMA_AUTHOR, name);
	struct wanted n = WANTED_INIT;

	clause_read(w->planner, name, &n, w->err);
	if (n.count != 1)
		return whole;
	return planning_both(w, XAP_OR, whole,
			     clause_term(w->planner, SCHEMA_AUTHOR_WORD,
					 clause_folded(w->planner, n.words[0]),
					 w->err));
}

struct planning_part planning_leaf(struct planning *w,
				   const struct query_node *node)
{
	struct planning_part part = { FILTER, NULL };

	switch (node->kind) {
	case QUERY_WORD:
		return word_part(w, node);
	case QUERY_PHRASE:
		return words_part(w, node, clause_phrase);
	case QUERY_PREFIX:
		return words_part(w, node, clause_prefix);
	case QUERY_NEAR:
		return near_part(w, node);
	case QUERY_TAG:
		part.query = name_query(w, SCHEMA_TAG, node->text);
		return part;
	case QUERY_AUTHOR:
		part.query = author_query(w, node->text);
		return part;
	case QUERY_DATE:
	case QUERY_FIELD:
	case QUERY_URL:
	case QUERY_LINK:
	case QUERY_PATH:
	case QUERY_STATE:
		part.query = values_query(w->planner, node, w->err);
		return part;
	default:
		BUG("a leaf of no kind");
	}
}
