/*
 * Tests of base/str: views of bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void trims_blanks_at_both_ends_only(void **state)
{
	static const struct {
		struct str in, out;
	} cases[] = {
		{ STR_INIT(""), STR_INIT("") },
		{ STR_INIT(" \t\r\n"), STR_INIT("") },
		{ STR_INIT("a"), STR_INIT("a") },
		{ STR_INIT("  a b\t"), STR_INIT("a b") },
		{ STR_INIT("\r\na"), STR_INIT("a") },
		{ STR_INIT("a\n"), STR_INIT("a") },
		/* No ASCII blank: a vertical tab, a no-break space, NUL. */
		{ STR_INIT("\va"), STR_INIT("\va") },
		{ STR_INIT("\xc2\xa0"), STR_INIT("\xc2\xa0") },
		{ STR_INIT("\0"), STR_INIT("\0") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_true(str_eq(str_trim(cases[i].in), cases[i].out));
	assert_int_equal(str_trim(str_make(NULL, 0)).len, 0);
}

static void folds_ascii_letters_only(void **state)
{
	static const struct {
		struct str a, b;
		bool equal;
	} cases[] = {
		{ STR_INIT(""), STR_INIT(""), true },
		{ STR_INIT("Title"), STR_INIT("tITLE"), true },
		{ STR_INIT("az"), STR_INIT("AZ"), true },
		{ STR_INIT("a"), STR_INIT("ab"), false },
		{ STR_INIT("a"), STR_INIT("b"), false },
		/* 32 apart like letters, but none. */
		{ STR_INIT("@["), STR_INIT("`{"), false },
		{ STR_INIT("\xc3\x84"), STR_INIT("\xc3\xa4"), false },
		{ STR_INIT("a\0b"), STR_INIT("A\0B"), true },
		{ STR_INIT("a\0b"), STR_INIT("a\0c"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(str_eq_nocase(cases[i].a, cases[i].b),
				 cases[i].equal);
}

static void orders_by_unsigned_bytes_and_prefix_first(void **state)
{
	static const struct str sorted[] = {
		STR_INIT(""),	  STR_INIT("\0"),   STR_INIT("A"),
		STR_INIT("a"),	  STR_INIT("a\0"),  STR_INIT("aa"),
		STR_INIT("b"),	  STR_INIT("\x7f"), STR_INIT("\xc3\xa4"),
		STR_INIT("\xff"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sorted); i++) {
		for (size_t j = 0; j < COUNT(sorted); j++) {
			int c = str_cmp(sorted[i], sorted[j]);

			assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
			assert_int_equal(str_eq(sorted[i], sorted[j]), i == j);
		}
	}
	assert_int_equal(str_cmp(str_make(NULL, 0), STR("")), 0);
}

static void knows_heads_and_tails(void **state)
{
	struct str s = STR("tag:water");

	(void)state;
	assert_true(str_starts(s, STR("tag:")));
	assert_true(str_starts(s, STR("")));
	assert_true(str_starts(s, s));
	assert_false(str_starts(s, STR("tag:water!")));
	assert_false(str_starts(s, STR("tug:")));
	assert_true(str_ends(s, STR("water")));
	assert_true(str_ends(s, STR("")));
	assert_true(str_ends(s, s));
	assert_false(str_ends(s, STR(" tag:water")));
	assert_false(str_ends(s, STR("wader")));
	assert_true(str_starts(str_make(NULL, 0), str_make(NULL, 0)));
	assert_true(str_ends(str_make(NULL, 0), str_make(NULL, 0)));
}

static void skips_and_cuts_within_bounds(void **state)
{
	struct str s = STR("abc");

	(void)state;
	assert_true(str_eq(str_skip(s, 0), s));
	assert_true(str_eq(str_skip(s, 2), STR("c")));
	assert_int_equal(str_skip(s, 3).len, 0);
	assert_int_equal(str_skip(s, SIZE_MAX).len, 0);
	assert_ptr_equal(str_skip(str_make(NULL, 0), 5).p, NULL);
	assert_true(str_eq(str_head(s, 2), STR("ab")));
	assert_true(str_eq(str_head(s, SIZE_MAX), s));
	assert_int_equal(str_head(s, 0).len, 0);
}

static void finds_the_first_byte_or_the_end(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a:b:c"), ':'), 1);
	assert_int_equal(str_find(STR("abc"), ':'), 3);
	assert_int_equal(str_find(STR("a\0b"), 'b'), 2);
	assert_int_equal(str_find(STR("a\0b"), '\0'), 1);
	/* The NUL behind a literal is not part of the view. */
	assert_int_equal(str_find(STR("abc"), '\0'), 3);
	assert_int_equal(str_find(str_make(NULL, 0), 'a'), 0);
}

static void takes_null_for_the_empty_string(void **state)
{
	(void)state;
	assert_int_equal(str_of(NULL).len, 0);
	assert_int_equal(str_of("ab\0c").len, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trims_blanks_at_both_ends_only),
		cmocka_unit_test(folds_ascii_letters_only),
		cmocka_unit_test(orders_by_unsigned_bytes_and_prefix_first),
		cmocka_unit_test(knows_heads_and_tails),
		cmocka_unit_test(skips_and_cuts_within_bounds),
		cmocka_unit_test(finds_the_first_byte_or_the_end),
		cmocka_unit_test(takes_null_for_the_empty_string),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
