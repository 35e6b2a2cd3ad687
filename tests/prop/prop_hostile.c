/*
 * Queries made to do harm do none: tests/prop/hostile.txt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "query/search.h"
#include "tests/unit/escape.h"
#include "text/limits.h"

#define ARTICLES 1000
#define WORDS	 200 /* of an article */

/* Processor time that a query may take. It is there to stop what is out of all
 * proportion; sanitizers make everything slow. */
#define BOUND_MS 150
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWER 20
#else
#define SLOWER 1
#endif

static struct searcher *searcher;

static const char *const frequent[] = {
	"the",	 "of",	  "and",   "to",    "in",    "a",    "is",    "that",
	"for",	 "it",	  "as",	   "was",   "with",  "on",   "be",    "by",
	"at",	 "he",	  "his",   "from",  "are",   "this", "but",   "have",
	"an",	 "they",  "which", "or",    "not",   "had",  "you",   "were",
	"her",	 "all",	  "she",   "there", "been",  "one",  "their", "has",
	"would", "will",  "when",  "if",    "so",    "no",   "what",  "up",
	"who",	 "more",  "out",   "about", "into",  "than", "them",  "can",
	"only",	 "other", "some",  "could", "these", "two",  "may",   "then",
};

static void write_article(unsigned int i)
{
	struct buf out = BUF_INIT;
	char name[64];

	/* Each has "the" and "of", which queries count on. */
	buf_printf(&out, "---\ntitle: The article %u of many\n", i);
	buf_printf(&out, "date: 20%02u-%02u-%02u\nword: %u\n---\n", i % 24,
		   1 + i % 12, 1 + i % 28, i);
	if (i % 10 == 0)
		buf_add_str(&out, STR("The of and to in a is that for it.\n"));
	for (unsigned int n = 0; n < WORDS; n++) {
		/* The first ones most often, as in every language. */
		unsigned int rank = world_below(1 + world_below(64));

		if (n % 4)
			buf_printf(&out, "%s ", frequent[rank]);
		else
			buf_printf(&out, "%c%c%u ", 'a' + (int)world_below(26),
				   'a' + (int)world_below(26),
				   world_below(100));
	}
	snprintf(name, sizeof(name), "site/content/a%u.md", i);
	world_put(world_at(name), buf_view(&out));
	buf_release(&out);
}

static void write_long_article(void)
{
	struct buf out = BUF_INIT;

	buf_add_str(&out, STR("---\ntitle: Long\n---\n"));
	for (unsigned int n = 0; n < 300000; n++)
		buf_add_str(&out, STR("lighthouse "));
	world_put(world_at("site/content/z.md"), buf_view(&out));
	buf_release(&out);
}

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* A query and what is to become of it. */
struct expected {
	unsigned int line;
	struct buf query;
	char found[256]; /* "", or as behind "=" */
	char error[256]; /* "", or as behind "!" */
	double bound_ms;
};

static bool is_as_expected(const struct expected *c,
			   const struct search_page *page, int ret,
			   const struct err *err, double cost)
{
	char got[ERR_MESSAGE_SIZE];

	if (ret == ERR_QUERY)
		snprintf(got, sizeof(got), "%s@%u", page->error_code,
			 page->error_column);
	else if (ret)
		snprintf(got, sizeof(got), "%s", err->message);
	else
		snprintf(got, sizeof(got), "%u", (unsigned int)page->total);
	if (ret			       ? strcmp(got, c->error) != 0
	    : strcmp(c->found, "some") ? strcmp(got, c->found) != 0
				       : page->total == 0) {
		print_error("hostile.txt:%u: gives %s\n", c->line, got);
		return false;
	}
	if (cost <= c->bound_ms * SLOWER)
		return true;
	print_error("hostile.txt:%u: takes %.0f ms\n", c->line, cost);
	return false;
}

static bool run(struct expected *c)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	double start = cpu_ms();
	bool ok;
	int ret;

	r.text = buf_view(&c->query);
	r.now = (int64_t)WORLD_TODAY * 86400;
	/* Many times what is allowed, in case that nothing else stops it. */
	r.timeout_ms = 60000;
	ret = searcher_run(searcher, &r, &arena, &page, &err);
	ok = is_as_expected(c, &page, ret, &err, cpu_ms() - start);
	arena_release(&arena);
	buf_release(&c->query);
	return ok;
}

static void hostile_queries_do_no_harm(void **state)
{
	struct expected c = { 0 };
	unsigned int bad = 0, cases = 0, number = 0;
	FILE *in = fopen(TEST_DATA "/hostile.txt", "r");
	char line[4096];

	(void)state;
	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		struct str s = str_of(line);

		number++;
		if (str_ends(s, STR("\n")))
			line[--s.len] = '\0';
		if (s.p[0] == '>') {
			bad += cases++ > 0 && !run(&c);
			c = (struct expected){ .line = number,
					       .bound_ms = BOUND_MS };
			unescape(str_skip(s, 2), &c.query);
		}
		if (s.p[0] == '=')
			snprintf(c.found, sizeof(c.found), "%.200s", s.p + 2);
		if (s.p[0] == '!')
			snprintf(c.error, sizeof(c.error), "%.200s", s.p + 2);
		if (s.p[0] == 't')
			c.bound_ms = strtod(s.p + 2, NULL);
	}
	bad += !run(&c);
	fclose(in);
	assert_true(cases > 90);
	assert_int_equal(bad, 0);
}

static void a_search_that_was_stopped_can_be_followed_by_others(void **state)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	(void)state;
	unescape(STR("\\63{the OR }of"), &text);
	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.timeout_ms = 1;
	r.limit = LIMIT_PAGE;
	assert_int_equal(searcher_run(searcher, &r, &arena, &page, &err),
			 ERR_DEADLINE);
	assert_non_null(strstr(err.message, "stopped after 1 ms"));
	assert_int_equal(page.hit_count, 0);
	err_clear(&err);
	arena_clear(&arena);
	r.timeout_ms = 0;
	assert_int_equal(searcher_run(searcher, &r, &arena, &page, &err), 0);
	assert_true(page.hit_count > 0);
	buf_release(&text);
	arena_release(&arena);
}

static void pages_out_of_reach_are_refused(void **state)
{
	static const struct {
		unsigned int offset, limit;
		int ret;
	} rows[] = {
		{ 0, LIMIT_PAGE, 0 },
		{ 0, LIMIT_PAGE + 1, ERR_USAGE },
		{ 0, UINT32_MAX, ERR_USAGE },
		{ LIMIT_REACH - 10, 10, 0 },
		{ LIMIT_REACH - 9, 10, ERR_USAGE },
		{ 90000, 10, ERR_USAGE },
		{ UINT32_MAX, 10, ERR_USAGE },
	};
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;

	(void)state;
	r.text = STR("the");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = ERR_INIT;

		r.offset = rows[i].offset;
		r.limit = rows[i].limit;
		assert_int_equal(
			searcher_run(searcher, &r, &arena, &page, &err),
			rows[i].ret);
		arena_clear(&arena);
	}
	arena_release(&arena);
}

static int set_up(void **state)
{
	size_t articles;

	(void)state;
	world_start();
	world_enter();
	for (unsigned int i = 1; i < ARTICLES; i++)
		write_article(i);
	write_long_article();
	searcher = site_open(&articles);
	world_expect(articles == ARTICLES, "not every article is indexed");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_queries_do_no_harm),
		cmocka_unit_test(
			a_search_that_was_stopped_can_be_followed_by_others),
		cmocka_unit_test(pages_out_of_reach_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("hostile", tests, set_up, tear_down);
}
