/*
 * Tests of base/utf8: every boundary of The Unicode Standard's table 3-7.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	struct str bytes;
	uint32_t c;
} valid[] = {
	{ STR_INIT("\0"), 0 },
	{ STR_INIT("A"), 'A' },
	{ STR_INIT("\x7f"), 0x7f },
	{ STR_INIT("\xc2\x80"), 0x80 },
	{ STR_INIT("\xdf\xbf"), 0x7ff },
	{ STR_INIT("\xe0\xa0\x80"), 0x800 },
	{ STR_INIT("\xe0\xbf\xbf"), 0xfff },
	{ STR_INIT("\xe1\x80\x80"), 0x1000 },
	{ STR_INIT("\xec\xbf\xbf"), 0xcfff },
	{ STR_INIT("\xed\x80\x80"), 0xd000 },
	{ STR_INIT("\xed\x9f\xbf"), 0xd7ff },
	{ STR_INIT("\xee\x80\x80"), 0xe000 },
	{ STR_INIT("\xef\xbf\xbd"), 0xfffd },
	{ STR_INIT("\xef\xbf\xbf"), 0xffff },
	{ STR_INIT("\xf0\x90\x80\x80"), 0x10000 },
	{ STR_INIT("\xf0\xbf\xbf\xbf"), 0x3ffff },
	{ STR_INIT("\xf1\x80\x80\x80"), 0x40000 },
	{ STR_INIT("\xf3\xbf\xbf\xbf"), 0xfffff },
	{ STR_INIT("\xf4\x80\x80\x80"), 0x100000 },
	{ STR_INIT("\xf4\x8f\xbf\xbf"), 0x10ffff },
};

static const struct str invalid[] = {
	/* Tails without a lead. */
	STR_INIT("\x80"),
	STR_INIT("\xbf"),
	/* Overlong forms. */
	STR_INIT("\xc0\x80"),
	STR_INIT("\xc1\xbf"),
	STR_INIT("\xe0\x80\x80"),
	STR_INIT("\xe0\x9f\xbf"),
	STR_INIT("\xf0\x80\x80\x80"),
	STR_INIT("\xf0\x8f\xbf\xbf"),
	/* Surrogates. */
	STR_INIT("\xed\xa0\x80"),
	STR_INIT("\xed\xbf\xbf"),
	/* Above U+10FFFF. */
	STR_INIT("\xf4\x90\x80\x80"),
	STR_INIT("\xf5\x80\x80\x80"),
	STR_INIT("\xf7\xbf\xbf\xbf"),
	STR_INIT("\xf8\x88\x80\x80\x80"),
	STR_INIT("\xfe"),
	STR_INIT("\xff"),
	/* A tail that is none: one below, one above, at each place. */
	STR_INIT("\xc2\x7f"),
	STR_INIT("\xc2\xc0"),
	STR_INIT("\xe1\x7f\x80"),
	STR_INIT("\xe1\xc0\x80"),
	STR_INIT("\xe1\x80\x7f"),
	STR_INIT("\xe1\x80\xc0"),
	STR_INIT("\xf1\x7f\x80\x80"),
	STR_INIT("\xf1\xc0\x80\x80"),
	STR_INIT("\xf1\x80\x7f\x80"),
	STR_INIT("\xf1\x80\xc0\x80"),
	STR_INIT("\xf1\x80\x80\x7f"),
	STR_INIT("\xf1\x80\x80\xc0"),
};

static void decodes_and_encodes_every_boundary(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(valid); i++) {
		struct str s = valid[i].bytes;
		uint32_t c = 0xdead;
		char out[4];

		assert_int_equal(utf8_decode(s.p, s.len, &c), s.len);
		assert_int_equal(c, valid[i].c);
		assert_int_equal(utf8_encode(c, out), s.len);
		assert_memory_equal(out, s.p, s.len);
		assert_int_equal(utf8_invalid(s), s.len);
		assert_int_equal(utf8_count(s), 1);
		assert_false(utf8_is_cut_short(s.p, s.len));
	}
}

static void refuses_what_the_table_does_not_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(invalid); i++) {
		struct str s = invalid[i];
		uint32_t c;

		assert_int_equal(utf8_decode(s.p, s.len, &c), 0);
		assert_int_equal(utf8_invalid(s), 0);
		assert_false(utf8_is_cut_short(s.p, s.len));
	}
	assert_int_equal(utf8_decode("", 0, &(uint32_t){ 0 }), 0);
}

static void round_trips_every_scalar_value(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x110000; c++) {
		bool scalar = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
		uint32_t back = 0;
		char out[4];
		size_t n = utf8_encode(c, out);

		if (utf8_decode(out, n, &back) != n ||
		    back != (scalar ? c : 0xfffd))
			fail_msg("U+%04X", (unsigned int)c);
	}
	assert_int_equal(utf8_encode(UINT32_MAX, (char[4]){ 0 }), 3);
}

static void tells_a_missing_end_from_a_wrong_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(valid); i++) {
		struct str s = valid[i].bytes;
		uint32_t c;

		for (size_t n = 1; n < s.len; n++) {
			assert_int_equal(utf8_decode(s.p, n, &c), 0);
			assert_true(utf8_is_cut_short(s.p, n));
		}
	}
	assert_false(utf8_is_cut_short("", 0));
	assert_false(utf8_is_cut_short("\xe0\x80", 2));
	assert_false(utf8_is_cut_short("\xed\xa0", 2));
	assert_false(utf8_is_cut_short("\xf4\x90", 2));
	assert_false(utf8_is_cut_short("\xf1\x80"
				       "A",
				       3));
}

static void finds_the_first_wrong_byte_at_any_distance(void **state)
{
	char text[40];

	(void)state;
	for (size_t at = 0; at < sizeof(text); at++) {
		memset(text, 'a', sizeof(text));
		text[at] = '\xff';
		assert_int_equal(utf8_invalid(str_make(text, sizeof(text))),
				 at);
		/* A character that ends just before. */
		if (at >= 2) {
			memcpy(text + at - 2, "\xc3\xa4", 2);
			assert_int_equal(
				utf8_invalid(str_make(text, sizeof(text))), at);
		}
		/* A character that is not all there. */
		text[at] = '\xc3';
		assert_int_equal(utf8_invalid(str_make(text, at + 1)), at);
	}
	assert_int_equal(utf8_invalid(str_make(NULL, 0)), 0);
}

static void cuts_at_a_characters_edge(void **state)
{
	static const struct {
		struct str in;
		size_t max, len;
	} cases[] = {
		{ STR_INIT(""), 0, 0 },
		{ STR_INIT("abc"), 0, 0 },
		{ STR_INIT("abc"), 2, 2 },
		{ STR_INIT("abc"), 3, 3 },
		{ STR_INIT("abc"), SIZE_MAX, 3 },
		{ STR_INIT("a\xc3\xa4z"), 1, 1 },
		{ STR_INIT("a\xc3\xa4z"), 2, 1 },
		{ STR_INIT("a\xc3\xa4z"), 3, 3 },
		{ STR_INIT("\xe2\x82\xac!"), 1, 0 },
		{ STR_INIT("\xe2\x82\xac!"), 2, 0 },
		{ STR_INIT("\xe2\x82\xac!"), 3, 3 },
		{ STR_INIT("\xf0\x9f\x98\x80!"), 3, 0 },
		{ STR_INIT("\xf0\x9f\x98\x80!"), 4, 4 },
		/* Tails without a lead are cut where they are. */
		{ STR_INIT("\x80\x80\x80\x80\x80\x80"), 5, 5 },
		{ STR_INIT("a\x80\x80"), 2, 2 },
		{ STR_INIT("\xc3\xa4\x80z"), 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str head = utf8_head(cases[i].in, cases[i].max);

		assert_ptr_equal(head.p, cases[i].in.p);
		assert_int_equal(head.len, cases[i].len);
	}
}

static void counts_code_points_and_stray_bytes(void **state)
{
	(void)state;
	assert_int_equal(utf8_count(STR("")), 0);
	assert_int_equal(utf8_count(STR("a\xc3\xa4\xe2\x82\xac")), 3);
	assert_int_equal(utf8_count(STR("\xff"
					"a\x80")),
			 3);
	assert_int_equal(utf8_count(STR("\xe2\x82")), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_and_encodes_every_boundary),
		cmocka_unit_test(refuses_what_the_table_does_not_list),
		cmocka_unit_test(round_trips_every_scalar_value),
		cmocka_unit_test(tells_a_missing_end_from_a_wrong_byte),
		cmocka_unit_test(finds_the_first_wrong_byte_at_any_distance),
		cmocka_unit_test(cuts_at_a_characters_edge),
		cmocka_unit_test(counts_code_points_and_stray_bytes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
