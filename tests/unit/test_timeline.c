/*
 * Tests of query/timeline: which steps a result has, and what they are called.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/timeline.h"

#include "tests/unit/xap_fixture.h"

/* Articles with these dates, blanks between: 2024, 202401 or 20240131. */
static void write_dates(struct fixture *f, const char *dates)
{
	unsigned int flags = XAP_WRITER_CREATE;
	char digits[9], words[64], id[16];
	int used, n = 0;

	for (; sscanf(dates, "%8s%n", digits, &used) == 1; dates += used) {
		const struct row row = { id, words, NULL, NULL };
		size_t len = strlen(digits), at;

		at = (size_t)snprintf(words, sizeof(words), "all Y%.4s",
				      digits);
		if (len >= 6)
			at += (size_t)snprintf(words + at, sizeof(words) - at,
					       " M%.6s", digits);
		if (len == 8)
			snprintf(words + at, sizeof(words) - at, " D%s",
				 digits);
		snprintf(id, sizeof(id), "%d", n++);
		write_rows(f, f->index, flags, &row, 1);
		flags = 0;
	}
}

/* "2024-01:1 2024-02:0 2024-03:2": what is told of the dates. */
static void assert_timeline(struct fixture *f, const char *dates, size_t most,
			    const char *expected)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct columns columns = { 0 };
	struct columns_set set;
	struct facet facet = { 0 };
	struct xap_queries *pool;
	struct xap_db *db;
	char text[512] = "";

	write_dates(f, dates);
	db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&pool, &f->err));
	assert_ok(f,
		  columns_match(&columns, db, xap_query_all(pool, &f->err),
				(struct deadline){ 0 }, &arena, &set, &f->err));
	assert_ok(f, timeline_count(&columns, db, &set, most, &arena, &facet,
				    &f->err));
	for (size_t i = 0; i < facet.count; i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%.*s:%u",
			 i ? " " : "", STR_ARG(facet.values[i].text),
			 (unsigned int)facet.values[i].articles);
	}
	assert_string_equal(text, expected);
	assert_int_equal(facet.total, facet.count);
	assert_true(facet.is_timeline);
	columns_release(&columns);
	xap_queries_free(pool);
	xap_db_free(db);
	arena_release(&arena);
	remove_tree(f->index);
}

static void steps_are_the_shortest_that_are_few_enough(void **state)
{
	static const struct {
		const char *dates;
		size_t most;
		const char *expected;
	} table[] = {
		{ "20240130 20240202 20240202", 4,
		  "2024-01-30:1 2024-01-31:0 2024-02-01:0 2024-02-02:2" },
		{ "20240130 20240202 20240202", 3, "2024-01:1 2024-02:2" },
		{ "20231230 20240102", 4,
		  "2023-12-30:1 2023-12-31:0 2024-01-01:0 2024-01-02:1" },
		{ "20231115 20240131", 3, "2023-11:1 2023-12:0 2024-01:1" },
		{ "20231115 20240131", 2, "2023:1 2024:1" },
		{ "20210101 20240131", 3, "2020..2029:2" },
		{ "20190101 20240131", 6,
		  "2019:1 2020:0 2021:0 2022:0 2023:0 2024:1" },
		{ "19990101 20010131", 2, "1990..1999:1 2000..2009:1" },
		{ "19010101 20010131", 2, "1900..1999:1 2000..2099:1" },
		{ "02020101 20240131", 3,
		  "0001..0999:1 1000..1999:0 2000..2999:1" },
		{ "20240131", 1, "2024-01-31:1" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ROWS(table); i++)
		assert_timeline(f, table[i].dates, table[i].most,
				table[i].expected);
}

static void a_date_that_does_not_say_its_step_is_in_none(void **state)
{
	struct fixture *f = *state;

	assert_timeline(f, "202401 20240105 20240107", 40,
			"2024-01-05:1 2024-01-06:0 2024-01-07:1");
	assert_timeline(f, "2024 202403 202405", 40,
			"2024-03:1 2024-04:0 2024-05:1");
	assert_timeline(f, "2024 2024 2022", 40, "2022:1 2023:0 2024:2");
	/* But not at an end, which would be cut off. */
	assert_timeline(f, "2024 20250930 20251026", 40, "2024:1 2025:2");
	assert_timeline(f, "20240105 202402", 40, "2024-01:1 2024-02:1");
	assert_timeline(f, "20240105 20240107 2025", 40, "2024:2 2025:1");
	assert_timeline(f, "202401 202402", 40, "2024-01:1 2024-02:1");
}

static void without_dates_there_are_no_steps(void **state)
{
	static const struct row row = { "a", "all", NULL, NULL };
	struct fixture *f = *state;

	write_rows(f, f->index, XAP_WRITER_CREATE, &row, 1);
	assert_timeline(f, "", 40, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(steps_are_the_shortest_that_are_few_enough),
		TEST(a_date_that_does_not_say_its_step_is_in_none),
		TEST(without_dates_there_are_no_steps),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
