/*
 * Tests of indexer/url*: what holds for any value; the rules are tested by
 * articles/urls.txt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/article.h"

#include "base/utf8.h"
#include "indexer/url_pattern.h"
#include "indexer/url_rule.h"
#include "indexer/url_slug.h"
#include "text/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void check_slug(void (*slug)(struct str s, struct buf *out),
		       const char *s, const char *expected)
{
	struct buf out = BUF_INIT;

	slug(str_of(s), &out);
	assert_string_equal(out.p ? out.p : "", expected);
	buf_release(&out);
}

static void slugs_are_those_of_the_generators(void **state)
{
	(void)state;
	check_slug(slug_jekyll, "The _config.yml file", "the-config-yml-file");
	check_slug(slug_jekyll, "--Ünïcode  é!", "ünïcode-é");
	check_slug(slug_jekyll, "...", "");
	check_slug(slug_jekyll_pretty, "The _config.yml file",
		   "The-_config.yml-file");
	check_slug(slug_jekyll_pretty, "My Slug!", "My-Slug!");
	check_slug(slug_jekyll_pretty, "a/b*c", "a-b-c");
	check_slug(slug_hugo, "A (b)  & C.d", "a-b-c.d");
	check_slug(slug_hugo, " a--b - c ", "a--b-c");
	check_slug(slug_hugo, "100% %c3%A9 %zz", "100-%c3%a9-zz");
	check_slug(slug_hugo, "a/B\\c#d+e~f@g_h", "a/b\\c#d+e~f@g_h");
}

static void check_clean(enum site_preset preset, const char *path,
			const char *expected)
{
	struct buf b = BUF_INIT;

	buf_add_str(&b, str_of(path));
	url_rule_clean(preset, &b);
	if (!str_eq(buf_view(&b), str_of(expected)))
		fail_msg("%s: %s gives %.*s", site_preset_name(preset), path,
			 STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void paths_are_cleaned(void **state)
{
	(void)state;
	check_clean(SITE_JEKYLL, "/", "/");
	check_clean(SITE_JEKYLL, "//a//b", "/a/b");
	check_clean(SITE_JEKYLL, "/a/../b", "/a/b");
	check_clean(SITE_JEKYLL, "/a/./b./c", "/a/bc");
	check_clean(SITE_JEKYLL, "/../../x", "/x");
	check_clean(SITE_GENERIC, "/", "/");
	check_clean(SITE_GENERIC, "//a//b", "/a/b");
	check_clean(SITE_GENERIC, "/a/../b", "/b");
	check_clean(SITE_GENERIC, "/a/b/..", "/a/");
	check_clean(SITE_GENERIC, "/a/.", "/a/");
	check_clean(SITE_GENERIC, "/../../x/", "/x/");
	check_clean(SITE_GENERIC, "/..", "/");
	check_clean(SITE_GENERIC, "/a..b/...", "/a..b/...");
}

static void patterns_know_their_tokens(void **state)
{
	static const char *const good[] = { "",
					    "/a/",
					    "/:year/:title:output_ext",
					    "W:week",
					    ":title_:day",
					    "/:sections[1:]/:slug/",
					    "/a: b/::/",
					    "/:2006/:01/:Jan" };
	static const char *const bad[] = { "/:titel/", "/:foo", "/:_" };
	struct str unknown;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		if (!url_pattern_check(str_of(good[i]), &unknown))
			fail_msg("'%s': %.*s", good[i], STR_ARG(unknown));
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(url_pattern_check(str_of(bad[i]), &unknown));
		assert_string_equal(unknown.p[0] == ':' ? ":" : "", ":");
	}
}

static void week_years_are_those_of_iso_8601(void **state)
{
	static const struct {
		const char *date, *week;
	} rows[] = {
		{ "2024-12-30", "2025-01-1" }, { "2021-01-03", "2020-53-7" },
		{ "2020-12-31", "2020-53-4" }, { "1969-12-28", "1969-52-7" },
		{ "1970-01-01", "1970-01-4" }, { "0001-01-01", "0001-01-1" },
		{ "2026-01-01", "2026-01-4" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct article article = { .id = STR("a.md") };
		struct url_page page;
		struct buf out = BUF_INIT;

		assert_true(date_parse(str_of(rows[i].date), &article.date));
		url_page_read(&site_generic, &article, &page);
		assert_true(url_pattern_expand(
			&page, STR(":w_year-:week-:w_day"), &out));
		assert_string_equal(out.p, rows[i].week);
		buf_release(&out);
	}
}

/* A value of one of the keys, of pieces that mean something somewhere. */
static void add_value(struct buf *out)
{
	static const char *const pieces[] = {
		"/",	  "//",		"..",  ".",	"a",  "é",
		"%c3%a9", "%00",	"%2f", "%5c",	"%",  "\\\\",
		":title", ":year",	":x",  "http:", "{{", "index.html",
		"?",	  "#",		" ",   "\\t",	"[",  "]",
		"-",	  ":sections[", "1:]", "日",
	};
	unsigned int n = (unsigned int)random_below(8) + 1;

	while (n-- > 0)
		buf_add_str(out, str_of(pieces[random_below(COUNT(pieces))]));
}

static void check_path(struct str url)
{
	bool is_path = str_starts(url, STR("/")) && !str_starts(url, STR("//"));

	for (size_t i = 0; i < url.len; i++)
		is_path = is_path && (unsigned char)url.p[i] >= 0x20 &&
			  url.p[i] != 0x7f && url.p[i] != '\\';
	if (!is_path || url.len > LIMIT_PATH_BYTES ||
	    utf8_invalid(url) < url.len)
		fail_msg("'%.*s' is no path", STR_ARG(url));
}

static void any_value_gives_a_path(void **state)
{
	static const char *const keys[] = { "permalink", "url",
					    "path",	 "slug",
					    "aliases",	 "redirect_from" };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
		struct site_url pattern = { STR("**"), { NULL, 0 } };
		struct site site = { .preset = (enum site_preset)random_below(
					     SITE_PRESETS) };
		struct article_origin origin = { .id = STR("a/b c.md"),
						 .site = &site };
		struct buf file = BUF_INIT, value = BUF_INIT;
		struct article article;
		struct err err = ERR_INIT;

		add_value(&value);
		pattern.pattern = buf_view(&value);
		if (random_below(2) && !memchr(value.p, '\\', value.len)) {
			site.urls = &pattern;
			site.url_count = 1;
		}
		buf_printf(&file, "---\n%s: \"",
			   keys[random_below(COUNT(keys))]);
		add_value(&file);
		buf_add_str(&file, STR("\"\n---\n"));
		memset(buf_reserve(&file, 64), 0, 64);
		assert_int_equal(article_read(buf_view(&file), &origin, &arena,
					      &article, &err),
				 0);
		check_path(article.url);
		for (size_t i = 0; i < article.alias_count; i++)
			check_path(article.aliases[i]);
		buf_release(&file);
		buf_release(&value);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slugs_are_those_of_the_generators),
		cmocka_unit_test(paths_are_cleaned),
		cmocka_unit_test(patterns_know_their_tokens),
		cmocka_unit_test(week_years_are_those_of_iso_8601),
		cmocka_unit_test(any_value_gives_a_path),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
