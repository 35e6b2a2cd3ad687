/*
 * Tests of indexer/entity: character references.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/entity.h"

#include "base/utf8.h"
#include "indexer/entity_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What the reference at the front of s becomes, then what is left of s. */
static void check(const char *s, const char *decoded, const char *rest)
{
	char out[ENTITY_BYTES];
	size_t taken = entity_extent(str_of(s));
	size_t n = entity_decode(str_head(str_of(s), taken), out);

	if (!str_eq(str_make(out, n), str_of(decoded)))
		print_message("# '%s' gave '%.*s'\n", s, (int)n, out);
	assert_true(str_eq(str_make(out, n), str_of(decoded)));
	assert_string_equal(s + taken, rest);
}

static void decodes_names(void **state)
{
	static const char *const cases[][3] = {
		{ "&amp;", "&", "" },
		{ "&lt;b>", "<", "b>" },
		{ "&nbsp;x", "\xc2\xa0", "x" },
		{ "&check;", "✓", "" },
		{ "&hearts;", "♥", "" },
		{ "&Dopf;", "𝔻", "" },
		{ "&CounterClockwiseContourIntegral;", "∳", "" },
		{ "&fjlig;", "fj", "" },
		{ "&NotEqualTilde;", "≂̸", "" },
		{ "&nvlt;", "<⃒", "" },
		{ "&AMP;", "&", "" },
		{ "&Amp;", "", "&Amp;" },
		{ "&unknown;", "", "&unknown;" },
		{ "&Tab;&NewLine;", " ", "&NewLine;" },
		{ "&NewLine;", " ", "" },
		{ "&;", "", "&;" },
		{ "&", "", "&" },
		{ "& amp;", "", "& amp;" },
		{ "&CounterClockwiseContourIntegralx;", "",
		  "&CounterClockwiseContourIntegralx;" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1], cases[i][2]);
}

static void decodes_numbers_as_browsers_do(void **state)
{
	static const char *const cases[][3] = {
		{ "&#65;", "A", "" },
		{ "&#x41;", "A", "" },
		{ "&#X1f680;", "🚀", "" },
		{ "&#0;", UTF8_REPLACEMENT, "" },
		{ "&#xD800;", UTF8_REPLACEMENT, "" },
		{ "&#x110000;", UTF8_REPLACEMENT, "" },
		{ "&#99999999999999999999;", UTF8_REPLACEMENT, "" },
		{ "&#128;", "€", "" },
		{ "&#147;", "“", "" },
		{ "&#x99;", "™", "" },
		{ "&#159;", "Ÿ", "" },
		{ "&#129;", " ", "" },
		{ "&#10;", " ", "" },
		{ "&#x7f;", " ", "" },
		{ "&#8232;", " ", "" },
		{ "&#xfffe;", "\xef\xbf\xbe", "" },
		{ "&#;", "", "&#;" },
		{ "&#x;", "", "&#x;" },
		{ "&#xg;", "", "&#xg;" },
		{ "&#a;", "", "&#a;" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1], cases[i][2]);
}

static void knows_in_html_what_may_lack_its_semicolon(void **state)
{
	static const char *const cases[][3] = {
		{ "&copy 2024", "©", " 2024" }, { "&notit;", "¬", "it;" },
		{ "&notin;", "∉", "" },		{ "&ltx", "<", "x" },
		{ "&#65 b", "A", " b" },	{ "&#x41g", "A", "g" },
		{ "&check x", "", "&check x" }, { "&frac12 cup", "½", " cup" },
		{ "&no", "", "&no" },
	};
	char out[ENTITY_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1], cases[i][2]);
	assert_int_equal(entity_decode(STR("&check"), out), 0);
}

static void never_reads_beyond_the_end(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 5; n++)
		assert_int_equal(entity_extent(str_make("&lang;", n)), 0);
	assert_int_equal(entity_extent(str_make("&lang;", 6)), 6);
	assert_int_equal(entity_extent(str_make("&#65;", 3)), 3);
	assert_int_equal(entity_extent(str_make("&#x41;", 3)), 0);
	assert_int_equal(entity_extent(str_make("&amp;", 4)), 4);
}

/* Each name of the table is found again, and stands for what fits. */
static void has_a_table_in_order(void **state)
{
	const char *name = entity_names[0];
	size_t count = 0, legacy = 0, seconds = 0;

	(void)state;
	for (size_t len = 0; len <= ENTITY_NAME_BYTES; len++) {
		for (size_t i = 0; i < entity_counts[len]; i++, name += len) {
			char s[ENTITY_NAME_BYTES + 3], out[ENTITY_BYTES];
			uint32_t value = entity_values[count++];
			size_t n;

			if (i)
				assert_true(memcmp(name - len, name, len) < 0);
			snprintf(s, sizeof(s), "&%.*s;", (int)len, name);
			assert_int_equal(entity_extent(str_of(s)), len + 2);
			n = entity_decode(str_of(s), out);
			assert_true(n > 0 && n <= ENTITY_BYTES);
			assert_int_equal(utf8_invalid(str_make(out, n)), n);
			assert_int_equal(utf8_count(str_make(out, n)),
					 ENTITY_SECOND(value) ? 2 : 1);
			s[len + 1] = '\0';
			n = entity_decode(str_of(s), out);
			assert_int_equal(n > 0, ENTITY_IS_LEGACY(value));
			legacy += ENTITY_IS_LEGACY(value);
			seconds += ENTITY_SECOND(value) > 0;
		}
	}
	assert_int_equal(count, 2125);
	assert_int_equal(legacy, 106);
	assert_int_equal(seconds, 93);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_names),
		cmocka_unit_test(decodes_numbers_as_browsers_do),
		cmocka_unit_test(knows_in_html_what_may_lack_its_semicolon),
		cmocka_unit_test(never_reads_beyond_the_end),
		cmocka_unit_test(has_a_table_in_order),
	};

	return cmocka_run_group_tests_name("entity", tests, NULL, NULL);
}
