/*
 * Tests of query/cut: which words of a pasted text are searched for. What is
 * cut without regard to languages is in query/limits.txt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/language.h"
#include "text/limits.h"

static struct languages english;

/* What is left of so many times `again`, with `typed` behind it. */
static void check(size_t times, const char *again, const char *typed,
		  bool is_cut, const char *expected)
{
	struct query_known known = { 0, NULL, 0, &english };
	struct arena arena = ARENA_INIT(1u << 20);
	struct buf text = BUF_INIT, out = BUF_INIT;
	struct lex lex;

	for (size_t i = 0; i < times; i++)
		buf_add_str(&text, str_of(again));
	buf_add_str(&text, str_of(typed));
	assert_true(lex_split(buf_view(&text), &known, &arena, &lex));
	assert_int_equal(cut_words(&lex, &english), is_cut);
	for (size_t i = 0; i < lex.count; i++) {
		if (lex.tokens[i].kind == LEX_TERM) {
			buf_add_str(&out, lex.tokens[i].text);
			buf_add_char(&out, ' ');
		}
	}
	assert_true(lex.tokens[lex.count - 1].kind == LEX_END);
	if (!str_eq(buf_view(&out), str_of(expected)))
		fail_msg("%s: %.*s", typed, STR_ARG(buf_view(&out)));
	buf_release(&text);
	buf_release(&out);
	arena_release(&arena);
}

static void stop_words_go_first(void **state)
{
	(void)state;
	check(60, "the ", "a red fox, and", false,
	      "the the the the the the the the the the the the the the the the "
	      "the the the the the the the the the the the the the the the the "
	      "the the the the the the the the the the the the the the the the "
	      "the the the the the the the the the the the the a red fox, "
	      "and ");
	check(60, "the ", "A red fox, and (Then) if", true, "red fox, ");
	check(80, "Of ", "\"the fox\" runs", true, "the fox runs ");
	check(31, "(the, of) ", "hen of-sorts in all", true, "hen of-sorts ");
}

static void stop_words_alone_are_what_is_wanted(void **state)
{
	struct buf expected = BUF_INIT;

	(void)state;
	for (int i = 0; i < LIMIT_QUERY_WORDS; i++)
		buf_add_str(&expected, STR("the "));
	buf_add_char(&expected, '\0');
	check(LIMIT_QUERY_WORDS, "the ", "end of it all", true, "end ");
	check(LIMIT_QUERY_WORDS, "the ", "who and all", true, expected.p);
	buf_release(&expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stop_words_go_first),
		cmocka_unit_test(stop_words_alone_are_what_is_wanted),
	};

	english = (struct languages){ { (unsigned char)language_of(STR("en")) },
				      1 };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cut", tests, NULL, NULL);
}
