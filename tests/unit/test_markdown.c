/*
 * Tests of indexer/markdown: what a reader sees, block by block.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/markdown.h"

#include "base/buf.h"
#include "indexer/prepare.h"
#include "base/utf8.h"
#include "text/limits.h"

#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The text with each block as "kind[level]@line text\n". */
static void print_blocks(const struct markdown *m, struct buf *out)
{
	static const char kinds[] = { 'P', 'H', 'C', 'T' };

	buf_add(out, "", 0);
	for (size_t i = 0; i < m->block_count; i++) {
		const struct markdown_block *b = &m->blocks[i];

		buf_add_char(out, kinds[b->kind]);
		if (b->level)
			buf_printf(out, "%u", b->level);
		buf_printf(out, "@%u %.*s\n", b->line, (int)(b->end - b->start),
			   m->text.p + b->start);
	}
}

static int read_markdown(struct str body, struct arena *arena,
			 struct markdown *m, struct err *err)
{
	struct prepared prepared = PREPARED_INIT;
	int ret;

	buf_add_str(&prepared.text, body);
	ret = markdown_read(body, &prepared, 1, arena, m, err);
	prepared_release(&prepared);
	return ret;
}

static void check(const char *body, const char *blocks)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct markdown m;

	assert_int_equal(read_markdown(str_of(body), &arena, &m, &err), 0);
	print_blocks(&m, &out);
	if (!str_eq(buf_view(&out), str_of(blocks)))
		print_message("# %s\n# gave %.*s\n", body,
			      STR_ARG(buf_view(&out)));
	assert_true(str_eq(buf_view(&out), str_of(blocks)));
	buf_release(&out);
	arena_release(&arena);
}

static void turns_markup_into_blocks_of_text(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "a\n", "P@1 a\n" },
		{ "a", "P@1 a\n" },
		{ "a\nb\n\nc\n", "P@1 a b\nP@4 c\n" },
		{ "a  \nb\\\nc\n", "P@1 a b c\n" },
		{ "# A *b* `c` #\n\nText\n===\nTwo\nlines\n---\n",
		  "H1@1 A b c\nH1@3 Text\nH2@5 Two lines\n" },
		{ "#\n##\n", "" },
		{ "*a* **b** ***c*** ~~d~~ _e_ f_g_h\n", "P@1 a b c d e f_g_h"
							 "\n" },
		{ "- a\n- b\n  - c\n\n    d\n", "P@1 a\nP@2 b\nP@3 c\nP@5 d"
						"\n" },
		{ "1. a\n2. [x] b\n", "P@1 a\nP@2 b\n" },
		{ "> a\n> b\n>\n> > c\n", "P@1 a b\nP@4 c\n" },
		{ "a\n\n---\n\nb\n", "P@1 a\nP@5 b\n" },
		{ "|a|*b*|\n|---|---|\n|1|2 `|`|\n|3|\n",
		  "T@1 a\nT@1 b\nT@3 1\nT@3 2 |\nT@4 3\n" },
		{ "```c\nint  a;\n\n\treturn;\n```\n", "C@2 int a; return;\n" },
		{ "~~~\nopen\n", "C@2 open\n" },
		{ "a\n\n    code <b> &amp;\n    more\n\nb\n",
		  "P@1 a\nC@3 code <b> &amp; more\nP@6 b\n" },
		{ "`` a ` b `` `c\nd` `&amp;`\n", "P@1 a ` b c d &amp;\n" },
		{ "\\*a\\* \\[b\\] \\\\\n", "P@1 *a* [b] \\\n" },
		{ "  a\ttab\n", "P@1 a tab\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1]);
}

static void keeps_texts_and_titles_of_links_but_no_addresses(void **state)
{
	static const char *const cases[][2] = {
		{ "[a](http://b.c)d\n", "P@1 ad\n" },
		{ "[a](/b \"T &amp; U\").\n", "P@1 a T & U.\n" },
		{ "[a](/b 'T')d e\n", "P@1 a T d e\n" },
		{ "![alt *em*](x.png)\n", "P@1 alt em\n" },
		{ "x ![](x.png 'T') y\n", "P@1 x T y\n" },
		{ "[![i](j)](k \"l\")\n", "P@1 i l\n" },
		{ "[a][r] [r] [r][] [n]\n\n[r]: /u \"T\"\n",
		  "P@1 a T r T r T [n]\n" },
		{ "<https://e.org/> <a@b.c>\n", "P@1 https://e.org/ a@b.c\n" },
		{ "[a]: /only\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1]);
}

static void decodes_references(void **state)
{
	static const char *const cases[][2] = {
		{ "&amp;&lt;&gt;&quot;&apos;\n", "P@1 &<>\"'\n" },
		{ "&eacute;&Eacute;&szlig;&hellip;&mdash;&euro;\n",
		  "P@1 éÉß…—€\n" },
		{ "a&nbsp;b\n", "P@1 a\xc2\xa0"
				"b\n" },
		{ "&#65;&#x42;&#X43;&#128640;\n", "P@1 ABC🚀\n" },
		{ "&#0;&#xD800;&#x110000;\n", "P@1 \xef\xbf\xbd\xef\xbf\xbd"
					      "\xef\xbf\xbd\n" },
		{ "a&#10;b&#x7f;c\n", "P@1 a b c\n" },
		{ "&unknown; &amp &; &#; &#x;\n", "P@1 &unknown; &amp &; &#; "
						  "&#x;\n" },
		{ "&copyx; &Amp;\n", "P@1 &copyx; &Amp;\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1]);
}

static void drops_html_and_keeps_its_text(void **state)
{
	static const char *const cases[][2] = {
		{ "H<sub>2</sub>O <b class=\"x\">b</b>c<br>d\n",
		  "P@1 H2O bc d\n" },
		{ "a <!-- b --> c <?d?> e\n", "P@1 a c e\n" },
		{ "<div class=\"a>b\" lang='x>y'>\nA &amp; <i>b</i>c<p>d\n"
		  "</div>\n",
		  "P@2 A & bc d\n" },
		{ "<!--\na\n\nb -->\n\nc\n", "P@6 c\n" },
		{ "<!--> a\n", "P@1 a\n" },
		{ "<script>\na < b;\n\n\"<p>\"\n</script>\n\nc\n", "P@7 c\n" },
		{ "<STYLE>\np { }\n</STYLE>c\n", "P@3 c\n" },
		{ "<div\nid=x>a\n</div>\n", "P@2 a\n" },
		{ "<td>a</td><td>b</td>\n", "P@1 a b\n" },
		{ "<div>\n\n*md*\n\n</div>\n", "P@3 md\n" },
		{ "<div>a < b & c &lt; &x; &#65;</div>\n",
		  "P@1 a < b & c < &x; A\n" },
		{ "<div>\n<b>never closed\n\nnext\n", "P@2 never closed\n"
						      "P@4 next\n" },
		{ "<div>\n<a href=\"lost\n\nnext\n", "P@4 next\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(cases[i][0], cases[i][1]);
}

static void gives_headings_the_text_of_their_ids(void **state)
{
	static const char *const cases[][2] = {
		{ "# See [docs](/x \"T\")\n", "See docs" },
		{ "# ![alt](x.png) pic\n", " pic" },
		{ "# Q&amp;A `<T>`  b\n", "Q&A <T>  b" },
		{ "# <b>x</b> y\n", "x y" },
		{ "# tab\there\n", "tab\there" },
		{ "a\nb\n===\n", "a\nb" },
		{ "# a-`--b`\n", "a-\1\1b" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
		struct err err = ERR_INIT;
		struct markdown m;

		assert_int_equal(
			read_markdown(str_of(cases[i][0]), &arena, &m, &err),
			0);
		assert_int_equal(m.heading_count, 1);
		assert_int_equal(m.headings[0].block, 0);
		if (!str_eq(m.headings[0].plain, str_of(cases[i][1])))
			print_message("# '%.*s'\n",
				      STR_ARG(m.headings[0].plain));
		assert_true(str_eq(m.headings[0].plain, str_of(cases[i][1])));
		arena_release(&arena);
	}
}

static void lists_headings_without_text_too(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(STR("# &#32;\n## ![](x)\n> ### b #\n"),
				       &arena, &m, &err),
			 0);
	assert_int_equal(m.heading_count, 3);
	assert_int_equal(m.headings[0].block, MARKDOWN_NO_BLOCK);
	assert_int_equal(m.headings[1].block, MARKDOWN_NO_BLOCK);
	assert_int_equal(m.headings[1].level, 2);
	assert_int_equal(m.headings[2].block, 0);
	assert_true(str_eq(m.headings[2].raw, STR("b")));
	assert_int_equal(m.headings[2].line, 3);
	assert_int_equal(m.headings[2].source_start, 18);
	arena_release(&arena);
}

/* ---- Large and hostile input -------------------------------------------- */

/* head, unit again and again until there are `size` bytes, tail. */
static struct str repeat(const char *head, const char *unit, const char *tail,
			 size_t size)
{
	size_t h = strlen(head), u = strlen(unit), t = strlen(tail);
	size_t count = (size - h - t) / u, len = h + count * u + t;
	char *p = malloc(len);

	assert_non_null(p);
	memcpy(p, head, h);
	for (size_t i = 0; i < count; i++)
		memcpy(p + h + i * u, unit, u);
	memcpy(p + len - t, tail, t);
	return str_make(p, len);
}

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* Without the guard each of these took more than 10 s of this size; with it,
 * less than 0.1 s. The bound leaves room for slow machines and sanitizers. */
static void is_not_slowed_down_by_hostile_input(void **state)
{
	static const struct {
		const char *head, *unit, *tail;
	} cases[] = {
		{ "", "[a](\n", "" },	   { "", "]([\n", "" },
		{ "> ", "[a](\n", "" },	   { "- ", "]([\n", "" },
		{ "[x]: y\n\n", "[", "" }, { "", "- ", "a\n" },
		{ "", "1. ", "a\n" },
	};
	const size_t half = (size_t)1 << 19;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
		struct err err = ERR_INIT;
		struct str first = repeat(cases[i].head, cases[i].unit,
					  cases[i].tail, half);
		struct str last = repeat("",
					 i == 4	 ? "]"
					 : i > 4 ? "\n"
						 : cases[i].unit,
					 "\n", half);
		struct buf body = BUF_INIT;
		struct markdown m;
		double start;

		buf_add_str(&body, first);
		buf_add_str(&body, last);
		assert_int_equal(buf_check(&body, &err), 0);
		start = cpu_seconds();
		assert_int_equal(
			read_markdown(buf_view(&body), &arena, &m, &err), 0);
		assert_true(cpu_seconds() - start < 3);
		assert_true(m.is_defused);
		buf_release(&body);
		free((void *)first.p);
		free((void *)last.p);
		arena_release(&arena);
	}
}

static void refuses_output_out_of_proportion(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct str address = repeat("[a]: /", "u", "\n\n", 50000);
	struct str links = repeat("", "[a] ", "\n", 50000);
	struct buf body = BUF_INIT;
	struct markdown m;

	(void)state;
	buf_add_str(&body, address);
	buf_add_str(&body, links);
	assert_int_equal(read_markdown(buf_view(&body), &arena, &m, &err),
			 ERR_LIMIT);
	err_clear(&err);
	buf_clear(&body);
	free((void *)links.p);
	/* Rows that have one cell where the head has a thousand. */
	for (int i = 0; i < 1000; i++)
		buf_add(&body, "|a", 2);
	buf_add_char(&body, '\n');
	for (int i = 0; i < 1000; i++)
		buf_add(&body, "|---", 4);
	links = repeat("\n", "|b\n", "", 20000);
	buf_add_str(&body, links);
	assert_int_equal(read_markdown(buf_view(&body), &arena, &m, &err),
			 ERR_LIMIT);
	buf_release(&body);
	free((void *)address.p);
	free((void *)links.p);
	arena_release(&arena);
}

static void cuts_text_at_its_limit_between_characters(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct str body = repeat("a", "é", "\n", LIMIT_TEXT_BYTES + 1000);
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(body, &arena, &m, &err), 0);
	assert_true(m.is_cut);
	assert_true(m.text.len <= LIMIT_TEXT_BYTES);
	assert_true(m.text.len > LIMIT_TEXT_BYTES - 4);
	assert_int_equal(utf8_invalid(m.text), m.text.len);
	assert_int_equal(m.blocks[0].end, m.text.len - 1);
	free((void *)body.p);
	arena_release(&arena);
}

static void cuts_after_too_many_blocks(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct str body = repeat("", "a\n\n", "", 3 * (LIMIT_BLOCKS + 1000));
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(body, &arena, &m, &err), 0);
	assert_true(m.is_cut);
	assert_int_equal(m.block_count, LIMIT_BLOCKS);
	free((void *)body.p);
	arena_release(&arena);
}

static void reads_large_input_like_small(void **state)
{
	/* Pieces are cut between these, never within. */
	static const char unit[] = "## Head\n\nText of [a](/b).\n\n- x\n\n- y\n"
				   "\n```\ncode\n\nmore [z](\n```\n\n";
	static const char *const texts[] = { "Head", "Text of a.", "x", "y",
					     "code more [z](" };
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct str body = repeat("", unit, "", (size_t)1 << 20);
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(body, &arena, &m, &err), 0);
	assert_false(m.is_defused);
	assert_false(m.is_cut);
	assert_int_equal(m.block_count, body.len / (sizeof(unit) - 1) * 5);
	for (size_t i = 0; i < m.block_count; i++) {
		static const unsigned int lines[] = { 1, 3, 5, 7, 10 };
		const struct markdown_block *b = &m.blocks[i];

		assert_true(
			str_eq(str_make(m.text.p + b->start, b->end - b->start),
			       str_of(texts[i % 5])));
		assert_int_equal(b->line, i / 5 * 14 + lines[i % 5]);
	}
	free((void *)body.p);
	arena_release(&arena);
}

/* Marks far to the right are within no list: a drawing in code. */
static void keeps_drawings_whole(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct buf body = BUF_INIT;
	struct markdown m;

	(void)state;
	for (size_t i = 0; i < 400; i++)
		buf_printf(&body, "```\n%80s\n- %80s\n```\n", "*", "1. -");
	assert_int_equal(buf_check(&body, &err), 0);
	assert_int_equal(read_markdown(buf_view(&body), &arena, &m, &err), 0);
	assert_false(m.is_defused);
	assert_int_equal(m.block_count, 400);
	assert_true(str_ends(m.text, STR("1. -\n")));
	buf_release(&body);
	arena_release(&arena);
}

static void keeps_ordinary_lists_of_links_whole(void **state)
{
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct err err = ERR_INIT;
	struct str body = repeat("", "- [a link](/to/somewhere) and words\n",
				 "", (size_t)500000);
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(body, &arena, &m, &err), 0);
	assert_false(m.is_defused);
	assert_true(str_eq(str_head(m.text, 17), STR("a link and words\n")));
	free((void *)body.p);
	arena_release(&arena);
}

static void fails_when_the_arena_is_full(void **state)
{
	struct arena arena = ARENA_INIT(64);
	struct err err = ERR_INIT;
	struct str body = repeat("", "word ", "\n", 1000);
	struct markdown m;

	(void)state;
	assert_int_equal(read_markdown(body, &arena, &m, &err), ERR_LIMIT);
	free((void *)body.p);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(turns_markup_into_blocks_of_text),
		cmocka_unit_test(
			keeps_texts_and_titles_of_links_but_no_addresses),
		cmocka_unit_test(decodes_references),
		cmocka_unit_test(drops_html_and_keeps_its_text),
		cmocka_unit_test(gives_headings_the_text_of_their_ids),
		cmocka_unit_test(lists_headings_without_text_too),
		cmocka_unit_test(is_not_slowed_down_by_hostile_input),
		cmocka_unit_test(refuses_output_out_of_proportion),
		cmocka_unit_test(cuts_text_at_its_limit_between_characters),
		cmocka_unit_test(cuts_after_too_many_blocks),
		cmocka_unit_test(reads_large_input_like_small),
		cmocka_unit_test(keeps_drawings_whole),
		cmocka_unit_test(keeps_ordinary_lists_of_links_whole),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
