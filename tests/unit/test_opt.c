/*
 * Tests of base/opt: command lines.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/opt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS_MAX    10

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif

struct args {
	bool nul, quiet, json;
	unsigned int verbose, limit;
	const char *index;
	struct opt_list tags;
};

static const struct opt table[] = {
	{ 'n', "limit", "N", OPT_UINT, offsetof(struct args, limit),
	  "show at most N hits (10)" },
	{ '0', "null", NULL, OPT_FLAG, offsetof(struct args, nul),
	  "end every path with a NUL byte" },
	{ 'q', "quiet", NULL, OPT_FLAG, offsetof(struct args, quiet),
	  "say less" },
	{ 'v', "verbose", NULL, OPT_COUNT, offsetof(struct args, verbose),
	  "say more, and even more when given twice or three times" },
	{ 'i', "index", "FOLDER", OPT_TEXT, offsetof(struct args, index),
	  "use the index in this folder" },
	{ 't', "tag-which-is-long", "TAG", OPT_LIST,
	  offsetof(struct args, tags), "only articles with this tag" },
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct args, json),
	  "print JSON" },
	{ 0, "for", "WHOM", OPT_TEXT, offsetof(struct args, index), "whom" },
	OPT_END
};

/* The words of a command line, and what becomes of them. */
struct good {
	const char *words[WORDS_MAX];
	unsigned int limit, verbose;
	bool nul, quiet, json;
	const char *index;
	const char *tags;     /* joined by spaces */
	const char *operands; /* joined by '|' */
};

static int parse(const char *const *words, unsigned int flags,
		 struct args *args, const char **argv, int *first,
		 struct err *err)
{
	int argc = 0;

	argv[argc++] = "program";
	while (words[argc - 1]) {
		argv[argc] = words[argc - 1];
		argc++;
	}
	argv[argc] = NULL;
	memset(args, 0, sizeof(*args));
	return opt_parse(table, flags, argc, (char **)(uintptr_t)argv, args,
			 first, err);
}

static void join(char *out, size_t size, const char *const *items, size_t count,
		 const char *between)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < count; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%s",
					i ? between : "", items[i]);
}

static void check_good(const struct good *cases, size_t count,
		       unsigned int flags)
{
	for (size_t i = 0; i < count; i++) {
		const struct good *c = &cases[i];
		const char *argv[WORDS_MAX + 2];
		struct err err = ERR_INIT;
		struct args args;
		char text[256];
		size_t operands;
		int first = -1;

		if (parse(c->words, flags, &args, argv, &first, &err) != 0)
			fail_msg("case %zu: %s", i, err.message);
		assert_int_equal(err.code, ERR_OK);
		assert_int_equal(args.limit, c->limit);
		assert_int_equal(args.verbose, c->verbose);
		assert_int_equal(args.nul, c->nul);
		assert_int_equal(args.quiet, c->quiet);
		assert_int_equal(args.json, c->json);
		assert_string_equal(args.index ? args.index : "",
				    c->index ? c->index : "");
		join(text, sizeof(text), args.tags.items, args.tags.count, " ");
		assert_string_equal(text, c->tags ? c->tags : "");
		operands = 0;
		while (argv[first + (int)operands])
			operands++;
		join(text, sizeof(text), argv + first, operands, "|");
		assert_string_equal(text, c->operands ? c->operands : "");
		assert_string_equal(argv[0], "program");
	}
}

static void reads_options_and_operands_in_any_order(void **state)
{
	static const struct good cases[] = {
		{ .words = { NULL } },
		{ .words = { "a", "b" }, .operands = "a|b" },
		{ .words = { "-n5" }, .limit = 5 },
		{ .words = { "-n", "5" }, .limit = 5 },
		{ .words = { "--limit=5" }, .limit = 5 },
		{ .words = { "--limit", "5" }, .limit = 5 },
		{ .words = { "--lim", "5" }, .limit = 5 },
		{ .words = { "-n", "4294967295" }, .limit = 4294967295 },
		{ .words = { "-n", "007" }, .limit = 7 },
		{ .words = { "-n", "1", "-n", "2" }, .limit = 2 },
		{ .words = { "a", "-n", "5", "b", "-0", "c" },
		  .limit = 5,
		  .nul = true,
		  .operands = "a|b|c" },
		{ .words = { "-qvv0", "-v" },
		  .quiet = true,
		  .verbose = 3,
		  .nul = true },
		{ .words = { "-qn5", "x" },
		  .quiet = true,
		  .limit = 5,
		  .operands = "x" },
		{ .words = { "-qn", "5", "x" },
		  .quiet = true,
		  .limit = 5,
		  .operands = "x" },
		{ .words = { "-i", "here" }, .index = "here" },
		{ .words = { "-ihere" }, .index = "here" },
		{ .words = { "--index=" }, .index = "" },
		{ .words = { "-i", "-q" }, .index = "-q" },
		{ .words = { "-i", "--", "--" }, .index = "--" },
		{ .words = { "-i", "a", "--index", "b" }, .index = "b" },
		{ .words = { "-t", "x", "-ty", "--tag-which-is-long=z" },
		  .tags = "x y z" },
		{ .words = { "--json" }, .json = true },
		{ .words = { "-" }, .operands = "-" },
		{ .words = { "" }, .operands = "" },
		{ .words = { "--" }, .operands = "" },
		{ .words = { "a", "--", "-n5", "--", "-q" },
		  .operands = "a|-n5|--|-q" },
		/* The same word as value and as operand. */
		{ .words = { "-i", "x", "x", "-i", "x", "x" },
		  .index = "x",
		  .operands = "x|x" },
	};

	(void)state;
	check_good(cases, COUNT(cases), 0);
	/* The order is ours, not the environment's to decide. */
	assert_int_equal(setenv("POSIXLY_CORRECT", "1", 1), 0);
	check_good(cases, COUNT(cases), 0);
	assert_int_equal(unsetenv("POSIXLY_CORRECT"), 0);
}

static void dash_words_are_operands(void **state)
{
	static const struct good cases[] = {
		{ .words = { "-sanctions" }, .operands = "-sanctions" },
		{ .words = { "-gas pipeline" }, .operands = "-gas pipeline" },
		{ .words = { "-\"gas pipeline\"" },
		  .operands = "-\"gas pipeline\"" },
		{ .words = { "-tag:x" }, .operands = "-tag:x" },
		{ .words = { "-(a" }, .operands = "-(a" },
		{ .words = { "-\xc3\xa4pfel" }, .operands = "-\xc3\xa4pfel" },
		{ .words = { "-news" }, .operands = "-news" },
		{ .words = { "-n5a" }, .operands = "-n5a" },
		{ .words = { "-n-5" }, .operands = "-n-5" },
		{ .words = { "-index" }, .operands = "-index" },
		{ .words = { "-quiet" }, .operands = "-quiet" },
		{ .words = { "-qn5" }, .operands = "-qn5" },
		{ .words = { "-" }, .operands = "-" },
		{ .words = { "-a", "-b", "-c" }, .operands = "-a|-b|-c" },
		/* Options all the same. */
		{ .words = { "-n5" }, .limit = 5 },
		{ .words = { "-n", "5" }, .limit = 5 },
		{ .words = { "-0" }, .nul = true },
		{ .words = { "--limit=5" }, .limit = 5 },
		{ .words = { "-qv", "-v" }, .quiet = true, .verbose = 2 },
		{ .words = { "-i", "-word" }, .index = "-word" },
		{ .words = { "--index", "-word" }, .index = "-word" },
		{ .words = { "-t", "-n", "-n", "3" },
		  .tags = "-n",
		  .limit = 3 },
		{ .words = { "--", "-n5", "-x" }, .operands = "-n5|-x" },
		{ .words = { "water", "-n5", "-gas", "--json", "-tag:x", "-q",
			     "oil" },
		  .limit = 5,
		  .json = true,
		  .quiet = true,
		  .operands = "water|-gas|-tag:x|oil" },
		{ .words = { "-gas", "-qv", "-oil" },
		  .quiet = true,
		  .verbose = 1,
		  .operands = "-gas|-oil" },
	};

	(void)state;
	check_good(cases, COUNT(cases), OPT_DASH_WORDS);
	assert_int_equal(setenv("POSIXLY_CORRECT", "1", 1), 0);
	check_good(cases, COUNT(cases), OPT_DASH_WORDS);
	assert_int_equal(unsetenv("POSIXLY_CORRECT"), 0);
}

static void wrong_lines_are_refused_by_name(void **state)
{
	static const struct {
		const char *words[WORDS_MAX];
		unsigned int flags;
		const char *message;
	} cases[] = {
		{ { "--foo" },
		  0,
		  "unknown option '--foo', did you mean '--for'?" },
		{ { "a", "--limti=3" },
		  0,
		  "unknown option '--limti', did you mean '--limit'?" },
		{ { "--nonsense" }, 0, "unknown option '--nonsense'" },
		{ { "--=3" }, 0, "unknown option '--'" },
		{ { "-x" }, 0, "unknown option '-x'" },
		{ { "-qx" }, 0, "unknown option '-x' in '-qx'" },
		{ { "-sanctions" }, 0, "unknown option '-sanctions'" },
		{ { "-\xc3\xa4" }, 0, "unknown option '-\xc3\xa4'" },
		{ { "-n" }, 0, "option '-n' needs an argument, N" },
		{ { "-n" },
		  OPT_DASH_WORDS,
		  "option '-n' needs an argument, N" },
		{ { "-qn" }, 0, "option '-n' needs an argument, N" },
		{ { "--index" },
		  0,
		  "option '--index' needs an argument, FOLDER" },
		{ { "--json=1" }, 0, "option '--json' takes no value" },
		{ { "--quiet=1" }, 0, "option '--quiet' takes no value" },
		{ { "--nosuch" }, OPT_DASH_WORDS, "unknown option '--nosuch'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *argv[WORDS_MAX + 2];
		struct err err = ERR_INIT;
		struct args args;
		int first = -1;

		assert_int_equal(parse(cases[i].words, cases[i].flags, &args,
				       argv, &first, &err),
				 ERR_USAGE);
		assert_int_equal(err.code, ERR_USAGE);
		assert_string_equal(err.message, cases[i].message);
	}
}

static void numbers_are_digits_within_range(void **state)
{
	static const char *const values[] = {
		"",    "x",  "5x",	 "x5",	" 5",	      "5 ",
		"+5",  "-5", "0x5",	 "5.0", "4294967296", "99999999999999",
		"1e3", "--", "\xd9\xa5",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		const char *words[] = { "--limit", values[i], NULL };
		const char *argv[WORDS_MAX + 2];
		struct err err = ERR_INIT;
		struct args args;
		char expected[128];
		int first;

		assert_int_equal(parse(words, 0, &args, argv, &first, &err),
				 ERR_USAGE);
		snprintf(expected, sizeof(expected),
			 "option '--limit' needs a whole number from 0 to "
			 "4294967295, not '%s'",
			 values[i]);
		assert_string_equal(err.message, expected);
	}
}

static void an_unclear_short_form_is_refused(void **state)
{
	static const struct opt near[] = {
		{ 0, "limit", NULL, OPT_FLAG, offsetof(struct args, quiet),
		  "" },
		{ 0, "list", NULL, OPT_FLAG, offsetof(struct args, json), "" },
		{ 0, "lis", NULL, OPT_FLAG, offsetof(struct args, nul), "" },
		OPT_END
	};
	char program[] = "program", unclear[] = "--li", exact[] = "--lis";
	char *argv[] = { program, unclear, NULL };
	struct err err = ERR_INIT;
	struct args args = { 0 };
	int first;

	(void)state;
	assert_int_equal(opt_parse(near, 0, 2, argv, &args, &first, &err),
			 ERR_USAGE);
	assert_string_equal(err.message,
			    "option '--li' may be '--limit' or '--list'");
	argv[1] = exact;
	err_clear(&err);
	assert_int_equal(opt_parse(near, 0, 2, argv, &args, &first, &err), 0);
	assert_true(args.nul);
}

static void a_list_has_an_end(void **state)
{
	char *argv[OPT_LIST_MAX + 3];
	char program[] = "program", tag[] = "-tx";
	struct err err = ERR_INIT;
	struct args args = { 0 };
	int first;

	(void)state;
	argv[0] = program;
	for (int i = 1; i < OPT_LIST_MAX + 2; i++)
		argv[i] = tag;
	argv[OPT_LIST_MAX + 2] = NULL;
	assert_int_equal(opt_parse(table, 0, OPT_LIST_MAX + 1, argv, &args,
				   &first, &err),
			 0);
	assert_int_equal(args.tags.count, OPT_LIST_MAX);
	memset(&args, 0, sizeof(args));
	assert_int_equal(opt_parse(table, 0, OPT_LIST_MAX + 2, argv, &args,
				   &first, &err),
			 ERR_USAGE);
	assert_string_equal(err.message,
			    "option '-t' is given more than 64 times");
}

static void an_empty_argv_is_no_matter(void **state)
{
	char *argv[] = { NULL };
	struct err err = ERR_INIT;
	struct args args = { 0 };
	int first = -1;

	(void)state;
	assert_int_equal(
		opt_parse(table, OPT_DASH_WORDS, 0, argv, &args, &first, &err),
		0);
	assert_int_equal(first, 0);
}

#ifndef UNDER_SANITIZER
static int parse_in_little_memory(void)
{
	struct rlimit limit = { 256u << 20, 256u << 20 };
	char program[] = "program";
	char *argv[] = { program, NULL };
	struct err err = ERR_INIT;
	struct args args = { 0 };
	int first;

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 1;
	/* Fails before it would look at arguments that are not there. */
	return opt_parse(table, 0, 1 << 30, argv, &args, &first, &err) !=
	       ERR_MEMORY;
}
#endif

static void want_of_memory_is_reported(void **state)
{
	(void)state;
#ifdef UNDER_SANITIZER
	/* Not skip(): cmocka 1.1.5 reports it as "not ok", a failure to prove.
	 */
	fputs("# skipped: no sanitizer runs in little memory\n", stderr);
#else
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(parse_in_little_memory());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
#endif
}

static void help_is_laid_out_in_two_columns(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	opt_help(table, 60, &b);
	assert_string_equal(
		b.p,
		"  -n, --limit N       show at most N hits (10)\n"
		"  -0, --null          end every path with a NUL byte\n"
		"  -q, --quiet         say less\n"
		"  -v, --verbose       say more, and even more when given\n"
		"                      twice or three times\n"
		"  -i, --index FOLDER  use the index in this folder\n"
		"  -t, --tag-which-is-long TAG\n"
		"                      only articles with this tag\n"
		"      --json          print JSON\n"
		"      --for WHOM      whom\n");
	buf_release(&b);
}

static void help_fits_its_width(void **state)
{
	static const struct opt rows[] = {
		{ 'a', NULL, NULL, OPT_FLAG, 0,
		  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
		  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
		  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
		  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4" },
		{ 'b', NULL, NULL, OPT_FLAG, 0,
		  "aword-that-is-too-long-for-any-line and more" },
		{ 'c', NULL, "X", OPT_TEXT, 0, "" },
		OPT_END
	};
	struct buf b = BUF_INIT;

	(void)state;
	/* Columns are characters, not bytes; less than 40 is taken for 40. */
	opt_help(rows, 0, &b);
	assert_string_equal(b.p, "  -a                  "
				 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
				 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 "
				 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\n"
				 "                      "
				 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\n"
				 "  -b                  "
				 "aword-that-is-too-long-for-any-line\n"
				 "                      and more\n"
				 "  -c X                \n");
	buf_release(&b);
}

static void nearest_is_near(void **state)
{
	static const char *const names[] = { "limit", "list", "json", "index",
					     "q" };
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{ "limit", "limit" },	{ "limti", "limit" },
		{ "imit", "limit" },	{ "limitt", "limit" },
		{ "lixit", "limit" },	{ "lits", "list" },
		{ "jason", "json" },	{ "idnex", "index" },
		{ "indexes", "index" }, { "indices", NULL },
		{ "", NULL },		{ "x", NULL },
		{ "water", NULL },	{ "q", "q" },
		{ "lust", "list" },	{ "qq", "q" },
	};
	char longest[100];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *nearest =
			opt_nearest(cases[i].word, names, COUNT(names));

		assert_string_equal(nearest ? nearest : "(none)",
				    cases[i].nearest ? cases[i].nearest
						     : "(none)");
	}
	assert_null(opt_nearest("limit", names, 0));
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_null(opt_nearest(longest, names, COUNT(names)));
	assert_null(opt_nearest("a", (const char *[]){ longest }, 1));
	longest[64] = '\0';
	assert_non_null(opt_nearest(longest, (const char *[]){ longest }, 1));
}

static void check_bug(const struct opt *bad)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		char program[] = "program";
		char *argv[] = { program, NULL };
		struct err err = ERR_INIT;
		struct args args;
		int first;

		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		opt_parse(bad, 0, 1, argv, &args, &first, &err);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void a_wrong_table_is_a_bug(void **state)
{
	static const struct opt bad_letter[] = {
		{ ':', "colon", NULL, OPT_FLAG, 0, "" }, OPT_END
	};
	struct opt many[42];
	const struct opt row = { 'a', "a", NULL, OPT_FLAG, 0, "" };
	const struct opt end = OPT_END;

	(void)state;
	for (size_t i = 0; i < 41; i++)
		many[i] = row;
	many[41] = end;
	check_bug(bad_letter);
	check_bug(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_options_and_operands_in_any_order),
		cmocka_unit_test(dash_words_are_operands),
		cmocka_unit_test(wrong_lines_are_refused_by_name),
		cmocka_unit_test(numbers_are_digits_within_range),
		cmocka_unit_test(an_unclear_short_form_is_refused),
		cmocka_unit_test(a_list_has_an_end),
		cmocka_unit_test(an_empty_argv_is_no_matter),
		cmocka_unit_test(want_of_memory_is_reported),
		cmocka_unit_test(help_is_laid_out_in_two_columns),
		cmocka_unit_test(help_fits_its_width),
		cmocka_unit_test(nearest_is_near),
		cmocka_unit_test(a_wrong_table_is_a_bug),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("opt", tests, NULL, NULL);
}
