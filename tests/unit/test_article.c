/*
 * Tests of indexer/article: from a file to the normal form.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/article.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct arena arena;
	struct article article;
	struct err err;
	int ret;
};

static void read_bytes(struct fixture *f, const char *id, struct str bytes)
{
	static const struct fixture fresh = {
		.arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY), .err = ERR_INIT
	};
	struct article_origin origin = { .id = str_of(id) };

	*f = fresh;
	f->ret = article_read(bytes, &origin, &f->arena, &f->article, &f->err);
}

static void read_text(struct fixture *f, const char *id, const char *text)
{
	read_bytes(f, id, str_of(text));
	if (f->ret)
		print_message("# %s\n", f->err.message);
	assert_int_equal(f->ret, 0);
}

/* An article with these lines of front matter. */
static void read_matter(struct fixture *f, const char *matter)
{
	struct buf file = BUF_INIT;

	buf_printf(&file, "---\n%s\n---\nText.\n", matter);
	assert_int_equal(buf_check(&file, &f->err), 0);
	read_text(f, "a.md", file.p);
	buf_release(&file);
}

static void release(struct fixture *f)
{
	arena_release(&f->arena);
}

static void check_str(struct str s, const char *expected)
{
	if (!str_eq(s, str_of(expected)))
		print_message("# '%.*s', not '%s'\n", STR_ARG(s), expected);
	assert_true(str_eq(s, str_of(expected)));
}

/* All names with '|' between them. */
/* Each item begins with a struct str. */
static void check_names(const void *items, size_t size, size_t count,
			const char *expected)
{
	const char *item = items;
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < count; i++, item += size) {
		if (i)
			buf_add_char(&all, '|');
		buf_add_str(&all, *(const struct str *)(const void *)item);
	}
	check_str(buf_view(&all), expected);
	buf_release(&all);
}

#define check_tags(a, expected)                                                \
	check_names((a)->tags, sizeof(*(a)->tags), (a)->tag_count, expected)

/* All warnings as "line:column code", with ", " between them. */
static void check_warnings(const struct article *a, const char *expected)
{
	struct buf all = BUF_INIT;

	buf_add(&all, "", 0);
	for (size_t i = 0; i < a->warning_count; i++)
		buf_printf(&all, "%s%u:%u %s", i ? ", " : "",
			   a->warnings[i].line, a->warnings[i].column,
			   a->warnings[i].code);
	check_str(buf_view(&all), expected);
	buf_release(&all);
}

static void reads_the_plainest_article(void **state)
{
	struct fixture f;
	char date[DATE_TEXT_SIZE];

	(void)state;
	read_text(&f, "2025/a-river.md",
		  "---\n"
		  "title: \"Rising Ties: A River Rises\"\n"
		  "date: 2025-10-26T09:28:25.706Z\n"
		  "image: \"https://example.org/a.webp\"\n"
		  "image_description: \"A river – from above.\"\n"
		  "tags: [world-politics, global-economy]\n"
		  "author: \"News Desk\"\n"
		  "layout: post\n"
		  "---\n"
		  "First paragraph\nof *two* lines.\n"
		  "\n"
		  "## What's new?\n"
		  "\n"
		  "Second [link](/x).\n");
	check_str(f.article.id, "2025/a-river.md");
	check_str(f.article.title, "Rising Ties: A River Rises");
	check_str(f.article.url, "/2025/a-river/");
	date_format(&f.article.date, date);
	assert_string_equal(date, "2025-10-26T09:28:25Z");
	check_str(f.article.image, "https://example.org/a.webp");
	check_str(f.article.image_description, "A river – from above.");
	check_tags(&f.article, "world-politics|global-economy");
	check_names(f.article.authors, sizeof(*f.article.authors),
		    f.article.author_count, "News Desk");
	check_str(f.article.layout, "post");
	check_str(f.article.description, "First paragraph of two lines.");
	check_str(f.article.lang, "");
	check_str(f.article.text, "First paragraph of two lines.\n"
				  "What's new?\nSecond link.\n");
	assert_int_equal(f.article.block_count, 3);
	assert_int_equal(f.article.blocks[0].line, 10);
	assert_int_equal(f.article.section_count, 1);
	check_str(f.article.sections[0].title, "What's new?");
	check_str(f.article.sections[0].anchor, "whats-new");
	assert_int_equal(f.article.sections[0].level, 2);
	assert_int_equal(f.article.sections[0].line, 13);
	assert_int_equal(f.article.sections[0].start, 30);
	check_warnings(&f.article, "");
	release(&f);
}

static void takes_the_title_from_the_first_that_is_set(void **state)
{
	static const struct {
		const char *id, *text, *title;
	} cases[] = {
		{ "a.md", "---\ntitle: A\nlinkTitle: B\n---\n# C\n", "A" },
		{ "a.md", "---\nTITLE: A\n---\n", "A" },
		{ "a.md", "---\ntitle:\nlinkTitle: B\n---\n# C\n", "B" },
		{ "a.md", "---\ntitle: ''\nlinkTitle: ' '\n---\n# C\n", "C" },
		{ "a.md", "text\n\n## No\n\n# *The* `C`\n\n# D\n", "The C" },
		{ "a.md", "---\ntitle: 2025\n---\n", "2025" },
		{ "a.md", "---\ntitle: \"  a\\n \\u00a0 b\\u0007\"\n---\n",
		  "a b" },
		{ "x/some_file-name.md", "", "Some file name" },
		{ "2025-10-26-some-name.md", "", "Some name" },
		{ "2025-10-26_some-name.en.md", "", "Some name.en" },
		{ "2025-10-26.md", "", "2025-10-26" },
		{ "2025-13-26-x.md", "", "2025 13 26 x" },
		{ "notes/my-trip/index.md", "", "My trip" },
		{ "notes/2025-10-26-my-trip/README.md", "", "My trip" },
		{ "index.md", "", "Index" },
		{ "über.md", "", "Über" },
		{ "noext", "", "Noext" },
		{ ".hidden", "", ".hidden" },
		{ "x/-_-.md", "", "X/-_-.md" },
		{ "ßa\xff\xff\xff\xff.md", "",
		  "ßa\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_text(&f, cases[i].id, cases[i].text);
		check_str(f.article.title, cases[i].title);
		check_warnings(&f.article, "");
		release(&f);
	}
}

static void takes_the_date_from_the_first_that_is_one(void **state)
{
	static const struct {
		const char *id, *matter, *date, *warnings;
	} cases[] = {
		{ "a.md", "date: 2025-10-26\npubDate: 2024-05", "2025-10-26",
		  "" },
		{ "a.md", "pubDate: 2024-05\npublishDate: 2023-05", "2024-05",
		  "" },
		{ "a.md", "publishDate: 2023-05\ncreated: 2022-05", "2023-05",
		  "" },
		{ "a.md", "pubdate: 2021-05\ncreated: 2022-05", "2021-05", "" },
		{ "a.md", "published: 2020-02-02\ncreated: 2022-05",
		  "2020-02-02", "" },
		{ "a.md", "published: true\ncreated: 2022-05", "2022-05", "" },
		{ "a.md", "date:\ncreated: '2022'", "2022", "" },
		{ "a.md", "date: soon\ncreated: 2022-05", "2022-05",
		  "2:7 bad-date" },
		{ "a.md", "a: b\npubdate: ' 03/04/2025'", "",
		  "3:10 ambiguous-date" },
		{ "a.md", "date: [2025]\ncreated: {a: b}", "",
		  "2:7 bad-date, 3:10 bad-date" },
		{ "a.md", "date: 1761470905", "2025-10-26T09:28:25Z",
		  "2:7 epoch-date" },
		{ "2025-10-26-x.md", "date: 2024-05", "2024-05", "" },
		{ "2025-10-26-x.md", "date: soon", "2025-10-26",
		  "2:7 bad-date" },
		{ "2025-10-26-x.md", "a: b", "2025-10-26", "" },
		{ "2025-10-26.md", "a: b", "2025-10-26", "" },
		{ "2025-10-26-x/index.md", "a: b", "2025-10-26", "" },
		{ "2025-10-261.md", "a: b", "", "" },
		{ "2025-02-30-x.md", "a: b", "", "" },
		{ "x/2025/10/26/a.md", "a: b", "2025-10-26", "" },
		{ "2025/10/a.md", "a: b", "2025-10", "" },
		{ "2025/10/99/a.md", "a: b", "2025-10", "" },
		{ "2024/2025/10/a.md", "a: b", "2025-10", "" },
		{ "2025/13/a.md", "a: b", "", "" },
		{ "2025/a.md", "a: b", "", "" },
		{ "2025/10.md", "a: b", "", "" },
		{ "a.md", "a: b", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct buf file = BUF_INIT;
		char date[DATE_TEXT_SIZE];

		buf_printf(&file, "---\n%s\n---\n", cases[i].matter);
		read_text(&f, cases[i].id, file.p);
		date_format(&f.article.date, date);
		check_str(str_of(date), cases[i].date);
		check_warnings(&f.article, cases[i].warnings);
		buf_release(&file);
		release(&f);
	}
}

static void reads_tags_in_every_shape(void **state)
{
	static const struct {
		const char *matter, *tags, *warnings;
	} cases[] = {
		{ "tags: [a, b]", "a|b", "" },
		{ "tags:\n- a\n- b", "a|b", "" },
		{ "tags: a b", "a b", "" },
		{ "tags: a, b,, c ,", "a|b|c", "2:7 split-tags" },
		{ "tags: [1, true, 1.50, 2025-10-26]", "1|true|1.50|2025-10-26",
		  "" },
		{ "tags: [{label: a, permalink: /x}, {name: b}, {title: c}]",
		  "a|b|c", "" },
		{ "tags: {label: a}", "a", "" },
		{ "tags:", "", "" },
		{ "tags: []", "", "" },
		{ "tags: ''", "", "" },
		{ "tags: [~, '', a]", "a", "" },
		{ "tag: a\ntags: [b, c]", "b|c|a", "" },
		{ "tag: [a]", "a", "" },
		{ "tags: ['a, b', c]", "a, b|c", "" },
		{ "tags: [World Politics, world-politics, WORLD_politics, "
		  "world--politics, worldpolitics]",
		  "World Politics|worldpolitics", "" },
		{ "tags: [a, [b], {x: y}, c]", "a|b|c",
		  "2:11 nested-list, 2:16 bad-value" },
		{ "tags: {x: y}", "", "2:7 bad-value" },
		{ "x: &t [a, b]\ntags: *t", "a|b", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_matter(&f, cases[i].matter);
		check_tags(&f.article, cases[i].tags);
		check_warnings(&f.article, cases[i].warnings);
		release(&f);
	}
}

static void reads_authors_in_every_shape(void **state)
{
	static const struct {
		const char *matter, *authors, *warnings;
	} cases[] = {
		{ "author: Ann Bo", "Ann Bo", "" },
		{ "author: Bo, Ann", "Bo, Ann", "" },
		{ "authors: [Ann, Bo]", "Ann|Bo", "" },
		{ "author: [Ann, Bo]", "Ann|Bo", "" },
		{ "authors: Ann", "Ann", "" },
		{ "author: {name: Ann, url: /x}", "Ann", "" },
		{ "authors: [{name: Ann}, Bo]", "Ann|Bo", "" },
		{ "author: Ann\nauthors: [Bo]", "Bo", "" },
		{ "author: Ann\nauthors: []", "Ann", "" },
		{ "author: Ann\nauthors: [{x: y}]", "Ann", "3:11 bad-value" },
		{ "author: ~", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_matter(&f, cases[i].matter);
		check_names(f.article.authors, sizeof(*f.article.authors),
			    f.article.author_count, cases[i].authors);
		check_warnings(&f.article, cases[i].warnings);
		release(&f);
	}
}

static void reads_texts_from_the_first_key_that_is_set(void **state)
{
	static const struct {
		const char *matter;
		size_t field; /* its offset in struct article */
		const char *value, *warnings;
	} cases[] = {
#define D offsetof(struct article, description)
#define I offsetof(struct article, image)
#define A offsetof(struct article, image_description)
#define L offsetof(struct article, lang)
#define U offsetof(struct article, url)
		{ "description: a\nsummary: b", D, "a", "" },
		{ "summary: b\nexcerpt: c", D, "b", "" },
		{ "excerpt: c\ndeck: d", D, "c", "" },
		{ "deck: d\nlead: e", D, "d", "" },
		{ "lead: |\n  e\n  f", D, "e f", "" },
		{ "description: [a]\nlead: e", D, "e", "2:14 bad-value" },
		{ "image: a\ncover: b", I, "a", "" },
		{ "heroImage: a\ncover: b", I, "a", "" },
		{ "cover: b\nfeatured_image: c", I, "b", "" },
		{ "featured_image: c\nimages: [d]", I, "c", "" },
		{ "images: [d, e]", I, "d", "" },
		{ "images: [{src: d}]", I, "d", "" },
		{ "image: {path: a, src: b}", I, "a", "" },
		{ "image: {src: b, url: c}", I, "b", "" },
		{ "image: {url: c}", I, "c", "" },
		{ "image: {alt: c}\ncover: x", I, "x", "" },
		{ "image: ~\ncover: x", I, "x", "" },
		{ "image_description: a\nimage_alt: b", A, "a", "" },
		{ "image_alt: b\nimage: {alt: c}", A, "b", "" },
		{ "image: {path: a, alt: c}\ncover: {alt: d}", A, "c", "" },
		{ "image: x\ncover: {alt: d}", A, "d", "" },
		{ "lang: fr\nlanguage: de", L, "fr", "" },
		{ "language: de\nlocale: it", L, "de", "" },
		{ "locale: it", L, "it", "" },
		{ "lang: no", L, "no", "" },
		{ "permalink: /x/\nurl: /y/", U, "/x/", "" },
		{ "permalink: x\nurl: /y", U, "/x", "" },
		{ "permalink: false", U, "/a/", "" },
		{ "permalink: /:year/:title/", U, "/a/", "2:12 bad-url" },
		{ "permalink: //evil.example/", U, "/a/", "2:12 foreign-url" },
		{ "permalink: /\\evil.example/", U, "/a/", "2:12 bad-url" },
		{ "permalink: https://evil.example/", U, "/a/",
		  "2:12 foreign-url" },
		{ "permalink: '/{{ page.x }}/'\nurl: /y/", U, "/y/",
		  "2:12 template-url" },
		{ "url: '/{% x %}'", U, "/a/", "2:6 template-url" },
#undef D
#undef I
#undef A
#undef L
#undef U
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct str value;

		read_matter(&f, cases[i].matter);
		memcpy(&value, (const char *)&f.article + cases[i].field,
		       sizeof(value));
		check_str(value, cases[i].value);
		check_warnings(&f.article, cases[i].warnings);
		release(&f);
	}
}

static void makes_urls_from_paths(void **state)
{
	static const char *const cases[][2] = {
		{ "a.md", "/a/" },
		{ "x/y/a.md", "/x/y/a/" },
		{ "x/index.md", "/x/" },
		{ "x/_index.md", "/x/" },
		{ "x/README.md", "/x/" },
		{ "index.md", "/" },
		{ "2025-10-26-a.b.md", "/2025-10-26-a.b/" },
		{ "x y/Ü.md", "/x y/Ü/" },
		{ "noext", "/noext/" },
		{ "//x/a.md", "/x/a/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_text(&f, cases[i][0], "");
		check_str(f.article.url, cases[i][1]);
		release(&f);
	}
}

static void numbers_the_ids_of_headings(void **state)
{
	static const char *const ids[] = { "see-docs", "dup", "dup-1", "-pic",
					   "tabhere" };
	struct fixture f;

	(void)state;
	read_text(&f, "a.md",
		  "# See [docs](/x \"T\")\n## Dup\n### Dup\n"
		  "# ![alt](x.png) pic\n# tab\there\n");
	assert_int_equal(f.article.section_count, COUNT(ids));
	for (size_t i = 0; i < COUNT(ids); i++)
		check_str(f.article.sections[i].anchor, ids[i]);
	check_str(f.article.sections[0].title, "See docs T");
	check_str(f.article.sections[4].title, "tab here");
	release(&f);
}

static void warns_with_line_and_column(void **state)
{
	static const struct {
		const char *text, *warnings;
	} cases[] = {
		{ "---\ntitle: a\n", "1:0 unclosed-front-matter" },
		{ "a\nb\xc3\xa9\xffz\xfe", "2:3 bad-utf8" },
		{ "\xef\xbb\xbf\xff", "1:1 bad-utf8" },
		{ "a\r\nb\rc\xff", "3:2 bad-utf8" },
		{ "---\ntitle: a\xff\n---\n", "2:9 bad-utf8" },
		{ "---\na: 1\nb: 2\na: 3\n---\n", "4:1 duplicate-key" },
		{ "---\ntitle: {a: b}\n---\n", "2:8 bad-value" },
		{ "\n---\r\né: 1\r\ndate: x\r\n---\r\n", "4:7 bad-date" },
		{ "---\na: \x01 b\n---\n\x02", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_text(&f, "a.md", cases[i].text);
		check_warnings(&f.article, cases[i].warnings);
		release(&f);
	}
}

static void takes_the_last_of_duplicate_keys(void **state)
{
	struct fixture f;

	(void)state;
	read_matter(&f, "title: a\ntags: [x]\ntitle: b\ntags: [y]");
	check_str(f.article.title, "b");
	check_tags(&f.article, "y");
	release(&f);
}

static void rejects_what_it_cannot_read(void **state)
{
	static const struct {
		struct str bytes;
		enum err_code code;
		const char *warning, *message; /* the message's beginning */
	} cases[] = {
		{ STR_INIT("\xff\xfe-\0-\0"), ERR_INPUT, "1:1 utf-16",
		  "the file is UTF-16; save it as UTF-8" },
		{ STR_INIT("\xfe\xff\0-"), ERR_INPUT, "1:1 utf-16",
		  "the file is UTF-16; save it as UTF-8" },
		{ STR_INIT("GIF\0\0\0"), ERR_INPUT, "1:1 binary",
		  "the file is not text" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_bytes(&f, "a.md", cases[i].bytes);
		assert_int_equal(f.ret, cases[i].code);
		check_warnings(&f.article, cases[i].warning);
		assert_memory_equal(f.err.message, cases[i].message,
				    strlen(cases[i].message));
		check_str(f.article.warnings[0].text, f.err.message);
		release(&f);
	}
}

static void reads_an_empty_file(void **state)
{
	static const char *const cases[] = { "", "\n", "\xef\xbb\xbf",
					     "---\n---\n", "---\n...\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		read_text(&f, "the-name.md", cases[i]);
		check_str(f.article.title, "The name");
		check_str(f.article.text, "");
		check_warnings(&f.article, "");
		release(&f);
	}
}

static void lets_a_few_nul_bytes_pass(void **state)
{
	char bytes[1000];
	struct fixture f;

	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	memset(bytes, 0, 10);
	read_bytes(&f, "a.md", str_make(bytes, sizeof(bytes)));
	assert_int_equal(f.ret, 0);
	release(&f);
	bytes[10] = 0;
	read_bytes(&f, "a.md", str_make(bytes, sizeof(bytes)));
	assert_int_equal(f.ret, ERR_INPUT);
	release(&f);
}

/* "key: [x0, x1, …]", or with `count` letters in quotes. */
static void make_long(struct buf *out, const char *key, size_t count,
		      bool is_list)
{
	buf_printf(out, "---\n%s: %c", key, is_list ? '[' : '"');
	for (size_t i = 0; i < count; i++) {
		if (is_list)
			buf_printf(out, "x%zu, ", i);
		else
			buf_add(out, "é", 2);
	}
	buf_printf(out, "%c\n---\n", is_list ? ']' : '"');
}

static void cuts_fields_at_their_limits(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	make_long(&file, "title", 5000, false);
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.title.len, LIMIT_TITLE_BYTES);
	release(&f);
	buf_clear(&file);
	make_long(&file, "description", 5000, false);
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.description.len, LIMIT_FIELD_BYTES);
	release(&f);
	buf_clear(&file);
	make_long(&file, "tags", 5000, false);
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.tag_count, 1);
	assert_int_equal(f.article.tags[0].label.len, LIMIT_NAME_BYTES);
	release(&f);
	buf_release(&file);
}

static void drops_what_is_too_many(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	make_long(&file, "tags", LIMIT_TAGS + 2, true);
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.tag_count, LIMIT_TAGS);
	assert_int_equal(f.article.warning_count, 1);
	assert_string_equal(f.article.warnings[0].code, "too-many");
	release(&f);
	buf_clear(&file);
	make_long(&file, "authors", LIMIT_AUTHORS, true);
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.author_count, LIMIT_AUTHORS);
	check_warnings(&f.article, "");
	release(&f);
	buf_clear(&file);
	for (int i = 0; i < 2 * LIMIT_SECTIONS; i++)
		buf_printf(&file, "# x\n");
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.section_count, LIMIT_SECTIONS);
	check_str(f.article.sections[LIMIT_SECTIONS - 1].anchor, "x-1999");
	release(&f);
	buf_release(&file);
}

static void counts_warnings_that_it_does_not_keep(void **state)
{
	struct buf file = BUF_INIT;
	struct fixture f;

	(void)state;
	buf_printf(&file, "---\n");
	for (int i = 0; i < 151; i++)
		buf_printf(&file, "a: b\n");
	buf_printf(&file, "---\n");
	read_text(&f, "a.md", file.p);
	assert_int_equal(f.article.warning_count, LIMIT_WARNINGS);
	assert_int_equal(f.article.warnings_more[ARTICLE_WARNING], 50);
	assert_int_equal(f.article.warnings_more[ARTICLE_NOTE], 0);
	assert_int_equal(f.article.warnings_more[ARTICLE_ERROR], 0);
	release(&f);
	buf_release(&file);
}

static void warns_when_text_is_cut(void **state)
{
	size_t len = LIMIT_TEXT_BYTES + 10;
	char *bytes = malloc(len);
	struct fixture f;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'a', len);
	read_bytes(&f, "a.md", str_make(bytes, len));
	assert_int_equal(f.ret, 0);
	check_warnings(&f.article, "0:0 text-cut");
	release(&f);
	free(bytes);
}

static void rejects_a_file_that_is_too_large(void **state)
{
	size_t len = LIMIT_FILE_BYTES + 1;
	char *bytes = calloc(len, 1);
	struct fixture f;

	(void)state;
	assert_non_null(bytes);
	read_bytes(&f, "a.md", str_make(bytes, len));
	assert_int_equal(f.ret, ERR_LIMIT);
	check_warnings(&f.article, "0:0 too-large");
	release(&f);
	free(bytes);
}

static void fails_when_the_arena_is_full(void **state)
{
	static const char text[] = "---\ntitle: a\ntags: [b]\n---\n# c\n\ntext";
	struct article_origin origin = { .id = STR_INIT("a.md") };
	bool is_done = false;

	(void)state;
	for (size_t budget = 0; !is_done; budget += 61) {
		struct arena arena = ARENA_INIT(budget);
		struct err err = ERR_INIT;
		struct article a;
		int ret = article_read(str_of(text), &origin, &arena, &a, &err);

		assert_true(ret == 0 || ret == ERR_LIMIT);
		assert_int_equal(ret, err.code);
		is_done = ret == 0;
		arena_release(&arena);
		assert_true(budget < 1 << 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_plainest_article),
		cmocka_unit_test(takes_the_title_from_the_first_that_is_set),
		cmocka_unit_test(takes_the_date_from_the_first_that_is_one),
		cmocka_unit_test(reads_tags_in_every_shape),
		cmocka_unit_test(reads_authors_in_every_shape),
		cmocka_unit_test(reads_texts_from_the_first_key_that_is_set),
		cmocka_unit_test(makes_urls_from_paths),
		cmocka_unit_test(numbers_the_ids_of_headings),
		cmocka_unit_test(warns_with_line_and_column),
		cmocka_unit_test(takes_the_last_of_duplicate_keys),
		cmocka_unit_test(rejects_what_it_cannot_read),
		cmocka_unit_test(reads_an_empty_file),
		cmocka_unit_test(lets_a_few_nul_bytes_pass),
		cmocka_unit_test(cuts_fields_at_their_limits),
		cmocka_unit_test(drops_what_is_too_many),
		cmocka_unit_test(counts_warnings_that_it_does_not_keep),
		cmocka_unit_test(warns_when_text_is_cut),
		cmocka_unit_test(rejects_a_file_that_is_too_large),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
