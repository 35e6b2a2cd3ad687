/*
 * Tests of text/synonyms: the file of words that mean each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/synonyms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/random.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena arena = ARENA_INIT(64 << 20);
static struct words *words;

static int read_file(struct str file, struct synonyms *out, struct err *err)
{
	arena_clear(&arena);
	return synonyms_read(file, STR("s.txt"), words, &arena, out, err);
}

/* The sides as text: a number for the rule, > for who is only asked for, <
 * for who is only meant. */
static void tell(const struct synonyms *s, struct buf *out)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct synonym_side *side = &s->sides[i];

		buf_printf(out, "%u%s%s%.*s|%.*s\n", side->rule,
			   side->is_asked ? "" : "<", side->is_meant ? "" : ">",
			   STR_ARG(side->text), STR_ARG(side->folded));
	}
}

static void rules_are_read(void **state)
{
	static const struct {
		const char *file, *expected;
	} table[] = {
		{ "", "" },
		{ "\n \t\n# nothing\n  # nothing, either\n", "" },
		{ "k8s, Kubernetes", "0k8s|k8s\n0Kubernetes|kubernetes\n" },
		{ "\xef\xbb\xbf"
		  "a, b\r\n\r\nc => d\r\n",
		  "0a|a\n0b|b\n1>c|c\n1<d|d\n" },
		{ "JS=>JavaScript,ES6", "0>JS|js\n0<JavaScript|javascript\n"
					"0<ES6|es6\n" },
		{ "a, b => c", "0>a|a\n0>b|b\n0<c|c\n" },
		{ "CI\t,  Continuous   integration  # tests",
		  "0CI|ci\n0Continuous   integration|continuous "
		  "integration\n" },
		/* A sign of comments stands behind a blank. */
		{ "C#, c sharp", "0C#|c#\n0c sharp|c sharp\n" },
		{ "a, b#, c #, d", "0a|a\n0b#|b#\n0c|c\n" },
		{ "caf\u00e9, coffee-shop",
		  "0caf\u00e9|cafe\n0coffee-shop|coffee shop\n" },
		{ "=>, x => y", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf told = BUF_INIT;
		struct err err = ERR_INIT;
		struct synonyms s;

		if (read_file(str_of(table[i].file), &s, &err)) {
			if (table[i].expected)
				fail_msg("%s: %s", table[i].file, err.message);
			continue;
		}
		assert_non_null(table[i].expected);
		tell(&s, &told);
		buf_add_char(&told, '\0');
		assert_string_equal(told.p, table[i].expected);
		buf_release(&told);
	}
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
	static const struct {
		const char *file, *message;
	} table[] = {
		{ "a, b\nalone\n",
		  "s.txt:2:1: 'alone' is alone: what does it mean?" },
		{ "  alone # a, b",
		  "s.txt:1:3: 'alone' is alone: what does it mean?" },
		{ "a,", "s.txt:1:3: a word is missing" },
		{ ", a", "s.txt:1:1: a word is missing" },
		{ "a, , b", "s.txt:1:4: a word is missing" },
		{ "=> a", "s.txt:1:1: a word is missing" },
		{ "a =>", "s.txt:1:5: a word is missing" },
		{ "\u00e9\u00e9 => b => c", "s.txt:1:9: a second '=>'" },
		{ "a, ... => b", "s.txt:1:4: '...' has no word" },
		{ "caf\u00e9, b, CAFE",
		  "s.txt:1:10: 'CAFE' is in this line already" },
		{ "a => A", "s.txt:1:6: 'A' is in this line already" },
		{ "a, b\n\xff, c", "s.txt:2:1: the file is not UTF-8" },
		{ "a, 1 2 3 4 5 6 7 8 9 10 11",
		  "s.txt:1:4: more than 10 words are no phrase" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct err err = ERR_INIT;
		struct synonyms s;

		assert_int_equal(read_file(str_of(table[i].file), &s, &err),
				 ERR_INPUT);
		assert_string_equal(err.message, table[i].message);
	}
}

static void limits_hold(void **state)
{
	struct buf file = BUF_INIT;
	struct err err = ERR_INIT;
	struct synonyms s;

	(void)state;
	for (int i = 0; i < LIMIT_SYNONYM_RULES; i++)
		buf_printf(&file, "a%d, b%d\n", i, i);
	assert_int_equal(read_file(buf_view(&file), &s, &err), 0);
	assert_int_equal(s.rule_count, LIMIT_SYNONYM_RULES);
	assert_int_equal(s.count, 2 * LIMIT_SYNONYM_RULES);
	buf_add_str(&file, STR("# no rule\nc, d\n"));
	assert_int_equal(read_file(buf_view(&file), &s, &err), ERR_INPUT);
	assert_string_equal(err.message, "s.txt:2002:1: more than 2000 rules");
	err_clear(&err);

	buf_clear(&file);
	for (int i = 0; i < LIMIT_SYNONYM_SIDES; i++)
		buf_printf(&file, "%sa%d", i ? "," : "", i);
	assert_int_equal(read_file(buf_view(&file), &s, &err), 0);
	assert_int_equal(s.count, LIMIT_SYNONYM_SIDES);
	buf_add_str(&file, STR(",b"));
	assert_int_equal(read_file(buf_view(&file), &s, &err), ERR_INPUT);
	assert_non_null(strstr(err.message, "more than 16 synonyms in a line"));
	buf_release(&file);
}

static void any_bytes_are_read_or_refused(void **state)
{
	static const char *const pieces[] = { "a",  "b c",  ",",    "=>",
					      "=",  "\n",   "#",    " ",
					      "\t", "\xff", "\xc3", "\xa9",
					      "\r", "!",    "C#" };
	struct buf file = BUF_INIT;

	(void)state;
	for (int run = 0; run < 20000; run++) {
		struct err err = ERR_INIT;
		struct synonyms s;
		int ret;

		buf_clear(&file);
		for (unsigned int n = random_below(20); n > 0; n--)
			buf_add_str(
				&file,
				str_of(pieces[random_below(COUNT(pieces))]));
		ret = read_file(buf_view(&file), &s, &err);
		assert_true(ret == 0 || ret == ERR_INPUT);
		for (size_t i = 0; i < s.count; i++)
			assert_true(s.sides[i].folded.len > 0);
	}
	buf_release(&file);
}

static int set_up(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	return words_new(NULL, NULL, &words, &err);
}

static int tear_down(void **state)
{
	(void)state;
	words_free(words);
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_are_read),
		cmocka_unit_test(what_is_wrong_is_told_with_its_place),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(any_bytes_are_read_or_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("synonyms", tests, set_up,
					   tear_down);
}
