/*
 * The shim, queries: what each kind matches, and how it is described.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <math.h>

/* Document i of the tests is rows[i - 1]. */
static const struct row rows[] = {
	{ "a", "river water water deep", "2026-01", NULL },
	{ "b", "water river bank", "2026-03", NULL },
	{ "c", "money in the bank of the river", "2026-05", NULL },
	{ "d", "rivers riverside xriverside", "2026-03", NULL },
	{ "e", "money bank", NULL, NULL },
};

/* A query's tools: an index of the rows, a pool, the results as text. */
struct lab {
	struct fixture *f;
	struct xap_db *db;
	struct xap_queries *pool;
	struct err *err;
	char found[128];
};

static void lab_init(struct lab *lab, struct fixture *f)
{
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	lab->f = f;
	lab->err = &f->err;
	lab->db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&lab->pool, &f->err));
}

static void lab_release(struct lab *lab)
{
	xap_queries_free(lab->pool);
	xap_db_free(lab->db);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The documents that match, by number, as "1 2 3". */
static const char *matches(struct lab *lab, const struct xap_query *query)
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found;
	uint32_t ids[ROWS(rows)];
	size_t count;

	assert_int_equal(lab->err->code, ERR_OK);
	s.query = query;
	s.limit = ROWS(rows);
	assert_ok(lab->f, xap_search(lab->db, &s, &found, lab->err));
	count = xap_results_count(found);
	for (size_t i = 0; i < count; i++)
		ids[i] = xap_results_hit(found, i).docid;
	qsort(ids, count, sizeof(ids[0]), by_number);
	lab->found[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(lab->found);

		snprintf(lab->found + len, sizeof(lab->found) - len, "%s%u",
			 i ? " " : "", (unsigned int)ids[i]);
	}
	xap_results_free(found);
	return lab->found;
}

static double weight_of(struct lab *lab, const struct xap_query *query,
			uint32_t docid)
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found;
	double weight = -1;

	s.query = query;
	assert_ok(lab->f, xap_search(lab->db, &s, &found, lab->err));
	for (size_t i = 0; i < xap_results_count(found); i++) {
		if (xap_results_hit(found, i).docid == docid)
			weight = xap_results_hit(found, i).weight;
	}
	xap_results_free(found);
	return weight;
}

static bool same(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static const struct xap_query *term(struct lab *lab, const char *word)
{
	return xap_query_term(lab->pool, str_of(word), lab->err);
}

static const struct xap_query *combine(struct lab *lab, enum xap_operator op,
				       const struct xap_query *a,
				       const struct xap_query *b,
				       const struct xap_query *c)
{
	const struct xap_query *parts[] = { a, b, c };

	return xap_query_combine(lab->pool, op, parts,
				 c ? 3u : (b ? 2u : (a ? 1u : 0u)), lab->err);
}

static const char *described(struct lab *lab, const struct xap_query *query)
{
	char *text;

	assert_int_equal(lab->err->code, ERR_OK);
	assert_ok(lab->f, xap_query_describe(query, &text, lab->err));
	snprintf(lab->found, sizeof(lab->found), "%s", text);
	xap_free(text);
	return lab->found;
}

static void all_and_none_and_a_term_match_what_they_say(void **state)
{
	struct lab lab;
	const struct xap_query *all;

	lab_init(&lab, *state);
	all = xap_query_all(lab.pool, lab.err);
	assert_string_equal(matches(&lab, all), "1 2 3 4 5");
	assert_true(same(weight_of(&lab, all, 1), 0));
	assert_string_equal(matches(&lab, xap_query_none(lab.pool, lab.err)),
			    "");
	assert_string_equal(matches(&lab, term(&lab, "river")), "1 2 3");
	assert_string_equal(matches(&lab, term(&lab, "absent")), "");
	lab_release(&lab);
}

static void a_term_that_cannot_be_stored_matches_nothing(void **state)
{
	static char longest[XAP_TERM_MAX + 1];
	const struct str table[] = {
		STR_INIT(""),
		STR_INIT("river\0"),
		STR_INIT("\xff"),
		{ longest, sizeof(longest) },
	};
	struct lab lab;

	memset(longest, 'a', sizeof(longest));
	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct xap_query *q =
			xap_query_term(lab.pool, table[i], lab.err);
		const struct str both[] = { STR("river"), table[i] };

		assert_string_equal(matches(&lab, q), "");
		assert_string_equal(
			matches(&lab, combine(&lab, XAP_AND_NOT,
					      term(&lab, "river"), q, NULL)),
			"1 2 3");
		q = xap_query_near(lab.pool, both, 2, 9, lab.err);
		assert_string_equal(matches(&lab, q), "");
	}
	lab_release(&lab);
}

static void operators_take_any_number_of_queries(void **state)
{
	static const struct {
		enum xap_operator op;
		const char *none, *one, *two, *three;
	} table[] = {
		/* river = 1 2 3, bank = 2 3 5, water = 1 2 */
		{ XAP_AND, "1 2 3 4 5", "1 2 3", "2 3", "2" },
		{ XAP_OR, "", "1 2 3", "1 2 3 5", "1 2 3 5" },
		{ XAP_AND_NOT, "", "1 2 3", "1", "" },
		{ XAP_FILTER, "1 2 3 4 5", "1 2 3", "2 3", "2" },
		{ XAP_AND_MAYBE, "", "1 2 3", "1 2 3", "1 2 3" },
		{ XAP_SYNONYM, "", "1 2 3", "1 2 3 5", "1 2 3 5" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		enum xap_operator op = table[i].op;
		const struct xap_query *a = term(&lab, "river");
		const struct xap_query *b = term(&lab, "bank");
		const struct xap_query *c = term(&lab, "water");

		assert_string_equal(
			matches(&lab, combine(&lab, op, NULL, NULL, NULL)),
			table[i].none);
		assert_string_equal(
			matches(&lab, combine(&lab, op, a, NULL, NULL)),
			table[i].one);
		assert_string_equal(
			matches(&lab, combine(&lab, op, a, b, NULL)),
			table[i].two);
		assert_string_equal(matches(&lab, combine(&lab, op, a, b, c)),
				    table[i].three);
	}
	lab_release(&lab);
}

static void operators_take_all_and_none(void **state)
{
	static const struct {
		enum xap_operator op;
		const char *with_all, *with_none, *none_first;
	} table[] = {
		{ XAP_AND, "1 2 3", "", "" },
		{ XAP_OR, "1 2 3 4 5", "1 2 3", "1 2 3" },
		{ XAP_AND_NOT, "", "1 2 3", "" },
		{ XAP_FILTER, "1 2 3", "", "" },
		{ XAP_AND_MAYBE, "1 2 3", "1 2 3", "" },
		{ XAP_SYNONYM, "1 2 3 4 5", "1 2 3", "1 2 3" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		enum xap_operator op = table[i].op;
		const struct xap_query *q = term(&lab, "river");
		const struct xap_query *all = xap_query_all(lab.pool, lab.err);
		const struct xap_query *none =
			xap_query_none(lab.pool, lab.err);

		assert_string_equal(
			matches(&lab, combine(&lab, op, q, all, NULL)),
			table[i].with_all);
		assert_string_equal(
			matches(&lab, combine(&lab, op, q, none, NULL)),
			table[i].with_none);
		assert_string_equal(
			matches(&lab, combine(&lab, op, none, q, NULL)),
			table[i].none_first);
	}
	lab_release(&lab);
}

static void weights_come_from_where_the_operator_says(void **state)
{
	struct lab lab;
	double a, b;
	const struct xap_query *river, *bank;

	lab_init(&lab, *state);
	river = term(&lab, "river");
	bank = term(&lab, "bank");
	a = weight_of(&lab, river, 2);
	b = weight_of(&lab, bank, 2);
	assert_true(a > 0 && b > 0);
	assert_true(same(
		weight_of(&lab, combine(&lab, XAP_AND, river, bank, NULL), 2),
		a + b));
	assert_true(same(
		weight_of(&lab, combine(&lab, XAP_OR, river, bank, NULL), 2),
		a + b));
	assert_true(
		same(weight_of(&lab,
			       combine(&lab, XAP_FILTER, river, bank, NULL), 2),
		     a));
	assert_true(same(weight_of(&lab,
				   combine(&lab, XAP_AND_NOT, river,
					   term(&lab, "money"), NULL),
				   2),
			 a));
	assert_true(same(
		weight_of(&lab, combine(&lab, XAP_AND_MAYBE, river, bank, NULL),
			  2),
		a + b));
	assert_true(same(
		weight_of(&lab, combine(&lab, XAP_AND_MAYBE, river, bank, NULL),
			  1),
		weight_of(&lab, river, 1)));
	assert_true(weight_of(&lab,
			      combine(&lab, XAP_SYNONYM, river, bank, NULL),
			      2) < a + b);
	lab_release(&lab);
}

/* libxapian guesses that no document has the phrase. */
static void a_rare_phrase_as_a_term_weighs_something(void **state)
{
	static const struct str words[] = { STR_INIT("alpha"),
					    STR_INIT("omega") };
	static struct row some[40];
	struct lab lab = { .f = *state };
	const struct xap_query *phrase, *word;
	double weight;

	for (size_t i = 0; i < ROWS(some); i++) {
		static char names[ROWS(some)][8];

		snprintf(names[i], sizeof(names[i]), "%zu", i);
		some[i] = (struct row){ names[i], i ? "water" : "alpha omega",
					NULL, NULL };
	}
	write_rows(lab.f, lab.f->index, XAP_WRITER_CREATE, some, ROWS(some));
	lab.db = open_db(lab.f, lab.f->index);
	assert_ok(lab.f, xap_queries_new(&lab.pool, &lab.f->err));
	phrase = xap_query_phrase(lab.pool, words, 2, &lab.f->err);
	word = term(&lab, "alphaomega");
	weight = weight_of(&lab, combine(&lab, XAP_SYNONYM, phrase, word, NULL),
			   1);
	assert_true(weight > 0 && weight < 100);
	xap_queries_free(lab.pool);
	xap_db_free(lab.db);
}

static void scaling_multiplies_the_weight_only(void **state)
{
	static const double wrong[] = { -1, -0.001 };
	struct fixture *f = *state;
	struct lab lab;
	const struct xap_query *river, *half, *zero;

	lab_init(&lab, f);
	river = term(&lab, "river");
	half = xap_query_scale(lab.pool, river, 0.5, lab.err);
	zero = xap_query_scale(lab.pool, river, 0, lab.err);
	assert_string_equal(matches(&lab, half), "1 2 3");
	assert_string_equal(matches(&lab, zero), "1 2 3");
	assert_true(same(weight_of(&lab, half, 2),
			 0.5 * weight_of(&lab, river, 2)));
	assert_true(same(weight_of(&lab, zero, 2), 0));
	for (size_t i = 0; i < ROWS(wrong); i++) {
		assert_null(
			xap_query_scale(lab.pool, river, wrong[i], lab.err));
		assert_fails(f, ERR_USAGE, f->err.code);
	}
	assert_null(xap_query_scale(lab.pool, river, NAN, lab.err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_null(xap_query_scale(lab.pool, river, INFINITY, lab.err));
	assert_fails(f, ERR_USAGE, f->err.code);
	lab_release(&lab);
}

static void phrases_and_nearness_go_by_position(void **state)
{
	static const struct {
		struct str words[3];
		size_t count;
		uint32_t window;
		const char *phrase, *near;
	} table[] = {
		{ { STR_INIT("river"), STR_INIT("water") }, 2, 2, "1", "1 2" },
		{ { STR_INIT("water"), STR_INIT("river") }, 2, 2, "2", "1 2" },
		{ { STR_INIT("river"), STR_INIT("deep") }, 2, 2, "", "" },
		{ { STR_INIT("river"), STR_INIT("deep") }, 2, 3, "", "" },
		{ { STR_INIT("river"), STR_INIT("deep") }, 2, 4, "", "1" },
		{ { STR_INIT("water"), STR_INIT("water") }, 2, 2, "1", "1" },
		{ { STR_INIT("water"), STR_INIT("water"), STR_INIT("deep") },
		  3,
		  3,
		  "1",
		  "1" },
		{ { STR_INIT("bank"), STR_INIT("money") }, 2, 2, "", "5" },
		{ { STR_INIT("river") }, 1, 1, "1 2 3", "1 2 3" },
		{ { STR_INIT("river") }, 1, 7, "1 2 3", "1 2 3" },
		{ { STR_INIT("") }, 0, 0, "", "" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		assert_string_equal(
			matches(&lab,
				xap_query_phrase(lab.pool, table[i].words,
						 table[i].count, lab.err)),
			table[i].phrase);
		assert_string_equal(
			matches(&lab, xap_query_near(lab.pool, table[i].words,
						     table[i].count,
						     table[i].window, lab.err)),
			table[i].near);
	}
	lab_release(&lab);
}

static void a_prefix_takes_the_most_frequent_terms(void **state)
{
	static char longest[XAP_TERM_MAX + 1];
	static const struct {
		const char *prefix, *without;
		uint32_t expansion;
		const char *expected;
	} table[] = {
		/* river is in three, rivers and riverside in one */
		{ "river", "", 10, "1 2 3 4" },
		{ "river", "", 1, "1 2 3" },
		{ "rivers", "", 10, "4" },
		{ "w", "", 10, "1 2" },
		{ "y", "", 10, "" },
		/* a word of 4 counts, but riverside does not */
		{ "rivers", "x", 10, "4" },
		{ "riverside", "x", 10, "" },
		{ "bank", "x", 10, "2 3 5" },
	};
	struct lab lab;
	const struct xap_query *q;

	memset(longest, 'r', sizeof(longest));
	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		q = xap_query_prefix(lab.pool, lab.db, str_of(table[i].prefix),
				     str_of(table[i].without),
				     table[i].expansion, lab.err);
		assert_string_equal(matches(&lab, q), table[i].expected);
	}
	q = xap_query_prefix(lab.pool, lab.db,
			     str_make(longest, sizeof(longest)), STR(""), 1,
			     lab.err);
	assert_string_equal(matches(&lab, q), "");
	lab_release(&lab);
}

static void a_prefix_weighs_as_one_term(void **state)
{
	struct lab lab;
	const struct xap_query *prefix, *words;

	lab_init(&lab, *state);
	prefix = xap_query_prefix(lab.pool, lab.db, STR("rivers"), STR(""), 10,
				  lab.err);
	words = combine(&lab, XAP_SYNONYM, term(&lab, "rivers"),
			term(&lab, "riverside"), NULL);
	assert_true(weight_of(&lab, words, 4) > 0);
	assert_true(
		same(weight_of(&lab, prefix, 4), weight_of(&lab, words, 4)));
	lab_release(&lab);
}

static void a_range_takes_both_its_ends(void **state)
{
	static const struct {
		uint32_t slot;
		const char *low, *high, *expected;
	} table[] = {
		/* 1: 01, 2: 03, 3: 05, 4: 03, 5: none */
		{ 0, "2026-03", "2026-05", "2 3 4" },
		{ 0, "2026-03", "2026-03", "2 4" },
		{ 0, "2026-02", "2026-04", "2 4" },
		{ 0, "2026-04", "2026-02", "" },
		{ 0, "2026-03", "", "2 3 4" },
		{ 0, "2026-06", "", "" },
		{ 0, "", "2026-03", "1 2 4" },
		{ 0, "", "", "1 2 3 4" },
		{ 1, "", "", "" },
		{ 1, "a", "z", "" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct xap_query *q = xap_query_value_range(
			lab.pool, table[i].slot, str_of(table[i].low),
			str_of(table[i].high), lab.err);

		assert_string_equal(matches(&lab, q), table[i].expected);
		/* As a filter it is asked document by document. */
		q = combine(&lab, XAP_FILTER, xap_query_all(lab.pool, lab.err),
			    q, NULL);
		assert_string_equal(matches(&lab, q), table[i].expected);
	}
	lab_release(&lab);
}

static void wrong_arguments_are_refused(void **state)
{
	struct fixture *f = *state;
	struct xap_queries *pool;
	const struct str words[] = { STR("a"), STR("b") };
	const struct xap_query *q;
	char *text;

	assert_ok(f, xap_queries_new(&pool, &f->err));
	q = xap_query_all(pool, &f->err);
	assert_null(xap_query_near(pool, words, 2, 0, &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_null(
		xap_query_prefix(pool, NULL, words[0], STR(""), 0, &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_null(xap_query_prefix(pool, NULL, STR(""), STR(""), 1, &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_null(xap_query_value_range(pool, UINT32_MAX, words[0], words[1],
					  &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_null(
		xap_query_combine(pool, (enum xap_operator)7, &q, 1, &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	assert_fails(f, ERR_USAGE, xap_query_describe(NULL, &text, &f->err));
	assert_null(text);
	xap_queries_free(pool);
}

static void a_missing_query_leaves_the_first_error(void **state)
{
	struct fixture *f = *state;
	struct xap_queries *pool;
	const struct xap_query *parts[2];

	assert_ok(f, xap_queries_new(&pool, &f->err));
	parts[0] = xap_query_all(pool, &f->err);
	parts[1] = xap_query_prefix(pool, NULL, STR(""), STR(""), 1, &f->err);
	parts[1] = xap_query_scale(pool, parts[1], 2, &f->err);
	parts[1] = xap_query_combine(pool, XAP_AND, parts, 2, &f->err);
	assert_null(parts[1]);
	assert_int_equal(f->err.code, ERR_USAGE);
	assert_string_equal(f->err.message, "a prefix is empty");
	err_clear(&f->err);
	assert_null(xap_query_combine(pool, XAP_AND, parts, 2, &f->err));
	assert_fails(f, ERR_USAGE, f->err.code);
	xap_queries_free(pool);
}

static void queries_are_described(void **state)
{
	struct lab lab;
	const struct xap_query *q;

	lab_init(&lab, *state);
	q = combine(&lab, XAP_AND_NOT, term(&lab, "river"), term(&lab, "bank"),
		    NULL);
	assert_string_equal(described(&lab, q), "Query((river AND_NOT bank))");
	assert_string_equal(described(&lab, xap_query_all(lab.pool, lab.err)),
			    "Query(<alldocuments>)");
	assert_string_equal(described(&lab, xap_query_none(lab.pool, lab.err)),
			    "Query()");
	lab_release(&lab);
}

static void deep_trees_are_freed_without_recursion(void **state)
{
	struct fixture *f = *state;
	struct xap_queries *pool;
	const struct xap_query *parts[2];

	assert_ok(f, xap_queries_new(&pool, &f->err));
	parts[0] = xap_query_term(pool, STR("x"), &f->err);
	parts[1] = parts[0];
	for (int i = 0; i < 300000; i++)
		parts[1] =
			xap_query_combine(pool, XAP_AND_NOT, parts, 2, &f->err);
	assert_non_null(parts[1]);
	assert_int_equal(f->err.code, ERR_OK);
	xap_queries_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_and_none_and_a_term_match_what_they_say),
		TEST(a_term_that_cannot_be_stored_matches_nothing),
		TEST(operators_take_any_number_of_queries),
		TEST(operators_take_all_and_none),
		TEST(weights_come_from_where_the_operator_says),
		TEST(a_rare_phrase_as_a_term_weighs_something),
		TEST(scaling_multiplies_the_weight_only),
		TEST(phrases_and_nearness_go_by_position),
		TEST(a_prefix_takes_the_most_frequent_terms),
		TEST(a_prefix_weighs_as_one_term),
		TEST(a_range_takes_both_its_ends),
		TEST(wrong_arguments_are_refused),
		TEST(a_missing_query_leaves_the_first_error),
		TEST(queries_are_described),
		TEST(deep_trees_are_freed_without_recursion),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
