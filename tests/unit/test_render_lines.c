/*
 * Tests of query/render's lines for programs, and of query/format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/format.h"
#include "query/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct str authors[] = { STR_INIT("Ann Example"),
				      STR_INIT("Bob") };
static const struct str tags[] = { STR_INIT("gas"), STR_INIT("open sea") };
static const struct str sources[] = { STR_INIT("/site/content"),
				      STR_INIT("/site/") };
static const struct mark marks[] = { { 4, 7 } };
static const struct record_section section = { .title = STR_INIT("Who pays"),
					       .anchor = STR_INIT("who-pays") };

static struct search_hit make_hit(void)
{
	struct search_hit hit = {
		.record = {
			.id = STR("2018/orlo  sea.md"),
			.url = STR("/2018/orlo sea/"),
			.title = STR("The sea\nand its \x1b[31mgas"),
			.date = STR("2018-03-12T07:45:10Z"),
			.authors = authors,
			.author_count = COUNT(authors),
			.tags = tags,
			.tag_count = COUNT(tags),
		},
		.score = 14.2,
		.section = &section,
		.line = 12,
		.snippet = {
			.text = STR("The gas comes from the sea, and goes to "
				    "the land."),
			.marks = marks,
			.mark_count = COUNT(marks),
		},
	};

	return hit;
}

static struct render_style make_style(void)
{
	struct render_style style = {
		.sources = sources,
		.source_count = COUNT(sources),
		.here = STR("/site"),
	};

	return style;
}

static void assert_holds(struct buf *b, struct str expected)
{
	assert_int_equal(b->failed, ERR_OK);
	assert_int_equal(b->len, expected.len);
	if (expected.len)
		assert_memory_equal(b->p, expected.p, expected.len);
	buf_release(b);
}

static void assert_grep(const struct search_hit *hit,
			const struct render_style *style, const char *expected)
{
	struct search_page page = { .hits = hit, .hit_count = 1 };
	struct buf b = BUF_INIT;

	render_grep(&page, style, &b);
	assert_holds(&b, str_of(expected));
}

static void grep_shows_place_and_passage(void **state)
{
	struct search_hit hit = make_hit();
	struct render_style style = make_style();

	(void)state;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:12: The gas comes from the "
		    "sea, and goes to the land.\n");
	style.color = true;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:12: The \x1b[1;31mgas\x1b[0m "
		    "comes from the sea, and goes to the land.\n");
	style.color = false;
	style.width = 52;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:12: The gas comes "
		    "from\xe2\x80\xa6\n");
}

static void grep_shows_the_title_where_only_that_matches(void **state)
{
	static const struct mark title_marks[] = { { 4, 7 } };
	struct search_hit hit = make_hit();
	struct render_style style = make_style();

	(void)state;
	hit.line = 0;
	hit.snippet.mark_count = 0;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:1: The gas comes from the sea, "
		    "and goes to the land.\n");
	hit.title_marks = title_marks;
	hit.title_mark_count = 1;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:1: The sea and its [31mgas\n");
	hit.title_mark_count = 0;
	hit.snippet.text.len = 0;
	assert_grep(&hit, &style,
		    "content/2018/orlo  sea.md:1: The sea and its [31mgas\n");
	hit.record.title.len = 0;
	assert_grep(&hit, &style, "content/2018/orlo  sea.md:1: \n");
}

static void paths_open_the_file(void **state)
{
	static const struct {
		struct str id;
		uint32_t source;
		bool is_terminal, end_with_nul;
		struct str out;
	} rows[] = {
		{ STR_INIT("a  b.md"), 0, false, false,
		  STR_INIT("content/a  b.md\n") },
		{ STR_INIT("a  b.md"), 0, true, false,
		  STR_INIT("content/a  b.md\n") },
		{ STR_INIT("a\nb\x1b\xc2\x9b.md"), 0, false, true,
		  STR_INIT("content/a\nb\x1b\xc2\x9b.md\0") },
		{ STR_INIT("a\nb\x1b\xc2\x9b.md"), 0, false, false,
		  STR_INIT("content/a?b??.md\n") },
		{ STR_INIT("a\nb\x1b\xc2\x9b.md"), 0, true, false,
		  STR_INIT("content/a b.md\n") },
		/* A soft hyphen and another encoding. */
		{ STR_INIT("a\xc2\xad\xe9.md"), 0, false, false,
		  STR_INIT("content/a\xc2\xad\xe9.md\n") },
		{ STR_INIT("a\xc2\xad\xe9.md"), 0, true, false,
		  STR_INIT("content/a\xef\xbf\xbd.md\n") },
		{ STR_INIT("a.md"), 1, false, false, STR_INIT("a.md\n") },
		{ STR_INIT("-a.md"), 1, false, false,
		  STR_INIT("/site/-a.md\n") },
		{ STR_INIT("a.md"), 7, false, false, STR_INIT("a.md\n") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct search_hit hit = make_hit();
		struct search_page page = { .hits = &hit, .hit_count = 1 };
		struct render_style style = make_style();
		struct buf b = BUF_INIT;

		hit.record.id = rows[i].id;
		hit.record.source = rows[i].source;
		style.is_terminal = rows[i].is_terminal;
		render_paths(&page, &style, rows[i].end_with_nul, &b);
		assert_holds(&b, rows[i].out);
	}
}

static void a_hit_a_line_is_the_same_json(void **state)
{
	struct search_hit hits[] = { make_hit(), make_hit() };
	struct search_page page = { .hits = hits, .hit_count = 2 };
	struct buf lines = BUF_INIT, whole = BUF_INIT, array = BUF_INIT;
	char *comma, *text;

	(void)state;
	render_jsonl(&page, &lines);
	render_json(&page, &whole);
	assert_int_equal(lines.failed, ERR_OK);
	assert_int_equal(str_find(buf_view(&lines), '\n'), lines.len / 2 - 1);
	/* The array of the page has a comma in place of the newline. */
	buf_add_str(&array, buf_view(&lines));
	comma = memchr(array.p, '\n', array.len);
	*comma = ',';
	array.p[array.len - 1] = '\0';
	text = strstr(whole.p, "\"hits\":[");
	assert_non_null(text);
	text += strlen("\"hits\":[");
	assert_memory_equal(text, array.p, array.len - 1);
	buf_release(&lines);
	buf_release(&whole);
	buf_release(&array);
}

static void a_format_is_filled_in(void **state)
{
	static const struct {
		const char *format, *out;
	} rows[] = {
		{ "", "\n" },
		{ "{title}", "The sea and its [31mgas\n" },
		{ "{date} {day}", "2018-03-12T07:45:10Z 2018-03-12\n" },
		{ "{path}:{line}:{id}",
		  "content/2018/orlo  sea.md:12:2018/orlo  sea.md\n" },
		{ "<{url}#{anchor}> {section}",
		  "</2018/orlo%20sea/#who-pays> Who pays\n" },
		{ "{authors}|{author}|{tags}",
		  "Ann Example, Bob|Ann Example, Bob|gas, open sea\n" },
		{ "{score}\\t{lang}|{updated}|{categories}|{description}",
		  "14.2000\t|||\n" },
		{ "{image}{image_description}{{{lang}}}\\\\\\n", "{}\\\n\n" },
		{ "{snippet}",
		  "The gas comes from the sea, and goes to the land.\n" },
		{ "\x1b[1m{lang}", "\x1b[1m\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct search_hit hit = make_hit();
		struct search_page page = { .hits = &hit, .hit_count = 1 };
		struct render_style style = make_style();
		struct arena arena = ARENA_INIT(1 << 16);
		struct err err = ERR_INIT;
		struct format format;
		unsigned int column;
		struct buf b = BUF_INIT;

		assert_int_equal(format_parse(str_of(rows[i].format), &arena,
					      &format, &column, &err),
				 0);
		render_format(&page, &format, &style, &b);
		assert_holds(&b, str_of(rows[i].out));
		arena_release(&arena);
	}
}

static void a_wrong_format_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *format;
		unsigned int column;
		const char *says;
	} rows[] = {
		{ "{titel}", 2, "unknown field 'titel' at column 2" },
		{ "{titel}", 2, "did you mean 'title'?" },
		{ "\xc3\xa9 {tag}", 4, "did you mean 'tags'?" },
		{ "{title} {qqqqqqqq}", 10, "there are id, path, line, " },
		{ "{}", 2, "unknown field ''" },
		{ "{ title }", 2, "unknown field ' title '" },
		{ "{title}{", 8, "not closed" },
		{ "{{{title", 3, "not closed" },
		{ "{title}}", 8, "closes nothing" },
		{ "a\\q", 2, "unknown escape" },
		{ "a\\", 2, "unknown escape" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = ARENA_INIT(1 << 16);
		struct err err = ERR_INIT;
		struct format format;
		unsigned int column = 0;

		assert_int_equal(format_parse(str_of(rows[i].format), &arena,
					      &format, &column, &err),
				 ERR_USAGE);
		assert_int_equal(column, rows[i].column);
		if (!strstr(err.message, rows[i].says))
			fail_msg("%s: %s", rows[i].format, err.message);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grep_shows_place_and_passage),
		cmocka_unit_test(grep_shows_the_title_where_only_that_matches),
		cmocka_unit_test(paths_open_the_file),
		cmocka_unit_test(a_hit_a_line_is_the_same_json),
		cmocka_unit_test(a_format_is_filled_in),
		cmocka_unit_test(a_wrong_format_is_refused_with_its_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
