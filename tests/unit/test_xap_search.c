/*
 * The shim, searching: order and ties, pages, totals, data, lifetimes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <math.h>

/* Document i of the tests is rows[i - 1]; all but the last hold "x", as often
 * as the others say in documents of equal length. */
static const struct row rows[] = {
	{ "a", "x p p p", "20", "first" },   { "b", "x x p p", "10", "second" },
	{ "c", "x p p p", "30", "third" },   { "d", "x x p p", NULL, "" },
	{ "e", "x p p p", "30", "fifth" },   { "f", "x x x p", "20", NULL },
	{ "g", "y p p p", "99", "seventh" },
};

struct lab {
	struct fixture *f;
	struct xap_db *db;
	struct xap_queries *pool;
	struct xap_search search;
};

static void lab_init(struct lab *lab, struct fixture *f)
{
	const struct xap_search init = XAP_SEARCH_INIT;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	lab->f = f;
	lab->db = open_db(f, f->index);
	lab->search = init;
	assert_ok(f, xap_queries_new(&lab->pool, &f->err));
	lab->search.query = xap_query_term(lab->pool, STR("x"), &f->err);
}

static void lab_release(struct lab *lab)
{
	xap_queries_free(lab->pool);
	xap_db_free(lab->db);
}

static struct xap_results *run(struct lab *lab)
{
	struct xap_results *found;

	assert_ok(lab->f,
		  xap_search(lab->db, &lab->search, &found, &lab->f->err));
	return found;
}

/* Searches and compares the documents found, in their order, as "1 2 3". */
static void assert_found(struct lab *lab, const char *expected)
{
	struct xap_results *found = run(lab);
	char text[128] = "";

	for (size_t i = 0; i < xap_results_count(found); i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%u", i ? " " : "",
			 (unsigned int)xap_results_hit(found, i).docid);
	}
	assert_string_equal(text, expected);
	xap_results_free(found);
}

static void hits_come_in_the_order_asked_for(void **state)
{
	static const struct {
		enum xap_order order;
		uint32_t slot;
		const char *expected;
	} table[] = {
		/* weight: 6, then 2 and 4, then 1, 3 and 5 */
		{ XAP_BY_WEIGHT, 0, "6 2 4 3 5 1" },
		{ XAP_BY_WEIGHT, 9, "6 2 4 1 3 5" },
		{ XAP_BY_VALUE_DESCENDING, 0, "3 5 1 6 2 4" },
		{ XAP_BY_VALUE_ASCENDING, 0, "4 2 1 6 3 5" },
		{ XAP_BY_VALUE_DESCENDING, 9, "1 2 3 4 5 6" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		lab.search.order = table[i].order;
		lab.search.order_slot = table[i].slot;
		assert_found(&lab, table[i].expected);
	}
	lab_release(&lab);
}

static void pages_follow_each_other(void **state)
{
	static const struct {
		uint32_t offset, limit;
		const char *expected;
	} table[] = {
		{ 0, 2, "6 2" },
		{ 2, 2, "4 3" },
		{ 4, 2, "5 1" },
		{ 5, 2, "1" },
		{ 6, 2, "" },
		{ XAP_OFFSET_MAX, 2, "" },
		{ 0, 0, "" },
		{ 3, 0, "" },
		{ 0, XAP_LIMIT_MAX, "6 2 4 3 5 1" },
	};
	struct lab lab;

	lab_init(&lab, *state);
	for (size_t i = 0; i < ROWS(table); i++) {
		lab.search.offset = table[i].offset;
		lab.search.limit = table[i].limit;
		assert_found(&lab, table[i].expected);
	}
	lab_release(&lab);
}

static void out_of_bounds_is_refused(void **state)
{
	const struct xap_search init = XAP_SEARCH_INIT;
	struct fixture *f = *state;
	struct lab lab;
	struct xap_search wrong[8];
	struct xap_results *found;

	lab_init(&lab, f);
	for (size_t i = 0; i < ROWS(wrong); i++) {
		wrong[i] = init;
		wrong[i].query = lab.search.query;
	}
	wrong[0].query = NULL;
	wrong[1].offset = XAP_OFFSET_MAX + 1;
	wrong[2].limit = XAP_LIMIT_MAX + 1;
	wrong[3].order = (enum xap_order)3;
	wrong[4].order_slot = UINT32_MAX;
	wrong[5].most = 0.99;
	wrong[6].most = NAN;
	wrong[7].most = INFINITY;
	for (size_t i = 0; i < ROWS(wrong); i++) {
		found = (struct xap_results *)f;
		assert_fails(f, ERR_USAGE,
			     xap_search(lab.db, &wrong[i], &found, &f->err));
		assert_null(found);
	}
	lab_release(&lab);
}

static void a_total_is_exact_when_all_is_looked_at(void **state)
{
	struct fixture *f = *state;
	const struct xap_query *parts[2];
	struct xap_results *found;
	struct lab lab;

	lab_init(&lab, f);
	lab.search.limit = 1;
	found = run(&lab);
	/* One term: its frequency is known. */
	assert_int_equal(xap_results_total(found), 6);
	assert_true(xap_results_is_exact(found));
	assert_int_equal(xap_results_count(found), 1);
	xap_results_free(found);

	parts[0] = lab.search.query;
	parts[1] = xap_query_value_range(lab.pool, 0, STR("15"), STR("25"),
					 &f->err);
	lab.search.query =
		xap_query_combine(lab.pool, XAP_FILTER, parts, 2, &f->err);
	lab.search.limit = 0;
	found = run(&lab);
	assert_false(xap_results_is_exact(found));
	xap_results_free(found);
	lab.search.check_at_least = UINT32_MAX;
	found = run(&lab);
	assert_int_equal(xap_results_total(found), 2);
	assert_true(xap_results_is_exact(found));
	assert_int_equal(xap_results_count(found), 0);
	xap_results_free(found);
	lab_release(&lab);
}

static void data_comes_with_the_hits_when_asked_for(void **state)
{
	static const char *const expected[] = { "",	 "second", "",
						"third", "fifth",  "first" };
	struct xap_results *found;
	struct lab lab;

	lab_init(&lab, *state);
	found = run(&lab);
	assert_int_equal(xap_results_count(found), ROWS(expected));
	for (size_t i = 0; i < ROWS(expected); i++)
		assert_true(str_eq(xap_results_hit(found, i).data,
				   str_of(expected[i])));
	xap_results_free(found);
	lab.search.with_data = false;
	found = run(&lab);
	for (size_t i = 0; i < ROWS(expected); i++)
		assert_int_equal(xap_results_hit(found, i).data.len, 0);
	xap_results_free(found);
	lab_release(&lab);
}

static void results_outlive_all_that_they_came_from(void **state)
{
	struct fixture *f = *state;
	struct xap_results *found, *other;
	struct lab lab;

	lab_init(&lab, f);
	found = run(&lab);
	other = run(&lab);
	xap_results_free(other);
	lab_release(&lab);
	remove_tree(f->index);
	assert_int_equal(xap_results_count(found), 6);
	assert_int_equal(xap_results_total(found), 6);
	assert_true(str_eq(xap_results_hit(found, 1).data, STR("second")));
	xap_results_free(found);
}

static void a_search_finds_the_same_again(void **state)
{
	struct lab lab;

	lab_init(&lab, *state);
	for (int i = 0; i < 3; i++)
		assert_found(&lab, "6 2 4 3 5 1");
	lab_release(&lab);
}

/* IneB2 as Amati and van Rijsbergen give it, with libxapian's e^(-F/N) for
 * ((N - 1) / N)^F. */
static void weights_are_those_of_ineb2(void **state)
{
	const double c = 1.5, all = 7, documents = 6, occurrences = 10;
	struct xap_results *found;
	struct lab lab;
	double wdf, expected;

	lab_init(&lab, *state);
	found = run(&lab);
	/* All documents have 4 words, the mean length; the first hit holds
	 * the word three times. */
	wdf = 3 * log2(1 + c);
	expected = all * (1 - exp(-occurrences / all));
	expected = wdf * log2((all + 1) / (expected + 0.5)) *
		   (occurrences + 1) / (documents * (wdf + 1));
	assert_int_equal(xap_results_hit(found, 0).docid, 6);
	assert_true(fabs(xap_results_hit(found, 0).weight - expected) < 1e-9);
	xap_results_free(found);
	lab_release(&lab);
}

static void an_empty_database_is_searched(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer;
	struct xap_results *found;
	struct lab lab = { .f = f };
	const struct xap_search init = XAP_SEARCH_INIT;

	assert_ok(f, xap_writer_open(f->index, XAP_WRITER_CREATE, &writer,
				     &f->err));
	xap_writer_free(writer);
	lab.db = open_db(f, f->index);
	lab.search = init;
	assert_ok(f, xap_queries_new(&lab.pool, &f->err));
	lab.search.query = xap_query_all(lab.pool, &f->err);
	found = run(&lab);
	assert_int_equal(xap_results_count(found), 0);
	assert_int_equal(xap_results_total(found), 0);
	assert_true(xap_results_is_exact(found));
	xap_results_free(found);
	lab_release(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hits_come_in_the_order_asked_for),
		TEST(pages_follow_each_other),
		TEST(out_of_bounds_is_refused),
		TEST(a_total_is_exact_when_all_is_looked_at),
		TEST(data_comes_with_the_hits_when_asked_for),
		TEST(results_outlive_all_that_they_came_from),
		TEST(a_search_finds_the_same_again),
		TEST(weights_are_those_of_ineb2),
		TEST(an_empty_database_is_searched),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
