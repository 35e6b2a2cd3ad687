/*
 * Tests of text/number: what is a number, and which.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/number.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void reads_decimal_numbers(void **state)
{
	static const struct {
		const char *text;
		double value;
	} cases[] = {
		{ "0", 0 },
		{ "4", 4 },
		{ "-4", -4 },
		{ "+4", 4 },
		{ "2025", 2025 },
		{ "4.5", 4.5 },
		{ "-0.25", -0.25 },
		{ ".5", 0.5 },
		{ "4.", 4 },
		{ "0.1", 0.1 },
		{ "3.14159", 3.14159 },
		{ "1.10", 1.1 },
		{ "1e3", 1000 },
		{ "1.5E-3", 0.0015 },
		{ "1e+2", 100 },
		{ "1_000_000", 1000000 },
		{ "1.000_1", 1.0001 },
		{ "9007199254740992", 9007199254740992.0 },
		{ "-9007199254740992", -9007199254740992.0 },
		{ "0.00000000000000000000000001", 1e-26 },
		{ "0.12345678901234567890123456789", 0.12345678901234568 },
		{ "12345678901234567890123.0", 12345678901234567890123.0 },
		{ "1.7976931348623157e308", 1.7976931348623157e308 },
		{ "1e-400", 0 },
		{ "0e99999999999999999999", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		double value = 99;

		if (!number_parse(str_of(cases[i].text), &value) ||
		    value != cases[i].value)
			fail_msg("%s: %.17g", cases[i].text, value);
	}
}

static void leaves_what_only_looks_like_a_number(void **state)
{
	static const char *const cases[] = {
		"",
		"-",
		"+",
		".",
		"-.",
		"e5",
		"1e",
		"1e+",
		"1.2.3",
		"1,000",
		"1,5",
		"4 ",
		" 4",
		"4x",
		"--4",
		"007",
		"-007",
		"00",
		"0_7",
		"_1",
		"1_",
		"1__0",
		"1_.5",
		"0x1f",
		"0o17",
		"0b1",
		"1e1.5",
		"inf",
		".inf",
		"nan",
		"1e400",
		"1e99999999999999999999",
		"½",
		"４",
		"٤",
		"9007199254740993",
		"99999999999999999999",
		"12:30",
	};
	struct buf zeros = BUF_INIT;
	double value = 99;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (number_parse(str_of(cases[i]), &value) || value != 99)
			fail_msg("'%s' is %g", cases[i], value);
	}
	assert_false(number_parse(STR("4\0"), &value));
	buf_printf(&zeros, "1");
	for (int i = 0; i < 100000; i++)
		buf_add_char(&zeros, '0');
	buf_add_str(&zeros, STR(".5"));
	assert_false(number_parse(buf_view(&zeros), &value));
	buf_release(&zeros);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_decimal_numbers),
		cmocka_unit_test(leaves_what_only_looks_like_a_number),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
