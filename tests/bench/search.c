/*
 * search: pressmark's answers to the questions of tests/bench/ask.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	search INDEX [QUESTION]
 *
 * Searches as `pressmark search` does, in a process that keeps the index open.
 * There is no page without passages here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "query/index.h"
#include "query/search.h"
#include "tests/bench/ask.h"

/* As on the command line. */
#define TIMEOUT_MS 2000

/* It is 2026-12-01: of the articles that corpus/gen.c writes a few are yet to
 * come, and must not be found. */
#define NOW INT64_C(1796083200)

static void check(int ret, const struct err *err)
{
	if (!ret)
		return;
	fprintf(stderr, "search: %s\n", err->message);
	exit(1);
}

/* The question in our language. */
static void make_query(const struct ask_question *q, struct buf *out)
{
	buf_add_str(out, str_of(q->text));
	if (*q->tag)
		buf_printf(out, " tag:%s", q->tag);
	if (q->from)
		buf_printf(out, " date:%d..%d", q->from, q->to);
	if (q->newest)
		buf_add_str(out, STR(" sort:newest"));
}

/* "tag author" as "tag,author". */
static void make_facets(const struct ask_question *q, struct buf *out)
{
	for (const char *p = q->facets; *p; p++)
		buf_add_char(out, *p == ' ' ? ',' : *p);
}

static bool has_prefix(const struct query_node *node)
{
	bool has = node->kind == QUERY_PREFIX;

	for (size_t i = 0; i < node->count; i++)
		has = has || has_prefix(node->children[i]);
	return has;
}

/* Makes the passages and marks the titles of a page again, as searcher_run
 * does; milliseconds. */
static double time_passages(struct searcher *s, const struct search_page *page,
			    const struct query *query, struct arena *arena,
			    struct err *err)
{
	double start = ask_now_ms();
	struct matcher *matcher;
	int ret = matcher_new(query->root, NULL, s->words,
			      language_of(STR("en")), arena, &matcher, err);

	for (size_t i = 0; i < page->hit_count && !ret; i++) {
		const struct record *record = &page->hits[i].record;
		const struct snippet_source source = {
			.text = record->text,
			.sections = record->sections,
			.section_count = record->section_count,
		};
		struct search_hit hit;

		ret = snippet_make(matcher, &source, ASK_PASSAGE, arena,
				   &hit.snippet, err);
		if (!ret)
			ret = snippet_mark(matcher, record->title, arena,
					   &hit.title_marks,
					   &hit.title_mark_count, err);
	}
	check(ret, err);
	return ask_now_ms() - start;
}

static void answer(const struct ask_question *q, struct ask_answer *out,
		   void *payload)
{
	struct searcher *s = payload;
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct buf text = BUF_INIT, facets = BUF_INIT;
	struct query_known known;
	struct query query;
	struct search_page page;
	struct err err = ERR_INIT;
	double start;

	make_query(q, &text);
	make_facets(q, &facets);
	r.text = buf_view(&text);
	r.facets = buf_view(&facets);
	r.limit = ASK_HITS;
	r.snippet_width = ASK_PASSAGE;
	r.timeout_ms = TIMEOUT_MS;
	r.now = NOW;
	start = ask_now_ms();
	check(searcher_run(s, &r, &arena, &page, &err), &err);
	out->ms = ask_now_ms() - start;
	out->found = page.total;
	known = (struct query_known){ searcher_day(s, r.now), s->keys,
				      s->key_count };
	check(query_parse(r.text, &known, &arena, &query, &err), &err);
	/* A prefix that is too short is searched as a word. */
	out->is_unknown = q->what == ASK_TITLES ||
			  (strchr(q->text, '*') && !has_prefix(query.root));
	if (q->what == ASK_PASSAGES)
		out->ms = time_passages(s, &page, &query, &arena, &err);
	arena_release(&arena);
	buf_release(&facets);
	buf_release(&text);
}

int main(int argc, char **argv)
{
	struct searcher *s;
	struct err err = ERR_INIT;
	int ret;

	if (argc != 2 && argc != 3) {
		fputs("usage: search INDEX [QUESTION]\n", stderr);
		return 2;
	}
	check(searcher_open(argv[1], &s, &err), &err);
	ret = ask_main(argc, argv, answer, s);
	searcher_free(s);
	return ret;
}
