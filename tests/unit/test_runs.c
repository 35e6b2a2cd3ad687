/*
 * Tests of query/runs: the pieces of what is typed without spaces.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/limits.h"

/* The words that a query has side by side, blanks between. */
static void show(const struct query_node *node, struct buf *out)
{
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_add_char(out, ' ');
		buf_add_str(out, node->children[i]->text);
	}
}

static void check(const char *typed, bool narrow, const char *expected)
{
	static const struct query_known known = { 0, NULL, 0, NULL };
	struct arena arena = ARENA_INIT(1u << 20);
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct query query, split;

	assert_int_equal(
		query_parse(str_of(typed), &known, &arena, &query, &err), 0);
	if (narrow)
		assert_int_equal(query_narrow(&query, "tag", STR("x"), &known,
					      &arena, &err),
				 0);
	assert_int_equal(runs_split(&query, &arena, &split, &err), 0);
	if (!expected) {
		assert_ptr_equal(split.typed, query.typed);
		assert_ptr_equal(split.root, query.root);
	} else {
		assert_true(split.typed->kind == QUERY_AND &&
			    split.typed->is_implicit);
		show(split.typed, &out);
		if (!str_eq(buf_view(&out), str_of(expected)))
			fail_msg("%s: %.*s", typed, STR_ARG(buf_view(&out)));
		assert_true(narrow ? split.root->kind == QUERY_AND &&
					     split.root->children[0] ==
						     split.typed &&
					     split.root->count == 2
				   : split.root == split.typed);
	}
	buf_release(&out);
	arena_release(&arena);
}

static void a_run_is_its_pairs(void **state)
{
	(void)state;
	check("東京大学", false, "東京 京大 大学");
	check("東京大", true, "東京 京大");
	check("中央银行 总部 water", false, "中央 央银 银行 总部 water");
	check("Docker入門書", false, "Docker 入門 門書");
	check("水・東京・木", false, "水 東京 木");
	check("กาแฟ", false, "กา าแ แฟ");
	check("한국어", true, "한국 국어");
}

static void what_is_one_word_stays(void **state)
{
	(void)state;
	check("東京", false, NULL);
	check("水", true, NULL);
	check("open-source", false, NULL);
	check("water 東京 -東京大学", false, NULL);
	check("\"東京大学\"", false, NULL);
	check("title:東京大学", false, NULL);
	check("東京大学*", true, NULL);
	check("東京大学 OR 水", false, NULL);
	check("東京大学 AND 水", true, NULL);
}

static void a_run_has_so_many_pieces_at_most(void **state)
{
	static const struct query_known known = { 0, NULL, 0, NULL };
	struct arena arena = ARENA_INIT(1u << 20);
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct query query, split;

	(void)state;
	for (int i = 0; i < 300; i++)
		buf_add_str(&text, i % 2 ? STR("水") : STR("木"));
	assert_int_equal(
		query_parse(buf_view(&text), &known, &arena, &query, &err), 0);
	assert_int_equal(runs_split(&query, &arena, &split, &err), 0);
	assert_int_equal(split.typed->count, LIMIT_QUERY_WORDS);
	buf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_is_its_pairs),
		cmocka_unit_test(what_is_one_word_stays),
		cmocka_unit_test(a_run_has_so_many_pieces_at_most),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
