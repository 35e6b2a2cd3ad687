/*
 * Tests of indexer/history: what git prints, in whichever pieces, and what it
 * never should.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/date.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What git printed; its NULs are in it. */
#define PRINTED(literal)                                                       \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

/* A scan of a.md and d/b.md of source 0, and c.md of source 1. */
static struct scan_file files[3];
static struct scan scan;

static void start(struct history_log *log)
{
	static const char *const ids[] = { "a.md", "c.md", "d/b.md" };

	for (size_t i = 0; i < COUNT(files); i++)
		files[i] = (struct scan_file){ .id = str_of(ids[i]),
					       .path = ids[i],
					       .source = i == 1 };
	scan = (struct scan){ .arena = ARENA_INIT(0),
			      .files = files,
			      .count = COUNT(files) };
	memset(log, 0, sizeof(*log));
	log->scan = &scan;
}

static void take_in_pieces(struct history_log *log, struct str printed,
			   size_t size)
{
	while (printed.len) {
		struct str piece = str_head(printed, size);

		history_take(log, piece);
		printed = str_skip(printed, piece.len);
	}
}

static void expect(int64_t a_first, int64_t a_last, int64_t b_first,
		   int64_t b_last)
{
	assert_int_equal(files[0].git_first, a_first);
	assert_int_equal(files[0].git_last, a_last);
	assert_int_equal(files[2].git_first, b_first);
	assert_int_equal(files[2].git_last, b_last);
	/* Of another source: never. */
	assert_int_equal(files[1].git_first, 0);
	assert_int_equal(files[1].git_last, 0);
}

static void keeps_the_first_and_the_last_commit_of_each_file(void **state)
{
	static const struct str printed = PRINTED("/300 \0\na.md\0c.md\0x.txt\0"
						  "/200 \0"
						  "/100 \0\na.md\0d/b.md\0");
	struct history_log log;

	(void)state;
	for (size_t size = 1; size <= printed.len; size++) {
		start(&log);
		take_in_pieces(&log, printed, size);
		expect(100, 300, 100, 100);
		assert_false(log.is_shallow);
	}
}

static void goes_by_dates_not_by_the_order_of_commits(void **state)
{
	static const struct str printed =
		PRINTED("/100 \0\na.md\0/300 \0\na.md\0/200 \0\na.md\0");
	struct history_log log;

	(void)state;
	start(&log);
	history_take(&log, printed);
	expect(100, 300, 0, 0);
}

static void does_not_count_what_stands_for_missing_commits(void **state)
{
	static const struct str printed =
		PRINTED("/300 \0\na.md\0/100 grafted\0\na.md\0d/b.md\0");
	struct history_log log;

	(void)state;
	start(&log);
	history_take(&log, printed);
	expect(300, 300, 0, 0);
	assert_true(log.is_shallow);
}

static void output_that_is_none_gives_no_dates(void **state)
{
	static const struct str cases[] = {
		PRINTED(""),
		PRINTED("\0\0\n\0"),
		/* No commit, none with a date, or with one that can be. */
		PRINTED("a.md\0"),
		PRINTED("/\0\na.md\0"),
		PRINTED("/ \0\na.md\0"),
		PRINTED("/0 \0\na.md\0"),
		PRINTED("/-5 \0\na.md\0"),
		PRINTED("/1e3 \0\na.md\0"),
		PRINTED("/253402300800 \0\na.md\0"),
		PRINTED("/99999999999999999999999999999999 \0\na.md\0"),
		/* Not whole. */
		PRINTED("/100 \0\na.md"),
		PRINTED("/100"),
		/* Almost paths of ours. */
		PRINTED("/100 \0\n./a.md\0a.md/\0a.md\n\0b.md\0d\0d/b.mdx\0"),
		PRINTED("/100 \0\n\"a.md\"\0A.MD\0\xff\xfe\0"),
	};
	struct history_log log;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		start(&log);
		history_take(&log, cases[i]);
		expect(0, 0, 0, 0);
	}
}

static void a_commit_without_a_date_ends_the_one_before(void **state)
{
	static const struct str printed =
		PRINTED("/100 \0\na.md\0/?\0\nd/b.md\0");
	struct history_log log;

	(void)state;
	start(&log);
	history_take(&log, printed);
	expect(100, 100, 0, 0);
}

static void passes_over_parts_that_are_too_long(void **state)
{
	static const struct str before = PRINTED("/100 \0\n"),
				after = PRINTED("\0a.md\0"),
				last = PRINTED("a.md");
	static char longest[sizeof(((struct history_log *)0)->part) + 1];
	struct history_log log;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	for (size_t size = 1; size < 3 * sizeof(longest); size += 4095) {
		struct str name = str_make(longest, sizeof(longest));

		start(&log);
		history_take(&log, before);
		take_in_pieces(&log, name, size);
		/* Its end is no path of its own. */
		history_take(&log, last);
		history_take(&log, str_make(after.p, 1));
		expect(0, 0, 0, 0);
		history_take(&log, str_skip(after, 1));
		expect(100, 100, 0, 0);
	}
}

static void the_longest_path_fits(void **state)
{
	static const struct str before = PRINTED("/100 \0\n"),
				after = PRINTED("\0");
	static char path[LIMIT_PATH_BYTES];
	struct history_log log;

	(void)state;
	memset(path, 'y', sizeof(path));
	start(&log);
	files[2].id = str_make(path, sizeof(path));
	history_take(&log, before);
	take_in_pieces(&log, files[2].id, 1000);
	history_take(&log, after);
	expect(0, 0, 100, 100);
}

static void the_last_second_is_one(void **state)
{
	static const struct str printed = PRINTED("/253402300799 \0\na.md\0");
	struct history_log log;
	struct date date;

	(void)state;
	start(&log);
	history_take(&log, printed);
	expect(DATE_SECONDS_MAX, DATE_SECONDS_MAX, 0, 0);
	assert_true(date_of_instant(DATE_SECONDS_MAX, &date));
	assert_int_equal(date.year, 9999);
	assert_int_equal(date.second, 59);
	assert_false(date_of_instant(DATE_SECONDS_MAX + 1, &date));
	assert_int_equal(date.precision, DATE_NONE);
	assert_false(date_of_instant(-1, &date));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			keeps_the_first_and_the_last_commit_of_each_file),
		cmocka_unit_test(goes_by_dates_not_by_the_order_of_commits),
		cmocka_unit_test(
			does_not_count_what_stands_for_missing_commits),
		cmocka_unit_test(output_that_is_none_gives_no_dates),
		cmocka_unit_test(a_commit_without_a_date_ends_the_one_before),
		cmocka_unit_test(passes_over_parts_that_are_too_long),
		cmocka_unit_test(the_longest_path_fits),
		cmocka_unit_test(the_last_second_is_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
