/*
 * Lists of positions: what was written is read, in few bits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/positions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "random_list.h"
#include "text/bits.h"

static void numbers_of_few_bits_come_back(void **state)
{
	static const uint64_t ranges[] = {
		1, 2,	3,    4,       5,	 6,
		7, 100, 1000, 1 << 20, 1u << 31, UINT64_C(1) << 32
	};
	struct buf b = BUF_INIT;
	struct bits_out out = bits_into(&b);
	struct bits_in in;

	(void)state;
	for (uint32_t i = 1; i < 3000; i++) {
		uint64_t range = ranges[i % (sizeof(ranges) / 8)];

		bits_put_gamma(&out, i);
		bits_put_minimal(&out, hash64(STR("a"), i) % range, range);
		bits_put(&out, i & 7, 3);
		bits_put_exp(&out, i, i % 20);
	}
	bits_put_gamma(&out, UINT64_C(1) << 32);
	bits_put_exp(&out, UINT32_MAX, 0);
	bits_put_exp(&out, UINT32_MAX, 31);
	bits_end(&out);
	in = (struct bits_in){ buf_view(&b), 0, false };
	for (uint32_t i = 1; i < 3000; i++) {
		uint64_t range = ranges[i % (sizeof(ranges) / 8)];

		assert_int_equal(bits_get_gamma(&in), i);
		assert_int_equal(bits_get_minimal(&in, range),
				 hash64(STR("a"), i) % range);
		assert_int_equal(bits_get(&in, 3), i & 7);
		assert_int_equal(bits_get_exp(&in, i % 20), i);
	}
	assert_int_equal(bits_get_gamma(&in), UINT64_C(1) << 32);
	assert_int_equal(bits_get_exp(&in, 0), UINT32_MAX);
	assert_int_equal(bits_get_exp(&in, 31), UINT32_MAX);
	assert_false(in.bad);
	bits_get(&in, 30);
	assert_true(in.bad);
	buf_release(&b);
}

/* All codes of a range are as long as each other, or a bit less in the middle,
 * and there are no others. */
static void codes_are_minimal(void **state)
{
	(void)state;
	for (uint64_t range = 1; range < 300; range++) {
		uint64_t codes = 0;

		for (uint64_t value = 0; value < range; value++) {
			struct buf b = BUF_INIT;
			struct bits_out out = bits_into(&b);

			bits_put_minimal(&out, value, range);
			assert_true(bits_at(&out) <= bits_of(range - 1));
			codes += UINT64_C(1) << (16 - bits_at(&out));
			buf_release(&b);
		}
		assert_int_equal(codes, UINT64_C(1) << 16);
	}
}

static void check_list(const uint32_t *list, size_t count,
		       struct positions *found)
{
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;

	positions_encode(list, count, &bytes);
	assert_int_equal(positions_decode(buf_view(&bytes), found, &err), 0);
	assert_int_equal(found->count, count);
	assert_memory_equal(found->items, list, count * sizeof(*list));
	buf_release(&bytes);
}

static void lists_come_back(void **state)
{
	static const uint32_t edges[][3] = {
		{ 1 },
		{ UINT32_MAX },
		{ 1, UINT32_MAX },
		{ UINT32_MAX - 1, UINT32_MAX },
		{ 1, 2, UINT32_MAX },
		{ UINT32_MAX - 2, UINT32_MAX - 1, UINT32_MAX },
		{ 1, 2, 3 },
	};
	uint32_t list[EACH];
	struct positions found = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++) {
		size_t count = 1;

		while (count < 3 && edges[i][count])
			count++;
		check_list(edges[i], count, &found);
	}
	for (int i = 0; i < 20000; i++) {
		size_t count = random_list(list);

		check_list(list, count, &found);
	}
	positions_release(&found);
}

static void most_lists_are_short(void **state)
{
	static const struct {
		uint32_t list[4];
		size_t count, bytes;
	} cases[] = {
		{ { 1 }, 1, 2 },	  { { 1500 }, 1, 2 },
		{ { 8000 }, 1, 3 },	  { { 31, 99 }, 2, 4 },
		{ { 1000, 1100 }, 2, 4 }, { { 400, 410, 1000 }, 3, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf bytes = BUF_INIT;

		positions_encode(cases[i].list, cases[i].count, &bytes);
		assert_int_equal(bytes.len, cases[i].bytes);
		buf_release(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_few_bits_come_back),
		cmocka_unit_test(codes_are_minimal),
		cmocka_unit_test(lists_come_back),
		cmocka_unit_test(most_lists_are_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
