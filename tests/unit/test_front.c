/*
 * Tests of indexer/front: trees, places, limits, and finding keys.
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

/* Parses matter that begins on line 2. */
static int parse_as(enum front_fence fence, const char *matter,
		    struct arena *arena, struct front_node *out,
		    unsigned int *line, unsigned int *column, struct err *err)
{
	struct front_split split = { .fence = fence,
				     .matter = str_of(matter),
				     .matter_line = 2 };

	return front_parse(&split, arena, out, line, column, err);
}

static int parse(const char *matter, struct arena *arena,
		 struct front_node *out, unsigned int *line,
		 unsigned int *column, struct err *err)
{
	return parse_as(FRONT_YAML, matter, arena, out, line, column, err);
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

static void check_place(const struct front_node *node, unsigned int key_line,
			unsigned int line, unsigned int column)
{
	assert_int_equal(node->key_line, key_line);
	assert_int_equal(node->line, line);
	assert_int_equal(node->column, column);
}

static void knows_where_values_of_toml_and_json_stand(void **state)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	assert_int_equal(parse_as(FRONT_TOML,
				  "'\xc3\xa9' = 'x'\nb = [\n 1, {c = 2}]\n"
				  "[d]\ne = 3\n",
				  &arena, &root, &line, &column, &err),
			 0);
	check_place(&root.items[0], 2, 2, 7);
	check_place(&root.items[1], 3, 3, 5);
	check_place(&root.items[1].items[0], 0, 4, 2);
	check_place(&root.items[1].items[1], 0, 4, 5);
	check_place(&root.items[1].items[1].items[0], 4, 4, 10);
	check_place(&root.items[2], 5, 5, 2);
	check_place(&root.items[2].items[0], 6, 6, 5);

	assert_int_equal(parse_as(FRONT_JSON,
				  "{\"\xc3\xa9\": \"x\",\n\"b\":\n[1, {"
				  "\"c\": 2}]}",
				  &arena, &root, &line, &column, &err),
			 0);
	check_place(&root.items[0], 2, 2, 7);
	check_place(&root.items[1], 3, 4, 1);
	check_place(&root.items[1].items[0], 0, 4, 2);
	check_place(&root.items[1].items[1], 0, 4, 5);
	check_place(&root.items[1].items[1].items[0], 4, 4, 11);

	arena_release(&arena);
}

static void reads_nothing_where_nothing_is_to_be_read(void **state)
{
	static const enum front_fence fences[] = { FRONT_NONE, FRONT_FOREIGN,
						   FRONT_UNCLOSED };
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	(void)state;
	for (size_t i = 0; i < COUNT(fences); i++) {
		assert_int_equal(parse_as(fences[i], "a: b", &arena, &root,
					  &line, &column, &err),
				 0);
		assert_int_equal(root.kind, FRONT_MAP);
		assert_int_equal(root.count, 0);
	}
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
		{ "é: \"b\nc: d\ne: f", 2, 4,
		  "front matter is not valid YAML: the quote that begins here "
		  "is never closed" },
		{ "a: 'It's'", 2, 8,
		  "front matter is not valid YAML: did not find expected key "
		  "(text behind a closing quote, or " },
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

static void check_limit(enum front_fence fence, const char *matter,
			const char *message)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;
	struct front_node root;
	unsigned int line, column;

	assert_int_equal(
		parse_as(fence, matter, &arena, &root, &line, &column, &err),
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

		check_limit(FRONT_YAML, p, cases[i].message);
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
	check_limit(FRONT_YAML, bomb,
		    "front matter has more than 10000 values");
	/* Deep by aliases, each level one. */
	n = snprintf(bomb, sizeof(bomb), "x0: &x0 1\n");
	for (int i = 1; i < 40; i++)
		n += snprintf(bomb + n, sizeof(bomb) - (size_t)n,
			      "x%d: &x%d [*x%d]\n", i, i, i - 1);
	check_limit(FRONT_YAML, bomb, "front matter has more than 32 levels");
}

#define LEVELS "front matter has more than 32 levels"
#define VALUES "front matter has more than 10000 values"

static void stops_at_its_limits_in_toml_and_json(void **state)
{
	static const struct {
		enum front_fence fence;
		const char *head, *unit;
		size_t count;
		const char *tail, *message;
	} cases[] = {
		{ FRONT_TOML, "", "# x\n", LIMIT_FRONT_MATTER_BYTES / 4 + 1, "",
		  "front matter is longer than 64 KiB" },
		{ FRONT_TOML, "a = ", "[", 60000, "", LEVELS },
		{ FRONT_TOML, "a = ", "{b=", 20000, "", LEVELS },
		{ FRONT_TOML, "a", ".a", 30000, " = 1", LEVELS },
		{ FRONT_TOML, "[a", ".a", 30000, "]", LEVELS },
		{ FRONT_TOML, "[[a", ".a", 30000, "]]", LEVELS },
		{ FRONT_TOML, "a = [", "1,", 30000, "]", VALUES },
		{ FRONT_TOML, "", "[[a]]\n", 10900, "", VALUES },
		{ FRONT_JSON, "{\"a\": ", "[", 60000, "", LEVELS },
		{ FRONT_JSON, "", "{\"a\":", 10000, "", LEVELS },
		{ FRONT_JSON, "{\"a\": [", "1,", 30000, "1]}", VALUES },
		{ FRONT_JSON, "{", "\"\":1,", 10000, "\"\":1}", VALUES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *p = repeat(cases[i].head, cases[i].unit, cases[i].count);
		char *whole = repeat(p, cases[i].tail, 1);

		check_limit(cases[i].fence, whole, cases[i].message);
		free(whole);
		free(p);
	}
}

static void scans_any_size_within_bounds(void **state)
{
	static const struct {
		enum front_fence fence;
		const char *head, *unit;
		size_t count;
	} cases[] = {
		{ FRONT_YAML, "", "title: a\n", 200000 },
		{ FRONT_YAML, "tags:\n", "- a\n", 500000 },
		{ FRONT_YAML, "tags: [", "a,", 1000000 },
		{ FRONT_YAML, "tags: [", "\n", 1000000 },
		{ FRONT_YAML, "tags: ", "[", 1000000 },
		{ FRONT_YAML, "", "tags: [\n", 200000 },
		{ FRONT_YAML, "title: |\n", " a\n", 500000 },
		{ FRONT_YAML, "title: \"", "\\", 1000000 },
		{ FRONT_TOML, "tags = [", "'", 1000000 },
		{ FRONT_TOML, "", "[taxonomies]\n", 100000 },
		{ FRONT_JSON, "", "{\"title\":", 200000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *p = repeat(cases[i].head, cases[i].unit, cases[i].count);
		struct front_split split = { .fence = cases[i].fence,
					     .matter = str_of(p),
					     .matter_line = 2 };
		struct arena arena = ARENA_INIT(ROOM);
		struct err err = ERR_INIT;
		struct front_node root;
		size_t nodes = 0;

		assert_int_equal(front_scan(&split, &arena, &root, &err), 0);
		for (size_t j = 0; j < root.count; j++) {
			nodes += 1 + root.items[j].count;
			assert_true(root.items[j].value.len <=
				    LIMIT_FIELD_BYTES);
		}
		assert_true(nodes <= LIMIT_FRONT_MATTER_NODES);
		arena_release(&arena);
		free(p);
	}
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
	check_limit(FRONT_YAML, p, "front matter has more than 256 anchors");
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

static void any_want_of_memory_is_an_error(void **state)
{
	static const struct {
		enum front_fence fence;
		const char *matter;
	} cases[] = {
		{ FRONT_YAML, "a: &x {b: [c, d]}\ne: {<<: *x, f: g}" },
		{ FRONT_TOML, "a.b = [1, \"\\n\", {c = 2_0.0}]\n[[d]]\n[d.e]" },
		{ FRONT_JSON, "{\"a\": [1, \"\\n\", {\"b\": null}]}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool is_done = false;
		size_t failures = 0;

		for (size_t budget = 0; !is_done; budget += 16) {
			struct arena arena = ARENA_INIT(budget);
			struct err err = ERR_INIT;
			struct front_node root;
			unsigned int line, column;
			int ret = parse_as(cases[i].fence, cases[i].matter,
					   &arena, &root, &line, &column, &err);

			is_done = ret == 0;
			failures += !is_done;
			assert_int_equal(ret, is_done ? 0 : ERR_LIMIT);
			arena_release(&arena);
			assert_true(budget < ROOM);
		}
		assert_true(failures > 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(builds_the_tree_as_written),
		cmocka_unit_test(knows_where_values_stand),
		cmocka_unit_test(knows_where_values_of_toml_and_json_stand),
		cmocka_unit_test(reads_nothing_where_nothing_is_to_be_read),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(stops_at_its_limits),
		cmocka_unit_test(stops_at_its_limits_in_toml_and_json),
		cmocka_unit_test(scans_any_size_within_bounds),
		cmocka_unit_test(has_a_limit_on_anchors),
		cmocka_unit_test(allows_what_is_just_within_the_limits),
		cmocka_unit_test(finds_keys_last_first_and_in_any_case),
		cmocka_unit_test(any_want_of_memory_is_an_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("front", tests, NULL, NULL);
}
