/*
 * Runs: what a search program found for each query, as TREC writes it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/trec_run.h"

#include <stdlib.h>

#include "eval/judged.h"
#include "text/limits.h"
#include "text/number.h"

#define COLUMNS 6

static int read_hit(const struct lines *l, struct str line,
		    struct trec_hit *out, struct err *err)
{
	struct str columns[COLUMNS];
	size_t count = lines_split(line, columns, COLUMNS);

	if (count != COLUMNS)
		return lines_fault(l, line.p, err,
				   "a line of a run has six columns (query, "
				   "Q0, article, place, score, name), not "
				   "%s%zu",
				   count > COLUMNS ? "more than " : "",
				   count > COLUMNS ? (size_t)COLUMNS : count);
	out->query = columns[0];
	out->article = judged_name(columns[2]);
	out->line = l->number;
	if (!number_parse(columns[4], &out->score))
		return lines_fault(l, columns[4].p, err,
				   "the score '%.*s' is no number",
				   STR_ARG(columns[4]));
	return 0;
}

static int by_article(const void *a, const void *b)
{
	const struct trec_hit *x = a, *y = b;
	int order = str_cmp(x->query, y->query);

	return order ? order : str_cmp(x->article, y->article);
}

static int by_score(const void *a, const void *b)
{
	const struct trec_hit *x = a, *y = b;
	int order = str_cmp(x->query, y->query);

	if (order)
		return order;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return str_cmp(y->article, x->article);
}

static int refuse_twice(const struct lines *l, const struct trec_hit *a,
			const struct trec_hit *b, struct err *err)
{
	const struct trec_hit *late = a->line > b->line ? a : b;

	return err_set(err, ERR_INPUT,
		       "%s:%u:1: '%.*s' comes twice for query '%.*s', before "
		       "in line %u",
		       l->name, late->line, STR_ARG(late->article),
		       STR_ARG(late->query), late == a ? b->line : a->line);
}

int trec_run_read(struct lines l, struct arena *arena, struct trec_run *out,
		  struct err *err)
{
	struct trec_hit *hits = NULL;
	struct str line;
	size_t count = 0, cap = 0;

	while (lines_next(&l, &line)) {
		struct trec_hit *grown =
			arena_grow(arena, hits, count, &cap, sizeof(*hits));

		if (!grown)
			return arena_check(arena, err);
		hits = grown;
		if (read_hit(&l, line, &hits[count++], err))
			return (int)err->code;
	}
	if (count > 0)
		qsort(hits, count, sizeof(*hits), by_article);
	for (size_t i = 1; i < count; i++) {
		if (by_article(&hits[i - 1], &hits[i]) == 0)
			return refuse_twice(&l, &hits[i - 1], &hits[i], err);
	}
	if (count > 0)
		qsort(hits, count, sizeof(*hits), by_score);
	out->hits = hits;
	out->count = count;
	return 0;
}

const struct trec_hit *trec_run_find(const struct trec_run *run,
				     struct str query, size_t *count)
{
	size_t low = 0, high = run->count, end;

	/* The first hit that is not before the query's. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(run->hits[middle].query, query) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	end = low;
	while (end < run->count && str_eq(run->hits[end].query, query))
		end++;
	*count = end - low;
	return run->hits ? run->hits + low : NULL;
}

void trec_run_add(struct str query, struct str id, unsigned int place,
		  struct buf *out)
{
	buf_printf(out, "%.*s Q0 ", STR_ARG(query));
	judged_add_name(id, out);
	buf_printf(out, " %u %u pressmark\n", place, LIMIT_REACH + 1 - place);
}
