/*
 * Tests of query/render: pages made by hand, as text and as JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "query/typeset.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct str authors[] = { STR_INIT("World Desk") };
static const struct str tags[] = {
	STR_INIT("world-politics"),
	STR_INIT("energy"),
	STR_INIT("global-economy"),
	STR_INIT("trade"),
};
static const struct str sources[] = { STR_INIT("/site/content"),
				      STR_INIT("/other/") };
static const struct mark title_marks[] = { { 2, 14 } };
static const struct mark snippet_marks[] = { { 51, 54 }, { 55, 63 } };
static const struct record_section section = { .title = STR_INIT("Who pays"),
					       .anchor = STR_INIT("who-pays") };

static struct search_hit make_hit(void)
{
	struct search_hit hit = {
		.record = {
			.id = STR("2018/03/orlo sea.md"),
			.url = STR("/2018/03/orlo sea/"),
			.title = STR("A Gas Pipeline Under the Orlo Sea"),
			.date = STR("2018-03-12T07:45:10Z"),
			.authors = authors,
			.author_count = COUNT(authors),
			.tags = tags,
			.tag_count = COUNT(tags),
		},
		.score = 14.2,
		.snippet = {
			.text = STR("The governments signed an agreement to "
				    "build a new gas pipeline across the floor "
				    "of the sea."),
			.marks = snippet_marks,
			.mark_count = COUNT(snippet_marks),
		},
		.title_marks = title_marks,
		.title_mark_count = COUNT(title_marks),
	};

	return hit;
}

static struct search_page make_page(const struct search_hit *hits, size_t count)
{
	struct search_page page = {
		.query = STR("gas pipeline"),
		.total = (uint32_t)count,
		.total_all = (uint32_t)count,
		.exact = true,
		.took_ms = 0.41,
		.hits = hits,
		.hit_count = count,
	};

	return page;
}

static struct render_style make_style(unsigned int width)
{
	struct render_style style = {
		.width = width,
		.sources = sources,
		.source_count = COUNT(sources),
		.here = STR("/site"),
		.host = STR("desk"),
	};

	return style;
}

static void assert_holds(struct buf *b, const char *expected)
{
	assert_int_equal(b->failed, ERR_OK);
	assert_string_equal(b->p ? b->p : "", expected);
	assert_int_equal(b->len, strlen(expected));
	buf_release(b);
}

static void assert_text(const struct search_hit *hit,
			const struct render_style *style, const char *expected)
{
	struct search_page page = make_page(hit, 1);
	struct buf b = BUF_INIT;

	render_text(&page, style, &b);
	assert_holds(&b, expected);
}

static void text_is_laid_out_for_reading(void **state)
{
	struct search_hit hit = make_hit();
	struct render_style style = make_style(80);

	(void)state;
	assert_text(
		&hit, &style,
		"A Gas Pipeline Under the Orlo Sea\n"
		"12 March 2018 \xc2\xb7 World Desk \xc2\xb7 "
		"world-politics, energy, global-economy, trade\n"
		"content/2018/03/orlo sea.md\n"
		"    The governments signed an agreement to build a new gas "
		"pipeline across the\n"
		"    floor of the sea.\n");
}

static void other_languages_are_told_behind_the_date(void **state)
{
	static const struct search_translation others[] = {
		{ .lang = STR_INIT("") },
		{ .lang = STR_INIT("de") },
		{ .lang = STR_INIT("fr") },
	};
	struct search_hit hit = make_hit();
	struct render_style style = make_style(60);

	(void)state;
	hit.snippet.text.len = 0;
	hit.translations = others;
	hit.translation_count = COUNT(others);
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the Orlo Sea\n"
		    "12 March 2018 \xc2\xb7 also in de, fr \xc2\xb7 "
		    "World Desk \xc2\xb7 world-poli" //
		    TYPESET_ELLIPSIS " +3\n"
		    "content/2018/03/orlo sea.md\n");
	style.width = 29;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the Orlo\n"
		    "Sea\n"
		    "12 March 2018 \xc2\xb7 also in de +1\n"
		    "content/2018/03/orlo sea.md\n");
	style.width = 28;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the\n"
		    "Orlo Sea\n"
		    "12 March 2018 \xc2\xb7 World Desk\n"
		    "content/2018/03/orlo sea.md\n");
	style.width = 32;
	/* The one that does not say its language. */
	hit.translation_count = 1;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the Orlo\n"
		    "Sea\n"
		    "12 March 2018 \xc2\xb7 World Desk\n"
		    "content/2018/03/orlo sea.md\n");
}

static void lists_are_cut_where_the_line_ends(void **state)
{
	struct search_hit hit = make_hit();
	struct render_style style = make_style(60);

	(void)state;
	hit.snippet.text.len = 0;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the Orlo Sea\n"
		    "12 March 2018 \xc2\xb7 World Desk \xc2\xb7 "
		    "world-politics, energy +2\n"
		    "content/2018/03/orlo sea.md\n");
	style.width = 40;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under the Orlo Sea\n"
		    "12 March 2018 \xc2\xb7 World Desk \xc2\xb7 world-p" //
		    TYPESET_ELLIPSIS " +3\n"
		    "content/2018/03/orlo sea.md\n");
	style.width = 20;
	assert_text(&hit, &style,
		    "A Gas Pipeline Under\n"
		    "the Orlo Sea\n"
		    "12 March 2018\n"
		    "content/2018/03/orlo sea.md\n");
}

static void what_an_article_lacks_leaves_no_trace(void **state)
{
	struct search_hit hit = { .record = { .id = STR("a.md") } };
	struct render_style style = make_style(80);

	(void)state;
	assert_text(&hit, &style, "a.md\ncontent/a.md\n");
	hit.record.title = STR("\x1b \xe2\x80\xae");
	assert_text(&hit, &style, "a.md\ncontent/a.md\n");
	hit.record.tags = tags;
	hit.record.tag_count = 2;
	assert_text(&hit, &style,
		    "a.md\nworld-politics, energy\ncontent/a.md\n");
	hit.record.date = STR("2025-10");
	assert_text(&hit, &style,
		    "a.md\nOctober 2025 \xc2\xb7 world-politics, energy\n"
		    "content/a.md\n");
}

static void paths_start_from_the_current_folder(void **state)
{
	static const struct {
		uint32_t source;
		struct str here;
		const char *path;
	} rows[] = {
		{ 0, STR_INIT("/site"), "content/a.md" },
		{ 0, STR_INIT("/site/"), "content/a.md" },
		{ 0, STR_INIT("/site/content"), "a.md" },
		{ 0, STR_INIT("/sit"), "/site/content/a.md" },
		{ 0, STR_INIT("/"), "site/content/a.md" },
		{ 0, STR_INIT(""), "/site/content/a.md" },
		{ 1, STR_INIT("/site"), "/other/a.md" },
		{ 2, STR_INIT("/site"), "a.md" }, /* an unknown source */
	};
	struct render_style style = make_style(80);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct search_hit hit = { .record = { .id = STR("a.md"),
						      .title = STR("A") } };
		struct search_page page = make_page(&hit, 1);
		struct buf b = BUF_INIT, expected = BUF_INIT;

		hit.record.source = rows[i].source;
		style.here = rows[i].here;
		render_text(&page, &style, &b);
		buf_printf(&expected, "A\n%s\n", rows[i].path);
		assert_holds(&b, expected.p);
		buf_release(&expected);
	}
}

static void the_heading_follows_the_path_where_there_is_room(void **state)
{
	struct search_hit hit = { .record = { .id = STR("a.md"),
					      .title = STR("A") },
				  .section = &section };
	struct render_style style = make_style(80);

	(void)state;
	assert_text(&hit, &style, "A\ncontent/a.md  \xc2\xa7 Who pays\n");
	style.width = 20;
	assert_text(&hit, &style, "A\ncontent/a.md\n");
	/* The title again would say nothing. */
	style.width = 80;
	hit.record.title = STR("Who pays");
	assert_text(&hit, &style, "Who pays\ncontent/a.md\n");
}

static void colors_and_links_are_sequences(void **state)
{
	struct search_hit hit = make_hit();
	struct render_style style = make_style(80);

	(void)state;
	style.color = true;
	style.links = true;
	hit.section = &section;
	assert_text(
		&hit, &style,
		"\x1b]8;;file://desk/site/content/2018/03/orlo%20sea.md\x1b\\"
		"\x1b[1mA \x1b[0m"
		"\x1b[1;31mGas Pipeline\x1b[0m"
		"\x1b[1m Under the Orlo Sea\x1b[0m"
		"\x1b]8;;\x1b\\\n"
		"\x1b[2m12 March 2018 \xc2\xb7 World Desk \xc2\xb7 "
		"world-politics, energy, global-economy, trade\x1b[0m\n"
		"\x1b[32mcontent/2018/03/orlo sea.md\x1b[0m"
		"\x1b[2m  \xc2\xa7 Who pays\x1b[0m\n"
		"    The governments signed an agreement to build a new "
		"\x1b[1;31mgas\x1b[0m \x1b[1;31mpipeline\x1b[0m across the\n"
		"    floor of the sea.\n");
}

static void links_are_percent_encoded_and_absolute(void **state)
{
	struct search_hit hit = { .record = { .id = STR("\xc3\xa9 %#?;\x1b\xff"
							".md"),
					      .title = STR("A") } };
	struct search_page page = make_page(&hit, 1);
	struct render_style style = make_style(80);
	struct buf b = BUF_INIT;

	(void)state;
	style.links = true;
	render_text(&page, &style, &b);
	assert_holds(&b, "\x1b]8;;file://desk/site/content/"
			 "%C3%A9%20%25%23%3F;%1B%FF.md\x1b\\A\x1b]8;;\x1b\\\n"
			 "content/\xc3\xa9 %#?;\xef\xbf\xbd.md\n");
	/* Without a known source there is nothing to link to. */
	hit.record.source = 2;
	hit.record.id = STR("a.md");
	render_text(&page, &style, &b);
	assert_holds(&b, "A\na.md\n");
}

static void nothing_in_an_article_drives_the_terminal(void **state)
{
	static const struct str evil[] = {
		STR_INIT("\x1b]0;owned\a\x1b[2J\xc2\x9b"
			 "31m\xe2\x80\xae\n\r\x7f"),
	};
	struct search_hit hit = { .record = { .id = evil[0],
					      .title = evil[0],
					      .date = evil[0],
					      .authors = evil,
					      .author_count = 1,
					      .tags = evil,
					      .tag_count = 1 },
				  .snippet = { .text = evil[0] } };
	const struct record_section bad = { .title = STR_INIT("a\x1b[2Jb") };
	struct search_page page = make_page(&hit, 1);
	struct render_style style = make_style(80);
	struct buf b = BUF_INIT;

	(void)state;
	hit.section = &bad;
	render_text(&page, &style, &b);
	assert_int_equal(b.failed, ERR_OK);
	for (size_t i = 0; i < b.len; i++) {
		unsigned char c = (unsigned char)b.p[i];

		assert_true(c == '\n' || (c >= 0x20 && c != 0x7f));
		/* U+0080-U+009F, U+202E */
		assert_false(c == 0xc2 && (unsigned char)b.p[i + 1] < 0xa0);
		assert_false(c == 0xe2 && !memcmp(b.p + i, "\xe2\x80\xae", 3));
	}
	buf_release(&b);
}

static void wide_and_right_to_left_text_keeps_to_the_width(void **state)
{
	static const struct str texts[] = {
		/* Japanese, Arabic, Persian with a joiner, combining marks */
		STR_INIT("\xe3\x82\xb5\xe3\x83\xb3\xe3\x82\xb4\xe7\xa4\x81\xe3"
			 "\x82\x92\xe8\xa6\x8b\xe5\xae\x88\xe3\x82\x8b\xe6\xbc"
			 "\x81\xe5\xb8\xab\xe3\x81\x9f\xe3\x81\xa1"),
		STR_INIT("\xd8\xa7\xd9\x84\xd8\xb4\xd8\xb9\xd8\xa7\xd8\xa8 "
			 "\xd8\xa7\xd9\x84\xd9\x85\xd8\xb1\xd8\xac\xd8\xa7\xd9"
			 "\x86\xd9\x8a\xd8\xa9 \xd9\x81\xd9\x8a"),
		STR_INIT("\xd8\xb1\xd8\xa7\xd9\x87\xe2\x80\x8c\xd8\xa2\xd9\x87"
			 "\xd9\x86 \xd8\xaa\xd8\xa7\xd8\xb2\xd9\x87"),
		STR_INIT("Zoe\xcc\x88 Ma\xcc\x81rquez writes a long line"),
	};
	static const unsigned int widths[] = { 20, 60, 200 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts) * COUNT(widths); i++) {
		struct str text = texts[i % COUNT(texts)], rest;
		struct search_hit hit = { .record = { .id = STR("a.md"),
						      .title = text,
						      .authors = &text,
						      .author_count = 1,
						      .tags = texts,
						      .tag_count = 4,
						      .date = STR("2020") },
					  .snippet = { .text = text } };
		struct search_page page = make_page(&hit, 1);
		struct render_style style =
			make_style(widths[i / COUNT(texts)]);
		struct buf b = BUF_INIT;

		render_text(&page, &style, &b);
		for (rest = buf_view(&b); rest.len;) {
			struct str line = str_head(rest, str_find(rest, '\n'));

			assert_true(typeset_width(line) <= style.width);
			rest = str_skip(rest, line.len + 1);
		}
		buf_release(&b);
	}
}

static void hits_are_set_apart_and_no_hits_are_nothing(void **state)
{
	struct search_hit hits[2] = {
		{ .record = { .id = STR("a.md"), .title = STR("A") } },
		{ .record = { .id = STR("b.md"), .title = STR("B") } },
	};
	struct search_page page = make_page(hits, 2);
	struct render_style style = make_style(80);
	struct buf b = BUF_INIT;

	(void)state;
	render_text(&page, &style, &b);
	assert_holds(&b, "A\ncontent/a.md\n\nB\ncontent/b.md\n");
	page.hit_count = 0;
	render_text(&page, &style, &b);
	assert_holds(&b, "");
}

static void a_summary_says_how_many_of_how_many(void **state)
{
	static const struct {
		uint32_t total, all;
		size_t hits;
		unsigned int offset;
		bool exact, relaxed;
		double took_ms;
		const char *text;
	} rows[] = {
		{ 1, 1, 1, 0, true, false, 0.04, "1 article (0.0 ms)" },
		{ 3, 3, 3, 0, true, false, 0.41, "3 articles (0.4 ms)" },
		{ 340, 340, 10, 0, true, false, 1,
		  "10 of 340 articles (1.0 ms)" },
		{ 1200, 1200, 10, 0, false, false, 1,
		  "10 of about 1,200 articles (1.0 ms)" },
		{ 1234567, 1234567, 10, 0, true, false, 1500,
		  "10 of 1,234,567 articles (1.5 s)" },
		{ 340, 340, 10, 10, true, false, 1,
		  "11\xe2\x80\x93"
		  "20 of 340 articles (1.0 ms)" },
		{ 11, 11, 1, 10, true, false, 1, "11 of 11 articles (1.0 ms)" },
		{ 3, 3, 0, 10, true, false, 1,
		  "nothing after the first 3 articles (1.0 ms)" },
		{ 5, 0, 5, 0, true, true, 1,
		  "5 articles (1.0 ms); no article has all words, these have "
		  "most" },
		{ 5, 1, 5, 0, true, true, 1,
		  "5 articles (1.0 ms); 1 has all words, the others most" },
		{ 9, 2, 9, 0, true, true, 1,
		  "9 articles (1.0 ms); 2 have all words, the others most" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct search_page page = make_page(NULL, rows[i].hits);
		struct buf b = BUF_INIT;

		page.total = rows[i].total;
		page.total_all = rows[i].all;
		page.offset = rows[i].offset;
		page.exact = rows[i].exact;
		page.has_all = rows[i].all > 0;
		page.relaxed = rows[i].relaxed;
		page.took_ms = rows[i].took_ms;
		render_summary(&page, &b);
		assert_holds(&b, rows[i].text);
	}
}

static void a_summary_counts_no_words_of_answers_ranked_as_one(void **state)
{
	struct search_page page = make_page(NULL, 10);
	struct buf b = BUF_INIT;

	(void)state;
	page.total = page.total_all = 9000;
	page.has_all = page.relaxed = page.is_mixed = true;
	page.took_ms = 1;
	render_summary(&page, &b);
	assert_holds(&b, "10 of 9,000 articles (1.0 ms); with all words or "
			 "most");
}

static void json_has_the_shape_of_the_api(void **state)
{
	static const struct search_translation others[] = {
		{ STR_INIT("fr"), STR_INIT("a.fr.md"), STR_INIT("/fr/a b/") },
		{ .id = STR_INIT("b.md") },
	};
	struct search_hit hit = make_hit();
	struct search_page page = make_page(&hit, 1);
	struct buf b = BUF_INIT;

	(void)state;
	hit.translations = others;
	hit.translation_count = COUNT(others);
	hit.record.image = STR("https://x.org/a.webp");
	hit.record.image_description = STR("A ship");
	hit.record.lang = STR("en");
	hit.section = &section;
	hit.line = 17;
	render_json(&page, &b);
	assert_holds(
		&b,
		"{\"version\":1,\"query\":\"gas pipeline\",\"total\":1,"
		"\"exact\":true,\"relaxed\":false,\"took_ms\":0.410,"
		"\"cut\":false,\"corrected\":null,\"is_corrected\":false,"
		"\"hits\":[{\"id\":\"2018/03/orlo sea.md\","
		"\"url\":\"/2018/03/orlo%20sea/\","
		"\"title\":\"A Gas Pipeline Under the Orlo Sea\","
		"\"date\":\"2018-03-12T07:45:10Z\","
		"\"authors\":[\"World Desk\"],\"tags\":[\"world-politics\","
		"\"energy\",\"global-economy\",\"trade\"],"
		"\"image\":\"https://x.org/a.webp\","
		"\"image_description\":\"A ship\",\"lang\":\"en\","
		"\"translations\":[{\"lang\":\"fr\",\"id\":\"a.fr.md\","
		"\"url\":\"/fr/a%20b/\"},{\"lang\":null,\"id\":\"b.md\","
		"\"url\":null}],"
		"\"score\":14.2000,\"section\":{\"heading\":\"Who pays\","
		"\"anchor\":\"who-pays\"},\"line\":17,\"snippet\":{\"text\":"
		"\"The "
		"governments signed an agreement to build a new gas pipeline "
		"across the floor of the sea.\",\"marks\":[[51,54],[55,63]]},"
		"\"title_marks\":[[2,14]]}],\"facets\":{},"
		"\"facet_values\":{}}\n");
}

static void json_says_null_for_what_there_is_not(void **state)
{
	struct search_hit hit = { .record = { .id = STR("a.md") } };
	struct search_page page = make_page(&hit, 1);
	struct buf b = BUF_INIT;

	(void)state;
	page.exact = false;
	page.relaxed = true;
	render_json(&page, &b);
	assert_holds(&b,
		     "{\"version\":1,\"query\":\"gas pipeline\",\"total\":1,"
		     "\"exact\":false,\"relaxed\":true,\"took_ms\":0.410,"
		     "\"cut\":false,\"corrected\":null,\"is_corrected\":false,"
		     "\"hits\":[{\"id\":\"a.md\","
		     "\"url\":null,\"title\":\"\",\"date\":null,"
		     "\"authors\":[],\"tags\":[],\"image\":null,"
		     "\"image_description\":null,\"lang\":null,"
		     "\"translations\":[],"
		     "\"score\":0.0000,\"section\":null,"
		     "\"line\":null,\"snippet\":{\"text\":\"\",\"marks\":[]},"
		     "\"title_marks\":[]}],\"facets\":{},"
		     "\"facet_values\":{}}\n");
	page.hit_count = 0;
	page.total = 0;
	render_json(&page, &b);
	assert_non_null(strstr(b.p, "\"hits\":[],"));
	buf_release(&b);
}

static void json_escapes_what_would_end_a_string(void **state)
{
	struct search_hit hit = {
		.record = { .id = STR("a\".md"),
			    .title = STR("<b>\\ & \"x\" \x1b\n\xc2\x9b\xff"),
			    .url = STR("/a\"<b>/\xe4\xb8\xad/") },
	};
	struct search_page page = make_page(&hit, 1);
	struct buf b = BUF_INIT;

	(void)state;
	page.query = STR("\"gas\0 pipeline\"");
	render_json(&page, &b);
	assert_non_null(
		strstr(b.p, "\"query\":\"\\\"gas\\u0000 pipeline\\\"\""));
	assert_non_null(strstr(b.p, "\"id\":\"a\\\".md\""));
	assert_non_null(strstr(b.p,
			       "\"title\":\"\\u003cb\\u003e\\\\ \\u0026 "
			       "\\\"x\\\" \\u001b\\n\\u009b\xef\xbf\xbd\""));
	assert_non_null(strstr(b.p, "\"url\":\"/a%22%3Cb%3E/%E4%B8%AD/\""));
	buf_release(&b);
}

static void an_error_is_an_envelope(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	render_error_json("bad_date", "'2025-13' is no date", 9, &b);
	assert_holds(&b, "{\"error\":{\"code\":\"bad_date\",\"message\":"
			 "\"'2025-13' is no date\",\"column\":9}}\n");
	render_error_json("io", "disk \"full\"", 0, &b);
	assert_holds(&b, "{\"error\":{\"code\":\"io\",\"message\":"
			 "\"disk \\\"full\\\"\"}}\n");
}

static void a_full_buf_is_remembered(void **state)
{
	struct search_hit hit = make_hit();
	struct search_page page = make_page(&hit, 1);
	struct render_style style = make_style(80);

	(void)state;
	for (size_t max = 1; max < 100; max++) {
		struct buf text = BUF_INIT, json = BUF_INIT;

		text.max = max;
		json.max = max;
		render_text(&page, &style, &text);
		render_json(&page, &json);
		assert_int_equal(text.failed, ERR_LIMIT);
		assert_int_equal(json.failed, ERR_LIMIT);
		buf_release(&text);
		buf_release(&json);
	}
}

static const struct facet_value few[] = {
	{ STR_INIT("World \033[1mNews"), 1234 },
	{ STR_INIT("a\"b"), 1 },
};
static const struct facet_value bars[] = {
	{ STR_INIT("2024"), 1 },
	{ STR_INIT("2025"), 0 },
	{ STR_INIT("2026"), 1000 },
};
static const struct facet facets[] = {
	{ STR_INIT("s\u202ebc"), few, 2, 14, false },
	{ STR_INIT("tag"), NULL, 0, 0, false },
	{ STR_INIT("timeline"), bars, 3, 3, true },
};

static void facets_are_lists_and_bars(void **state)
{
	struct search_hit hit = make_hit();
	struct search_page page = make_page(&hit, 1);
	struct render_style style = make_style(32);
	struct buf b = BUF_INIT;

	(void)state;
	render_facets(&page, &style, &b);
	assert_holds(&b, "");
	page.facets = facets;
	page.facet_count = COUNT(facets);
	render_facets(&page, &style, &b);
	assert_holds(&b, "\nsbc\n"
			 "    World [1mNews (1,234), a\"b\n"
			 "    (1) and 12 more\n"
			 "tag\n"
			 "    none\n"
			 "timeline\n"
			 "    2024  \xe2\x96\x8f 1\n"
			 "    2025  0\n"
			 "    2026  \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88"
			 "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88"
			 "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88"
			 "\xe2\x96\x88 1,000\n");
	/* Nothing to be set apart from. */
	page.hit_count = 0;
	page.facet_count = 1;
	style.color = true;
	render_facets(&page, &style, &b);
	assert_int_equal(strncmp(b.p, "\033[1msbc\033[0m\n", 12), 0);
	buf_release(&b);
}

static void facets_are_values_and_numbers_in_json(void **state)
{
	struct search_page page = make_page(NULL, 0);
	struct buf b = BUF_INIT;

	(void)state;
	page.facets = facets + 1;
	page.facet_count = 2;
	render_json(&page, &b);
	assert_non_null(
		strstr(b.p, "\"facets\":{\"tag\":[],\"timeline\":["
			    "{\"value\":\"2024\",\"count\":1},"
			    "{\"value\":\"2025\",\"count\":0},"
			    "{\"value\":\"2026\",\"count\":1000}]},"
			    "\"facet_values\":{\"tag\":0,\"timeline\":3}}\n"));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_laid_out_for_reading),
		cmocka_unit_test(other_languages_are_told_behind_the_date),
		cmocka_unit_test(lists_are_cut_where_the_line_ends),
		cmocka_unit_test(what_an_article_lacks_leaves_no_trace),
		cmocka_unit_test(paths_start_from_the_current_folder),
		cmocka_unit_test(
			the_heading_follows_the_path_where_there_is_room),
		cmocka_unit_test(colors_and_links_are_sequences),
		cmocka_unit_test(links_are_percent_encoded_and_absolute),
		cmocka_unit_test(nothing_in_an_article_drives_the_terminal),
		cmocka_unit_test(
			wide_and_right_to_left_text_keeps_to_the_width),
		cmocka_unit_test(hits_are_set_apart_and_no_hits_are_nothing),
		cmocka_unit_test(a_summary_says_how_many_of_how_many),
		cmocka_unit_test(
			a_summary_counts_no_words_of_answers_ranked_as_one),
		cmocka_unit_test(json_has_the_shape_of_the_api),
		cmocka_unit_test(json_says_null_for_what_there_is_not),
		cmocka_unit_test(facets_are_lists_and_bars),
		cmocka_unit_test(facets_are_values_and_numbers_in_json),
		cmocka_unit_test(json_escapes_what_would_end_a_string),
		cmocka_unit_test(an_error_is_an_envelope),
		cmocka_unit_test(a_full_buf_is_remembered),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
