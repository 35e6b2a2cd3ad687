/*
 * Tests of indexer/config.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "indexer/config.h"
#include "text/limits.h"

static struct arena arena = ARENA_INIT(16 << 20);
static struct config config;

static int read_text(const char *yaml, struct err *err)
{
	return config_read(str_of(yaml), STR("pressmark.yaml"), &arena, &config,
			   err);
}

static void expect(const char *yaml)
{
	struct err err = ERR_INIT;

	if (read_text(yaml, &err))
		fail_msg("%s: %s", yaml, err.message);
}

static void expect_str(struct str s, const char *expected)
{
	if (!str_eq(s, str_of(expected)))
		fail_msg("'%.*s' is not '%s'", STR_ARG(s), expected);
}

static void nothing_is_all_as_by_default(void **state)
{
	static const char *const yamls[] = { "", "# only this\n", "---\n",
					     "exclude:\nurl: ~\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(yamls); i++) {
		expect(yamls[i]);
		assert_int_equal(config.site.preset, SITE_GENERIC);
		assert_false(config.preset_is_configured);
		assert_int_equal(config.exclude_count, 0);
		assert_int_equal(config.site.url_count, 0);
	}
}

static void every_key_is_read(void **state)
{
	(void)state;
	expect("sources: [posts, ../more]\n"
	       "exclude:\n"
	       "  - old/\n"
	       "  - '!old/keep.md'\n"
	       "preset: jekyll\n"
	       "base_path: blog/\n"
	       "content_dir: ./content/\n"
	       "url: {'posts/**': '/:year/:title/', '**': '/:path/'}\n"
	       "timezone: UTC\n"
	       "language: en\n"
	       "languages: [en, fr]\n"
	       "date_order: mdy\n"
	       "defaults: {'posts/**': {author: Ann}}\n"
	       "shortcodes: {ad: drop, box: inner, fig: {text: [alt, cap]},\n"
	       "  map: {use: drop, text: title}}\n"
	       "authors: _data/authors.yml\n"
	       "excerpt_separator: \"\\n\\n\"\n"
	       "inline_tags: true\n"
	       "respect_noindex: yes\n"
	       "drafts: on\n"
	       "future: 1\n"
	       "public: 'true'\n");
	assert_int_equal(config.source_count, 2);
	expect_str(config.sources[1], "../more");
	expect_str(config.authors_path, "_data/authors.yml");
	assert_int_equal(config.exclude_count, 2);
	expect_str(config.excludes[1], "!old/keep.md");
	assert_int_equal(config.site.preset, SITE_JEKYLL);
	assert_true(config.preset_is_configured);
	expect_str(config.site.base_path, "/blog");
	expect_str(config.site.content_dir, "content");
	assert_int_equal(config.site.url_count, 2);
	expect_str(config.site.urls[0].glob, "posts/**");
	expect_str(config.site.urls[1].pattern, "/:path/");
	expect_str(zone_name(config.site.zone), "UTC");
	expect_str(config.site.lang, "en");
	assert_int_equal(config.site.language_count, 2);
	assert_int_equal(config.site.date_order, DATE_MDY);
	assert_int_equal(config.site.default_count, 1);
	expect_str(config.site.defaults[0].glob, "posts/**");
	expect_str(config.site.defaults[0].values.items[0].key, "author");
	assert_int_equal(config.site.shortcode_count, 4);
	assert_int_equal(config.site.shortcodes[0].use, SITE_DROP);
	assert_int_equal(config.site.shortcodes[1].use, SITE_INNER);
	assert_int_equal(config.site.shortcodes[2].use, SITE_INNER);
	assert_int_equal(config.site.shortcodes[2].argument_count, 2);
	assert_int_equal(config.site.shortcodes[3].use, SITE_DROP);
	expect_str(config.site.shortcodes[3].arguments[0], "title");
	expect_str(config.site.excerpt_separator, "\n\n");
	assert_true(config.site.inline_tags && config.site.respect_noindex);
	assert_true(config.site.show_drafts && config.site.show_future);
	assert_true(config.is_public);
}

static void weights_are_read_and_the_rest_is_as_by_default(void **state)
{
	const double *weights = config.ranking.weights;

	(void)state;
	expect("ranking: {title: 0, near: '1.5', synonyms: ~,\n"
	       "  recency_half_life: 180 days, recency_weight: 1}\n");
	assert_true(weights[RANKING_TITLE] == 0);
	assert_true(weights[RANKING_NEAR] == 1.5);
	assert_true(weights[RANKING_STOP_WORDS] == 0.1);
	assert_true(weights[RANKING_SYNONYMS] == 0.6);
	assert_true(weights[RANKING_HALF_LIFE] == 180);
	assert_true(weights[RANKING_RECENCY] == 1);
	expect("ranking: {recency_half_life: 30.5days}\n");
	assert_true(weights[RANKING_HALF_LIFE] == 30.5);
	expect("ranking: {recency_half_life: 7}\n");
	assert_true(weights[RANKING_HALF_LIFE] == 7);
}

static void one_value_stands_for_a_list_of_one(void **state)
{
	(void)state;
	expect("sources: posts\nexclude: '*.txt.md'\nlanguages: en\n"
	       "url: /:title/\n");
	assert_int_equal(config.source_count, 1);
	expect_str(config.sources[0], "posts");
	assert_int_equal(config.exclude_count, 1);
	assert_int_equal(config.site.url_count, 1);
	expect_str(config.site.urls[0].glob, "**");
}

static void base_paths_are_made_alike(void **state)
{
	static const struct {
		const char *yaml, *path, *host;
	} rows[] = {
		{ "base_path: /", "", "" },
		{ "base_path: /a/b//", "/a/b", "" },
		{ "base_path: a", "/a", "" },
		{ "base_url: https://example.org", "", "example.org" },
		{ "base_url: HTTP://example.org:80/x/", "/x",
		  "example.org:80" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect(rows[i].yaml);
		expect_str(config.site.base_path, rows[i].path);
		expect_str(config.site.host, rows[i].host);
	}
}

static void defaults_have_three_shapes(void **state)
{
	static const struct {
		const char *yaml, *glob;
	} rows[] = {
		{ "defaults: [{path: a, values: {x: 1}}]", "a" },
		{ "defaults: [{glob: 'a/*', values: {x: 1}}]", "a/*" },
		{ "defaults: {'a/*': {x: 1}}", "a/*" },
		{ "defaults: [{scope: {path: ''}, values: {x: 1}}]", "**" },
		{ "defaults: [{scope: {path: /a/}, values: {x: 1}}]", "/a" },
		{ "defaults: [{scope: {path: '', type: posts}, values: {x: "
		  "1}}]",
		  "/**/_posts/" },
		{ "defaults: [{scope: {path: a, type: docs}, values: {x: 1}}]",
		  "/a/**/_docs/" },
		{ "defaults: [{scope: {type: pages}, values: {x: 1}}]",
		  "/{[!_]*,[!_]*/**}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect(rows[i].yaml);
		assert_int_equal(config.site.default_count, 1);
		expect_str(config.site.defaults[0].glob, rows[i].glob);
		expect_str(config.site.defaults[0].values.items[0].key, "x");
	}
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *yaml, *message;
	} rows[] = {
		{ "exlude: a\n", "pressmark.yaml:1:1: there is no key "
				 "'exlude'; did you mean 'exclude'?" },
		{ "a: 1\nxyzzy: 2\n",
		  "pressmark.yaml:1:1: there is no key 'a'" },
		{ "preset: generic\n\npreset: hugo\n",
		  "pressmark.yaml:3:1: 'preset' is given twice" },
		{ "preset: jekyl\n", "pressmark.yaml:1:9: 'jekyl' is not known "
				     "here; did you mean 'jekyll'?" },
		{ "date_order: ymd\n",
		  "pressmark.yaml:1:13: 'ymd' is not known "
		  "here; it is one of dmy, mdy" },
		{ "base_path: /a/../b\n", "pressmark.yaml:1:12: " },
		{ "base_path: a/%2e%2e/b\n", "pressmark.yaml:1:12: " },
		{ "base_url: 'https://a/b/.'\n", "pressmark.yaml:1:11: " },
		{ "content_dir: ../x\n", "pressmark.yaml:1:14: the folder" },
		{ "url: prety\n", "pressmark.yaml:1:6: 'prety' is no pattern" },
		{ "defaults:\n  - values: {}\n    scope: {path: '', tipe: x}\n",
		  "pressmark.yaml:3:23: there is no key 'tipe'; did you mean "
		  "'type'?" },
		{ "authors: [a.yml]\n", "pressmark.yaml:1:10: text is" },
		{ "exclude: ['a', 'b[']\n", "pressmark.yaml:1:16: 'b[' is no "
					    "glob" },
		{ "url: {'{a': x}\n", "pressmark.yaml:1:13: '{a' is no glob" },
		{ "url: {a: [x]}\n", "pressmark.yaml:1:10: text is" },
		{ "url: /:titel/\n", "pressmark.yaml:1:6: there is no ':titel' "
				     "in patterns" },
		{ "url: {'**': '/:year/:x'}\n", "pressmark.yaml:1:13: " },
		{ "drafts: maybe\n", "pressmark.yaml:1:9: true or false" },
		{ "sources: [[a]]\n", "pressmark.yaml:1:11: text is" },
		{ "sources: ['']\n", "pressmark.yaml:1:11: text is" },
		{ "base_path: a?b\n", "pressmark.yaml:1:12: 'a?b' is no path" },
		{ "base_url: example.org\n", "pressmark.yaml:1:11: " },
		{ "base_url: 'https:///x'\n", "pressmark.yaml:1:11: the URL" },
		{ "content_dir: /etc\n", "pressmark.yaml:1:14: the folder" },
		{ "shortcodes: [a]\n", "pressmark.yaml:1:13: shortcodes" },
		{ "shortcodes: {a: hide}\n", "pressmark.yaml:1:17: 'hide'" },
		{ "shortcodes: {a: {txt: b}}\n", "pressmark.yaml:1:18: there "
						 "is no key 'txt'" },
		{ "defaults: x\n", "pressmark.yaml:1:11: a map" },
		{ "defaults: {a: x}\n", "pressmark.yaml:1:15: keys" },
		{ "defaults: [{path: a}]\n", "pressmark.yaml:1:12: 'values'" },
		{ "defaults: [{values: {a: b}}]\n", "pressmark.yaml:1:12: " },
		{ "ranking: {titel: 1}\n",
		  "pressmark.yaml:1:11: there is no key 'titel'; did you mean "
		  "'title'?" },
		{ "ranking: {near: 1, near: 1}\n",
		  "pressmark.yaml:1:20: 'near' is given twice" },
		{ "ranking:\n  near: -0.1\n", "pressmark.yaml:2:9: a number "
					      "from 0 to 10 is expected here" },
		{ "ranking: {stop_words: 1.1}\n",
		  "pressmark.yaml:1:23: a number from 0 to 1 is" },
		{ "ranking: {near: nan}\n", "pressmark.yaml:1:17: a number" },
		{ "ranking: {near: [1]}\n", "pressmark.yaml:1:17: a number" },
		{ "ranking: {near: 1 days}\n",
		  "pressmark.yaml:1:17: a number" },
		{ "ranking: {recency_half_life: 3 weeks}\n",
		  "pressmark.yaml:1:30: a number of days from 0 to 36500 is" },
		{ "ranking: {recency_half_life: days}\n",
		  "pressmark.yaml:1:30: a number of days" },
		{ "ranking: high\n", "pressmark.yaml:1:10: weights are" },
		{ "a: b: c\n", "pressmark.yaml:1:5: the file is not valid "
			       "YAML: " },
		{ "- a\n", "pressmark.yaml:1:1: " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(read_text(rows[i].yaml, &err), ERR_INPUT);
		if (strncmp(err.message, rows[i].message,
			    strlen(rows[i].message)))
			fail_msg("'%s' is not '%s'", err.message,
				 rows[i].message);
	}
}

static void the_file_lies_beside_the_index(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	make_folder("a");
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 0);
	assert_int_equal(config.path.len, 0);
	put(at("a/pressmark.yml"), STR("sources: [x, /y]\npreset: hugo\n"));
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 ERR_INPUT);
	assert_non_null(strstr(err.message, "yml:1: the source 'x' is not"));
	make_folder("a/x");
	put(at("a/pressmark.yml"), STR("sources: [x, /]\npreset: hugo\n"));
	err_clear(&err);
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 0);
	assert_int_equal(config.site.preset, SITE_HUGO);
	assert_true(str_ends(config.sources[0], STR("a/x")));
	expect_str(config.sources[1], "/");
	put(at("a/pressmark.yaml"), STR("preset: zola\n"));
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 ERR_INPUT);
	assert_non_null(strstr(err.message, "keep one"));
	assert_int_equal(unlink(at("a/pressmark.yml")), 0);
	err_clear(&err);
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 0);
	assert_int_equal(config.site.preset, SITE_ZOLA);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
	static char large[LIMIT_CONFIG_BYTES + 1];
	struct err err = ERR_INIT;

	(void)state;
	make_folder("a");
	memset(large, '#', sizeof(large));
	put(at("a/pressmark.yaml"), str_make(large, sizeof(large) - 1));
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 0);
	put(at("a/pressmark.yaml"), str_make(large, sizeof(large)));
	assert_int_equal(config_load(at("a/.pressmark"), &arena, &config, &err),
			 ERR_LIMIT);
}

static struct str reading(const char *yaml)
{
	struct err err = ERR_INIT;
	struct str name;

	expect(yaml);
	assert_int_equal(config_reading(&config, &arena, &name, &err), 0);
	return name;
}

static void what_reads_alike_has_one_name(void **state)
{
	(void)state;
	assert_true(str_eq(reading("preset: zola"), reading("preset: zola")));
	assert_false(str_eq(reading("preset: zola"), reading("preset: hugo")));
	assert_false(str_eq(reading("drafts: true"), reading("")));
}

static void how_a_file_is_written_and_what_it_weighs_name_nothing(void **state)
{
	struct str name;

	(void)state;
	name = reading("preset: zola\nexclude: [a, b]\n");
	assert_true(str_eq(name, reading("# more\npreset:  zola\n"
					 "exclude:\n  - a\n  - b\n")));
	assert_true(str_eq(name, reading("ranking: {code: 0.5}\npreset: zola\n"
					 "exclude: [a, b]\n")));
	assert_false(str_eq(name, reading("ranking: {code: 1}\npreset: zola\n"
					  "exclude: [a, b]\n")));
	assert_true(str_eq(name, reading("ranking: {title: 1}\npreset: zola\n"
					 "exclude: [a, b]\n")));
	assert_false(str_eq(name, reading("preset: zola\nexclude: [b, a]\n")));
	assert_false(str_eq(reading("defaults: {a: {b: {c: 1}}}"),
			    reading("defaults: {a: {b: {d: 1}}}")));
	assert_false(str_eq(reading("defaults: {a: {b: yes}}"),
			    reading("defaults: {a: {b: 'yes'}}")));
}

#define FOLDER_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_all_as_by_default),
		cmocka_unit_test(every_key_is_read),
		cmocka_unit_test(
			weights_are_read_and_the_rest_is_as_by_default),
		cmocka_unit_test(one_value_stands_for_a_list_of_one),
		cmocka_unit_test(base_paths_are_made_alike),
		cmocka_unit_test(defaults_have_three_shapes),
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		FOLDER_TEST(the_file_lies_beside_the_index),
		FOLDER_TEST(a_file_that_is_too_large_is_refused),
		cmocka_unit_test(what_reads_alike_has_one_name),
		cmocka_unit_test(
			how_a_file_is_written_and_what_it_weighs_name_nothing),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
