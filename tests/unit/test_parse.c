/*
 * Tests of query/parse: the cases of tests/unit/query/, and its memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The format of the cases is described at the top of query/words.txt. What
 * those of query/hits.txt find is tested by test_hits.c.
 */
#include "query/parse.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "tests/unit/known.h"
#include "tests/unit/query_cases.h"
#include "text/date.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define FILES_MAX 32

/* The tree as text. */

static void dump_day(int64_t days, struct buf *out)
{
	int year, month, day;

	if (days == QUERY_DAY_MIN || days == QUERY_DAY_MAX) {
		buf_add_str(out, STR(" *"));
		return;
	}
	date_from_days(days, &year, &month, &day);
	buf_printf(out, " %d-%02d-%02d", year, month, day);
}

static const char *dump_name(const struct query_node *node)
{
	static const char *const names[] = {
		[QUERY_ALL] = "everything", [QUERY_WORD] = "word",
		[QUERY_PHRASE] = "phrase",  [QUERY_PREFIX] = "prefix",
		[QUERY_AND] = "and",	    [QUERY_OR] = "or",
		[QUERY_NEAR] = "near",	    [QUERY_NOT] = "not",
		[QUERY_TAG] = "tag",	    [QUERY_AUTHOR] = "author",
		[QUERY_DATE] = "date",	    [QUERY_FIELD] = "field",
		[QUERY_URL] = "url",	    [QUERY_PATH] = "path",
		[QUERY_LINK] = "link",	    [QUERY_STATE] = "is",
	};

	return node->is_implicit ? "all" : names[node->kind];
}

static void dump_number(double number, struct buf *out)
{
	struct json json;

	buf_add_char(out, ' ');
	if (isinf(number)) {
		buf_add_char(out, '*');
		return;
	}
	json_init(&json, out, 0);
	json_double(&json, number);
}

static void dump_match(const struct query_node *node, struct buf *out)
{
	if (node->match == QUERY_ANY)
		buf_add_str(out, STR(" *"));
	if (node->match != QUERY_RANGE)
		return;
	if (node->low <= node->high) {
		buf_add_str(out, STR(" from"));
		dump_number(node->low, out);
		dump_number(node->high, out);
	}
	if (node->first_day <= node->last_day) {
		buf_add_str(out, STR(" days"));
		dump_day(node->first_day, out);
		dump_day(node->last_day, out);
	}
}

static void dump(const struct query_node *node, struct buf *out)
{
	if (node->scope != QUERY_ANYWHERE)
		buf_printf(out, "%s:", query_scope_name(node->scope).p);
	if (node->kind == QUERY_WORD) {
		buf_printf(out, "\"%.*s\"", STR_ARG(node->text));
		return;
	}
	buf_printf(out, "(%s", dump_name(node));
	if (node->kind == QUERY_NEAR)
		buf_printf(out, " %u", node->distance);
	if (node->key.len)
		buf_printf(out, " %.*s", STR_ARG(node->key));
	if (node->text.len && node->match == QUERY_VALUE)
		buf_printf(out, " \"%.*s\"", STR_ARG(node->text));
	dump_match(node, out);
	if (node->kind == QUERY_DATE) {
		dump_day(node->first_day, out);
		dump_day(node->last_day, out);
	}
	for (size_t i = 0; i < node->count; i++) {
		buf_add_char(out, ' ');
		dump(node->children[i], out);
	}
	buf_add_char(out, ')');
}

static void dump_columns(const struct query_node *node, struct buf *out)
{
	if (node->count == 0)
		buf_printf(out, "%s%u", out->len ? " " : "", node->column);
	for (size_t i = 0; i < node->count; i++)
		dump_columns(node->children[i], out);
}

/* Parses what a tree prints as; true when that is equal, or for a tree that
 * was narrowed, beyond a limit; for a typed one only in bytes, since a date
 * such as 7d is printed in full. *printed is the text. */
static bool survives(const struct query_node *root, bool is_typed,
		     struct arena *arena, struct buf *printed)
{
	struct err err = ERR_INIT;
	/* Another day: nothing that is printed is relative. */
	struct query_known known = known_on(1);
	struct query again;
	struct buf twice = BUF_INIT;
	bool ok;

	query_print(root, printed);
	if (query_parse(buf_view(printed), &known, arena, &again, &err) < 0)
		return !strcmp(again.error_code, "query_too_long") ||
		       (!is_typed &&
			(!strcmp(again.error_code, "too_deep") ||
			 !strcmp(again.error_code, "too_many_words") ||
			 !strcmp(again.error_code, "too_many_prefixes")));
	query_print(again.root, &twice);
	ok = query_equal(root, again.root) && !again.has_sort &&
	     str_eq(buf_view(&twice), buf_view(printed));
	buf_release(&twice);
	return ok;
}

/* Cases from files. */

static unsigned int cases_run;

static const char *sort_name(const struct query *query)
{
	static const char *const names[] = {
		[QUERY_BY_RELEVANCE] = "relevance",
		[QUERY_BY_NEWEST] = "newest",
		[QUERY_BY_OLDEST] = "oldest",
		[QUERY_BY_TITLE] = "title",
	};

	return query->has_sort ? names[query->sort] : "";
}

static bool check_error(const struct query_case *c, const struct query *query,
			int rc, const struct err *err)
{
	char got[80];

	snprintf(got, sizeof(got), "%s@%u",
		 query->error_code ? query->error_code : err_name(err->code),
		 query->error_column);
	if (rc != (int)err->code ||
	    !case_same(c, "error", str_of(got), c->error))
		return false;
	if (c->message.len && !strstr(err->message, c->message.p))
		return case_same(c, "message", str_of(err->message),
				 c->message);
	return true;
}

static bool check_tree(const struct query_case *c, const struct query *query,
		       struct arena *arena)
{
	struct buf tree = BUF_INIT, columns = BUF_INIT, printed = BUF_INIT;
	struct buf want = BUF_INIT;
	bool ok;

	unescape(c->tree, &want);
	dump(query->root, &tree);
	dump_columns(query->root, &columns);
	ok = case_same(c, "tree", buf_view(&tree), buf_view(&want)) &&
	     case_same(c, "sort", str_of(sort_name(query)), c->sort) &&
	     (!c->columns.len ||
	      case_same(c, "columns", buf_view(&columns), c->columns));
	if (ok && !survives(query->root, !c->narrow_count, arena, &printed)) {
		print_error("%s:%u: prints as another tree: %.*s\n", c->file,
			    c->line, STR_ARG(buf_view(&printed)));
		ok = false;
	}
	if (ok && c->printed.len)
		ok = case_same(c, "printed", buf_view(&printed), c->printed);
	buf_release(&want);
	buf_release(&tree);
	buf_release(&columns);
	buf_release(&printed);
	return ok;
}

static bool run_case(const struct query_case *c)
{
	struct arena arena = ARENA_INIT(MEMORY);
	struct query_known known = known_on(c->today);
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	struct query query;
	bool ok;
	int rc;

	cases_run++;
	unescape(c->query, &text);
	rc = query_parse(buf_view(&text), &known, &arena, &query, &err);
	if (!rc)
		rc = case_narrow(c, &query, &known, &arena, &err);
	if (rc && !c->error.len) {
		print_error("%s:%u: %s\n", c->file, c->line, err.message);
		ok = false;
	} else if (c->error.len) {
		ok = check_error(c, &query, rc, &err);
	} else {
		ok = check_tree(c, &query, &arena);
	}
	buf_release(&text);
	arena_release(&arena);
	return ok;
}

static void reads_the_cases(void **state)
{
	static const struct case_reader reader = { run_case, NULL };
	char path[512];

	snprintf(path, sizeof(path), "%s/query/%s", TEST_DATA,
		 (const char *)*state);
	assert_int_equal(cases_read(path, &reader), 0);
}

static void every_row_has_cases(void **state)
{
	(void)state;
	assert_true(cases_run >= 150);
}

static void any_want_of_memory_is_an_error(void **state)
{
	struct str text = STR("(iran OR -tag:a,\"b c\") NEAR gas date:7d -(x "
			      "AND y) sort:title rating:3..4,x is:draft");
	struct query_known known = known_on(20000);
	bool is_done = false;

	(void)state;
	for (size_t budget = 0; !is_done; budget += 8) {
		struct arena arena = ARENA_INIT(budget);
		struct err err = ERR_INIT;
		struct query query;
		int rc = query_parse(text, &known, &arena, &query, &err);

		if (!rc)
			rc = query_narrow(&query, "tag", STR("a,b"), &known,
					  &arena, &err);
		is_done = rc == 0;
		if (!is_done)
			assert_int_equal(rc, ERR_LIMIT);
		arena_release(&arena);
		assert_true(budget < MEMORY);
	}
}

static void the_longest_queries_fit_their_memory(void **state)
{
	static const char *const fills[] = {
		"a ",	   "(",	    "-a ",	   "()",	   "\"",
		"\xff",	   "tag:,", "sort:title ", "AND ",	   "NOT ",
		"a NEAR ", "``",    "is:a ",	   "rating:,1..2", "url:"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(fills); i++) {
		struct arena arena = ARENA_INIT(MEMORY);
		struct err err = ERR_INIT;
		struct query_known known = known_on(0);
		struct buf text = BUF_INIT;
		struct query query;

		text.max = LIMIT_QUERY_BYTES;
		while (!text.failed)
			buf_add_str(&text, str_of(fills[i]));
		query_parse(buf_view(&text), &known, &arena, &query, &err);
		assert_true(err.code == ERR_OK || err.code == ERR_QUERY);
		assert_true(arena.used < MEMORY / 2);
		buf_release(&text);
		arena_release(&arena);
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

int main(void)
{
	static char names[FILES_MAX][256];
	struct CMUnitTest tests[FILES_MAX + 3];
	size_t count = 0, files = 0;
	DIR *folder = opendir(TEST_DATA "/query");
	struct dirent *entry;

	while (folder && files < FILES_MAX && (entry = readdir(folder))) {
		if (str_ends(str_of(entry->d_name), STR(".txt")))
			memcpy(names[files++], entry->d_name,
			       strlen(entry->d_name) + 1);
	}
	if (folder)
		closedir(folder);
	qsort(names, files, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < files; i++)
		tests[count++] = (struct CMUnitTest){ names[i], reads_the_cases,
						      NULL, NULL, names[i] };
	tests[count++] =
		(struct CMUnitTest)cmocka_unit_test(every_row_has_cases);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(
		any_want_of_memory_is_an_error);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(
		the_longest_queries_fit_their_memory);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("parse", tests, count, NULL, NULL);
}
