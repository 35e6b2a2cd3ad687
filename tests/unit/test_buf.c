/*
 * Tests of base/buf: growing bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/buf.h"

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

static void builds_text_from_all_kinds_of_parts(void **state)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(buf_view(&b).len, 0);
	buf_add(&b, "ab", 2);
	buf_add_str(&b, STR("c\0d"));
	buf_add_char(&b, '!');
	buf_printf(&b, "%d articles, %s", 12, "none lost");
	buf_add(&b, NULL, 0);
	buf_add_str(&b, str_make(NULL, 0));
	assert_true(str_eq(buf_view(&b), STR("abc\0d!12 articles, none lost")));
	assert_int_equal(b.p[b.len], '\0');
	assert_int_equal(buf_check(&b, &err), 0);
	assert_int_equal(err.code, ERR_OK);
	buf_release(&b);
}

static void ends_with_nul_after_every_addition(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_add(&b, "", 0);
	assert_non_null(b.p);
	assert_int_equal(b.p[0], '\0');
	for (size_t i = 0; i < 5000; i++) {
		buf_add_char(&b, (char)('a' + i % 26));
		assert_int_equal(b.len, i + 1);
		assert_int_equal(b.p[i + 1], '\0');
		assert_true(b.cap > b.len);
	}
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(b.p[i], 'a' + i % 26);
	buf_release(&b);
}

static void grows_by_half(void **state)
{
	struct buf b = BUF_INIT;
	size_t moves = 0, cap = 0;

	(void)state;
	while (b.len < 1000000) {
		buf_add_char(&b, 'x');
		if (b.cap == cap)
			continue;
		if (cap)
			assert_in_range(b.cap, cap + cap / 2 - 1, cap * 2);
		cap = b.cap;
		moves++;
	}
	assert_in_range(moves, 10, 30);
	buf_release(&b);
}

static void prints_text_of_any_length(void **state)
{
	static char text[3000];
	struct buf b = BUF_INIT;

	(void)state;
	memset(text, 'y', sizeof(text) - 1);
	for (size_t len = 0; len < sizeof(text); len += 7) {
		buf_clear(&b);
		buf_printf(&b, "<%.*s>", (int)len, text);
		assert_int_equal(b.len, len + 2);
		assert_int_equal(b.p[len + 1], '>');
	}
	buf_release(&b);
}

static void writes_varints_as_leb128(void **state)
{
	static const struct {
		unsigned long long value;
		struct str bytes;
	} cases[] = {
		{ 0, STR_INIT("\0") },
		{ 1, STR_INIT("\x01") },
		{ 127, STR_INIT("\x7f") },
		{ 128, STR_INIT("\x80\x01") },
		{ 300, STR_INIT("\xac\x02") },
		{ 16383, STR_INIT("\xff\x7f") },
		{ 16384, STR_INIT("\x80\x80\x01") },
		{ UINT32_MAX, STR_INIT("\xff\xff\xff\xff\x0f") },
		{ UINT64_MAX,
		  STR_INIT("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01") },
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		buf_add_varint(&b, cases[i].value);
		assert_true(str_eq(buf_view(&b), cases[i].bytes));
	}
	buf_clear(&b);
	buf_add_field(&b, STR("abc"));
	buf_add_field(&b, STR(""));
	assert_true(str_eq(buf_view(&b), STR("\x03"
					     "abc\0")));
	buf_release(&b);
}

static void passing_max_is_remembered_and_reported(void **state)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	b.max = 5;
	buf_add(&b, "abc", 3);
	buf_add(&b, "de", 2);
	assert_int_equal(buf_check(&b, &err), 0);
	buf_add_char(&b, 'f');
	/* What follows is ignored, even if it fits. */
	buf_add(&b, "", 0);
	buf_printf(&b, "%s", "");
	assert_null(buf_reserve(&b, 0));
	assert_string_equal(b.p, "abcde");
	assert_int_equal(buf_check(&b, &err), ERR_LIMIT);
	assert_non_null(strstr(err.message, "5 bytes"));

	buf_clear(&b);
	assert_int_equal(b.failed, ERR_OK);
	buf_printf(&b, "%s", "123456");
	assert_int_equal(b.failed, ERR_LIMIT);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
	assert_null(buf_reserve(&b, 6));
	buf_release(&b);
	assert_int_equal(b.max, 5);
	assert_int_equal(b.failed, ERR_OK);
	buf_add(&b, "abcde", 5);
	assert_string_equal(b.p, "abcde");
	buf_release(&b);
}

static void sizes_that_wrap_are_refused(void **state)
{
	static const size_t sizes[] = {
		SIZE_MAX,     SIZE_MAX - 1,	SIZE_MAX - 3,
		SIZE_MAX - 4, SIZE_MAX / 2 + 1, (size_t)PTRDIFF_MAX,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct buf b = BUF_INIT;
		struct err err = ERR_INIT;

		buf_add(&b, "abc", 3);
		assert_null(buf_reserve(&b, sizes[i]));
		assert_string_equal(b.p, "abc");
		assert_int_equal(buf_check(&b, &err), ERR_LIMIT);
		buf_release(&b);
	}
}

static void want_of_memory_keeps_what_there_was(void **state)
{
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	buf_add(&b, "abc", 3);
	assert_null(buf_reserve(&b, (size_t)PTRDIFF_MAX / 2));
	buf_add(&b, "def", 3);
	assert_string_equal(b.p, "abc");
	assert_int_equal(buf_check(&b, &err), ERR_MEMORY);
	buf_release(&b);
	assert_null(b.p);
}

static void reserved_room_is_all_writable(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t len = 0; len < 1000; len++) {
		char *p = buf_reserve(&b, len);

		assert_non_null(p);
		/* AddressSanitizer watches this, the NUL too. */
		memset(p, 'z', len);
		p[len] = '\0';
		b.len += len;
	}
	assert_int_equal(b.len, 999 * 1000 / 2);
	buf_release(&b);
}

static void clear_keeps_the_memory(void **state)
{
	struct buf b = BUF_INIT;
	const char *p;

	(void)state;
	buf_clear(&b);
	assert_null(b.p);
	buf_add(&b, "abc", 3);
	p = b.p;
	buf_clear(&b);
	assert_ptr_equal(b.p, p);
	assert_string_equal(b.p, "");
	assert_int_equal(buf_view(&b).len, 0);
	buf_release(&b);
	buf_release(&b);
}

static void reads_back_what_was_written(void **state)
{
	static const unsigned long long values[] = {
		0, 1, 127, 128, 1u << 28, UINT64_MAX
	};
	struct buf b = BUF_INIT;
	struct buf_reader in = { { NULL, 0 }, false };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		buf_add_varint(&b, values[i]);
	buf_add_field(&b, STR("water"));
	buf_add_field(&b, STR(""));
	in.rest = buf_view(&b);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_true(buf_read_varint(&in) == values[i]);
	assert_true(str_eq(buf_read_field(&in), STR("water")));
	assert_int_equal(buf_read_field(&in).len, 0);
	assert_false(in.bad);
	assert_int_equal(in.rest.len, 0);
	buf_release(&b);
}

static void reading_what_does_not_fit_is_bad_and_stays_so(void **state)
{
	static const struct str cases[] = {
		STR_INIT(""),
		STR_INIT("\x05wate"),
		STR_INIT("\x80"),
		STR_INIT("\xff\xff\xff\xff\xff\xff\xff\xff"
			 "\xff\x02"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf_reader in = { cases[i], false };

		assert_int_equal(buf_read_field(&in).len, 0);
		assert_true(in.bad);
		in.rest = STR("\x01x");
		assert_true(buf_read_varint(&in) == 0);
		assert_int_equal(buf_read_count(&in, 1), 0);
		assert_true(in.bad);
	}
	/* Three things of two bytes each do not fit into five bytes. */
	struct buf_reader in = { STR_INIT("\x03"
					  "abcde"),
				 false };

	assert_int_equal(buf_read_count(&in, 2), 0);
	assert_true(in.bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(builds_text_from_all_kinds_of_parts),
		cmocka_unit_test(ends_with_nul_after_every_addition),
		cmocka_unit_test(grows_by_half),
		cmocka_unit_test(prints_text_of_any_length),
		cmocka_unit_test(writes_varints_as_leb128),
		cmocka_unit_test(passing_max_is_remembered_and_reported),
		cmocka_unit_test(sizes_that_wrap_are_refused),
		cmocka_unit_test(want_of_memory_keeps_what_there_was),
		cmocka_unit_test(reserved_room_is_all_writable),
		cmocka_unit_test(clear_keeps_the_memory),
		cmocka_unit_test(reads_back_what_was_written),
		cmocka_unit_test(reading_what_does_not_fit_is_bad_and_stays_so),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
