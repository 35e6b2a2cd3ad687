/*
 * Tests of base/glob.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	const char *glob, *path;
	bool matches;
};

static void check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool matches =
			glob_match(str_of(rows[i].glob), str_of(rows[i].path));

		if (matches != rows[i].matches)
			fail_msg("'%s' %s '%s'", rows[i].glob,
				 matches ? "matches" : "does not match",
				 rows[i].path);
	}
}

static void wildcards_stay_in_their_part_of_the_path(void **state)
{
	static const struct row rows[] = {
		{ "a/*.md", "a/b.md", true },
		{ "a/*.md", "a/.md", true },
		{ "a/*.md", "a/b/c.md", false },
		{ "a/*.md", "a/b.mdx", false },
		{ "a/*/c.md", "a/b/c.md", true },
		{ "a/*/c.md", "a/b/b/c.md", false },
		{ "a/?.md", "a/b.md", true },
		{ "a/?.md", "a/\xc3\xa9.md", true }, /* a character */
		{ "a/?.md", "a/\xff.md", true },
		{ "a/?.md", "a/bc.md", false },
		{ "a?b/c", "a/b/c", false },
		{ "a/*b*c*.md", "a/xbxbxcx.md", true },
		{ "a/*b*c*.md", "a/xcxb.md", false },
		{ "A/*.md", "a/b.md", false },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void two_stars_cross_folders(void **state)
{
	static const struct row rows[] = {
		{ "**", "a.md", true },
		{ "**", "a/b/c.md", true },
		{ "/**", "a/b/c.md", true },
		{ "a/**/c.md", "a/c.md", true },
		{ "a/**/c.md", "a/b/c.md", true },
		{ "a/**/c.md", "a/b/b/c.md", true },
		{ "a/**/c.md", "a/bc.md", false },
		{ "a/**/c.md", "a/b/bc.md", false },
		{ "**/c.md", "c.md", true },
		{ "**/c.md", "a/b/c.md", true },
		{ "**/c.md", "a/bc.md", false },
		{ "a/**", "a/b.md", true },
		{ "a/**", "a/b/c.md", true },
		{ "a/**", "b/a/c.md", false },
		{ "a/**", "a", false },
		{ "a/**.md", "a/b/c.md", true },
		{ "a**/c.md", "ab/b/c.md", true },
		{ "**/b/**/d", "a/b/c/c/d", true },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void a_class_is_one_character(void **state)
{
	static const struct row rows[] = {
		{ "a/[a-c].md", "a/b.md", true },
		{ "a/[a-c].md", "a/d.md", false },
		{ "a/[!a-c].md", "a/d.md", true },
		{ "a/[^a-c].md", "a/b.md", false },
		{ "a[!b]c", "a/c", false },
		{ "a[/]c", "a/c", false },
		{ "x/[]-]", "x/]", true },
		{ "x/[]-]", "x/-", true },
		{ "x/[a\\]]", "x/]", true },
		{ "x/[\xc3\xa0-\xc3\xbc]", "x/\xc3\xa9", true },
		{ "20[0-9][0-9]-*.md", "a/2025-x.md", true },
		{ "20[0-9][0-9]-*.md", "a/20a5-x.md", false },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void braces_are_one_or_the_other(void **state)
{
	static const struct row rows[] = {
		{ "*.{md,mdx}", "a/b.md", true },
		{ "*.{md,mdx}", "a/b.mdx", true },
		{ "*.{md,mdx}", "a/b.txt", false },
		{ "{a,b/c}/*.md", "b/c/x.md", true },
		{ "{a,b/c}/*.md", "b/x.md", false },
		{ "x{,y}z", "xz", true },
		{ "x{,y}z", "xyz", true },
		{ "{a,{b,c}d}e", "cde", true },
		{ "{a,{b,c}d}e", "ae", true },
		{ "{a,{b,c}d}e", "be", false },
		{ "{a}", "a", true },
		{ "{*,b}.md", "x.md", true },
		{ "a,b", "a,b", true },
		{ "a}", "a}", true },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void a_backslash_takes_a_character_as_it_is(void **state)
{
	static const struct row rows[] = {
		{ "a/\\*.md", "a/*.md", true }, { "a/\\*.md", "a/b.md", false },
		{ "\\[a\\]", "[a]", true },	{ "\\{a,b\\}", "{a,b}", true },
		{ "{a\\,b,c}", "a,b", true },	{ "\\\\", "\\", true },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void a_glob_without_a_slash_is_a_name_anywhere(void **state)
{
	static const struct row rows[] = {
		{ "*.md", "a.md", true },
		{ "*.md", "a/b.md", true },
		{ "README.md", "a/README.md", true },
		{ "README.md", "a/XREADME.md", false },
		{ "/README.md", "README.md", true },
		{ "/README.md", "a/README.md", false },
		{ "/*.md", "a/README.md", false },
		{ "a/b.md", "x/a/b.md", false },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void a_folder_stands_for_all_below_it(void **state)
{
	static const struct row rows[] = {
		{ "drafts", "drafts/a.md", true },
		{ "drafts", "x/drafts/y/a.md", true },
		{ "drafts", "x/mydrafts/a.md", false },
		{ "drafts/", "x/drafts/a.md", true },
		{ "drafts/", "x/drafts", false }, /* a file of that name */
		{ "/drafts/", "x/drafts/a.md", false },
		{ "a/b", "a/b/c/d.md", true },
		{ "a/b/", "a/b/c/d.md", true },
		{ "a/b/", "a/bc/d.md", false },
		{ "_*", "_x/a.md", true },
		{ "a/*", "a/b.md", true },
		{ "a/*", "a/b/c.md", false },
		{ "a/*/", "a/b/c.md", true },
		{ "a/*/", "a/b.md", false },
		{ "a/{b,c}", "a/c/d.md", true },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void whole_folders_are_known(void **state)
{
	(void)state;
	assert_true(glob_match_below(STR("drafts"), STR("drafts")));
	assert_true(glob_match_below(STR("drafts/"), STR("a/drafts")));
	assert_true(glob_match_below(STR("drafts/"), STR("drafts/x/y")));
	assert_true(glob_match_below(STR("a/**"), STR("a")));
	assert_false(glob_match_below(STR("a/*"), STR("a")));
	assert_false(glob_match_below(STR("a/*"), STR("a/b")));
	assert_false(glob_match_below(STR("a/b"), STR("a")));
}

static void what_is_no_glob_matches_nothing(void **state)
{
	static const char *const bad[] = {
		"",	"/",   "a[b",
		"[",	"[]",  "{a,b",
		"{{a}", "a\\", "{{{{{{{{{a}}}}}}}}}"
	};
	char longest[GLOB_MAX + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (glob_is_valid(str_of(bad[i])))
			fail_msg("'%s' is valid", bad[i]);
		assert_false(glob_match(str_of(bad[i]), str_of(bad[i])));
	}
	memset(longest, 'a', sizeof(longest));
	assert_true(glob_is_valid(str_make(longest, GLOB_MAX)));
	assert_true(glob_match(str_make(longest, GLOB_MAX),
			       str_make(longest, GLOB_MAX)));
	assert_false(glob_is_valid(str_make(longest, GLOB_MAX + 1)));
	memset(longest, '{', sizeof(longest));
	assert_false(glob_is_valid(str_make(longest, GLOB_MAX)));
	memset(longest, ',', sizeof(longest));
	longest[0] = '{';
	longest[GLOB_MAX - 1] = '}';
	assert_true(glob_is_valid(str_make(longest, GLOB_MAX)));
}

/* What takes backtracking matchers longer than anyone can wait. */
static void no_glob_takes_long(void **state)
{
	char path[4096], glob[GLOB_MAX];
	clock_t start = clock();

	(void)state;
	memset(path, 'a', sizeof(path));
	for (size_t i = 0; i < GLOB_MAX - 1; i++)
		glob[i] = i % 2 ? 'a' : '*';
	glob[GLOB_MAX - 1] = 'b';
	assert_false(glob_match(str_make(glob, GLOB_MAX),
				str_make(path, sizeof(path))));
	for (size_t i = 0; i + 5 <= GLOB_MAX; i += 5)
		memcpy(glob + i, "{a,a}", 5);
	assert_false(glob_match(str_make(glob, GLOB_MAX / 5 * 5),
				str_make(path, sizeof(path))));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wildcards_stay_in_their_part_of_the_path),
		cmocka_unit_test(two_stars_cross_folders),
		cmocka_unit_test(a_class_is_one_character),
		cmocka_unit_test(braces_are_one_or_the_other),
		cmocka_unit_test(a_backslash_takes_a_character_as_it_is),
		cmocka_unit_test(a_glob_without_a_slash_is_a_name_anywhere),
		cmocka_unit_test(a_folder_stands_for_all_below_it),
		cmocka_unit_test(whole_folders_are_known),
		cmocka_unit_test(what_is_no_glob_matches_nothing),
		cmocka_unit_test(no_glob_takes_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
