/*
 * Tests of query/typeset: cleaning, measuring, wrapping, marking.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/typeset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_holds(struct buf *b, const char *expected)
{
	assert_int_equal(b->failed, ERR_OK);
	assert_string_equal(b->p ? b->p : "", expected);
	assert_int_equal(b->len, strlen(expected));
	buf_release(b);
}

static void cleaning_leaves_nothing_that_drives_a_terminal(void **state)
{
	static const struct {
		struct str in;
		const char *out;
	} rows[] = {
		{ STR_INIT(""), "" },
		{ STR_INIT("plain"), "plain" },
		{ STR_INIT("  two   words \n"), "two words" },
		{ STR_INIT("a\tb\r\nc\v\fd"), "a b c d" },
		{ STR_INIT("\x1b[31mred\x1b[0m"), "[31mred[0m" },
		{ STR_INIT("bell\a\b\x7f"), "bell" },
		{ STR_INIT("a\0b"), "ab" },
		/* C1: CSI, NEL, ST */
		{ STR_INIT("a\xc2\x9b"
			   "2Jb\xc2\x85"
			   "c\xc2\x9c"),
		  "a2Jbc" },
		/* Overrides, embeddings and isolates */
		{ STR_INIT("a\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad"
			   "\xe2\x80\xae"
			   "b\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9"
			   "c"),
		  "abc" },
		/* Separators of lines and paragraphs are blanks. */
		{ STR_INIT("a\xe2\x80\xa8\xe2\x80\xa9"
			   "b"),
		  "a b" },
		/* The soft hyphen and the byte order mark */
		{ STR_INIT("\xef\xbb\xbfso\xc2\xad"
			   "ft"),
		  "soft" },
		/* Not UTF-8: a raw C1 byte, an overlong slash */
		{ STR_INIT("a\x9b"
			   "b"),
		  "a\xef\xbf\xbd"
		  "b" },
		{ STR_INIT("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd" },
		/* A joiner is a part of the word. */
		{ STR_INIT("\xd8\xb1\xe2\x80\x8c\xd8\xb1"),
		  "\xd8\xb1\xe2\x80\x8c\xd8\xb1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = BUF_INIT;

		typeset_clean(rows[i].in, &b);
		assert_holds(&b, rows[i].out);
	}
}

static void plain_text_keeps_its_blanks(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	typeset_plain(STR("  a\t \x1b[1m^\n"), &b);
	assert_holds(&b, "  a  [1m^ ");
}

static void widths_are_those_of_a_terminal(void **state)
{
	static const struct {
		struct str text;
		size_t width;
	} rows[] = {
		{ STR_INIT(""), 0 },
		{ STR_INIT("word"), 4 },
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 4 }, /* ideographs */
		{ STR_INIT("\xea\xb0\x80"), 2 },	     /* Hangul */
		{ STR_INIT("e\xcc\x81"), 1 },		     /* combining */
		{ STR_INIT("\xf0\x9f\x9a\x80"), 2 },	     /* a rocket */
		{ STR_INIT("\xd9\x85\xd9\x8e"), 1 },	     /* fatha */
		{ STR_INIT("\xe2\x80\x8d"), 0 },	     /* a joiner */
		{ STR_INIT(TYPESET_ELLIPSIS), 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(typeset_width(rows[i].text), rows[i].width);
}

static void cutting_never_parts_a_character(void **state)
{
	static const struct {
		struct str text;
		size_t columns;
		const char *out;
	} rows[] = {
		{ STR_INIT("abc"), 3, "abc" },
		{ STR_INIT("abcd"), 3, "ab" TYPESET_ELLIPSIS },
		{ STR_INIT("abcd"), 1, TYPESET_ELLIPSIS },
		{ STR_INIT("abcd"), 0, "" },
		{ STR_INIT("ab cd"), 4, "ab" TYPESET_ELLIPSIS },
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 3,
		  "\xe4\xb8\xad" TYPESET_ELLIPSIS },
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 2, TYPESET_ELLIPSIS },
		{ STR_INIT("ae\xcc\x81zz"), 3, "ae\xcc\x81" TYPESET_ELLIPSIS },
		/* A family of three, two flags */
		{ STR_INIT("x👨‍👩‍👧"), 6, "x" TYPESET_ELLIPSIS },
		{ STR_INIT("x🇩🇪🇫🇷"), 4, "x🇩🇪" TYPESET_ELLIPSIS },
		{ STR_INIT("x🇩🇪🇫🇷"), 3, "x" TYPESET_ELLIPSIS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = BUF_INIT;

		typeset_cut(rows[i].text, rows[i].columns, &b);
		assert_holds(&b, rows[i].out);
	}
}

static void paragraph(struct str text, size_t width, size_t indent,
		      size_t max_lines, struct buf *out)
{
	struct typeset_style style = { .width = width,
				       .indent = indent,
				       .max_lines = max_lines };

	typeset_paragraph(text, NULL, 0, &style, out);
}

static void lines_end_where_they_may(void **state)
{
	static const struct {
		struct str text;
		size_t width, indent;
		const char *out;
	} rows[] = {
		{ STR_INIT(""), 20, 0, "" },
		{ STR_INIT(" \x1b "), 20, 0, "" },
		{ STR_INIT("one two"), 7, 0, "one two\n" },
		{ STR_INIT("one two"), 6, 0, "one\ntwo\n" },
		{ STR_INIT("one two"), 3, 0, "one\ntwo\n" },
		{ STR_INIT("one  two three"), 9, 1, " one two\n three\n" },
		/* A long word is broken where the line is full. */
		{ STR_INIT("a wordwithoutend b"), 6, 0,
		  "a\nwordwi\nthoute\nnd b\n" },
		/* Between ideographs, but not before a full stop. */
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"), 4, 0,
		  "\xe4\xb8\xad\xe6\x96\x87\n\xe5\xad\x97\n" },
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe3\x80\x82"),
		  6, 0,
		  "\xe4\xb8\xad\xe6\x96\x87\n\xe5\xad\x97\xe3\x80\x82\n" },
		/* A combining character stays with its letter. */
		{ STR_INIT("xxe\xcc\x81yy"), 3, 0, "xxe\xcc\x81\nyy\n" },
		/* What people see as one character is not parted. */
		{ STR_INIT("(👨‍👩‍👧"), 6, 0,
		  "(\n👨‍👩‍👧\n" },
		/* A wide character that no line has room for */
		{ STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 1, 0,
		  "\xe4\xb8\xad\n\xe6\x96\x87\n" },
		{ STR_INIT("word"), 2, 4, "    w\n    o\n    r\n    d\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = BUF_INIT;

		paragraph(rows[i].text, rows[i].width, rows[i].indent, 0, &b);
		assert_holds(&b, rows[i].out);
	}
}

static void no_line_is_wider_than_asked(void **state)
{
	static const struct str pieces[] = {
		STR_INIT("a "),
		STR_INIT("longer words-and hyphens "),
		STR_INIT("\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82"),
		STR_INIT("https://example.org/a/b?c=d&e=f "),
		STR_INIT("e\xcc\x81\xcc\x82\xcc\x83"),
		STR_INIT("\xd8\xa7\xd9\x84\xd8\xad\xd9\x85 "),
		STR_INIT("\xf0\x9f\x9a\x80\xe2\x80\x8d\xf0\x9f\x9a\x80"),
		STR_INIT("\x1b[2J\xff\xc2\x9b"),
	};
	uint32_t random = 1;

	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		struct buf text = BUF_INIT, b = BUF_INIT;
		size_t width = 2 + round % 90, max = round % 5, lines = 0;
		struct str rest;

		for (size_t k = 0; k < round % 40; k++) {
			random = random * 1103515245u + 12345u;
			buf_add_str(&text,
				    pieces[(random >> 16) % COUNT(pieces)]);
		}
		paragraph(buf_view(&text), width, 0, max, &b);
		rest = buf_view(&b);
		while (rest.len) {
			size_t end = str_find(rest, '\n');

			assert_true(end < rest.len);
			assert_true(typeset_width(str_head(rest, end)) <=
				    width);
			rest = str_skip(rest, end + 1);
			lines++;
		}
		assert_true(max == 0 || lines <= max);
		assert_int_equal(b.failed, ERR_OK);
		buf_release(&b);
		buf_release(&text);
	}
}

static void a_long_text_shows_the_lines_with_the_marks(void **state)
{
	static const struct mark late[] = { { 16, 20 } };
	const struct typeset_style style = { .width = 8, .max_lines = 2 };
	struct buf b = BUF_INIT;

	(void)state;
	/* At width 6, with room for the ellipses: aaaa, bbbb, ... */
	typeset_paragraph(STR("aaaa bbbb cccc dddd eeee ffff"), NULL, 0, &style,
			  &b);
	assert_holds(&b, "aaaa\nbbbb" TYPESET_ELLIPSIS "\n");
	typeset_paragraph(STR("aaaa bbbb cccc  dddd eeee ffff"), late, 1,
			  &style, &b);
	assert_holds(&b, TYPESET_ELLIPSIS "cccc\ndddd" TYPESET_ELLIPSIS "\n");
	/* An ellipsis that is there already is not doubled. */
	typeset_paragraph(STR("aaaa bbb" TYPESET_ELLIPSIS " cccc"), NULL, 0,
			  &style, &b);
	assert_holds(&b, "aaaa\nbbb" TYPESET_ELLIPSIS "\n");
}

static void marks_are_code_points_of_what_was_given(void **state)
{
	static const struct mark marks[] = { { 3, 6 }, { 7, 9 }, { 20, 30 } };
	const struct typeset_style style = { .width = 20,
					     .text = "1",
					     .marked = "1;31" };
	const struct typeset_style bare = { .width = 20, .marked = "1" };
	struct buf b = BUF_INIT;

	(void)state;
	/* What is taken out before, and in, a mark moves none. */
	typeset_paragraph(STR("\x1b\xc3\xa9 \xe4\xb8\xad\x1b"
			      "b cd"),
			  marks, 2, &style, &b);
	assert_holds(&b, "\x1b[1m\xc3\xa9 \x1b[0m"
			 "\x1b[1;31m\xe4\xb8\xad"
			 "b\x1b[0m"
			 "\x1b[1m \x1b[0m"
			 "\x1b[1;31mcd\x1b[0m\n");
	/* A mark over a line's end is closed and opened again. */
	typeset_paragraph(STR("aaaaaaaaaaaaaa bbbbbbbbb ccccccccccc"),
			  marks + 2, 1, &bare, &b);
	assert_holds(&b, "aaaaaaaaaaaaaa\nbbbbb\x1b[1mbbbb\x1b[0m\n"
			 "\x1b[1mccccc\x1b[0mcccccc\n");
}

static void a_blank_is_marked_only_within_a_mark(void **state)
{
	static const struct mark two[] = { { 0, 1 }, { 2, 3 } };
	static const struct mark one[] = { { 0, 3 } };
	const struct typeset_style style = { .width = 20, .marked = "1" };
	struct buf b = BUF_INIT;

	(void)state;
	typeset_paragraph(STR("a b"), two, 2, &style, &b);
	assert_holds(&b, "\x1b[1ma\x1b[0m \x1b[1mb\x1b[0m\n");
	typeset_paragraph(STR("a b"), one, 1, &style, &b);
	assert_holds(&b, "\x1b[1ma b\x1b[0m\n");
}

static void odd_marks_do_no_harm(void **state)
{
	static const struct mark marks[] = {
		{ 1, 1 }, { 2, 1 }, { 0, 2 }, { 1, 3 }, { 90, UINT32_MAX },
	};
	const struct typeset_style style = { .width = 20, .marked = "1" };
	struct buf b = BUF_INIT;

	(void)state;
	typeset_paragraph(STR("abcd"), marks, COUNT(marks), &style, &b);
	assert_holds(&b, "a\x1b[1mbc\x1b[0md\n");
}

static void a_link_covers_each_line_but_not_the_indent(void **state)
{
	struct typeset_style style = { .width = 6, .indent = 2 };
	struct buf b = BUF_INIT;

	(void)state;
	style.link = STR("file:///a");
	typeset_paragraph(STR("one two"), NULL, 0, &style, &b);
	assert_holds(&b, "  \x1b]8;;file:///a\x1b\\one\x1b]8;;\x1b\\\n"
			 "  \x1b]8;;file:///a\x1b\\two\x1b]8;;\x1b\\\n");
}

static void a_full_buf_is_remembered(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	b.max = 5;
	paragraph(STR("one two three"), 20, 0, 0, &b);
	assert_int_equal(b.failed, ERR_LIMIT);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			cleaning_leaves_nothing_that_drives_a_terminal),
		cmocka_unit_test(plain_text_keeps_its_blanks),
		cmocka_unit_test(widths_are_those_of_a_terminal),
		cmocka_unit_test(cutting_never_parts_a_character),
		cmocka_unit_test(lines_end_where_they_may),
		cmocka_unit_test(no_line_is_wider_than_asked),
		cmocka_unit_test(a_long_text_shows_the_lines_with_the_marks),
		cmocka_unit_test(marks_are_code_points_of_what_was_given),
		cmocka_unit_test(a_blank_is_marked_only_within_a_mark),
		cmocka_unit_test(odd_marks_do_no_harm),
		cmocka_unit_test(a_link_covers_each_line_but_not_the_indent),
		cmocka_unit_test(a_full_buf_is_remembered),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
