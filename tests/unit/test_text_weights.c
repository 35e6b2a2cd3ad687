/*
 * Tests of indexer/text_weights: how much the parts of a text count.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/text_weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static struct arena arena = ARENA_INIT(1 << 20);

/* Paragraphs from 0, 20 and 40 on, code blocks from 10 and 30 on, and code in
 * the last paragraph, at its beginning and in its midst. */
static struct markdown_block blocks[] = {
	{ .kind = MARKDOWN_PROSE, .start = 0, .end = 9 },
	{ .kind = MARKDOWN_CODE, .start = 10, .end = 19 },
	{ .kind = MARKDOWN_HEADING, .start = 20, .end = 29 },
	{ .kind = MARKDOWN_CODE, .start = 30, .end = 39 },
	{ .kind = MARKDOWN_PROSE, .start = 40, .end = 60 },
};
static const struct markdown_span codes[] = { { 40, 44 },
					      { 44, 46 },
					      { 50, 53 } };

/* The weights as text: "10:0.5 19:1". */
static void expect(const struct article *a, double code, const char *expected)
{
	const struct article_weight *weights;
	struct err err = ERR_INIT;
	struct buf b = BUF_INIT;
	size_t count;

	arena_clear(&arena);
	assert_int_equal(text_weights(a, code, &arena, &weights, &count, &err),
			 0);
	for (size_t i = 0; i < count; i++)
		buf_printf(&b, "%s%zu:%g", i ? " " : "", weights[i].start,
			   weights[i].weight);
	buf_add_char(&b, '\0');
	assert_string_equal(b.p, expected);
	buf_release(&b);
}

static void code_counts_less(void **state)
{
	const struct article a = { .blocks = blocks,
				   .block_count = 5,
				   .codes = codes,
				   .code_count = 3 };
	const struct article none = { .blocks = blocks, .block_count = 1 };

	(void)state;
	expect(&a, 0.5,
	       "10:0.5 19:1 30:0.5 39:1 40:0.5 44:0.5 46:1 50:0.5 53:1");
	expect(&a, 1, "");
	expect(&none, 0.5, "");
}

static void in_a_section_it_counts_less_than_that(void **state)
{
	static const struct article_weight weights[] = { { 10, 2 }, { 20, 4 } };
	const struct article a = { .blocks = blocks,
				   .block_count = 5,
				   .codes = codes,
				   .code_count = 1,
				   .weights = weights,
				   .weight_count = 2 };

	(void)state;
	expect(&a, 0.25, "10:0.5 19:2 20:4 30:1 39:4 40:1 44:4");
	expect(&a, 1, "10:2 20:4");
}

static void a_section_inside_of_it_is_heeded(void **state)
{
	static const struct article_weight weights[] = { { 35, 2 }, { 90, 1 } };
	const struct article a = { .blocks = blocks,
				   .block_count = 5,
				   .weights = weights,
				   .weight_count = 2 };

	(void)state;
	expect(&a, 0.5, "10:0.5 19:1 30:0.5 35:1 39:2 90:1");
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(code_counts_less),
		cmocka_unit_test(in_a_section_it_counts_less_than_that),
		cmocka_unit_test(a_section_inside_of_it_is_heeded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
