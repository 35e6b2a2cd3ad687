/*
 * Tests of text/lines: each byte of a text is on the line that was told.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/lines.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXT  3000
#define LINES 400

/* Blanks, line feeds and other bytes, of which some texts have none. */
static struct str random_text(char bytes[TEXT])
{
	unsigned int blanks = random_below(9), feeds = random_below(9);
	size_t len = 1 + random_below(TEXT);

	for (size_t i = 0; i < len; i++) {
		unsigned int kind = random_below(40);

		bytes[i] = kind < blanks	   ? ' '
			   : kind < blanks + feeds ? '\n'
						   : 'x';
	}
	return str_make(bytes, len);
}

/* Lines that begin where those of articles do, and elsewhere. */
static size_t random_lines(struct str text, struct line_start *lines)
{
	bool is_wild = random_below(4) == 0;
	uint32_t line = 1 + random_below(20);
	size_t count = 0;

	for (size_t at = 0; at < text.len && count < LINES; at++) {
		bool begins = at == 0 || text.p[at - 1] == '\n' ||
			      (text.p[at - 1] == ' ' && random_below(4) == 0);

		if (is_wild ? random_below(9) != 0 : !begins)
			continue;
		lines[count++] = (struct line_start){ at, line };
		line = is_wild && random_below(5) == 0
			       ? UINT32_MAX - random_below(9)
			       : line + random_below(4);
	}
	return count;
}

static uint32_t expected(const struct line_start *lines, size_t count,
			 size_t at)
{
	uint32_t line = 0;

	for (size_t i = 0; i < count && lines[i].start <= at; i++)
		line = lines[i].line;
	return line;
}

static void each_byte_is_on_its_line(void **state)
{
	static struct line_start lines[LINES];
	static char bytes[TEXT];

	(void)state;
	for (int run = 0; run < 3000; run++) {
		struct str text = random_text(bytes);
		size_t count = random_lines(text, lines);
		struct buf list = BUF_INIT;

		lines_encode(lines, count, text, &list);
		assert_int_equal(list.failed, ERR_OK);
		for (int i = 0; i < 30; i++) {
			size_t at = random_below((unsigned int)text.len);

			if (lines_at(buf_view(&list), text, at) !=
			    expected(lines, count, at))
				fail_msg("run %d, byte %zu", run, at);
		}
		buf_release(&list);
	}
}

static void a_line_that_falls_is_told(void **state)
{
	static const struct line_start lines[] = {
		{ 2, 5 }, { 9, UINT32_MAX }, { 9, 1 }, { 14, 7 }
	};
	struct str text = STR("one two\nthree four\nfive");
	struct buf list = BUF_INIT;

	(void)state;
	lines_encode(lines, 4, text, &list);
	assert_int_equal(lines_at(buf_view(&list), text, 0), 0);
	assert_int_equal(lines_at(buf_view(&list), text, 2), 5);
	assert_int_equal(lines_at(buf_view(&list), text, 8), 5);
	assert_int_equal(lines_at(buf_view(&list), text, 9), 1);
	assert_int_equal(lines_at(buf_view(&list), text, 13), 1);
	assert_int_equal(lines_at(buf_view(&list), text, 1000), 7);
	buf_release(&list);
}

static void starts_behind_the_text_are_left_out(void **state)
{
	static const struct line_start lines[] = { { 0, 3 }, { 4, 4 } };
	struct buf list = BUF_INIT, other = BUF_INIT;

	(void)state;
	lines_encode(lines, 2, STR("one\n"), &list);
	lines_encode(lines, 1, STR("one\n"), &other);
	assert_true(str_eq(buf_view(&list), buf_view(&other)));
	lines_encode(NULL, 0, STR(""), &list);
	assert_int_equal(lines_at(STR(""), STR("one"), 0), 0);
	buf_release(&list);
	buf_release(&other);
}

/* Paragraphs of lines of some 80 bytes: about a byte a line. */
static void usual_lines_take_little(void **state)
{
	static struct line_start lines[LINES];
	struct buf text = BUF_INIT, list = BUF_INIT;
	uint32_t line = 8;

	(void)state;
	for (size_t i = 0; i < LINES; i++) {
		size_t begin = text.len;

		lines[i] = (struct line_start){ text.len, line };
		while (text.len < begin + 72)
			buf_printf(&text, "%.*s ", 2 + (int)random_below(9),
				   "xxxxxxxxxxxx");
		if (i % 5 == 4)
			text.p[text.len - 1] = '\n';
		line += i % 5 == 4 ? 2 : 1;
	}
	lines_encode(lines, LINES, buf_view(&text), &list);
	assert_in_range(list.len, LINES / 2, LINES);
	buf_release(&text);
	buf_release(&list);
}

/* Damage gives a wrong line or none, in little time. */
static void damage_does_no_harm(void **state)
{
	static struct line_start lines[LINES];
	static char bytes[TEXT];

	(void)state;
	for (int run = 0; run < 20000; run++) {
		struct str text = random_text(bytes);
		size_t count = random_lines(text, lines);
		struct buf list = BUF_INIT;
		char *copy;

		lines_encode(lines, count, text, &list);
		for (unsigned int n = 1 + random_below(4); n-- > 0;)
			list.p[random_below((unsigned int)list.len)] =
				(char)random_below(256);
		/* It ends where its memory ends. */
		list.len -= random_below(2) && list.len > 1;
		copy = malloc(list.len);
		assert_non_null(copy);
		memcpy(copy, list.p, list.len);
		lines_at(str_make(copy, list.len), text, SIZE_MAX);
		free(copy);
		buf_release(&list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_byte_is_on_its_line),
		cmocka_unit_test(a_line_that_falls_is_told),
		cmocka_unit_test(starts_behind_the_text_are_left_out),
		cmocka_unit_test(usual_lines_take_little),
		cmocka_unit_test(damage_does_no_harm),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
