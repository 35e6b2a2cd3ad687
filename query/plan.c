/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/plan.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "query/cover.h"
#include "query/values.h"
#include "query/wanted.h"
#include "text/fold.h"
#include "text/limits.h"
#include "text/schema.h"
#include "text/terms.h"

/* A word in more than one of so many articles is common. */
#define COMMON_PART 3

/* Of up to so many words every choice of half of them is listed: 20. */
#define CHOICE_WORDS 6

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
	struct list titles; /* terms for the weight of the title */
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

static const struct xap_query *term(struct work *w, enum schema_field field,
				    struct str folded)
{
	const struct xap_query *query = NULL;
	struct buf b = BUF_INIT;

	schema_term(field, folded, &b);
	if (!buf_check(&b, w->err))
		query = xap_query_term(w->planner->pool, buf_view(&b), w->err);
	buf_release(&b);
	return query;
}

/* The words of a text: LIMIT_QUERY_WORDS at most, as one chunk (a-b-c-...)
 * may hold hundreds. None when memory ran out. */
static struct wanted split(struct work *w, struct str text)
{
	struct wanted wanted;

	wanted_read(text, w->planner->words, LIMIT_QUERY_WORDS,
		    w->planner->arena, &wanted, w->err);
	return wanted;
}

static struct str folded(const struct work *w, uint32_t number)
{
	return words_at(w->planner->words, number)->folded;
}

/* The term that stands for a word in any of its forms: its stem's, or its own
 * when it has no other. */
static void add_form(struct work *w, bool in_title, uint32_t number,
		     struct buf *out)
{
	const struct word *word = words_at(w->planner->words, number);

	if (word->is_stemmed)
		schema_term(in_title ? SCHEMA_TITLE_STEM : SCHEMA_STEM,
			    words_stem(w->planner->words, word->stem), out);
	else
		schema_term(in_title ? SCHEMA_TITLE_WORD : SCHEMA_WORD,
			    word->folded, out);
}

static const struct xap_query *any_form(struct work *w, bool in_title,
					uint32_t number)
{
	const struct xap_query *query = NULL;
	struct buf b = BUF_INIT;

	add_form(w, in_title, number, &b);
	if (!buf_check(&b, w->err))
		query = xap_query_term(w->planner->pool, buf_view(&b), w->err);
	buf_release(&b);
	return query;
}

/* Consecutive words, exactly. A run longer than a phrase may be (a sentence
 * of a script without spaces) becomes several phrases, all wanted. */
static const struct xap_query *phrase(struct work *w, enum query_scope scope,
				      const struct wanted *n)
{
	const char *prefix = scope == QUERY_TITLE
				     ? schema_rows[SCHEMA_TITLE_WORD].prefix
				     : "";
	struct str terms[LIMIT_PHRASE_WORDS];
	struct list list = { NULL, 0, 0 };

	for (size_t i = 0; i < n->count;) {
		uint32_t count = 0;

		for (; i < n->count && count < LIMIT_PHRASE_WORDS; i++) {
			struct str word = folded(w, n->words[i]);
			struct buf b = BUF_INIT;

			buf_add_str(&b, str_of(prefix));
			buf_add_str(&b, word);
			terms[count] =
				arena_copy(w->planner->arena, buf_view(&b));
			buf_release(&b);
			if (!terms[count++].p)
				arena_check(w->planner->arena, w->err);
		}
		if (w->err->code)
			return NULL;
		add(w, &list,
		    count == 1
			    ? xap_query_term(w->planner->pool, terms[0], w->err)
			    : xap_query_phrase(w->planner->pool, terms, count,
					       count, w->err));
	}
	return list.count == 1 ? list.items[0] : combine(w, XAP_AND, &list);
}

/* The field that has the words of a scope. */
static enum schema_field word_field(enum query_scope scope)
{
	switch (scope) {
	case QUERY_TITLE:
		return SCHEMA_TITLE_WORD;
	case QUERY_CODE:
		return SCHEMA_CODE_WORD;
	case QUERY_ALT:
		return SCHEMA_ALT_WORD;
	default:
		return SCHEMA_WORD;
	}
}

/* Words of code or of alternative texts: all of them, and next to each other.
 */
static const struct xap_query *literal(struct work *w, enum query_scope scope,
				       const struct wanted *n)
{
	enum schema_field field = word_field(scope);
	struct list list = { NULL, 0, 0 };

	if (n->is_signed)
		return term(w, field, folded(w, n->joined));
	for (size_t i = 0; i < n->count; i++) {
		struct str word = folded(w, n->words[i]);
		bool is_word = scope != QUERY_CODE || schema_is_code_word(word);

		add(w, &list, term(w, is_word ? field : SCHEMA_WORD, word));
	}
	if (n->count > 1)
		add(w, &list, phrase(w, QUERY_ANYWHERE, n));
	return combine(w, XAP_AND, &list);
}

static struct part word_part(struct work *w, const struct query_node *node)
{
	struct wanted n = split(w, node->text);
	struct part part = { RANKED, NULL };
	bool in_title = node->scope == QUERY_TITLE;
	uint32_t word = n.count == 1 ? n.words[0] : n.joined;

	if (n.count == 0)
		return empty;
	if (query_is_literal(node->scope)) {
		part.query = literal(w, node->scope, &n);
		return part;
	}
	if (word != TERM_UNKNOWN) {
		part.query = any_form(w, in_title, word);
		if (!in_title)
			add(w, &w->titles, any_form(w, true, word));
	}
	if (word == TERM_UNKNOWN)
		part.query = phrase(w, node->scope, &n);
	else if (n.count > 1 && !n.is_signed)
		part.query = combine2(w, XAP_SYNONYM, part.query,
				      phrase(w, node->scope, &n));
	return part;
}

static struct part phrase_part(struct work *w, const struct query_node *node)
{
	struct wanted n = split(w, node->text);
	struct part part = { RANKED, NULL };

	if (n.count == 0)
		return empty;
	if (query_is_literal(node->scope))
		part.query = literal(w, node->scope, &n);
	else if (n.is_signed)
		part.query =
			term(w, word_field(node->scope), folded(w, n.joined));
	else
		part.query = phrase(w, node->scope, &n);
	return part;
}

/* Any word that starts so. What stands before it in the same chunk
 * (`open-sou*`) is wanted too. */
static struct part prefix_part(struct work *w, const struct query_node *node)
{
	enum schema_field field = word_field(node->scope);
	struct part part = { RANKED, NULL };
	struct wanted n = split(w, node->text);
	struct list list = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	struct str last;

	if (n.count == 0)
		return empty;
	for (size_t i = 0; i + 1 < n.count; i++)
		add(w, &list, term(w, field, folded(w, n.words[i])));
	last = folded(w, n.words[n.count - 1]);
	schema_term(field, last, &b);
	/* Of `foo-b*` a single letter is left: every word that begins so is
	 * too many, the letter itself must do. */
	if (buf_check(&b, w->err))
		part.query = NULL;
	else if (utf8_count(last) < 2)
		add(w, &list, term(w, field, last));
	else
		add(w, &list,
		    xap_query_prefix(w->planner->pool, buf_view(&b),
				     LIMIT_PREFIX_TERMS, w->err));
	buf_release(&b);
	part.query = combine(w, XAP_AND, &list);
	return part;
}

static struct part near_part(struct work *w, const struct query_node *node)
{
	struct arena *arena = w->planner->arena;
	struct part part = { RANKED, NULL };
	struct str *terms = NULL;
	size_t count = 0, cap = 0;

	for (size_t i = 0; i < node->count && !w->err->code; i++) {
		const struct query_node *child = node->children[i];
		struct wanted n = split(w, child->text);

		for (size_t j = 0; j < n.count; j++) {
			struct buf b = BUF_INIT;

			terms = arena_grow(arena, terms, count, &cap,
					   sizeof(*terms));
			schema_term(word_field(child->scope),
				    folded(w, n.words[j]), &b);
			if (terms)
				terms[count++] =
					arena_copy(arena, buf_view(&b));
			buf_release(&b);
		}
	}
	if (count == 0 && !arena_check(arena, w->err))
		return empty;
	if (!arena_check(arena, w->err))
		part.query = xap_query_near(
			w->planner->pool, terms, count,
			node->distance + (uint32_t)count - 1, w->err);
	return part;
}

static struct part tag_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct buf b = BUF_INIT;

	fold_name(node->text, &b);
	if (!buf_check(&b, w->err))
		part.query = b.len ? term(w, SCHEMA_TAG, buf_view(&b))
				   : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	return part;
}

/* A whole name, or a single word of one. */
static struct part author_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct wanted n = split(w, node->text);
	struct buf b = BUF_INIT;

	fold_name(node->text, &b);
	if (!buf_check(&b, w->err))
		part.query = b.len ? term(w, SCHEMA_AUTHOR, buf_view(&b))
				   : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	if (n.count == 1)
		part.query = combine2(
			w, XAP_OR, part.query,
			term(w, SCHEMA_AUTHOR_WORD, folded(w, n.words[0])));
	return part;
}

struct cover_list {
	struct work *w;
	struct list list;
};

static void add_cover(enum schema_field field, struct str digits, void *payload)
{
	struct cover_list *c = payload;

	add(c->w, &c->list, term(c->w, field, digits));
}

static struct part date_part(struct work *w, const struct query_node *node)
{
	struct cover_list cover = { w, { NULL, 0, 0 } };
	struct part part = { FILTER, NULL };

	cover_dates(node->first_day, node->last_day, w->planner->years,
		    w->planner->year_count, add_cover, &cover);
	part.query = combine(w, XAP_OR, &cover.list);
	return part;
}

static struct part value_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };

	part.query = values_query(w->planner, node, w->err);
	return part;
}

static const struct xap_query *unranked(struct work *w,
					const struct xap_query *query)
{
	return xap_query_scale(w->planner->pool, query, 0, w->err);
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
static bool is_relaxable(const struct query_node *node)
{
	return (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX) &&
	       node->scope == QUERY_ANYWHERE;
}

/* In how many articles a word is found, in any of its forms; 0 for what is not
 * a single word. */
static uint32_t frequency(struct work *w, const struct query_node *node)
{
	struct wanted n = split(w, node->text);
	struct buf b = BUF_INIT;
	uint32_t count = 0;

	if (n.count != 1 || node->kind != QUERY_WORD)
		return 0;
	add_form(w, false, n.words[0], &b);
	if (!buf_check(&b, w->err))
		xap_db_term_frequency(w->planner->db, buf_view(&b), &count,
				      w->err);
	buf_release(&b);
	return count;
}

/* Is the word in so many articles that it says little about any? */
static bool is_common(struct work *w, const struct query_node *node)
{
	return frequency(w, node) > w->planner->articles / COMMON_PART;
}

/* Any `need` of the queries of a list: each choice of them, all wanted. */
static void choose(struct work *w, const struct list *from, size_t first,
		   size_t need, struct list *chosen, struct list *out)
{
	if (need == 0) {
		add(w, out, combine(w, XAP_AND, chosen));
		return;
	}
	for (size_t i = first; i + need <= from->count; i++) {
		add(w, chosen, from->items[i]);
		choose(w, from, i + 1, need - 1, chosen, out);
		chosen->count--;
	}
}

/* Most of the words: half of them at least, where they are few enough to say
 * so by listing the choices; weighed by all. */
static const struct xap_query *most_of(struct work *w, const struct list *words)
{
	const struct xap_query *any = combine(w, XAP_OR, words);
	struct list chosen = { NULL, 0, 0 }, choices = { NULL, 0, 0 };

	if (w->any || words->count < 3 || words->count > CHOICE_WORDS)
		return any;
	choose(w, words, 0, (words->count + 1) / 2, &chosen, &choices);
	return combine2(w, XAP_FILTER, any, combine(w, XAP_OR, &choices));
}

/* The parts of an AND by what they do. */
struct parts {
	struct list ranked, filters, excluded;
	struct list some;   /* words of which some will do */
	struct list common; /* such words that are nearly everywhere */
};

static void sort_child(struct work *w, const struct query_node *node,
		       const struct query_node *child, struct parts *parts)
{
	struct part p = build(w, child);

	if (p.kind == NOT)
		add(w, &parts->excluded, p.query);
	else if (p.kind == FILTER)
		add(w, &parts->filters, unranked(w, p.query));
	else if (p.kind != RANKED)
		return;
	else if (node != w->relaxed || !is_relaxable(child))
		add(w, &parts->ranked, p.query);
	else if (!w->any && is_common(w, child))
		add(w, &parts->common, p.query);
	else
		add(w, &parts->some, p.query);
}

static struct part and_part(struct work *w, const struct query_node *node)
{
	static const struct list none = { NULL, 0, 0 };
	struct parts parts = { none, none, none, none, none };
	struct part part = { RANKED, NULL };

	for (size_t i = 0; i < node->count; i++)
		sort_child(w, node, node->children[i], &parts);
	/* Common words alone are better than none. */
	if (parts.some.count == 0) {
		parts.some = parts.common;
		parts.common = none;
	}
	if (parts.some.count)
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
	if (parts.common.count)
		part.query = combine2(w, XAP_AND_MAYBE, part.query,
				      combine(w, XAP_OR, &parts.common));
	for (size_t i = 0; i < parts.filters.count; i++)
		part.query = combine2(w, XAP_FILTER, part.query,
				      parts.filters.items[i]);
	part.query = all_but(w, part.query, &parts.excluded);
	return part;
}

static struct part or_part(struct work *w, const struct query_node *node)
{
	struct part part = { FILTER, NULL };
	struct list list = { NULL, 0, 0 };

	for (size_t i = 0; i < node->count; i++) {
		struct part p = build(w, node->children[i]);
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
	struct list titles = w->titles;
	struct part part = build(w, node->children[0]);

	w->titles.count = titles.count;
	if (part.kind != EMPTY)
		part.kind = NOT;
	return part;
}

static struct part build(struct work *w, const struct query_node *node)
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
		return node->key.len ? value_part(w, node) : date_part(w, node);
	case QUERY_FIELD:
	case QUERY_URL:
	case QUERY_LINK:
	case QUERY_PATH:
	case QUERY_STATE:
		return value_part(w, node);
	}
	BUG("a query node of no kind");
}

/* Without what is not to be shown. */
static const struct xap_query *shown(struct work *w,
				     const struct xap_query *query)
{
	const struct xap_query *hidden = values_hidden(w->planner, w->err);
	struct list excluded = { &hidden, 1, 1 };

	return hidden ? all_but(w, query, &excluded) : query;
}

static int plan_one(const struct planner *planner,
		    const struct query_node *root,
		    const struct query_node *relaxed, bool any,
		    const struct xap_query **out, struct err *err)
{
	struct work w = { planner, relaxed, any, { NULL, 0, 0 }, err };
	struct part part = build(&w, root);
	struct list excluded = { &part.query, 1, 1 };

	if (part.kind == EMPTY)
		part.query = xap_query_none(planner->pool, err);
	else if (part.kind == NOT)
		part.query = all_but(&w, xap_query_all(planner->pool, err),
				     &excluded);
	if (part.kind == RANKED && w.titles.count) {
		const struct xap_query *titles = xap_query_scale(
			planner->pool, combine(&w, XAP_OR, &w.titles),
			PLAN_TITLE_WEIGHT, err);

		part.query = combine2(&w, XAP_AND_MAYBE, part.query, titles);
	}
	*out = part.query;
	if (!planner->with_hidden)
		*out = shown(&w, part.query);
	return err->code;
}

int plan_all(const struct planner *planner, const struct query_node *root,
	     const struct xap_query **out, struct err *err)
{
	return plan_one(planner, root, NULL, false, out, err);
}

bool plan_can_relax(const struct query *query)
{
	const struct query_node *node = query->typed;
	size_t words = 0;

	if (query->sort != QUERY_BY_RELEVANCE || node->kind != QUERY_AND ||
	    !node->is_implicit)
		return false;
	for (size_t i = 0; i < node->count; i++)
		words += is_relaxable(node->children[i]);
	return words > 1;
}

int plan_any(const struct planner *planner, const struct query *query,
	     const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, true, out, err);
}

int plan_most(const struct planner *planner, const struct query *query,
	      const struct xap_query **out, struct err *err)
{
	return plan_one(planner, query->root, query->typed, false, out, err);
}

const struct xap_query *plan_rest(const struct planner *planner,
				  const struct xap_query *most,
				  const struct xap_query *all, struct err *err)
{
	const struct xap_query *both[2] = { most, all };

	return xap_query_combine(planner->pool, XAP_AND_NOT, both, 2, err);
}
