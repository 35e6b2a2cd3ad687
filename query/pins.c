/*
 * Pins: the articles that say of themselves that they answer a query first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/pins.h"

#include "base/buf.h"
#include "query/clause.h"
#include "text/pin.h"
#include "text/schema.h"

/* A query that may be a pin. */
struct reader {
	struct buf words; /* as they were typed, blanks between them */
	/* What stands beside them, to be wanted as well. */
	const struct query_node **filters;
	size_t count;
};

/* Several values of a field are an OR of them. */
static bool is_filter(const struct query_node *node)
{
	switch (node->kind) {
	case QUERY_OR:
		for (size_t i = 0; i < node->count; i++) {
			if (!is_filter(node->children[i]))
				return false;
		}
		return true;
	case QUERY_TAG:
	case QUERY_AUTHOR:
	case QUERY_DATE:
	case QUERY_FIELD:
	case QUERY_URL:
	case QUERY_LINK:
	case QUERY_PATH:
	case QUERY_STATE:
		return true;
	default:
		return false;
	}
}

/* Takes in a part of what was typed; false where that is more than words and
 * filters. */
static bool take(struct reader *r, const struct query_node *node)
{
	if (is_filter(node)) {
		r->filters[r->count++] = node;
		return true;
	}
	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE)
		return false;
	if (r->words.len)
		buf_add_char(&r->words, ' ');
	buf_add_str(&r->words, node->text);
	return true;
}

static bool read_query(struct reader *r, const struct query *query,
		       struct arena *arena)
{
	const struct query_node *typed = query->typed, *root = query->root;

	r->filters = arena_array(arena, typed->count + root->count + 1,
				 sizeof(const struct query_node *));
	if (!r->filters || query->sort != QUERY_BY_RELEVANCE)
		return false;
	if (typed->kind != QUERY_AND || !typed->is_implicit) {
		if (!take(r, typed))
			return false;
	} else {
		for (size_t i = 0; i < typed->count; i++) {
			if (!take(r, typed->children[i]))
				return false;
		}
	}
	/* What narrows it is anded with it. */
	for (size_t i = 0; root != typed && i < root->count; i++) {
		if (root->children[i] != typed)
			r->filters[r->count++] = root->children[i];
	}
	return true;
}

/* The term of the pin, if any article has it; else an empty one. */
static int find_term(const struct planner *p, struct str words, struct buf *out,
		     struct err *err)
{
	struct buf key = BUF_INIT;
	uint32_t count = 0;
	int ret = pin_key(p->words, words, &key, err);

	if (!ret && key.len) {
		schema_term(SCHEMA_PIN, buf_view(&key), out);
		ret = buf_check(out, err);
		if (!ret)
			ret = xap_db_term_frequency(p->db, buf_view(out),
						    &count, err);
	}
	if (count == 0)
		buf_clear(out);
	buf_release(&key);
	return ret;
}

static int plan(const struct planner *planner, const struct query *query,
		bool takes_parts, const struct reader *r, struct str term,
		const struct xap_query **out, const struct xap_query **others,
		struct err *err)
{
	const struct query_node all = { .kind = QUERY_ALL };
	const struct query_node beside = { .kind = QUERY_AND,
					   .children = r->filters,
					   .count = r->count };
	const struct xap_query *parts[2], *weighed[2], *left[2];
	struct planner p = *planner;
	int ret;

	p.leaves = NULL; /* they have been noted */
	ret = plan_all(&p, r->count ? &beside : &all, &parts[1], err);
	if (!ret)
		ret = plan_any(&p, query, takes_parts, &weighed[1], err);
	if (ret)
		return ret;
	parts[0] = xap_query_term(p.pool, term, err);
	weighed[0] = xap_query_scale(
		p.pool, xap_query_combine(p.pool, XAP_AND, parts, 2, err), 0,
		err);
	*out = xap_query_combine(p.pool, XAP_AND_MAYBE, weighed, 2, err);
	left[0] = xap_query_all(p.pool, err);
	left[1] = parts[0];
	*others = xap_query_combine(p.pool, XAP_AND_NOT, left, 2, err);
	return err->code;
}

int pins_plan(const struct planner *planner, const struct query *query,
	      bool takes_parts, const struct xap_query **out,
	      const struct xap_query **others, struct err *err)
{
	struct reader r = { .words = BUF_INIT };
	struct buf term = BUF_INIT;
	int ret = 0;

	*out = *others = NULL;
	if (read_query(&r, query, planner->arena))
		ret = find_term(planner, buf_view(&r.words), &term, err);
	else
		ret = arena_check(planner->arena, err);
	if (!ret)
		ret = buf_check(&r.words, err);
	if (!ret && term.len)
		ret = plan(planner, query, takes_parts, &r, buf_view(&term),
			   out, others, err);
	buf_release(&term);
	buf_release(&r.words);
	return ret;
}
