/*
 * Tests of eval/judged and eval/trec_run: what the files of TREC say.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/judged.h"

#include "eval/evaluation.h"
#include "eval/trec_run.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int read_both(const char *queries, const char *qrels,
		     struct arena *arena, struct judged *out, struct err *err)
{
	struct lines q = LINES_OF("q", str_of(queries));
	struct lines r = LINES_OF("r", str_of(qrels));

	return judged_read(q, r, arena, out, err);
}

static void assert_str(struct str actual, const char *expected)
{
	if (!str_eq(actual, str_of(expected)))
		fail_msg("'%.*s', not '%s'", STR_ARG(actual), expected);
}

static void joins_queries_and_judgments(void **state)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct judged judged;
	struct err err = ERR_INIT;
	const struct judged_query *query;

	(void)state;
	assert_int_equal(read_both("\xef\xbb\xbf"
				   "b\tgas  pipeline \r\n"
				   "\n"
				   "only-asked\tx\n"
				   " a \t \tw\xc3\xa4ter\n",
				   "a 0 2025/x.md 1\r\n"
				   "only-judged 0 x 1\n"
				   "b\t0\t z\t2\n"
				   "b 0 x -1\n"
				   "none 0 x 0\n"
				   "b 0 y 3",
				   &arena, &judged, &err),
			 0);
	assert_int_equal(judged.count, 3);
	assert_int_equal(judged.relevant, 4);
	assert_int_equal(judged.unasked, 1);
	assert_int_equal(judged.unjudged, 1);
	query = judged_find(&judged, STR("b"));
	assert_non_null(query);
	assert_str(query->text, "gas  pipeline");
	assert_int_equal(query->line, 1);
	assert_int_equal(query->column, 3);
	assert_int_equal(query->relevant, 2);
	assert_int_equal(query->ideal[0], 3);
	assert_int_equal(query->ideal[1], 2);
	assert_int_equal(judged_gain(query, STR("x")), -1);
	assert_int_equal(judged_gain(query, STR("y")), 3);
	assert_int_equal(judged_gain(query, STR("nowhere")), 0);
	query = judged_find(&judged, STR("a"));
	assert_str(query->text, "w\xc3\xa4ter");
	assert_int_equal(query->line, 4);
	assert_int_equal(query->column, 7);
	assert_int_equal(judged_gain(query, STR("2025/x")), 1);
	assert_null(judged_find(&judged, STR("none")));
	arena_release(&arena);
}

static void says_where_a_file_is_wrong(void **state)
{
	static const struct {
		const char *queries, *qrels, *run, *message;
	} cases[] = {
		{ "1 gas\n", "", "",
		  "q:1:1: a query is an id, a tab and its text; there is no "
		  "tab" },
		{ "\n1\tx\n\tgas\n", "", "",
		  "q:3:1: the id of a query is one word" },
		{ "a b\tgas\n", "", "",
		  "q:1:1: the id of a query is one word" },
		{ "\xc3\xa4\t \n", "", "",
		  "q:1:2: the query '\xc3\xa4' has no text" },
		{ "1\tx\n2\tx\n1\ty\n", "", "",
		  "q:3:1: query '1' comes twice, before in line 1" },
		{ "", "1 0 x 1\n1 0 x\n", "",
		  "r:2:1: a judgment has four columns (query, 0, article, "
		  "gain), not 3" },
		{ "", "1 0 x 1 2 3\n", "",
		  "r:1:1: a judgment has four columns (query, 0, article, "
		  "gain), not more than 4" },
		{ "", "1 0 x yes\n", "",
		  "r:1:7: the gain 'yes' is no whole number up to 1000000" },
		{ "", "1 0 \xc3\xa4 0.5\n", "",
		  "r:1:7: the gain '0.5' is no whole number up to 1000000" },
		{ "", "1 0 x 1000001\n", "",
		  "r:1:7: the gain '1000001' is no whole number up to "
		  "1000000" },
		{ "", "1 0 x 1\n2 0 x 1\n1 0 x.md 0\n", "",
		  "r:3:1: 'x' is judged twice for query '1', before in line "
		  "1" },
		{ "", "", "1 Q0 x 1 2\n",
		  "run:1:1: a line of a run has six columns (query, Q0, "
		  "article, place, score, name), not 5" },
		{ "", "", "1 Q0 x 1 2 a\n1 Q0 y 2 nan a\n",
		  "run:2:10: the score 'nan' is no number" },
		{ "", "", "1 Q0 x 1 2 a\n1 Q0 x 2 1 a\n",
		  "run:2:1: 'x' comes twice for query '1', before in line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(1 << 20);
		struct lines l = LINES_OF("run", str_of(cases[i].run));
		struct judged judged;
		struct trec_run run;
		struct err err = ERR_INIT;

		if (!read_both(cases[i].queries, cases[i].qrels, &arena,
			       &judged, &err))
			trec_run_read(l, &arena, &run, &err);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.message, cases[i].message);
		arena_release(&arena);
	}
}

static void reads_a_run_by_its_scores(void **state)
{
	/* Places lie; of equal scores the last name is first. */
	static const char text[] = "2 Q0 x 1 5 a\n"
				   "1 Q0 b 1 -1.5 a\n"
				   "1 Q0 c.md 2 2e1 a\n"
				   "1 Q0 a 3 20 a\n";
	struct lines l = LINES_OF("run", str_of(text));
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;
	const struct trec_hit *hits;
	struct trec_run run;
	size_t count;

	(void)state;
	assert_int_equal(trec_run_read(l, &arena, &run, &err), 0);
	hits = trec_run_find(&run, STR("1"), &count);
	assert_int_equal(count, 3);
	assert_str(hits[0].article, "c");
	assert_str(hits[1].article, "a");
	assert_str(hits[2].article, "b");
	trec_run_find(&run, STR("2"), &count);
	assert_int_equal(count, 1);
	trec_run_find(&run, STR("11"), &count);
	assert_int_equal(count, 0);
	arena_release(&arena);
}

static void writes_what_it_reads(void **state)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	const struct trec_hit *hits;
	struct trec_run run;
	size_t count;

	(void)state;
	trec_run_add(STR("q"), STR("2025/a b%.md"), 1, &text);
	trec_run_add(STR("q"), STR("c.mdx"), 2, &text);
	trec_run_add(STR("q"), STR("\xc3\xa4.md"), 1000, &text);
	assert_string_equal(text.p, "q Q0 2025/a%20b%25 1 1000 pressmark\n"
				    "q Q0 c.mdx 2 999 pressmark\n"
				    "q Q0 \xc3\xa4 1000 1 pressmark\n");
	assert_int_equal(
		trec_run_read((struct lines)LINES_OF("run", buf_view(&text)),
			      &arena, &run, &err),
		0);
	hits = trec_run_find(&run, STR("q"), &count);
	assert_int_equal(count, 3);
	assert_str(hits[0].article, "2025/a%20b%25");
	assert_str(hits[2].article, "\xc3\xa4");
	buf_release(&text);
	arena_release(&arena);
}

/* A query that the run lacks counts, too. */
static void measures_a_run(void **state)
{
	struct lines l = LINES_OF("run", STR("1 Q0 x 1 2 a\n"
					     "1 Q0 y 2 1 a\n"
					     "3 Q0 y 1 1 a\n"));
	struct arena arena = ARENA_INIT(1 << 20);
	struct evaluation evaluation;
	struct judged judged;
	struct trec_run run;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(read_both("1\tx\n2\tx\n", "1 0 y 1\n2 0 y 1\n", &arena,
				   &judged, &err),
			 0);
	assert_int_equal(trec_run_read(l, &arena, &run, &err), 0);
	assert_int_equal(
		evaluation_of_run(&run, &judged, &arena, &evaluation, &err), 0);
	assert_true(evaluation.queries[0].of[MEASURE_MRR] == 0.5);
	assert_true(evaluation.queries[1].of[MEASURE_MRR] == 0);
	assert_true(evaluation.mean.of[MEASURE_MRR] == 0.25);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_queries_and_judgments),
		cmocka_unit_test(says_where_a_file_is_wrong),
		cmocka_unit_test(reads_a_run_by_its_scores),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(measures_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
