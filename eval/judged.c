/*
 * Judged queries: what was asked, and which articles answer it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/judged.h"

#include <stdlib.h>

#include "text/number.h"

#define GAIN_MAX 1000000

/* ---- The names of articles ---------------------------------------------- */

struct str judged_name(struct str written)
{
	if (str_ends(written, STR(".md")))
		written.len -= 3;
	return written;
}

void judged_add_name(struct str id, struct buf *out)
{
	id = judged_name(id);
	for (size_t i = 0; i < id.len; i++) {
		unsigned char c = (unsigned char)id.p[i];

		if (c <= ' ' || c == 0x7f || c == '%')
			buf_printf(out, "%%%02X", c);
		else
			buf_add_char(out, id.p[i]);
	}
}

/* ---- Judgments ---------------------------------------------------------- */

static int read_gain(const struct lines *l, struct str text, int *out,
		     struct err *err)
{
	double gain;

	if (!number_parse(text, &gain) || gain < -GAIN_MAX || gain > GAIN_MAX ||
	    gain != (int)gain)
		return lines_fault(l, text.p, err,
				   "the gain '%.*s' is no whole number up to "
				   "%d",
				   STR_ARG(text), GAIN_MAX);
	*out = (int)gain;
	return 0;
}

static int read_judgment(const struct lines *l, struct str line,
			 struct judgment *out, struct err *err)
{
	struct str columns[4];
	size_t count = lines_split(line, columns, 4);

	if (count != 4)
		return lines_fault(l, line.p, err,
				   "a judgment has four columns (query, 0, "
				   "article, gain), not %s%zu",
				   count > 4 ? "more than " : "",
				   count > 4 ? (size_t)4 : count);
	out->query = columns[0];
	out->article = judged_name(columns[2]);
	out->line = l->number;
	return read_gain(l, columns[3], &out->gain, err);
}

/* By query, then by article. */
static int compare_judgments(const void *a, const void *b)
{
	const struct judgment *x = a, *y = b;
	int order = str_cmp(x->query, y->query);

	return order ? order : str_cmp(x->article, y->article);
}

static int refuse_twice(const struct lines *l, const struct judgment *a,
			const struct judgment *b, struct err *err)
{
	const struct judgment *late = a->line > b->line ? a : b;
	const struct judgment *early = late == a ? b : a;

	return err_set(err, ERR_INPUT,
		       "%s:%u:1: '%.*s' is judged twice for query '%.*s', "
		       "before in line %u",
		       l->name, late->line, STR_ARG(late->article),
		       STR_ARG(late->query), early->line);
}

/* All judgments, in order. */
static int read_judgments(struct lines l, struct arena *arena,
			  struct judgment **out, size_t *count, struct err *err)
{
	struct judgment *all = NULL;
	struct str line;
	size_t n = 0, cap = 0;

	while (lines_next(&l, &line)) {
		struct judgment *grown =
			arena_grow(arena, all, n, &cap, sizeof(*all));

		if (!grown)
			return arena_check(arena, err);
		all = grown;
		if (read_judgment(&l, line, &all[n++], err))
			return (int)err->code;
	}
	if (n > 0)
		qsort(all, n, sizeof(*all), compare_judgments);
	for (size_t i = 1; i < n; i++) {
		if (compare_judgments(&all[i - 1], &all[i]) == 0)
			return refuse_twice(&l, &all[i - 1], &all[i], err);
	}
	*out = all;
	*count = n;
	return 0;
}

static int compare_falling(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

/* Sets what is known of a query by its judgments; nothing may be relevant. */
static int set_judgments(struct judged_query *query, const struct judgment *j,
			 size_t count, struct arena *arena, struct err *err)
{
	int *ideal = arena_array(arena, count, sizeof(*ideal));

	if (!ideal)
		return arena_check(arena, err);
	query->id = j->query;
	query->judgments = j;
	query->judgment_count = count;
	query->relevant = 0;
	for (size_t i = 0; i < count; i++) {
		if (j[i].gain > 0)
			ideal[query->relevant++] = j[i].gain;
	}
	qsort(ideal, query->relevant, sizeof(*ideal), compare_falling);
	query->ideal = ideal;
	return 0;
}

/* Makes queries of the judgments. */
static int group(const struct judgment *all, size_t count, struct arena *arena,
		 struct judged_query **queries, struct judged *out,
		 struct err *err)
{
	size_t cap = 0;

	*queries = NULL;
	for (size_t at = 0; at < count;) {
		struct judged_query *grown = arena_grow(
			arena, *queries, out->count, &cap, sizeof(**queries));
		struct judged_query *query;
		size_t end = at;

		if (!grown)
			return arena_check(arena, err);
		*queries = grown;
		query = &grown[out->count];
		while (end < count && str_eq(all[end].query, all[at].query))
			end++;
		if (set_judgments(query, &all[at], end - at, arena, err))
			return (int)err->code;
		out->count += query->relevant > 0;
		out->relevant += query->relevant;
		at = end;
	}
	return 0;
}

/* ---- Queries ------------------------------------------------------------ */

struct asked {
	struct str id, text;
	unsigned int line, column;
};

static int compare_asked(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;
	int order = str_cmp(x->id, y->id);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int read_asked(const struct lines *l, struct str line, struct asked *out,
		      struct err *err)
{
	size_t tab = str_find(line, '\t');
	struct str text = str_trim(str_skip(line, tab + 1));

	if (tab == line.len)
		return lines_fault(l, line.p, err,
				   "a query is an id, a tab and its text; "
				   "there is no tab");
	out->id = str_trim(str_head(line, tab));
	if (out->id.len == 0 || str_find(out->id, ' ') < out->id.len)
		return lines_fault(l, line.p, err,
				   "the id of a query is one word");
	if (text.len == 0)
		return lines_fault(l, line.p + tab, err,
				   "the query '%.*s' has no text",
				   STR_ARG(out->id));
	out->text = text;
	out->line = l->number;
	out->column = lines_column(l, text.p);
	return 0;
}

/* All queries, in the order of their ids. */
static int read_queries(struct lines l, struct arena *arena, struct asked **out,
			size_t *count, struct err *err)
{
	struct asked *all = NULL;
	struct str line;
	size_t n = 0, cap = 0;

	while (lines_next(&l, &line)) {
		struct asked *grown =
			arena_grow(arena, all, n, &cap, sizeof(*all));

		if (!grown)
			return arena_check(arena, err);
		all = grown;
		if (read_asked(&l, line, &all[n++], err))
			return (int)err->code;
	}
	if (n > 0)
		qsort(all, n, sizeof(*all), compare_asked);
	for (size_t i = 1; i < n; i++) {
		if (str_eq(all[i - 1].id, all[i].id))
			return err_set(err, ERR_INPUT,
				       "%s:%u:1: query '%.*s' comes twice, "
				       "before in line %u",
				       l.name, all[i].line, STR_ARG(all[i].id),
				       all[i - 1].line);
	}
	*out = all;
	*count = n;
	return 0;
}

/* Gives the judged queries their texts. Both are in the order of ids. */
static void join(struct judged_query *queries, const struct asked *asked,
		 size_t count, struct judged *out)
{
	size_t at = 0, joined = 0;

	for (size_t i = 0; i < out->count; i++) {
		while (at < count && str_cmp(asked[at].id, queries[i].id) < 0)
			at++;
		if (at == count || !str_eq(asked[at].id, queries[i].id))
			continue;
		queries[i].text = asked[at].text;
		queries[i].line = asked[at].line;
		queries[i].column = asked[at].column;
		joined++;
	}
	out->unasked = out->count - joined;
	out->unjudged = count - joined;
}

int judged_read(struct lines queries, struct lines qrels, struct arena *arena,
		struct judged *out, struct err *err)
{
	struct judgment *judgments = NULL;
	struct judged_query *judged = NULL;
	struct asked *asked = NULL;
	size_t judgment_count = 0, asked_count = 0;
	int ret;

	*out = (struct judged){ 0 };
	ret = read_queries(queries, arena, &asked, &asked_count, err);
	if (!ret)
		ret = read_judgments(qrels, arena, &judgments, &judgment_count,
				     err);
	if (!ret)
		ret = group(judgments, judgment_count, arena, &judged, out,
			    err);
	if (ret)
		return ret;
	join(judged, asked, asked_count, out);
	out->queries = judged;
	return 0;
}

/* ---- Looking up --------------------------------------------------------- */

int judged_gain(const struct judged_query *query, struct str article)
{
	const struct judgment key = { .query = query->id, .article = article };
	const struct judgment *found =
		bsearch(&key, query->judgments, query->judgment_count,
			sizeof(key), compare_judgments);

	return found ? found->gain : 0;
}

static int compare_queries(const void *a, const void *b)
{
	const struct judged_query *x = a, *y = b;

	return str_cmp(x->id, y->id);
}

const struct judged_query *judged_find(const struct judged *judged,
				       struct str id)
{
	const struct judged_query key = { .id = id };

	if (judged->count == 0)
		return NULL;
	return bsearch(&key, judged->queries, judged->count, sizeof(key),
		       compare_queries);
}
