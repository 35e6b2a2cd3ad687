/*
 * Tests of query/explain and query/render_explain: explanations made by hand,
 * as numbers that add up, in words, and as JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "query/render_explain.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MOST	     4

/* ---- Numbers that add up ------------------------------------------------ */

static void rounded_parts_add_up_to_the_rounded_score(void **state)
{
	static const struct {
		double weights[MOST];
		size_t count;
		double rest;
		int decimals;
		int64_t expected[MOST], expected_rest, score;
	} table[] = {
		/* Each alone would be 0.33. */
		{ { 1 / 3., 1 / 3., 1 / 3. }, 3, 0, 2, { 34, 33, 33 }, 0, 100 },
		/* Each alone would be 0.67, and the sum 2.01. */
		{ { 2 / 3., 2 / 3., 2 / 3. }, 3, 0, 2, { 67, 67, 66 }, 0, 200 },
		/* Who loses most is rounded up. */
		{ { 1.001, 1.009, 1.008 }, 3, 0, 2, { 100, 101, 101 }, 0, 302 },
		{ { 1.001, 1.009 }, 2, 0, 2, { 100, 101 }, 0, 201 },
		{ { 0, 0.004, 0 }, 3, 0, 2, { 0, 0, 0 }, 0, 0 },
		{ { 0.00004, 0.00004 }, 2, 0, 4, { 1, 0 }, 0, 1 },
		/* 0.29 is a little less than it says. */
		{ { 0.29 }, 1, 0, 2, { 29 }, 0, 29 },
		{ { 0 }, 0, 0, 2, { 0 }, 0, 0 },
		/* What nobody accounts for is told apart. */
		{ { 1.25, 1.25 }, 2, 0.5, 2, { 125, 125 }, 50, 300 },
		{ { 1.25 }, 1, -0.5, 2, { 125 }, -50, 75 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct explain_part parts[MOST] = { { 0 } };
		struct explanation e = { .parts = parts,
					 .part_count = table[i].count,
					 .rest = table[i].rest };
		double score = table[i].rest;
		int64_t out[MOST], rest;

		for (size_t n = 0; n < table[i].count; n++) {
			parts[n].weight = table[i].weights[n];
			score += table[i].weights[n];
		}
		assert_int_equal(
			explain_round(&e, score, table[i].decimals, out, &rest),
			table[i].score);
		assert_int_equal(rest, table[i].expected_rest);
		for (size_t n = 0; n < table[i].count; n++)
			assert_int_equal(out[n], table[i].expected[n]);
	}
}

/* ---- In words and as JSON ----------------------------------------------- */

static const struct explain_form gas_forms[] = { { STR_INIT("gas"), 9 } };
static const struct explain_form line_forms[] = {
	{ STR_INIT("pipeline"), 4 },
	{ STR_INIT("pipelines"), 2 },
	{ STR_INIT("pipelined"), 1 },
	{ STR_INIT("pipelining"), 1 },
};

/* Nodes by what is to be typed for them. */
static const struct query_node gas = { .kind = QUERY_WORD,
				       .text = STR_INIT("Gas") };
static const struct query_node lines = { .kind = QUERY_WORD,
					 .text = STR_INIT("pipelines") };
static const struct query_node sea = { .kind = QUERY_PHRASE,
				       .text = STR_INIT("the sea") };
static const struct query_node pipes = { .kind = QUERY_PREFIX,
					 .scope = QUERY_TITLE,
					 .text = STR_INIT("pipe") };
static const struct query_node energy = { .kind = QUERY_TAG,
					  .text = STR_INIT("energy") };
static const struct query_node desk = { .kind = QUERY_AUTHOR,
					.text = STR_INIT("World Desk") };
static const struct query_node year = { .kind = QUERY_DATE,
					.first_day = 17532,
					.last_day = 17896 };
static const struct query_node since = { .kind = QUERY_DATE,
					 .first_day = 17532,
					 .last_day = QUERY_DAY_MAX };
static const struct query_node until = { .kind = QUERY_DATE,
					 .first_day = QUERY_DAY_MIN,
					 .last_day = 17896 };
static const struct query_node ever = { .kind = QUERY_DATE,
					.first_day = QUERY_DAY_MIN,
					.last_day = QUERY_DAY_MAX };
static const struct query_node path = { .kind = QUERY_PATH,
					.text = STR_INIT("2018/") };
static const struct query_node *const not_child[] = { &sea };
static const struct query_node not_sea = { .kind = QUERY_NOT,
					   .children = not_child,
					   .count = 1 };

static const struct explain_part all_parts[] = {
	{ &gas, QUERY_ANYWHERE, 2.104, 9, gas_forms, 1, EXPLAIN_NODE, false,
	  false },
	{ &lines, QUERY_ANYWHERE, 4.054, 8, line_forms, 4, EXPLAIN_NODE, false,
	  false },
	{ &sea, QUERY_ANYWHERE, 1, 0, gas_forms, 1, EXPLAIN_NODE, false,
	  false },
	{ &gas, QUERY_TITLE, 0.8, 1, gas_forms, 1, EXPLAIN_NODE, false, false },
	{ &pipes, QUERY_TITLE, 0, 1, line_forms, 1, EXPLAIN_NODE, false,
	  false },
};

static struct buf text, marks;

static void tell(const struct explanation *explanation, double score,
		 bool relaxed, const char *expected)
{
	struct search_page page = { .relaxed = relaxed };
	struct search_hit hit = { .score = score, .explanation = explanation };

	buf_clear(&text);
	buf_clear(&marks);
	render_explain_text(&page, &hit, &text, &marks);
	assert_int_equal(text.failed, 0);
	assert_string_equal(text.p, expected);
}

static void parts_are_told_field_by_field(void **state)
{
	struct explanation e = { .parts = all_parts, .part_count = 5 };

	(void)state;
	tell(&e, 7.958, false,
	     "score 7.96: text has Gas ×9 (+2.10), pipelines ×8 as pipeline, "
	     "pipelines, pipelined and 1 more (+4.06) and \"the sea\" (+1.00); "
	     "title has Gas (+0.80) and pipe* as pipeline (not counted)");
	e.part_count = 2;
	tell(&e, 6.158, false,
	     "score 6.16: text has Gas ×9 (+2.10) and pipelines ×8 as "
	     "pipeline, pipelines, pipelined and 1 more (+4.06)");
	e.rest = -1;
	tell(&e, 5.158, false,
	     "score 5.16: text has Gas ×9 (+2.10) and pipelines ×8 as "
	     "pipeline, pipelines, pipelined and 1 more (+4.06); the index has "
	     "changed meanwhile (-1.00)");
}

static void words_are_marked_where_they_stand(void **state)
{
	struct explanation e = { .parts = all_parts, .part_count = 3 };
	static const struct mark expected[] = {
		{ 21, 24 }, /* Gas */
		{ 37, 46 }, /* behind a × of two bytes */
		{ 107, 116 },
	};

	(void)state;
	tell(&e, 7.158, false,
	     "score 7.16: text has Gas ×9 (+2.10), pipelines ×8 as pipeline, "
	     "pipelines, pipelined and 1 more (+4.06) and \"the sea\" (+1.00)");
	assert_int_equal(marks.len, sizeof(expected));
	assert_memory_equal(marks.p, expected, sizeof(expected));
}

static void what_is_missing_is_told(void **state)
{
	const struct query_node *missing[] = { &lines, &sea, &pipes };
	struct explanation e = { .parts = all_parts,
				 .part_count = 1,
				 .missing = { missing, 3, 3 } };

	(void)state;
	tell(&e, 2.104, false,
	     "score 2.10: text has Gas ×9 (+2.10); lacks pipelines, "
	     "\"the sea\" and title:pipe*");
	e.has_most = true;
	e.missing.count = 1;
	tell(&e, 2.104, true,
	     "score 2.10: text has Gas ×9 (+2.10); most words, lacks "
	     "pipelines");
	e.has_most = false;
	e.missing.count = 0;
	tell(&e, 2.104, true, "score 2.10: text has Gas ×9 (+2.10); all words");
}

static void what_has_filtered_is_told(void **state)
{
	const struct query_node *filters[] = { &energy, &desk, &year, &not_sea,
					       &path };
	const struct query_node *dates[] = { &since, &until, &ever };
	struct explanation e = { .filters = { filters, 5, 5 } };

	(void)state;
	tell(&e, 0, false,
	     "score 0.00, newest first; tagged energy, by World Desk, of 2018, "
	     "without \"the sea\", path:2018/");
	e.filters.items = dates;
	e.filters.count = 3;
	tell(&e, 0, false,
	     "score 0.00, newest first; since 2018-01-01, until 2018-12-31, "
	     "of any date");
}

static void what_the_article_says_is_told(void **state)
{
	struct explain_part parts[] = {
		all_parts[0], { .weight = 4.208, .kind = EXPLAIN_BOOSTED }
	};
	struct explanation e = {
		.parts = parts, .part_count = 2, .boost = 3, .has_most = true
	};

	(void)state;
	tell(&e, 6.312, true,
	     "score 6.31: text has Gas ×9 (+2.10); boosted ×3 by the article "
	     "(+4.21); most words");
	parts[1].weight = -1.052;
	e.boost = 0.5;
	e.is_pinned = true;
	tell(&e, 1.052, true,
	     "pinned to this query by the article; score 1.05: text has Gas ×9 "
	     "(+2.10); boosted ×0.5 by the article (−1.05)");
}

static void what_the_date_adds_is_told(void **state)
{
	struct explain_part parts[] = {
		all_parts[0], { .weight = 1.006, .kind = EXPLAIN_FRESH }
	};
	struct explanation e = {
		.parts = parts, .part_count = 2, .boost = 1, .fresh = 1.5
	};

	(void)state;
	tell(&e, 3.110, false,
	     "score 3.11: text has Gas ×9 (+2.10); by its date ×1.50 (+1.01)");
}

static void another_order_is_told(void **state)
{
	struct explanation e = { .parts = all_parts, .part_count = 1 };

	(void)state;
	e.sort = QUERY_BY_TITLE;
	tell(&e, 2.104, false, "by title; score 2.10: text has Gas ×9 (+2.10)");
	e.sort = QUERY_BY_NEWEST;
	tell(&e, 2.104, false,
	     "newest first, without a date last; score 2.10: text has Gas ×9 "
	     "(+2.10)");
	e.sort = QUERY_BY_OLDEST;
	e.part_count = 0;
	tell(&e, 0, false, "oldest first, without a date last; score 0.00");
}

static void json_has_all_of_it(void **state)
{
	const struct query_node *missing[] = { &pipes };
	const struct query_node *filters[] = { &energy, &not_sea };
	struct explanation e = {
		.parts = all_parts + 2,
		.part_count = 2,
		.missing = { missing, 1, 1 },
		.filters = { filters, 2, 2 },
		.has_most = true,
		.boost = 1,
		.fresh = 1.25,
	};
	struct search_page page = { .relaxed = true };
	struct search_hit hit = { .score = 1.8, .explanation = &e };
	struct json j;

	(void)state;
	buf_clear(&text);
	json_init(&j, &text, 0);
	render_explain_json(&page, &hit, &j);
	assert_string_equal(
		text.p,
		"{\"order\":\"relevance\",\"pinned\":false,\"boost\":1,"
		"\"recency\":1.25,\"has\":\"most\",\"parts\":["
		"{\"word\":\"\\\"the sea\\\"\",\"kind\":\"phrase\","
		"\"field\":\"text\",\"weight\":1.0000,\"count\":null,"
		"\"forms\":[{\"form\":\"gas\",\"count\":9}]},"
		"{\"word\":\"Gas\",\"kind\":\"word\",\"field\":\"title\","
		"\"weight\":0.8000,\"count\":1,"
		"\"forms\":[{\"form\":\"gas\",\"count\":9}]}],"
		"\"rest\":0.0000,\"missing\":[\"title:pipe*\"],"
		"\"filters\":[\"tag:energy\",\"-\\\"the sea\\\"\"]}");
	page.relaxed = false;
	e.part_count = e.missing.count = e.filters.count = 0;
	e.sort = QUERY_BY_OLDEST;
	hit.score = 0;
	buf_clear(&text);
	json_init(&j, &text, 0);
	render_explain_json(&page, &hit, &j);
	assert_string_equal(
		text.p,
		"{\"order\":\"oldest\",\"pinned\":false,"
		"\"boost\":1,\"recency\":1.25,\"has\":null,\"parts\":[],"
		"\"rest\":0.0000,\"missing\":[],\"filters\":[]}");
}

static int tear_down(void **state)
{
	(void)state;
	buf_release(&text);
	buf_release(&marks);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounded_parts_add_up_to_the_rounded_score),
		cmocka_unit_test(parts_are_told_field_by_field),
		cmocka_unit_test(words_are_marked_where_they_stand),
		cmocka_unit_test(what_is_missing_is_told),
		cmocka_unit_test(what_has_filtered_is_told),
		cmocka_unit_test(what_the_article_says_is_told),
		cmocka_unit_test(what_the_date_adds_is_told),
		cmocka_unit_test(another_order_is_told),
		cmocka_unit_test(json_has_all_of_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("explain", tests, NULL, tear_down);
}
