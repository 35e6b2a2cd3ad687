/*
 * Tests of indexer/front: fences, and YAML to a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include "base/buf.h"
#include "text/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ROOM ((size_t)64 << 20)

static void splits_a_file_at_its_fences(void **state)
{
	static const struct {
		const char *file;
		enum front_fence fence;
		const char *matter;
		unsigned int matter_line;
		const char *body;
		unsigned int body_line;
	} cases[] = {
		{ "", FRONT_NONE, "", 0, "", 1 },
		{ "text\n", FRONT_NONE, "", 0, "text\n", 1 },
		{ "---\na: b\n---\nx\n", FRONT_YAML, "a: b\n", 2, "x\n", 4 },
		{ "---\n---\n", FRONT_YAML, "", 2, "", 3 },
		{ "---\n---", FRONT_YAML, "", 2, "", 3 },
		{ "--- \t\na: b\n--- \nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---\na: b\n...\nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---\r\na: b\r\n---\r\nx", FRONT_YAML, "a: b\r\n", 2, "x",
		  4 },
		{ "\xef\xbb\xbf---\na: b\n---\nx", FRONT_YAML, "a: b\n", 2, "x",
		  4 },
		{ "\xef\xbb\xbftext", FRONT_NONE, "", 0, "text", 1 },
		{ "\n \t\n---\na: b\n---\nx", FRONT_YAML, "a: b\n", 4, "x", 6 },
		{ "---\na: |\n  ---\n---\nx", FRONT_YAML, "a: |\n  ---\n", 2,
		  "x", 5 },
		{ "---\na: b\n", FRONT_UNCLOSED, "", 0, "---\na: b\n", 1 },
		{ "---", FRONT_UNCLOSED, "", 0, "---", 1 },
		{ "----\na\n----\n", FRONT_NONE, "", 0, "----\na\n----\n", 1 },
		{ "---x\na\n---\n", FRONT_NONE, "", 0, "---x\na\n---\n", 1 },
		{ " ---\na\n---\n", FRONT_NONE, "", 0, " ---\na\n---\n", 1 },
		{ "x\n---\na\n---\n", FRONT_NONE, "", 0, "x\n---\na\n---\n",
		  1 },
		{ "+++\na=1\n+++\n", FRONT_NONE, "", 0, "+++\na=1\n+++\n", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct front_split s = front_split(str_of(cases[i].file));

		assert_int_equal(s.fence, cases[i].fence);
		assert_true(str_eq(s.matter, str_of(cases[i].matter)));
		assert_true(str_eq(s.body, str_of(cases[i].body)));
		assert_int_equal(s.body_line, cases[i].body_line);
		if (s.fence == FRONT_YAML)
			assert_int_equal(s.matter_line, cases[i].matter_line);
	}
}

/* Parses matter that begins on line 2. */
static int parse(const char *matter, struct arena *arena,
		 struct front_node *out, unsigned int *line,
		 unsigned int *column, struct err *err)
{
	struct front_split split = { .fence = FRONT_YAML,
				     .matter = str_of(matter),
				     .matter_line = 2 };

	return front_parse(&split, arena, out, line, column, err);
}

static void print_node(const struct front_node *node, struct buf *out)
{
	switch (node->kind) {
	case FRONT_NULL:
		buf_add_char(out, '~');
		return;
	case FRONT_SCALAR:
		buf_printf(out, node->quoted ? "'%.*s'" : "%.*s",
			   STR_ARG(node->value));
		return;
	case FRONT_LIST:
	case FRONT_MAP:
		break;
	}
	buf_add_char(out, node->kind == FRONT_LIST ? '[' : '{');
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_add_char(out, ' ');
		if (node->kind == FRONT_MAP)
			buf_printf(out, "%.*s:", STR_ARG(node->items[i].key));
		print_node(&node->items[i], out);
	}
	buf_add_char(out, node->kind == FRONT_LIST ? ']' : '}');
}

static void builds_the_tree_as_written(void **state)
{
	static const char *const cases[][2] = {
		{ "", "{}" },
		{ "\n# comment\n", "{}" },
		{ "~", "{}" },
		{ "a: b", "{a:b}" },
		{ "a: 'true'\nb: true\nc: \"1\"\nd: 1", "{a:'true' b:true "
							"c:'1' d:1}" },
		{ "a:\nb: ~\nc: null\nd: ''\ne: 'null'",
		  "{a:~ b:~ c:~ d:'' e:'null'}" },
		{ "a: |\n  x\n  y\nb: >\n  x\n  y\n",
		  "{a:'x\ny\n' b:'x y\n'}" },
		{ "a: [b, c]\nd: {e: f}", "{a:[b c] d:{e:f}}" },
		{ "a:\n- b\n- c:\n  - d\n", "{a:[b {c:[d]}]}" },
		{ "a: 1\na: 2", "{a:1 a:2}" },
		{ "a: &x [1, 2]\nb: *x\nc: [*x, *x]",
		  "{a:[1 2] b:[1 2] c:[[1 2] [1 2]]}" },
		{ "a: &x 1\nb: &x 2\nc: *x", "{a:1 b:2 c:2}" },
		{ "a: !!str 1\nb: !x [2]", "{a:1 b:[2]}" },
		{ "? [a, b]\n: c\nd: e", "{:c d:e}" },
		{ "a: b\n--- \nc: d", "{a:b}" },
		{ "a: \"\\u00e9\\t\"", "{a:'\xc3\xa9\t'}" },
		{ "2025-10-26: x", "{2025-10-26:x}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(ROOM);
		struct err err = ERR_INIT;
		struct buf out = BUF_INIT;
		struct front_node root;
		unsigned int line, column;

		assert_int_equal(
			parse(cases[i][0], &arena, &root, &line, &column, &err),
			0);
		print_node(&root, &out);
		assert_string_equal(out.p, cases[i][1]);
		buf_release(&out);
		arena_release(&arena);
	}
}

static void knows_where_values_stand(void **state)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	assert_int_equal(parse("é: x\nb:\n  - ü y: z\n", &arena, &root, &line,
			       &column, &err),
			 0);
	assert_int_equal(root.items[0].key_line, 2);
	assert_int_equal(root.items[0].line, 2);
	assert_int_equal(root.items[0].column, 4);
	assert_int_equal(root.items[1].key_line, 3);
	assert_int_equal(root.items[1].items[0].items[0].line, 4);
	assert_int_equal(root.items[1].items[0].items[0].column, 10);
	arena_release(&arena);
}

static void says_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *matter;
		unsigned int line, column;
		const char *message; /* its beginning */
	} cases[] = {
		{ "title: a: b", 2, 9,
		  "front matter is not valid YAML: mapping values are not "
		  "allowed in this context (a value that holds a colon: put it "
		  "in quotes)" },
		{ "t: x\ntags: [a, b\nc: d\n", 4, 2,
		  "front matter is not valid YAML: did not find expected ',' "
		  "or ']'" },
		{ "a:\n\tb: c", 3, 1,
		  "front matter is not valid YAML: found character that cannot "
		  "start any token (a tab: indent with spaces)" },
		{ "é: @me", 2, 4,
		  "front matter is not valid YAML: found character that cannot "
		  "start any token (put the value in quotes)" },
		{ "a: *b", 2, 4,
		  "front matter is not valid YAML: there is no anchor 'b' "
		  "before this" },
		{ "a: &b [*b]", 2, 8,
		  "front matter is not valid YAML: there is no anchor 'b'" },
		{ "a: b\nc: \x01", 3, 4,
		  "front matter is not valid YAML: control characters" },
		{ "a: \"b", 2, 6,
		  "front matter is not valid YAML: found "
		  "unexpected end of stream" },
		{ "just words", 2, 1, "front matter is not a list of keys" },
		{ "- a\n- b", 2, 1, "front matter is not a list of keys" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(ROOM);
		struct err err = ERR_INIT;
		struct front_node root;
		unsigned int line, column;

		assert_int_equal(parse(cases[i].matter, &arena, &root, &line,
				       &column, &err),
				 ERR_INPUT);
		if (line != cases[i].line || column != cases[i].column ||
		    strncmp(err.message, cases[i].message,
			    strlen(cases[i].message)))
			print_message("# %u:%u: %s\n", line, column,
				      err.message);
		assert_int_equal(line, cases[i].line);
		assert_int_equal(column, cases[i].column);
		assert_memory_equal(err.message, cases[i].message,
				    strlen(cases[i].message));
		arena_release(&arena);
	}
}

/* head, then `count` times unit. */
static char *repeat(const char *head, const char *unit, size_t count)
{
	size_t h = strlen(head), u = strlen(unit);
	char *p = malloc(h + u * count + 1);

	assert_non_null(p);
	memcpy(p, head, h);
	for (size_t i = 0; i < count; i++)
		memcpy(p + h + i * u, unit, u);
	p[h + u * count] = '\0';
	return p;
}

static void check_limit(const char *matter, const char *message)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	assert_int_equal(parse(matter, &arena, &root, &line, &column, &err),
			 ERR_LIMIT);
	assert_string_equal(err.message, message);
	assert_true(line >= 2);
	arena_release(&arena);
}

static void stops_at_its_limits(void **state)
{
	static const struct {
		const char *head, *unit;
		size_t count;
		const char *message;
	} cases[] = {
		{ "a: b\n", "# x\n", LIMIT_FRONT_MATTER_BYTES / 4,
		  "front matter is longer than 64 KiB" },
		{ "a: ", "[", 60000, "front matter has more than 32 levels" },
		{ "a: ", "{b: ", 10000,
		  "front matter has more than 32 levels" },
		{ "a:\n- ", "- ", 10000,
		  "front matter has more than 32 levels" },
		{ "a: [", "b,", 20000,
		  "front matter has more than 10000 values" },
		{ "a: &x [1,1,1,1,1,1,1,1,1,1]\nb: [", "*x, ", 1000,
		  "front matter has more than 10000 values" },
	};
	char bomb[2048];
	int n;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *p = repeat(cases[i].head, cases[i].unit, cases[i].count);

		check_limit(p, cases[i].message);
		free(p);
	}
	/* Each level ten times the one before. */
	n = snprintf(bomb, sizeof(bomb), "x0: &x0 1\n");
	for (int i = 1; i < 10; i++)
		n += snprintf(bomb + n, sizeof(bomb) - (size_t)n,
			      "x%d: &x%d [*x%d,*x%d,*x%d,*x%d,*x%d,*x%d,*x%d,"
			      "*x%d,*x%d,*x%d]\n",
			      i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1,
			      i - 1, i - 1, i - 1, i - 1);
	check_limit(bomb, "front matter has more than 10000 values");
	/* Deep by aliases, each level one. */
	n = snprintf(bomb, sizeof(bomb), "x0: &x0 1\n");
	for (int i = 1; i < 40; i++)
		n += snprintf(bomb + n, sizeof(bomb) - (size_t)n,
			      "x%d: &x%d [*x%d]\n", i, i, i - 1);
	check_limit(bomb, "front matter has more than 32 levels");
}

static void has_a_limit_on_anchors(void **state)
{
	size_t cap = 16384;
	char *p = malloc(cap);
	int n = 0;

	(void)state;
	assert_non_null(p);
	for (int i = 0; i < 300; i++)
		n += snprintf(p + n, cap - (size_t)n, "k%d: &a%d 1\n", i, i);
	check_limit(p, "front matter has more than 256 anchors");
	free(p);
}

static void allows_what_is_just_within_the_limits(void **state)
{
	char *open = repeat("a: ", "[", LIMIT_FRONT_MATTER_DEPTH - 1);
	char *both = repeat(open, "]", LIMIT_FRONT_MATTER_DEPTH - 1);
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	assert_int_equal(parse(both, &arena, &root, &line, &column, &err), 0);
	free(open);
	free(both);
	arena_release(&arena);
}

static void finds_keys_last_first_and_in_any_case(void **state)
{
	static const struct {
		const char *key, *value;
	} cases[] = {
		{ "title", "2" }, { "TITLE", "3" }, { "Title", "2" },
		{ "Date", "5" },  { "date", "5" },  { "layout", "6" },
		{ "none", NULL }, { "titl", NULL },
	};
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	/* "Title" is in neither form: the last that is alike. */
	assert_int_equal(parse("title: 1\nTITLE: 3\ntitle: 2\nDATE: 4\n"
			       "DaTe: 5\nLayout: 6\n",
			       &arena, &root, &line, &column, &err),
			 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct front_node *node = front_get(&root, cases[i].key);

		if (!cases[i].value)
			assert_null(node);
		else
			assert_true(
				str_eq(node->value, str_of(cases[i].value)));
	}
	assert_null(front_get(&root.items[0], "title"));
	arena_release(&arena);
}

static void fails_when_the_arena_is_full(void **state)
{
	struct arena arena = ARENA_INIT(1000);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	assert_int_equal(parse("a: b", &arena, &root, &line, &column, &err),
			 ERR_LIMIT);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_a_file_at_its_fences),
		cmocka_unit_test(builds_the_tree_as_written),
		cmocka_unit_test(knows_where_values_stand),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(stops_at_its_limits),
		cmocka_unit_test(has_a_limit_on_anchors),
		cmocka_unit_test(allows_what_is_just_within_the_limits),
		cmocka_unit_test(finds_keys_last_first_and_in_any_case),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("front", tests, NULL, NULL);
}
