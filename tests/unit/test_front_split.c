/*
 * Tests of indexer/front_split: where front matter begins and ends.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct split_case {
	const char *file;
	enum front_fence fence;
	const char *matter;
	unsigned int matter_line;
	const char *body;
	unsigned int body_line;
};

static void check_splits(const struct split_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct split_case *c = &cases[i];
		struct front_split s = front_split(str_of(c->file));
		bool has_matter =
			c->fence != FRONT_NONE && c->fence != FRONT_UNCLOSED;

		if (s.fence != c->fence || !str_eq(s.body, str_of(c->body)) ||
		    (has_matter && s.matter_line != c->matter_line))
			print_message("# %s\n", c->file);
		assert_int_equal(s.fence, c->fence);
		assert_true(str_eq(s.matter, str_of(c->matter)));
		assert_true(str_eq(s.body, str_of(c->body)));
		assert_int_equal(s.body_line, c->body_line);
		if (has_matter)
			assert_int_equal(s.matter_line, c->matter_line);
	}
}

/* A case where all is body. */
#define BODY(file, fence)                                                      \
	{                                                                      \
		file, fence, "", 0, file, 1                                    \
	}

static void splits_a_file_at_its_fences(void **state)
{
	static const struct split_case cases[] = {
		BODY("", FRONT_NONE),
		BODY("text\n", FRONT_NONE),
		{ "---\na: b\n---\nx\n", FRONT_YAML, "a: b\n", 2, "x\n", 4 },
		{ "---\n---\n", FRONT_YAML, "", 2, "", 3 },
		{ "---\n---", FRONT_YAML, "", 2, "", 3 },
		{ "--- \t\na: b\n--- \nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---\na: b\n...\nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---\r\na: b\r\n---\r\nx", FRONT_YAML, "a: b\r\n", 2, "x",
		  4 },
		{ "---\ra: b\r---\rx", FRONT_YAML, "a: b\r", 2, "x", 4 },
		{ "\xef\xbb\xbf---\na: b\n---\nx", FRONT_YAML, "a: b\n", 2, "x",
		  4 },
		{ "\xef\xbb\xbftext", FRONT_NONE, "", 0, "text", 1 },
		{ "\n \t\n---\na: b\n---\nx", FRONT_YAML, "a: b\n", 4, "x", 6 },
		{ "\r\n\r\n---\r\na: b\r\n---\r\nx", FRONT_YAML, "a: b\r\n", 4,
		  "x", 6 },
		{ "---\na: |\n  ---\n---\nx", FRONT_YAML, "a: |\n  ---\n", 2,
		  "x", 5 },
		{ "---\na: --- b\nc: d ---\n----\n---\nx", FRONT_YAML,
		  "a: --- b\nc: d ---\n----\n", 2, "x", 6 },
		BODY("---\na: b\n", FRONT_UNCLOSED),
		BODY("---\na: b\n+++\n\nx", FRONT_UNCLOSED),
		BODY("---", FRONT_UNCLOSED),
		BODY("----\na: b\n----\n", FRONT_NONE),
		BODY("--- # c\na: b\n---\n", FRONT_NONE),
		BODY("--- some words\na: b\n---\n", FRONT_NONE),
		BODY(" ---\na: b\n---\n", FRONT_NONE),
		BODY("x\n---\na: b\n---\n", FRONT_NONE),
		BODY("...\na: b\n...\n", FRONT_NONE),
	};

	(void)state;
	check_splits(cases, COUNT(cases));
}

static void knows_a_fence_by_its_word(void **state)
{
	static const struct split_case cases[] = {
		{ "+++\na = 1\n+++\nx", FRONT_TOML, "a = 1\n", 2, "x", 4 },
		{ "\n+++ \na = 1\n+++\t\nx", FRONT_TOML, "a = 1\n", 3, "x", 5 },
		{ "+++\na = 1\n---\n...\n+++\nx", FRONT_TOML,
		  "a = 1\n---\n...\n", 2, "x", 6 },
		{ "---yaml\na: b\n---\nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "--- yml \na: b\n...\nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---YAML\na: b\n---\nx", FRONT_YAML, "a: b\n", 2, "x", 4 },
		{ "---toml\na = 1\n...\n---\nx", FRONT_TOML, "a = 1\n...\n", 2,
		  "x", 5 },
		{ "--- json\r\n{}\r\n---\r\nx", FRONT_JSON, "{}\r\n", 2, "x",
		  4 },
		{ "---js\n{ a: b() }\n---\nx", FRONT_FOREIGN, "{ a: b() }\n", 2,
		  "x", 4 },
		{ "---coffee\na: b\n\nSome prose.\n---\nx", FRONT_FOREIGN,
		  "a: b\n\nSome prose.\n", 2, "x", 6 },
		BODY("---js\na\n", FRONT_UNCLOSED),
		BODY("---yaml\na\n", FRONT_UNCLOSED),
		BODY("+++\na = 1\n", FRONT_UNCLOSED),
		BODY("+++toml\na = 1\n+++\n", FRONT_NONE),
		BODY("++++\na = 1\n++++\n", FRONT_NONE),
		BODY("---a(b)\na: b\n---\n", FRONT_NONE),
		BODY("---abcdefghijklmnopq\na: b\n---\n", FRONT_NONE),
	};

	(void)state;
	check_splits(cases, COUNT(cases));
}

static void takes_a_json_object_at_the_start(void **state)
{
	static const struct split_case cases[] = {
		{ "{}", FRONT_JSON, "{}", 1, "", 2 },
		{ "{\n\"a\": 1\n}\nx\n", FRONT_JSON, "{\n\"a\": 1\n}", 1, "x\n",
		  4 },
		{ "\xef\xbb\xbf\n{\"a\": {\"b\": \"}\\\"}\"}}  \r\n\r\nx",
		  FRONT_JSON, "{\"a\": {\"b\": \"}\\\"}\"}}", 2, "\r\nx", 3 },
		{ "{\"a\": 1} x\ny", FRONT_JSON, "{\"a\": 1}", 1, " x\ny", 1 },
		/* It is parsed cleaned, where this is U+FFFD. */
		{ "{\"a\": \"\xff\"}\nx", FRONT_JSON, "{\"a\": \"\xff\"}", 1,
		  "x", 2 },
		/* Too large a number is for the parser to refuse. */
		{ "{\"a\": 1e999}\nx", FRONT_JSON, "{\"a\": 1e999}", 1, "x",
		  2 },
		BODY("{\"a\": 1,}\nx", FRONT_NONE),
		BODY("{\"a\": 1\nx", FRONT_NONE),
		BODY("{a: 1}\nx", FRONT_NONE),
		BODY("{{< figure >}}\nx", FRONT_NONE),
		BODY("{% include x %}\nx", FRONT_NONE),
		BODY("{: .class}\nx", FRONT_NONE),
		BODY("{", FRONT_NONE),
		BODY("{\"", FRONT_NONE),
		BODY("{\"\\", FRONT_NONE),
		BODY(" {}\nx", FRONT_NONE),
		BODY("[1]\nx", FRONT_NONE),
	};

	(void)state;
	check_splits(cases, COUNT(cases));
}

static void tells_a_thematic_break_from_a_fence(void **state)
{
	static const struct split_case cases[] = {
		/* Prose between two breaks, or after one. */
		BODY("---\n\nSome prose.\n\n---\n\nMore.\n", FRONT_NONE),
		BODY("---\nSome prose\nof two lines.\n---\nx", FRONT_NONE),
		BODY("---\n# Heading\n\nProse, then: more.\n\n---\nx",
		     FRONT_NONE),
		BODY("---\n\n## Heading\n\nNote: this.\n\nProse.\n\n---\nx",
		     FRONT_NONE),
		BODY("---\n\n![image](a.png)\n\n---\nx", FRONT_NONE),
		BODY("---\nhttps://example.org/\n---\nx", FRONT_NONE),
		BODY("---\n<p class=\"a\">b</p>\n---\nx", FRONT_NONE),
		BODY("---\n> he said: no\n---\nx", FRONT_NONE),
		BODY("---\nProse.\n\nMore.\n", FRONT_NONE),
		BODY("---\n\nSome prose: it goes on.\n\n---\nx", FRONT_NONE),
		BODY("---\n{% include a %}\n---\nx", FRONT_NONE),
		BODY("---\n**Note**: this.\n---\nx", FRONT_NONE),
		BODY("---\n[a]: b\n---\nx", FRONT_NONE),
		BODY("---\n12:30 he left\n---\nx", FRONT_NONE),
		BODY("---\nDear diary,\ntoday: I left.\n---\nx", FRONT_NONE),
		BODY("---\n- a\n- b\n\nProse.\n\n---\nx", FRONT_NONE),
		BODY("---\nUpdate: a\n\nSome prose.\n\n---\nx", FRONT_NONE),
		BODY("---\nProse.\n\nDate: a\n\n---\nx", FRONT_NONE),
		/* Keys, however they are written. */
		{ "---\n\n# comment\n\ntitle: a\n\n\ntags:\n- a\n- b\n---\nx",
		  FRONT_YAML, "\n# comment\n\ntitle: a\n\n\ntags:\n- a\n- b\n",
		  2, "x", 12 },
		{ "---\nfeatured image: a\n\"b\" : c\n'd': e\n---\nx",
		  FRONT_YAML, "featured image: a\n\"b\" : c\n'd': e\n", 2, "x",
		  6 },
		{ "---\ntags: [\na,\nb\n]\n---\nx", FRONT_YAML,
		  "tags: [\na,\nb\n]\n", 2, "x", 7 },
		{ "---\na: \"b\n\nSome prose.\n\nMore.\"\nc: d\n---\nx",
		  FRONT_YAML, "a: \"b\n\nSome prose.\n\nMore.\"\nc: d\n", 2,
		  "x", 9 },
		{ "---\n{a: b,\nc: d}\n---\nx", FRONT_YAML, "{a: b,\nc: d}\n",
		  2, "x", 5 },
		{ "---\n? a\n: b\n---\nx", FRONT_YAML, "? a\n: b\n", 2, "x",
		  5 },
		{ "---\n<<: {a: b}\n---\nx", FRONT_YAML, "<<: {a: b}\n", 2, "x",
		  4 },
		{ "---\n\xd0\xba: b\n---\nx", FRONT_YAML, "\xd0\xba: b\n", 2,
		  "x", 4 },
		{ "---\n$schema: a\n---\nx", FRONT_YAML, "$schema: a\n", 2, "x",
		  4 },
		{ "---\nb (c): a\nd/e: f\n---\nx", FRONT_YAML,
		  "b (c): a\nd/e: f\n", 2, "x", 5 },
		{ "---\nhttp://a.b: c\n---\nx", FRONT_YAML, "http://a.b: c\n",
		  2, "x", 4 },
		{ "---\n&a b: c\n---\nx", FRONT_YAML, "&a b: c\n", 2, "x", 4 },
		{ "---\nA key of many words: c\n---\nx", FRONT_YAML,
		  "A key of many words: c\n", 2, "x", 4 },
		{ "---\na: b\n\nkey of words: c\n---\nx", FRONT_YAML,
		  "a: b\n\nkey of words: c\n", 2, "x", 6 },
		/* Damaged, but meant as keys. */
		{ "---\ntitle: a\n\nProse.\n---\nx", FRONT_YAML,
		  "title: a\n\nProse.\n", 2, "x", 6 },
		{ "---\ntitle a\nauthor b\ndate: c\n---\nx", FRONT_YAML,
		  "title a\nauthor b\ndate: c\n", 2, "x", 6 },
		{ "---\ntitle a\ndate: b\n---\nx", FRONT_YAML,
		  "title a\ndate: b\n", 2, "x", 5 },
		{ "---\ntitle = a\ndate = b\n---\nx", FRONT_YAML,
		  "title = a\ndate = b\n", 2, "x", 5 },
		{ "---\nbad yaml: [\n---\nx", FRONT_YAML, "bad yaml: [\n", 2,
		  "x", 4 },
		{ "---\na: b\n\n<p>Some prose.</p>\n\nc: d\n---\nx", FRONT_YAML,
		  "a: b\n\n<p>Some prose.</p>\n\nc: d\n", 2, "x", 8 },
		{ "---\n<<<<<<< a\nb: c\n=======\nb: d\n>>>>>>> e\n---\nx",
		  FRONT_YAML, "<<<<<<< a\nb: c\n=======\nb: d\n>>>>>>> e\n", 2,
		  "x", 8 },
		{ "---\ntitle:a\n---\nx", FRONT_YAML, "title:a\n", 2, "x", 4 },
		{ "---\na: b\nlong lines\nof words\nand more\n---\nx",
		  FRONT_YAML, "a: b\nlong lines\nof words\nand more\n", 2, "x",
		  7 },
		{ "---\n- a\n---\nx", FRONT_YAML, "- a\n", 2, "x", 4 },
		{ "---\n# a: b\n---\nx", FRONT_YAML, "# a: b\n", 2, "x", 4 },
	};

	(void)state;
	check_splits(cases, COUNT(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_a_file_at_its_fences),
		cmocka_unit_test(knows_a_fence_by_its_word),
		cmocka_unit_test(takes_a_json_object_at_the_start),
		cmocka_unit_test(tells_a_thematic_break_from_a_fence),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("front_split", tests, NULL, NULL);
}
