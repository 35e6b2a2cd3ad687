/*
 * Tests of base/arena: many allocations, one release.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* AddressSanitizer asks here; it is to return NULL like malloc for what no
 * machine has, instead of ending the program. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void gives_zeroed_aligned_bytes_that_do_not_overlap(void **state)
{
	struct arena a = ARENA_INIT(1 << 20);
	unsigned char *got[300];

	(void)state;
	for (size_t i = 0; i < COUNT(got); i++) {
		got[i] = arena_alloc(&a, i);
		assert_non_null(got[i]);
		assert_int_equal((uintptr_t)got[i] % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < i; j++)
			assert_int_equal(got[i][j], 0);
		memset(got[i], (int)(i & 0xff), i);
	}
	for (size_t i = 0; i < COUNT(got); i++) {
		for (size_t j = 0; j < i; j++)
			assert_int_equal(got[i][j], i & 0xff);
		assert_true(i == 0 || got[i] != got[i - 1]);
	}
	arena_release(&a);
}

static void an_allocation_may_exceed_any_block(void **state)
{
	struct arena a = ARENA_INIT(32u << 20);
	char *small, *large, *after;

	(void)state;
	small = arena_alloc(&a, 10);
	large = arena_alloc(&a, 9u << 20);
	after = arena_alloc(&a, 10);
	assert_non_null(small);
	assert_non_null(large);
	assert_non_null(after);
	memset(large, 1, 9u << 20);
	assert_int_equal(small[9] + after[0], 0);
	arena_release(&a);
}

static void the_budget_holds_to_the_byte(void **state)
{
	struct arena a = ARENA_INIT(100);
	struct err err = ERR_INIT;

	(void)state;
	assert_non_null(arena_alloc(&a, 100));
	assert_int_equal(arena_check(&a, &err), 0);
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_alloc(&a, 0));
	assert_int_equal(arena_copy(&a, STR("")).len, 0);
	assert_null(arena_copy(&a, STR("")).p);
	assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
	assert_non_null(strstr(err.message, "100 bytes"));
	arena_release(&a);

	err_clear(&err);
	assert_null(arena_alloc(&a, 101));
	assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
	/* Less may still be had, but the failure is not forgotten. */
	assert_non_null(arena_alloc(&a, 10));
	assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
	arena_release(&a);
}

static void a_budget_of_nothing_gives_nothing(void **state)
{
	struct arena a = ARENA_INIT(0);

	(void)state;
	assert_null(arena_alloc(&a, 0));
	assert_null(arena_copy(&a, STR("")).p);
	arena_release(&a);
}

static void products_that_wrap_are_refused(void **state)
{
	static const struct {
		size_t count, size;
	} cases[] = {
		{ SIZE_MAX, 2 },
		{ 2, SIZE_MAX },
		{ SIZE_MAX / 2 + 1, 2 },
		{ SIZE_MAX, SIZE_MAX },
		{ SIZE_MAX, 1 },
		{ (size_t)1 << (sizeof(size_t) * 4),
		  (size_t)1 << (sizeof(size_t) * 4) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena a = ARENA_INIT(SIZE_MAX);
		struct err err = ERR_INIT;
		size_t cap = cases[i].count;

		assert_null(arena_array(&a, cases[i].count, cases[i].size));
		assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
		arena_clear(&a);
		assert_null(arena_grow(&a, NULL, cap, &cap, cases[i].size));
		assert_int_equal(cap, cases[i].count);
		err_clear(&err);
		assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
		arena_release(&a);
	}
}

static void a_copy_longer_than_memory_is_refused(void **state)
{
	struct arena a = ARENA_INIT(SIZE_MAX);
	struct err err = ERR_INIT;

	(void)state;
	assert_null(arena_copy(&a, str_make("x", SIZE_MAX)).p);
	assert_int_equal(arena_check(&a, &err), ERR_LIMIT);
	arena_release(&a);
}

static void want_of_memory_is_told_from_the_budget(void **state)
{
	struct arena a = ARENA_INIT(SIZE_MAX);
	struct err err = ERR_INIT;

	(void)state;
	assert_null(arena_alloc(&a, SIZE_MAX / 8));
	assert_int_equal(arena_check(&a, &err), ERR_MEMORY);
	arena_release(&a);
}

static void copies_end_with_nul(void **state)
{
	struct arena a = ARENA_INIT(1 << 16);

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		struct str s = arena_copy(&a, STR("a\0b"));

		assert_true(str_eq(s, STR("a\0b")));
		assert_int_equal(s.p[3], '\0');
	}
	assert_string_equal(arena_copy(&a, str_make(NULL, 0)).p, "");
	/* Copies are packed: no alignment is paid for. */
	assert_int_equal(a.used, 4 * 1000 + 1);
	arena_release(&a);
}

static void a_grown_array_keeps_its_elements(void **state)
{
	struct arena a = ARENA_INIT(1 << 20);
	uint32_t *array = NULL;
	size_t cap = 0, moves = 0;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		size_t was = cap;

		array = arena_grow(&a, array, i, &cap, sizeof(*array));
		assert_non_null(array);
		assert_true(cap > i);
		/* What is new is zeroed. */
		assert_int_equal(array[i], 0);
		array[i] = i + 1;
		moves += cap != was;
		if (was && cap != was)
			assert_int_equal(cap, was + was / 2);
	}
	for (uint32_t i = 0; i < 10000; i++)
		assert_int_equal(array[i], i + 1);
	assert_in_range(moves, 10, 25);
	arena_release(&a);
}

static void an_array_that_cannot_grow_stays(void **state)
{
	struct arena a = ARENA_INIT(8 * sizeof(int));
	size_t cap = 0;
	int *array = arena_grow(&a, NULL, 0, &cap, sizeof(int));

	(void)state;
	assert_int_equal(cap, 8);
	for (int i = 0; i < 8; i++)
		array[i] = i;
	assert_ptr_equal(arena_grow(&a, array, 7, &cap, sizeof(int)), array);
	assert_null(arena_grow(&a, array, 8, &cap, sizeof(int)));
	assert_int_equal(cap, 8);
	assert_int_equal(array[7], 7);
	arena_release(&a);
}

static void a_cleared_arena_is_as_new(void **state)
{
	struct arena a = ARENA_INIT(10000);
	struct err err = ERR_INIT;

	(void)state;
	for (int round = 0; round < 3; round++) {
		unsigned char *p = arena_alloc(&a, 9000);

		assert_non_null(p);
		for (size_t i = 0; i < 9000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, 9000);
		assert_null(arena_alloc(&a, 9000));
		arena_clear(&a);
		assert_int_equal(a.used, 0);
		assert_int_equal(arena_check(&a, &err), 0);
	}
	arena_release(&a);
	arena_clear(&a);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			gives_zeroed_aligned_bytes_that_do_not_overlap),
		cmocka_unit_test(an_allocation_may_exceed_any_block),
		cmocka_unit_test(the_budget_holds_to_the_byte),
		cmocka_unit_test(a_budget_of_nothing_gives_nothing),
		cmocka_unit_test(products_that_wrap_are_refused),
		cmocka_unit_test(a_copy_longer_than_memory_is_refused),
		cmocka_unit_test(want_of_memory_is_told_from_the_budget),
		cmocka_unit_test(copies_end_with_nul),
		cmocka_unit_test(a_grown_array_keeps_its_elements),
		cmocka_unit_test(an_array_that_cannot_grow_stays),
		cmocka_unit_test(a_cleared_arena_is_as_new),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
