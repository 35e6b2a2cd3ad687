/*
 * Tests of base/err: codes and messages.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/err.h"

#include "base/str.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void the_first_error_wins(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(err.code, ERR_OK);
	assert_string_equal(err.message, "");
	assert_int_equal(err_set(&err, ERR_INPUT, "line %d", 3), ERR_INPUT);
	assert_int_equal(err_set(&err, ERR_BUG, "other"), ERR_INPUT);
	assert_int_equal(err_set_errno(&err, EIO, "other"), ERR_INPUT);
	assert_string_equal(err.message, "line 3");
	err_clear(&err);
	assert_int_equal(err.code, ERR_OK);
	assert_string_equal(err.message, "");
	assert_int_equal(err_set(&err, ERR_BUG, "other"), ERR_BUG);
}

static void wraps_only_what_failed(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(err_wrap(&err, "cannot index '%s'", "a.md"), ERR_OK);
	assert_string_equal(err.message, "");
	err_set(&err, ERR_LIMIT, "too large");
	assert_int_equal(err_wrap(&err, "cannot read '%s'", "a.md"), ERR_LIMIT);
	assert_int_equal(err_wrap(&err, "cannot index"), ERR_LIMIT);
	assert_string_equal(err.message,
			    "cannot index: cannot read 'a.md': too large");
}

static void appends_the_systems_reason(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(err_set_errno(&err, ENOENT, "cannot open '%s'", "x"),
			 ERR_IO);
	assert_string_equal(err.message,
			    "cannot open 'x': No such file or directory");
	err_clear(&err);
	err_set_errno(&err, 99999, "odd");
	assert_non_null(strstr(err.message, "99999"));
}

static void cleans_what_a_terminal_would_obey(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "plain", "plain" },
		{ "a\nb\tc\x1b[31m", "a b c [31m" },
		{ "\x7f", " " },
		/* C1 controls, U+0080 and U+009F; U+00A0 is none. */
		{ "\xc2\x80\xc2\x9f\xc2\xa0", "  \xc2\xa0" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "a\xff"
		  "b",
		  "a?b" },
		{ "a\xed\xa0\x80"
		  "b",
		  "a???b" },
		{ "cut \xe2\x82", "cut " },
	};
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		err_set(&err, ERR_INPUT, "%s", cases[i].in);
		assert_string_equal(err.message, cases[i].out);
		err_clear(&err);
	}
}

/* `count` letters and as many euro signs as fit into `size`, in text. */
static void fill(char *text, size_t size, size_t count)
{
	size_t len = count;

	memset(text, 'a', count);
	while (len + 4 <= size) {
		memcpy(text + len, "\xe2\x82\xac", 3);
		len += 3;
	}
	text[len] = '\0';
}

static void cuts_message_at_a_characters_edge(void **state)
{
	char text[2 * ERR_MESSAGE_SIZE];

	(void)state;
	for (size_t lead = 0; lead < 3; lead++) {
		struct err err = ERR_INIT;
		struct str message;

		fill(text, sizeof(text), lead);
		err_set(&err, ERR_INPUT, "%s", text);
		message = str_of(err.message);
		assert_in_range(message.len, ERR_MESSAGE_SIZE - 3,
				ERR_MESSAGE_SIZE - 1);
		assert_int_equal(utf8_invalid(message), message.len);

		err_wrap(&err, "%.*s", (int)lead, "xyz");
		message = str_of(err.message);
		assert_in_range(message.len, ERR_MESSAGE_SIZE - 3,
				ERR_MESSAGE_SIZE - 1);
		assert_int_equal(utf8_invalid(message), message.len);
	}
}

static void a_long_context_leaves_a_valid_message(void **state)
{
	char text[2 * ERR_MESSAGE_SIZE];
	struct err err = ERR_INIT;

	(void)state;
	fill(text, sizeof(text), 1);
	err_set(&err, ERR_INPUT, "short");
	err_wrap(&err, "%s", text);
	assert_int_equal(utf8_invalid(str_of(err.message)),
			 strlen(err.message));
	err_clear(&err);
	err_set_errno(&err, EIO, "%s", text);
	assert_int_equal(utf8_invalid(str_of(err.message)),
			 strlen(err.message));
}

static void names_every_code(void **state)
{
	static const struct {
		enum err_code code;
		const char *name;
	} cases[] = {
		{ ERR_OK, "ok" },
		{ ERR_USAGE, "usage" },
		{ ERR_INPUT, "input" },
		{ ERR_QUERY, "query" },
		{ ERR_NOINDEX, "no_index" },
		{ ERR_LOCKED, "locked" },
		{ ERR_STALE, "stale" },
		{ ERR_FORMAT, "format" },
		{ ERR_CORRUPT, "corrupt" },
		{ ERR_IO, "io" },
		{ ERR_LIMIT, "limit" },
		{ ERR_MEMORY, "memory" },
		{ ERR_BUG, "bug" },
		{ ERR_DEADLINE, "deadline" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(err_name(cases[i].code), cases[i].name);
	assert_string_equal(err_name((enum err_code) - 99), "unknown");
}

static void a_bug_aborts_and_says_where(void **state)
{
	char text[256] = "";
	int ends[2], status;
	ssize_t n;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		BUG("impossible");
	}
	close(ends[1]);
	n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	assert_true(n > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_non_null(strstr(text, "test_err.c:"));
	assert_non_null(strstr(text, ": impossible\n"));
}

static void copies_into_what_holds_no_error(void **state)
{
	struct err from = ERR_INIT, to = ERR_INIT;

	(void)state;
	assert_int_equal(err_copy(&to, &from), ERR_OK);
	assert_string_equal(to.message, "");
	err_set(&from, ERR_LOCKED, "held by %d", 7);
	assert_int_equal(err_copy(&to, &from), ERR_LOCKED);
	assert_string_equal(to.message, "held by 7");
	err_clear(&from);
	err_set(&from, ERR_IO, "later");
	assert_int_equal(err_copy(&to, &from), ERR_LOCKED);
	assert_string_equal(to.message, "held by 7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_wins),
		cmocka_unit_test(copies_into_what_holds_no_error),
		cmocka_unit_test(wraps_only_what_failed),
		cmocka_unit_test(appends_the_systems_reason),
		cmocka_unit_test(cleans_what_a_terminal_would_obey),
		cmocka_unit_test(cuts_message_at_a_characters_edge),
		cmocka_unit_test(a_long_context_leaves_a_valid_message),
		cmocka_unit_test(names_every_code),
		cmocka_unit_test(a_bug_aborts_and_says_where),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
