/*
 * Tests of bulk/pack: numbers and terms as glass writes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bulk/pack.h"

static void expect(const unsigned char *out, const unsigned char *end,
		   const char *bytes, size_t len)
{
	assert_int_equal(end - out, len);
	assert_memory_equal(out, bytes, len);
}

static void a_number_has_seven_bits_a_byte(void **state)
{
	unsigned char out[PACK_UINT_MAX];

	(void)state;
	expect(out, pack_uint(out, 0), "\0", 1);
	expect(out, pack_uint(out, 127), "\x7f", 1);
	expect(out, pack_uint(out, 300), "\xac\x02", 2);
	expect(out, pack_uint(out, UINT64_MAX),
	       "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10);
	expect(out, pack_uint_last(out, 0), "", 0);
	expect(out, pack_uint_last(out, 0x0102), "\x02\x01", 2);
}

/* Over all lengths, with the numbers where they change. */
static void docids_in_keys_are_in_their_order(void **state)
{
	static const struct {
		uint32_t number;
		size_t len;
	} rows[] = {
		{ 0, 2 },	   { 1, 2 },	      { 0x7fff, 2 },
		{ 0x8000, 3 },	   { 0x8001, 3 },     { 0x3fffff, 3 },
		{ 0x400000, 4 },   { 0x1fffffff, 4 }, { 0x20000000, 5 },
		{ 0x7fffffff, 5 }, { UINT32_MAX, 5 },
	};
	unsigned char before[PACK_SORTABLE_MAX], out[PACK_SORTABLE_MAX];
	size_t len = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char *end = pack_sortable(out, rows[i].number);
		struct str now = str_make((const char *)out, rows[i].len);

		assert_int_equal(end - out, rows[i].len);
		assert_true(i == 0 ||
			    str_cmp(str_make((const char *)before, len), now) <
				    0);
		memcpy(before, out, rows[i].len);
		len = rows[i].len;
	}
}

static void a_zero_byte_in_a_term_is_marked(void **state)
{
	unsigned char out[16];

	(void)state;
	expect(out, pack_term(out, STR("ab")), "ab", 2);
	expect(out, pack_term(out, STR("a\0b\0")),
	       "a\0\xff"
	       "b\0\xff",
	       6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_has_seven_bits_a_byte),
		cmocka_unit_test(docids_in_keys_are_in_their_order),
		cmocka_unit_test(a_zero_byte_in_a_term_is_marked),
	};

	return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
