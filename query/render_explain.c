/*
 * Rendering: what a score is made of, in words, and as JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render_explain.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "query/dates.h"
#include "query/explain.h"
#include "text/fold.h"

/* Decimals for people; those of a score in JSON. */
#define TEXT_DECIMALS 2
#define JSON_DECIMALS 4

/* So many forms of a word are named. */
#define FORMS_TOLD 3

/* What is called how, where, by the scope of a part. */
static const struct {
	const char *field; /* in JSON */
	const char *has;
} scopes[] = {
	[QUERY_ANYWHERE] = { "text", "text has " },
	[QUERY_TITLE] = { "title", "title has " },
	[QUERY_HEADING] = { "heading", "headings have " },
	[QUERY_BODY] = { "body", "body has " },
	[QUERY_CODE] = { "code", "code has " },
	[QUERY_ALT] = { "alt", "image texts have " },
};

/* A word as it was typed, without the field that it was typed for. */
static void add_word(const struct query_node *node, struct buf *out)
{
	struct query_node bare = *node;

	bare.scope = QUERY_ANYWHERE;
	query_print(&bare, out);
}

/* What comes before item i of so many. */
static const char *between(size_t i, size_t count)
{
	return i == 0 ? "" : i + 1 == count ? " and " : ", ";
}

/* ---- In words ----------------------------------------------------------- */

struct teller {
	const struct search_page *page;
	const struct search_hit *hit;
	const struct explanation *explanation;
	struct buf *out;
	struct buf *marks;
	size_t start;  /* of the account in `out` */
	size_t marked; /* up to here code points have been counted, */
	uint32_t at;   /* so many */
};

static uint32_t code_points(struct teller *t)
{
	t->at += (uint32_t)utf8_count(
		str_make(t->out->p + t->marked, t->out->len - t->marked));
	t->marked = t->out->len;
	return t->at;
}

static void add_marked(struct teller *t, const struct query_node *node)
{
	struct mark mark;

	/* Empty, it may have no bytes to point at. */
	mark.start = t->out->len ? code_points(t) : 0;
	add_word(node, t->out);
	mark.end = t->out->len ? code_points(t) : 0;
	buf_add(t->marks, &mark, sizeof(mark));
}

/* Semicolons between statements. */
static void begin(struct teller *t, const char *words)
{
	if (t->out->len > t->start)
		buf_add_str(t->out, STR("; "));
	buf_add_str(t->out, str_of(words));
}

static bool is_as_typed(const struct explain_part *part)
{
	struct buf folded = BUF_INIT;
	bool is_same;

	fold_name(part->node->text, &folded);
	is_same = part->form_count == 1 &&
		  str_eq(buf_view(&folded), part->forms[0].text);
	buf_release(&folded);
	return is_same;
}

/* How often, and in which forms. */
static void add_forms(struct teller *t, const struct explain_part *part)
{
	size_t told = part->form_count;

	if (part->is_in_part)
		buf_add_str(t->out, STR(" in part"));
	if (part->count > 1)
		buf_printf(t->out, " \xc3\x97%" PRIu32, part->count);
	if ((part->count == 0 && !part->is_meant) || told == 0 ||
	    (part->node->kind == QUERY_WORD && is_as_typed(part)))
		return;
	if (told > FORMS_TOLD)
		told = FORMS_TOLD;
	buf_add_str(t->out, STR(" as "));
	for (size_t i = 0; i < told; i++) {
		buf_add_str(t->out, str_of(between(i, part->form_count)));
		buf_add_str(t->out, part->forms[i].text);
	}
	if (told < part->form_count)
		buf_printf(t->out, " and %zu more", part->form_count - told);
}

static void add_number(int64_t hundredths, struct buf *out)
{
	buf_printf(out, "%.2f", (double)hundredths / 100);
}

/* Nothing where the rest of what it belongs to is not there. */
static void add_weight(const struct explain_part *part, int64_t hundredths,
		       struct buf *out)
{
	if (part->weight == 0) {
		buf_add_str(out, STR(" (not counted)"));
		return;
	}
	buf_add_str(out, hundredths < 0 ? STR(" (\xe2\x88\x92") : STR(" (+"));
	add_number(hundredths < 0 ? -hundredths : hundredths, out);
	buf_add_char(out, ')');
}

/* So many parts from this one on are told together. */
static size_t group_of(const struct explain_part *parts, size_t count)
{
	size_t end = 1;

	while (end < count && parts[0].kind == EXPLAIN_NODE &&
	       parts[end].kind == EXPLAIN_NODE &&
	       parts[end].scope == parts[0].scope)
		end++;
	return end;
}

static void add_extra(struct teller *t, enum explain_kind kind)
{
	if (kind == EXPLAIN_ADJACENT)
		buf_add_str(t->out, STR("words stand side by side"));
	else if (kind == EXPLAIN_COMMON)
		buf_add_str(t->out, STR("words that the best have in common"));
	else if (kind == EXPLAIN_WHOLE_TITLE)
		buf_add_str(t->out, STR("the title is the query"));
	else if (kind == EXPLAIN_FRESH)
		buf_printf(t->out, "by its date \xc3\x97%.2f",
			   t->explanation->fresh);
	else
		buf_printf(t->out, "boosted \xc3\x97%g by the article",
			   t->explanation->boost);
}

static void add_parts(struct teller *t, const int64_t *weights)
{
	const struct explanation *e = t->explanation;
	size_t first = 0, end;

	for (; first < e->part_count; first = end) {
		enum query_scope scope = e->parts[first].scope;
		enum explain_kind kind = e->parts[first].kind;

		end = first + group_of(e->parts + first, e->part_count - first);
		buf_add_str(t->out, first ? STR("; ") : STR(": "));
		if (kind != EXPLAIN_NODE) {
			add_extra(t, kind);
			add_weight(&e->parts[first], weights[first], t->out);
			continue;
		}
		buf_add_str(t->out, str_of(scopes[scope].has));
		for (size_t i = first; i < end; i++) {
			buf_add_str(t->out,
				    str_of(between(i - first, end - first)));
			add_marked(t, e->parts[i].node);
			add_forms(t, &e->parts[i]);
			add_weight(&e->parts[i], weights[i], t->out);
		}
	}
}

/* What the order is by, where it is not by the score. */
static void add_order(struct teller *t)
{
	const struct explanation *e = t->explanation;
	bool by_date = e->sort == QUERY_BY_NEWEST || e->sort == QUERY_BY_OLDEST;

	if (e->sort == QUERY_BY_NEWEST)
		begin(t, "newest first");
	else if (e->sort == QUERY_BY_OLDEST)
		begin(t, "oldest first");
	else if (e->sort == QUERY_BY_TITLE)
		begin(t, "by title");
	if (by_date && t->hit->record.date.len == 0)
		buf_add_str(t->out, STR(", without a date last"));
}

static void add_score(struct teller *t)
{
	const struct explanation *e = t->explanation;
	int64_t *weights = calloc(e->part_count + 1, sizeof(*weights));
	int64_t score, rest;

	if (!weights) {
		t->out->failed = ERR_MEMORY;
		return;
	}
	score = explain_round(e, t->hit->score, TEXT_DECIMALS, weights, &rest);
	begin(t, "score ");
	add_number(score, t->out);
	add_parts(t, weights);
	if (t->hit->score == 0 && e->sort == QUERY_BY_RELEVANCE)
		buf_add_str(t->out, STR(", newest first"));
	if (rest) {
		begin(t, "the index has changed meanwhile (");
		add_number(rest, t->out);
		buf_add_char(t->out, ')');
	}
	free(weights);
}

static void add_missing(struct teller *t)
{
	const struct explain_nodes *missing = &t->explanation->missing;

	bool is_told = t->page->relaxed && !t->explanation->is_pinned;

	if (is_told)
		begin(t, t->explanation->has_most ? "most words" : "all words");
	if (missing->count == 0)
		return;
	if (is_told)
		buf_add_str(t->out, STR(", "));
	else
		begin(t, "");
	buf_add_str(t->out, STR("lacks "));
	for (size_t i = 0; i < missing->count; i++) {
		buf_add_str(t->out, str_of(between(i, missing->count)));
		query_print(missing->items[i], t->out);
	}
}

static void add_date(const struct query_node *node, struct buf *out)
{
	bool is_open = node->first_day == QUERY_DAY_MIN;

	if (node->last_day == QUERY_DAY_MAX) {
		buf_add_str(out, is_open ? STR("of any date") : STR("since "));
		if (!is_open)
			dates_print(node->first_day, node->first_day, out);
	} else if (is_open) {
		buf_add_str(out, STR("until "));
		dates_print(node->last_day, node->last_day, out);
	} else {
		buf_add_str(out, STR("of "));
		dates_print(node->first_day, node->last_day, out);
	}
}

static void add_filter(const struct query_node *node, struct buf *out)
{
	if (node->kind == QUERY_TAG) {
		buf_add_str(out, STR("tagged "));
		buf_add_str(out, node->text);
	} else if (node->kind == QUERY_AUTHOR) {
		buf_add_str(out, STR("by "));
		buf_add_str(out, node->text);
	} else if (node->kind == QUERY_DATE && node->key.len == 0) {
		add_date(node, out);
	} else if (node->kind == QUERY_NOT) {
		buf_add_str(out, STR("without "));
		query_print(node->children[0], out);
	} else {
		query_print(node, out);
	}
}

static void add_filters(struct teller *t)
{
	const struct explain_nodes *filters = &t->explanation->filters;

	for (size_t i = 0; i < filters->count; i++) {
		if (i == 0)
			begin(t, "");
		else
			buf_add_str(t->out, STR(", "));
		add_filter(filters->items[i], t->out);
	}
}

void render_explain_text(const struct search_page *page,
			 const struct search_hit *hit, struct buf *out,
			 struct buf *marks)
{
	struct teller t = { page,  hit,	     hit->explanation, out,
			    marks, out->len, out->len,	       0 };

	add_order(&t);
	if (hit->explanation->is_pinned)
		begin(&t, "pinned to this query by the article");
	add_score(&t);
	add_missing(&t);
	add_filters(&t);
}

/* ---- As JSON ------------------------------------------------------------ */

static void add_text(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_str(j, str_of(text));
}

static const char *kind_name(enum query_kind kind)
{
	switch (kind) {
	case QUERY_PHRASE:
		return "phrase";
	case QUERY_PREFIX:
		return "prefix";
	case QUERY_NEAR:
		return "near";
	default:
		return "word";
	}
}

static const char *part_kind(const struct explain_part *part)
{
	if (part->kind == EXPLAIN_ADJACENT)
		return "adjacent";
	if (part->kind == EXPLAIN_COMMON)
		return "feedback";
	if (part->kind == EXPLAIN_BOOSTED)
		return "boosted";
	if (part->kind == EXPLAIN_FRESH)
		return "recent";
	return part->kind == EXPLAIN_WHOLE_TITLE ? "whole-title"
						 : kind_name(part->node->kind);
}

static const char *order_name(enum query_sort sort)
{
	static const char *const names[] = {
		[QUERY_BY_RELEVANCE] = "relevance",
		[QUERY_BY_NEWEST] = "newest",
		[QUERY_BY_OLDEST] = "oldest",
		[QUERY_BY_TITLE] = "title",
	};

	return names[sort];
}

static void add_json_word(struct json *j, const struct query_node *node,
			  void (*print)(const struct query_node *node,
					struct buf *out))
{
	struct buf text = BUF_INIT;

	print(node, &text);
	if (text.failed && !j->out->failed)
		j->out->failed = text.failed;
	json_str(j, buf_view(&text));
	buf_release(&text);
}

static void add_json_nodes(struct json *j, const char *key,
			   const struct explain_nodes *nodes)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < nodes->count; i++)
		add_json_word(j, nodes->items[i], query_print);
	json_end(j);
}

static void add_json_weight(struct json *j, const char *key, int64_t units)
{
	json_key(j, key);
	json_fixed(j, (double)units / 1e4, JSON_DECIMALS);
}

static void add_json_part(struct json *j, const struct explain_part *part,
			  int64_t weight)
{
	json_object(j);
	json_key(j, "word");
	if (part->node)
		add_json_word(j, part->node, add_word);
	else
		json_null(j);
	add_text(j, "kind", part_kind(part));
	add_text(j, "field", scopes[part->scope].field);
	add_json_weight(j, "weight", weight);
	json_key(j, "count");
	if (part->count)
		json_int(j, part->count);
	else
		json_null(j);
	json_key(j, "forms");
	json_array(j);
	for (size_t i = 0; i < part->form_count; i++) {
		json_object(j);
		json_key(j, "form");
		json_str(j, part->forms[i].text);
		json_key(j, "count");
		if (part->forms[i].count)
			json_int(j, part->forms[i].count);
		else
			json_null(j);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void render_explain_json(const struct search_page *page,
			 const struct search_hit *hit, struct json *j)
{
	const struct explanation *e = hit->explanation;
	int64_t *weights = calloc(e->part_count + 1, sizeof(*weights));
	int64_t rest = 0;

	if (weights)
		explain_round(e, hit->score, JSON_DECIMALS, weights, &rest);
	else
		j->out->failed = ERR_MEMORY;
	json_object(j);
	add_text(j, "order", order_name(e->sort));
	json_key(j, "pinned");
	json_bool(j, e->is_pinned);
	json_key(j, "boost");
	json_double(j, e->boost);
	json_key(j, "recency");
	json_double(j, e->fresh);
	json_key(j, "has");
	if (page->relaxed && !e->is_pinned)
		json_str(j, e->has_most ? STR("most") : STR("all"));
	else
		json_null(j);
	json_key(j, "parts");
	json_array(j);
	for (size_t i = 0; weights && i < e->part_count; i++)
		add_json_part(j, &e->parts[i], weights[i]);
	json_end(j);
	add_json_weight(j, "rest", rest);
	add_json_nodes(j, "missing", &e->missing);
	add_json_nodes(j, "filters", &e->filters);
	json_end(j);
	free(weights);
}
