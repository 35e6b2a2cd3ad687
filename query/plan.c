/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/plan.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "query/cover.h"
#include "text/fold.h"
#include "text/limits.h"
#include "text/schema.h"
#include "text/tokens.h"

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
	/* The node whose words are any instead of all; NULL: none. */
	const struct query_node *relaxed;
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

/* The words of a text, as numbers: LIMIT_QUERY_WORDS at most, as one chunk
 * (a-b-c-...) may hold hundreds. */
struct numbers {
	uint32_t *items;
	size_t count, cap;
};

static void split(struct work *w, struct str text, struct numbers *out)
{
	struct arena *arena = w->planner->arena;
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, text);
	while (out->count < LIMIT_QUERY_WORDS && tokens_next(&tokens, &token)) {
		struct str s =
			str_make(text.p + token.start, token.end - token.start);
		const struct word *word;
		uint32_t *items;

		if (words_get(w->planner->words, s, &word, w->err))
			return;
		if (!word)
			continue;
		items = arena_grow(arena, out->items, out->count, &out->cap,
				   sizeof(*items));
		if (!items) {
			arena_check(arena, w->err);
			return;
		}
		out->items = items;
		items[out->count++] = word->number;
	}
}

static struct str folded(const struct work *w, uint32_t number)
{
	return words_at(w->planner->words, number)->folded;
}

static struct str stem(const struct work *w, uint32_t number)
{
	const struct word *word = words_at(w->planner->words, number);

	return words_stem(w->planner->words, word->stem);
}

/* Consecutive words, exactly. A run longer than a phrase may be (a sentence
 * of a script without spaces) becomes several phrases, all wanted. */
static const struct xap_query *phrase(struct work *w, enum query_scope scope,
				      const struct numbers *n)
{
	const char *prefix = scope == QUERY_TITLE
				     ? schema_rows[SCHEMA_TITLE_WORD].prefix
				     : "";
	struct str terms[LIMIT_PHRASE_WORDS];
	struct list list = { NULL, 0, 0 };

	for (size_t i = 0; i < n->count;) {
		uint32_t count = 0;

		for (; i < n->count && count < LIMIT_PHRASE_WORDS; i++) {
			struct str word = folded(w, n->items[i]);
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

static struct part word_part(struct work *w, const struct query_node *node)
{
	struct numbers n = { NULL, 0, 0 };
	struct part part = { RANKED, NULL };
	bool in_title = node->scope == QUERY_TITLE;

	split(w, node->text, &n);
	if (n.count == 0)
		return empty;
	if (n.count > 1) {
		part.query = phrase(w, node->scope, &n);
		return part;
	}
	part.query = term(w, in_title ? SCHEMA_TITLE_STEM : SCHEMA_STEM,
			  stem(w, n.items[0]));
	if (!in_title)
		add(w, &w->titles,
		    term(w, SCHEMA_TITLE_STEM, stem(w, n.items[0])));
	return part;
}

static struct part phrase_part(struct work *w, const struct query_node *node)
{
	struct numbers n = { NULL, 0, 0 };
	struct part part = { RANKED, NULL };

	split(w, node->text, &n);
	if (n.count == 0)
		return empty;
	part.query = phrase(w, node->scope, &n);
	return part;
}

/* Any word that starts so. What stands before it in the same chunk
 * (`open-sou*`) is wanted too. */
static struct part prefix_part(struct work *w, const struct query_node *node)
{
	enum schema_field field =
		node->scope == QUERY_TITLE ? SCHEMA_TITLE_WORD : SCHEMA_WORD;
	struct part part = { RANKED, NULL };
	struct numbers n = { NULL, 0, 0 };
	struct list list = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	struct str last;

	split(w, node->text, &n);
	if (n.count == 0)
		return empty;
	for (size_t i = 0; i + 1 < n.count; i++)
		add(w, &list, term(w, field, folded(w, n.items[i])));
	last = folded(w, n.items[n.count - 1]);
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
	struct part part = { RANKED, NULL };
	struct numbers n = { NULL, 0, 0 };
	struct str *terms;

	for (size_t i = 0; i < node->count; i++)
		split(w, node->children[i]->text, &n);
	if (n.count == 0)
		return empty;
	terms = arena_array(w->planner->arena, n.count, sizeof(*terms));
	if (!terms) {
		arena_check(w->planner->arena, w->err);
		return part;
	}
	for (size_t i = 0; i < n.count; i++) {
		struct buf b = BUF_INIT;

		schema_term(node->children[0]->scope == QUERY_TITLE
				    ? SCHEMA_TITLE_WORD
				    : SCHEMA_WORD,
			    folded(w, n.items[i]), &b);
		terms[i] = arena_copy(w->planner->arena, buf_view(&b));
		buf_release(&b);
	}
	if (!arena_check(w->planner->arena, w->err))
		part.query = xap_query_near(
			w->planner->pool, terms, n.count,
			node->distance + (uint32_t)n.count - 1, w->err);
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
	struct numbers n = { NULL, 0, 0 };
	struct buf b = BUF_INIT;

	fold_name(node->text, &b);
	if (!buf_check(&b, w->err))
		part.query = b.len ? term(w, SCHEMA_AUTHOR, buf_view(&b))
				   : xap_query_none(w->planner->pool, w->err);
	buf_release(&b);
	split(w, node->text, &n);
	if (n.count == 1)
		part.query = combine2(
			w, XAP_OR, part.query,
			term(w, SCHEMA_AUTHOR_WORD, folded(w, n.items[0])));
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

static bool is_words(const struct query_node *node)
{
	return node->kind == QUERY_WORD || node->kind == QUERY_PREFIX;
}

static struct part and_part(struct work *w, const struct query_node *node)
{
	struct list ranked = { NULL, 0, 0 }, filters = ranked,
		    excluded = ranked, any = ranked;
	struct part part = { RANKED, NULL };

	for (size_t i = 0; i < node->count; i++) {
		const struct query_node *child = node->children[i];
		struct part p = build(w, child);

		if (p.kind == NOT)
			add(w, &excluded, p.query);
		else if (p.kind == FILTER)
			add(w, &filters, unranked(w, p.query));
		else if (p.kind == RANKED && node == w->relaxed &&
			 is_words(child))
			add(w, &any, p.query);
		else if (p.kind == RANKED)
			add(w, &ranked, p.query);
	}
	if (any.count)
		add(w, &ranked, combine(w, XAP_OR, &any));
	if (!ranked.count && !filters.count && !excluded.count)
		return empty;
	if (ranked.count) {
		part.query = combine(w, XAP_AND, &ranked);
	} else if (filters.count) {
		part.kind = FILTER;
		part.query = filters.items[0];
	} else {
		part.kind = FILTER;
		part.query = xap_query_all(w->planner->pool, w->err);
	}
	for (size_t i = 0; i < filters.count; i++)
		part.query =
			combine2(w, XAP_FILTER, part.query, filters.items[i]);
	part.query = all_but(w, part.query, &excluded);
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
		return date_part(w, node);
	}
	BUG("a query node of no kind");
}

static int plan_one(const struct planner *planner,
		    const struct query_node *root,
		    const struct query_node *relaxed,
		    const struct xap_query **out, struct err *err)
{
	struct work w = { planner, relaxed, { NULL, 0, 0 }, err };
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
	return err->code;
}

/* The juxtaposed words of a query: at its root, or beside the filters that
 * flags added. NULL when there are fewer than two. */
static const struct query_node *relaxable(const struct query_node *root)
{
	const struct query_node *node = root;
	size_t words = 0;

	while (node->kind == QUERY_AND && !node->is_implicit) {
		const struct query_node *next = NULL;

		for (size_t i = 0; i < node->count && !next; i++) {
			if (node->children[i]->kind == QUERY_AND)
				next = node->children[i];
		}
		if (!next)
			return NULL;
		node = next;
	}
	if (node->kind != QUERY_AND)
		return NULL;
	for (size_t i = 0; i < node->count; i++)
		words += is_words(node->children[i]);
	return words > 1 ? node : NULL;
}

int plan_make(const struct planner *planner, const struct query_node *root,
	      struct plan *out, struct err *err)
{
	const struct query_node *relaxed = relaxable(root);
	int ret;

	out->most = NULL;
	ret = plan_one(planner, root, NULL, &out->all, err);
	if (!ret && relaxed)
		ret = plan_one(planner, root, relaxed, &out->most, err);
	return ret;
}

const struct xap_query *plan_rest(const struct planner *planner,
				  const struct plan *plan, struct err *err)
{
	const struct xap_query *both[2] = { plan->most, plan->all };

	return xap_query_combine(planner->pool, XAP_AND_NOT, both, 2, err);
}
