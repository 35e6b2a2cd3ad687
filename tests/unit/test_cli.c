/*
 * Tests of cli/: exit statuses, paths, sizes for people.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"
#include "text/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/exit.h"
#include "text/number.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void each_error_has_its_exit_status(void **state)
{
	static const struct {
		enum err_code code;
		int status;
	} rows[] = {
		{ ERR_OK, 0 },	   { ERR_USAGE, 2 },	{ ERR_INPUT, 3 },
		{ ERR_QUERY, 2 },  { ERR_NOINDEX, 3 },	{ ERR_LOCKED, 75 },
		{ ERR_STALE, 75 }, { ERR_FORMAT, 3 },	{ ERR_CORRUPT, 3 },
		{ ERR_IO, 3 },	   { ERR_LIMIT, 3 },	{ ERR_MEMORY, 3 },
		{ ERR_BUG, 3 },	   { ERR_DEADLINE, 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(exit_status_of(rows[i].code), rows[i].status);
}

static void paths_are_made_absolute_by_name(void **state)
{
	static const struct {
		struct str base, path;
		const char *out;
	} rows[] = {
		{ STR_INIT("/a/b"), STR_INIT("c"), "/a/b/c" },
		{ STR_INIT("/a/b"), STR_INIT("./c/./d/"), "/a/b/c/d" },
		{ STR_INIT("/a/b"), STR_INIT("../c"), "/a/c" },
		{ STR_INIT("/a/b"), STR_INIT("../../../.."), "/" },
		{ STR_INIT("/a/b"), STR_INIT("../../../c"), "/c" },
		{ STR_INIT("/a/b"), STR_INIT("/c//d/../e"), "/c/e" },
		{ STR_INIT("/a/b"), STR_INIT("."), "/a/b" },
		{ STR_INIT("/a/b"), STR_INIT(""), "/a/b" },
		{ STR_INIT("/"), STR_INIT("a"), "/a" },
		{ STR_INIT("/"), STR_INIT("."), "/" },
		{ STR_INIT("/a"), STR_INIT("..b/...c"), "/a/..b/...c" },
	};
	struct arena arena = ARENA_INIT(1 << 16);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str got =
			folder_absolute(rows[i].base, rows[i].path, &arena);

		assert_non_null(got.p);
		assert_string_equal(got.p, rows[i].out);
	}
	arena_release(&arena);
}

static void sources_lie_beside_the_index_folder(void **state)
{
	static const struct str kept[] = { STR_INIT("content"), STR_INIT("."),
					   STR_INIT("/else/where") };
	struct arena arena = ARENA_INIT(1 << 16);
	struct err err = ERR_INIT;
	const struct str *out;

	(void)state;
	assert_int_equal(cli_sources("../site/.pressmark", STR("/home/x"), kept,
				     COUNT(kept), &arena, &out, &err),
			 0);
	assert_string_equal(out[0].p, "/home/site/content");
	assert_string_equal(out[1].p, "/home/site");
	assert_string_equal(out[2].p, "/else/where");
	arena_release(&arena);
}

static void a_full_arena_is_an_error(void **state)
{
	static const struct str kept[] = { STR_INIT("content") };
	struct arena arena = ARENA_INIT(4);
	struct err err = ERR_INIT;
	const struct str *out;

	(void)state;
	assert_int_equal(cli_sources("/site/.pressmark", STR("/"), kept, 1,
				     &arena, &out, &err),
			 ERR_LIMIT);
	arena_release(&arena);
}

static void sizes_have_a_fitting_unit(void **state)
{
	static const struct {
		unsigned long long bytes;
		const char *text;
	} rows[] = {
		{ 0, "0 B" },
		{ 999, "999 B" },
		{ 1000, "1.0 kB" },
		{ 368700, "368.7 kB" },
		{ 999949, "999.9 kB" },
		{ 999999, "1.0 MB" },
		{ 1234567890, "1.2 GB" },
		{ 18446744073709551615ull, "18446744.1 TB" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = BUF_INIT;

		cli_add_size(rows[i].bytes, &b);
		assert_string_equal(b.p, rows[i].text);
		buf_release(&b);
	}
}

static void numbers_have_commas(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	number_add(0, &b);
	buf_add_char(&b, ' ');
	number_add(4061, &b);
	buf_add_char(&b, ' ');
	number_add(1000002, &b);
	assert_string_equal(b.p, "0 4,061 1,000,002");
	buf_release(&b);
}

static void when_is_one_of_three(void **state)
{
	struct err err = ERR_INIT;
	enum cli_when when = CLI_NEVER;

	(void)state;
	assert_int_equal(cli_when("color", NULL, &when, &err), 0);
	assert_int_equal(when, CLI_AUTO);
	assert_int_equal(cli_when("color", "always", &when, &err), 0);
	assert_int_equal(when, CLI_ALWAYS);
	assert_int_equal(cli_when("color", "never", &when, &err), 0);
	assert_int_equal(when, CLI_NEVER);
	assert_int_equal(cli_when("color", "", &when, &err), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_error_has_its_exit_status),
		cmocka_unit_test(paths_are_made_absolute_by_name),
		cmocka_unit_test(sources_lie_beside_the_index_folder),
		cmocka_unit_test(a_full_arena_is_an_error),
		cmocka_unit_test(sizes_have_a_fitting_unit),
		cmocka_unit_test(numbers_have_commas),
		cmocka_unit_test(when_is_one_of_three),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
