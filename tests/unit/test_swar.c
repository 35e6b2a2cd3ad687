/*
 * Tests of base/swar.h: eight bytes at once, as one by one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/swar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void load(const unsigned char bytes[SWAR_BYTES], uint64_t *out)
{
	*out = swar_load((const char *)bytes);
}

/* Each byte, at each place, beside any others. */
static void each_byte_is_marked_by_itself(void **state)
{
	(void)state;
	for (unsigned int c = 0; c < 256; c++) {
		for (size_t at = 0; at < SWAR_BYTES; at++) {
			unsigned char bytes[SWAR_BYTES];
			uint64_t x, mark = (uint64_t)0x80 << 8 * at;

			for (size_t i = 0; i < SWAR_BYTES; i++)
				bytes[i] = (unsigned char)(c * 7 + i * 41);
			bytes[at] = (unsigned char)c;
			load(bytes, &x);
			assert_int_equal(!!(swar_between(x, 'A', 'Z') & mark),
					 c >= 'A' && c <= 'Z');
			assert_int_equal(!!(swar_between(x, 0, 0) & mark),
					 c == 0);
			assert_int_equal(!!(swar_between(x, 0, 127) & mark),
					 c < 128);
			assert_int_equal(!!(swar_alnum(x) & mark),
					 (c >= 'A' && c <= 'Z') ||
						 (c >= 'a' && c <= 'z') ||
						 (c >= '0' && c <= '9'));
			assert_int_equal((swar_lower(x) >> 8 * at) & 0xff,
					 c >= 'A' && c <= 'Z' ? c + 32 : c);
			assert_int_equal(swar_alnum(x) & ~SWAR_MARKS, 0);
		}
	}
}

static void the_first_byte_is_the_lowest(void **state)
{
	const unsigned char bytes[SWAR_BYTES] = "abcdefg-";
	uint64_t x;

	(void)state;
	load(bytes, &x);
	assert_int_equal(x & 0xff, 'a');
	assert_int_equal(swar_first(SWAR_MARKS & ~swar_alnum(x)), 7);
	assert_int_equal(swar_first(swar_between(x, 'c', 'd')), 2);
	assert_int_equal(swar_first(swar_between(x, 'a', 'a')), 0);
}

static void behind_the_head_there_are_zeros(void **state)
{
	const unsigned char bytes[SWAR_BYTES] = "abcdefgh";
	uint64_t x;

	(void)state;
	load(bytes, &x);
	for (size_t len = 0; len <= SWAR_BYTES; len++) {
		unsigned char head[SWAR_BYTES] = { 0 };
		uint64_t y;

		memcpy(head, bytes, len);
		load(head, &y);
		assert_true(swar_head(x, len) == y);
	}
	assert_true(swar_head(x, 100) == x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_byte_is_marked_by_itself),
		cmocka_unit_test(the_first_byte_is_the_lowest),
		cmocka_unit_test(behind_the_head_there_are_zeros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
