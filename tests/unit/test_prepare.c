/*
 * Tests of indexer/prepare: what of a body is not Markdown, and what becomes
 * of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The examples are in tests/unit/prepare/, a file a claim: "@@ body" begins a
 * body, "@@ text" what becomes of it, "@@ same" a body that stays as it is.
 */
#include "indexer/prepare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifndef TEST_DATA
#define TEST_DATA "tests/unit"
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ROOM ((size_t)1 << 22)

static const struct site jekyll = { .preset = SITE_JEKYLL };
static const struct site mdbook = { .preset = SITE_MDBOOK };
static const struct site docusaurus = { .preset = SITE_DOCUSAURUS };

static const struct str only_alt[] = { STR_INIT("alt") };
static const struct site_shortcode own_shortcodes[] = {
	{ STR_INIT("gone"), SITE_DROP, NULL, 0 },
	{ STR_INIT("shown"), SITE_INNER, only_alt, 1 },
	{ STR_INIT("both"), SITE_DROP, only_alt, 1 },
};
static const struct site own_site = {
	.shortcodes = own_shortcodes,
	.shortcode_count = COUNT(own_shortcodes),
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\n';
}

/* Words and newlines are never made up: each is where it is said to be from,
 * and no line is added or lost. */
static void check_sources(const struct prepared *prepared, struct str body)
{
	struct str text = buf_view(&prepared->text);
	size_t last = 0, lines = 0;

	for (size_t at = 0; at < text.len; at++) {
		size_t source = prepare_source(prepared, at);

		assert_true(source >= last && source < body.len);
		if (is_word(text.p[at]))
			assert_int_equal(text.p[at], body.p[source]);
		lines += text.p[at] == '\n';
		last = source;
	}
	assert_true(prepare_source(prepared, text.len) <= body.len);
	for (size_t at = 0; at < body.len; at++)
		lines -= body.p[at] == '\n';
	assert_int_equal(lines, 0);
}

static void check(struct str body, struct str wanted, const struct site *site,
		  struct str id)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct warnings warnings = { .arena = &arena };
	struct prepared prepared = PREPARED_INIT;

	prepare(body, 1, id, site, &warnings, &prepared);
	if (!str_eq(buf_view(&prepared.text), wanted))
		print_message("# of\n%.*s# wanted\n%.*s# got\n%.*s",
			      STR_ARG(body), STR_ARG(wanted),
			      STR_ARG(buf_view(&prepared.text)));
	assert_true(str_eq(buf_view(&prepared.text), wanted));
	check_sources(&prepared, body);
	prepared_release(&prepared);
	arena_release(&arena);
}

static void read_file(const char *name, struct buf *out)
{
	char path[256], block[4096];
	size_t n;
	FILE *in;

	snprintf(path, sizeof(path), "%s/prepare/%s.txt", TEST_DATA, name);
	in = fopen(path, "rb");
	if (!in)
		print_message("# cannot read '%s'\n", path);
	assert_non_null(in);
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		buf_add(out, block, n);
	fclose(in);
}

/* What is before the next line that begins with "@@", which *s is left at. */
static struct str take_content(struct str *s)
{
	struct str start = *s;

	while (s->len && !str_starts(*s, STR("@@ ")))
		*s = str_skip(*s, str_find(*s, '\n') + 1);
	return str_head(start, start.len - s->len);
}

/* Checks the examples of a file. */
static void check_file(const char *name, const struct site *site,
		       const char *id)
{
	struct buf file = BUF_INIT;
	unsigned int count = 0;
	struct str s;

	read_file(name, &file);
	s = buf_view(&file);
	take_content(&s);
	while (s.len) {
		bool is_same = str_starts(s, STR("@@ same\n"));
		struct str body, text;

		assert_true(is_same || str_starts(s, STR("@@ body\n")));
		s = str_skip(s, str_find(s, '\n') + 1);
		body = text = take_content(&s);
		if (!is_same) {
			assert_true(str_starts(s, STR("@@ text\n")));
			s = str_skip(s, str_find(s, '\n') + 1);
			text = take_content(&s);
		}
		check(body, text, site, str_of(id));
		count++;
	}
	assert_true(count > 0);
	buf_release(&file);
}

static void leaves_text_alone(void **state)
{
	(void)state;
	check_file("leaves-text-alone", &site_generic, "a.md");
}

static void leaves_code_alone(void **state)
{
	(void)state;
	check_file("leaves-code-alone", &site_generic, "a.md");
}

static void takes_shortcodes_out(void **state)
{
	(void)state;
	check_file("takes-shortcodes-out", &site_generic, "a.md");
}

static void drops_and_keeps_as_the_site_says(void **state)
{
	(void)state;
	check_file("drops-and-keeps-as-the-site-says", &own_site, "a.md");
}

static void makes_code_of_what_is_highlighted(void **state)
{
	(void)state;
	check_file("makes-code-of-what-is-highlighted", &site_generic, "a.md");
}

static void takes_template_tags_out(void **state)
{
	(void)state;
	check_file("takes-template-tags-out", &site_generic, "a.md");
}

static void runs_liquid_in_code_for_jekyll_alone(void **state)
{
	(void)state;
	check_file("runs-liquid-in-code-for-jekyll-alone", &jekyll, "a.md");
}

static void follows_mdbook_in_code(void **state)
{
	(void)state;
	check_file("follows-mdbook-in-code", &mdbook, "a.md");
}

static void reads_directives(void **state)
{
	(void)state;
	check_file("reads-directives", &site_generic, "a.md");
}

static void reads_admonitions(void **state)
{
	(void)state;
	check_file("reads-admonitions", &site_generic, "a.md");
}

static void reads_notes_and_definitions(void **state)
{
	(void)state;
	check_file("reads-notes-and-definitions", &site_generic, "a.md");
}

static void reads_wiki_links_and_marks(void **state)
{
	(void)state;
	check_file("reads-wiki-links-and-marks", &site_generic, "a.md");
}

static void takes_attribute_lists_out(void **state)
{
	(void)state;
	check_file("takes-attribute-lists-out", &site_generic, "a.md");
}

static void keeps_the_words_of_mathematics(void **state)
{
	(void)state;
	check_file("keeps-the-words-of-mathematics", &site_generic, "a.md");
}

static void reads_mdx(void **state)
{
	(void)state;
	check_file("reads-mdx", &site_generic, "a.mdx");
}

static void reads_mdx_of_docusaurus(void **state)
{
	(void)state;
	check_file("reads-mdx-of-docusaurus", &docusaurus, "a.md");
}

static void leaks_no_attributes_of_components(void **state)
{
	(void)state;
	check_file("leaks-no-attributes-of-components", &site_generic, "a.md");
}

static void check_tags(const char *body, const char *wanted)
{
	struct site site = { .inline_tags = true };
	struct prepared prepared = PREPARED_INIT;
	struct arena arena = ARENA_INIT(ROOM);
	struct warnings warnings = { .arena = &arena };
	struct buf found = BUF_INIT;
	const struct str *tags;

	prepare(str_of(body), 1, STR("a.md"), &site, &warnings, &prepared);
	tags = (const void *)prepared.tags.p;
	for (size_t i = 0; i < prepared.tags.len / sizeof(*tags); i++)
		buf_printf(&found, "%.*s ", STR_ARG(tags[i]));
	buf_add_char(&found, '\0');
	assert_string_equal(found.p, wanted);
	assert_true(str_eq(buf_view(&prepared.text), str_of(body)));
	buf_release(&found);
	prepared_release(&prepared);
	arena_release(&arena);
}

static void collects_tags_in_the_text(void **state)
{
	(void)state;
	check_tags("#a text #b/c, (#d-e_f) #Größe. #日本語。 #a again\n",
		   "a b/c d-e_f Größe 日本語 ");
	check_tags("#1984 #y1984 #123- a#b # c\n", "y1984 ");
	check_tags("# h #a\n`#b` <i id=\"#c\"> [d](#e) https://f/#g\n\n"
		   "    #h\n\n```\n#i\n```\n",
		   "");
	check_tags("#a/ #b- #/c\n", "a b ");
}

static void collects_no_tags_unless_asked(void **state)
{
	struct prepared prepared = PREPARED_INIT;
	struct arena arena = ARENA_INIT(ROOM);
	struct warnings warnings = { .arena = &arena };

	(void)state;
	prepare(STR("#a\n"), 1, STR("a.md"), &site_generic, &warnings,
		&prepared);
	assert_int_equal(prepared.tags.len, 0);
	prepared_release(&prepared);
	arena_release(&arena);
}

/* Warnings as "line:column text". */
static void warns_of_what_is_never_closed(void **state)
{
	static const struct {
		const char *body, *text;
	} examples[] = {
		{ "a\nbé {{< c d=\"e\" \n", "8:4 '{{< c' is never closed" },
		{ "{{% a\n", "7:1 '{{% a' is never closed" },
		{ "{% if a\n", "7:1 '{% if' is never closed" },
		{ "{% raw %}\na\n", "7:1 '{% raw' is never closed" },
		{ "a\n\n{% highlight c %}\na\n",
		  "9:1 '{% highlight' is never closed" },
		{ "{{ a\n", "" },
		{ "100{% of\n", "" },
		{ "{{ a }} {% b %} {{< c >}} {{< gone >}}\n", "" },
		{ "```\n{{< a\n```\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(examples); i++) {
		struct arena arena = ARENA_INIT(ROOM);
		struct warnings warnings = { .arena = &arena };
		struct prepared prepared = PREPARED_INIT;
		char text[200] = "";

		prepare(str_of(examples[i].body), 7, STR("a.md"), &own_site,
			&warnings, &prepared);
		if (warnings.count)
			snprintf(text, sizeof(text), "%u:%u %.*s",
				 warnings.list[0].line, warnings.list[0].column,
				 STR_ARG(warnings.list[0].text));
		assert_string_equal(text, examples[i].text);
		assert_true(warnings.count <= 1);
		prepared_release(&prepared);
		arena_release(&arena);
	}
}

/* Each costs quadratic time where one look ahead has no bound. */
static void stays_quick_on_hostile_bodies(void **state)
{
	static const char *const pieces[] = {
		"{{",
		"{%",
		"[[",
		"{{< a ",
		"{{< highlight ",
		"{% raw %}",
		"{% comment %} ",
		":::a[\n",
		"$a ",
		"$$\n",
		"<A {",
		"`",
		"` `` ",
		"](",
		"<a ",
		"<!--",
		"<code>",
		"==a ",
		"a^b ",
		"[^",
		":a[",
		"{#a ",
		"{# ",
		"\\(",
		"!!! a \"\n",
		"import {\n\n",
		"{a",
		"* a\n",
		"> ",
		"- ",
		"{{</* ",
		"::: v-pre\n",
		"{::comment}",
	};
	struct site site = { .preset = SITE_GENERIC, .inline_tags = true };
	struct buf body = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(pieces); i++) {
		struct str piece = str_of(pieces[i / 2]);
		struct arena arena = ARENA_INIT(ROOM);
		struct warnings warnings = { .arena = &arena };
		struct prepared prepared = PREPARED_INIT;

		buf_clear(&body);
		while (body.len < ROOM / 8)
			buf_add_str(&body, piece);
		prepare(buf_view(&body), 1, i % 2 ? STR("a.mdx") : STR("a.md"),
			&site, &warnings, &prepared);
		assert_true(prepared.text.len <= 2 * body.len);
		prepared_release(&prepared);
		arena_release(&arena);
	}
	buf_release(&body);
}

/* A place that differs costs memory: there is a bound, and what lies beyond
 * stays as it is. */
static void leaves_the_rest_when_there_is_too_much(void **state)
{
	struct arena arena = ARENA_INIT(ROOM);
	struct warnings warnings = { .arena = &arena };
	struct prepared prepared = PREPARED_INIT;
	struct buf body = BUF_INIT;

	(void)state;
	while (body.len < 3 * ROOM)
		buf_add_str(&body, STR("a^b^c "));
	prepare(buf_view(&body), 1, STR("a.md"), &site_generic, &warnings,
		&prepared);
	assert_int_equal(warnings.count, 1);
	assert_string_equal(warnings.list[0].code, "too-complex");
	assert_true(str_starts(buf_view(&prepared.text), STR("abc abc")));
	assert_true(str_ends(buf_view(&prepared.text), STR("a^b^c ")));
	assert_true(prepared.cuts.len <= ((size_t)17 << 20));
	prepared_release(&prepared);
	buf_release(&body);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_text_alone),
		cmocka_unit_test(leaves_code_alone),
		cmocka_unit_test(takes_shortcodes_out),
		cmocka_unit_test(drops_and_keeps_as_the_site_says),
		cmocka_unit_test(makes_code_of_what_is_highlighted),
		cmocka_unit_test(takes_template_tags_out),
		cmocka_unit_test(runs_liquid_in_code_for_jekyll_alone),
		cmocka_unit_test(follows_mdbook_in_code),
		cmocka_unit_test(reads_directives),
		cmocka_unit_test(reads_admonitions),
		cmocka_unit_test(reads_notes_and_definitions),
		cmocka_unit_test(reads_wiki_links_and_marks),
		cmocka_unit_test(takes_attribute_lists_out),
		cmocka_unit_test(keeps_the_words_of_mathematics),
		cmocka_unit_test(reads_mdx),
		cmocka_unit_test(reads_mdx_of_docusaurus),
		cmocka_unit_test(leaks_no_attributes_of_components),
		cmocka_unit_test(collects_tags_in_the_text),
		cmocka_unit_test(collects_no_tags_unless_asked),
		cmocka_unit_test(warns_of_what_is_never_closed),
		cmocka_unit_test(stays_quick_on_hostile_bodies),
		cmocka_unit_test(leaves_the_rest_when_there_is_too_much),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("prepare", tests, NULL, NULL);
}
