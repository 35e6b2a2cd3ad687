/*
 * Tests of text/ranking: the weights that an index keeps.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/ranking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct ranking usual = RANKING_INIT;

static struct ranking read_text(const char *text)
{
	struct ranking ranking;
	struct err err = ERR_INIT;

	assert_int_equal(ranking_read(str_of(text), &ranking, &err), 0);
	return ranking;
}

static void what_is_by_default_is_not_written(void **state)
{
	struct ranking read = read_text("");
	struct buf b = BUF_INIT;

	(void)state;
	ranking_write(&usual, &b);
	assert_int_equal(b.len, 0);
	assert_memory_equal(&read, &usual, sizeof(usual));
	buf_release(&b);
}

static void the_defaults_are_in_range(void **state)
{
	(void)state;
	for (int i = 0; i < RANKING_WEIGHTS; i++) {
		assert_non_null(ranking_rows[i].name);
		assert_true(usual.weights[i] >= ranking_rows[i].least &&
			    usual.weights[i] <= ranking_rows[i].most);
	}
}

static void what_is_written_is_read(void **state)
{
	struct ranking said, read;
	struct err err = ERR_INIT;
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < RANKING_WEIGHTS; i++) {
		const struct ranking_row *row = &ranking_rows[i];

		said.weights[i] =
			row->least + (row->most - row->least) / (3 + i);
	}
	ranking_write(&said, &b);
	assert_int_equal(ranking_read(buf_view(&b), &read, &err), 0);
	assert_memory_equal(&read, &said, sizeof(said));
	buf_release(&b);
}

static void one_is_read_beside_the_others(void **state)
{
	struct ranking read = read_text("title bfe0000000000000\n");

	(void)state;
	assert_true(read.weights[RANKING_TITLE] == 0.5);
	assert_true(read.weights[RANKING_NEAR] == usual.weights[RANKING_NEAR]);
}

static void what_is_none_is_damaged(void **state)
{
	static const char *const texts[] = {
		"title",
		"title ",
		"title 0.5\n",
		"titel bfe0000000000000\n",
		" bfe0000000000000\n",
		"title bfe0000000000000 \n",
		"title c030000000000000\n", /* 16, more than there may be */
		"title 401fffffffffffff\n", /* -0.5 */
		"title fff8000000000000\n", /* not a number */
		"\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct err err = ERR_INIT;
		struct ranking ranking;

		if (ranking_read(str_of(texts[i]), &ranking, &err) !=
		    ERR_CORRUPT)
			fail_msg("'%s' is read", texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_by_default_is_not_written),
		cmocka_unit_test(the_defaults_are_in_range),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(one_is_read_beside_the_others),
		cmocka_unit_test(what_is_none_is_damaged),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
