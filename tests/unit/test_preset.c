/*
 * Tests of indexer/preset.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "base/glob.h"
#include "indexer/preset.h"

static struct arena arena = ARENA_INIT(16 << 20);
static struct config config;

/* Detects for the sources, names below the root; the index is in the root. */
static void detect(const char *first, const char *second)
{
	const char *paths[2] = { at(first), second ? at(second) : NULL };
	struct err err = ERR_INIT;

	if (config_load(at(".pressmark"), &arena, &config, &err) ||
	    preset_detect(&config, paths, second ? 2 : 1, &arena, &err))
		fail_msg("%s", err.message);
}

static void expect(const char *source, enum site_preset preset)
{
	detect(source, NULL);
	if (config.site.preset != preset)
		fail_msg("%s: %s", source,
			 site_preset_name(config.site.preset));
	assert_true((preset == SITE_GENERIC) == (config.found_by.len == 0));
}

static void leave(const char *name)
{
	put(at(name), STR(""));
}

/* Is the article left out? */
static bool is_out(const char *id)
{
	bool out = false;

	for (size_t i = 0; i < config.exclude_count; i++) {
		struct str glob = config.excludes[i];
		bool keeps = str_starts(glob, STR("!"));

		if (glob_match(str_skip(glob, keeps), str_of(id)))
			out = !keeps;
	}
	return out;
}

static void a_file_says_the_generator(void **state)
{
	static const struct {
		const char *file;
		enum site_preset preset;
	} rows[] = {
		{ "_config.yml", SITE_JEKYLL },
		{ "_config.yaml", SITE_JEKYLL },
		{ "hugo.toml", SITE_HUGO },
		{ "hugo.yaml", SITE_HUGO },
		{ "hugo.json", SITE_HUGO },
		{ "config/_default/hugo.yaml", SITE_HUGO },
		{ "config/_default/config.toml", SITE_HUGO },
		{ "zola.toml", SITE_ZOLA },
		{ "eleventy.config.js", SITE_ELEVENTY },
		{ "eleventy.config.mjs", SITE_ELEVENTY },
		{ "eleventy.config.cjs", SITE_ELEVENTY },
		{ ".eleventy.js", SITE_ELEVENTY },
		{ "astro.config.mjs", SITE_ASTRO },
		{ "docusaurus.config.ts", SITE_DOCUSAURUS },
		{ "book.toml", SITE_MDBOOK },
		{ "config.toml", SITE_GENERIC },
		{ "mkdocs.yml", SITE_GENERIC },
	};

	(void)state;
	make_folder("config");
	make_folder("config/_default");
	for (size_t i = 0; i < COUNT(rows); i++) {
		leave(rows[i].file);
		expect(".", rows[i].preset);
		if (config.found_by.len)
			assert_true(str_ends(config.found_by,
					     str_of(rows[i].file)));
		assert_int_equal(unlink(at(rows[i].file)), 0);
	}
	expect(".", SITE_GENERIC);
}

static void config_toml_is_told_by_what_it_says(void **state)
{
	(void)state;
	put(at("config.toml"), STR("title = 1\nbase_url = \"https://x/\"\n"));
	expect(".", SITE_ZOLA);
	put(at("config.toml"), STR("  baseURL = \"https://x/\"\n"));
	expect(".", SITE_HUGO);
	put(at("config.toml"), STR("baseurl=\"x\"\n"));
	expect(".", SITE_HUGO);
	put(at("config.toml"), STR("base_urls = 1\n# base_url = 1\n"));
	expect(".", SITE_GENERIC);
	make_folder("content");
	expect(".", SITE_HUGO);
	put(at("config.toml"), STR("base_url = \"x\"\n"));
	expect(".", SITE_ZOLA);
	assert_int_equal(unlink(at("config.toml")), 0);
	put(at("config.yaml"), STR("baseURL: x\n"));
	expect(".", SITE_HUGO);
	put(at("config.json"), STR("{\n  \"baseURL\": \"x\"\n}\n"));
	assert_int_equal(unlink(at("config.yaml")), 0);
	expect(".", SITE_HUGO);
}

static void others_have_a_config_yml_too(void **state)
{
	(void)state;
	leave("_config.yml");
	leave("_toc.yml");
	expect(".", SITE_GENERIC);
	assert_int_equal(unlink(at("_toc.yml")), 0);
	expect(".", SITE_JEKYLL);
	make_folder("scaffolds");
	expect(".", SITE_GENERIC);
}

static void the_surer_file_counts(void **state)
{
	(void)state;
	leave("_config.yml");
	leave("book.toml");
	expect(".", SITE_JEKYLL);
	leave(".eleventy.js");
	expect(".", SITE_ELEVENTY);
	leave("hugo.toml");
	expect(".", SITE_HUGO);
}

static void the_nearest_folder_counts(void **state)
{
	(void)state;
	make_folder("a");
	make_folder("a/b");
	make_folder("a/b/c");
	leave("_config.yml");
	expect("a/b/c", SITE_JEKYLL);
	leave("a/book.toml");
	expect("a/b/c", SITE_MDBOOK);
	leave("a/b/c/zola.toml");
	expect("a/b/c", SITE_ZOLA);
}

static void above_the_configuration_nothing_counts(void **state)
{
	const char *paths[2];
	struct err err = ERR_INIT;

	(void)state;
	make_folder("site");
	make_folder("site/content");
	make_folder("site/content/posts");
	make_folder("site/other");
	make_folder("elsewhere");
	leave("_config.yml");
	leave("site/hugo.toml");
	paths[0] = at("site");
	assert_int_equal(
		config_load(at("elsewhere/.pressmark"), &arena, &config, &err),
		0);
	assert_int_equal(preset_detect(&config, paths, 1, &arena, &err), 0);
	assert_int_equal(config.site.preset, SITE_HUGO);
	/* From folders that are named as content is. */
	paths[0] = at("site/content");
	config_load(at("elsewhere/.pressmark"), &arena, &config, &err);
	assert_int_equal(preset_detect(&config, paths, 1, &arena, &err), 0);
	assert_int_equal(config.site.preset, SITE_HUGO);
	assert_true(str_eq(config_within(&config, 0), STR("content")));
	paths[0] = at("site/content/posts");
	config_load(at("elsewhere/.pressmark"), &arena, &config, &err);
	assert_int_equal(preset_detect(&config, paths, 1, &arena, &err), 0);
	assert_int_equal(config.site.preset, SITE_HUGO);
	assert_true(str_eq(config_within(&config, 0), STR("content/posts")));
	paths[0] = at("site/other");
	config_load(at("elsewhere/.pressmark"), &arena, &config, &err);
	assert_int_equal(preset_detect(&config, paths, 1, &arena, &err), 0);
	assert_int_equal(config.site.preset, SITE_GENERIC);
}

static void what_is_configured_stays(void **state)
{
	(void)state;
	leave("_config.yml");
	put(at("pressmark.yaml"), STR("preset: zola\n"));
	detect(".", NULL);
	assert_int_equal(config.site.preset, SITE_ZOLA);
	assert_int_equal(config.found_by.len, 0);
	put(at("pressmark.yaml"), STR("preset: generic\n"));
	detect(".", NULL);
	assert_int_equal(config.site.preset, SITE_GENERIC);
}

static void the_first_source_that_tells_counts(void **state)
{
	(void)state;
	make_folder("a");
	make_folder("b");
	leave("b/book.toml");
	detect("a", "b");
	assert_int_equal(config.site.preset, SITE_MDBOOK);
	leave("a/_config.yml");
	detect("a", "b");
	assert_int_equal(config.site.preset, SITE_JEKYLL);
}

static void at_its_root_content_is_told_from_the_rest(void **state)
{
	(void)state;
	leave("hugo.toml");
	expect(".", SITE_HUGO);
	assert_int_equal(config.site.content_dir.len, 0);
	assert_false(is_out("README.md"));
	make_folder("content");
	expect(".", SITE_HUGO);
	assert_true(str_eq(config.site.content_dir, STR("content")));
	assert_true(is_out("README.md"));
	assert_true(is_out("themes/x/content/a.md"));
	assert_false(is_out("content/posts/a.md"));
	expect("content", SITE_HUGO);
	assert_true(str_eq(config.site.content_dir, STR("content")));
	assert_true(str_eq(config_within(&config, 0), STR("content")));
	assert_false(is_out("a.md"));
	put(at("pressmark.yaml"), STR("content_dir: x\n"));
	detect(".", NULL);
	assert_true(str_eq(config.site.content_dir, STR("x")));
	assert_false(is_out("README.md"));
	put(at("pressmark.yaml"), STR("exclude: '!/README.md'\n"));
	detect(".", NULL);
	assert_false(is_out("README.md"));
	assert_true(is_out("about.md"));
	/* With another source, what is told of one may be wrong of it. */
	make_folder("more");
	detect(".", "more");
	assert_false(is_out("README.md"));
}

static void a_configured_generator_has_its_content(void **state)
{
	(void)state;
	put(at("pressmark.yaml"), STR("preset: zola\n"));
	detect(".", NULL);
	assert_int_equal(config.site.content_dir.len, 0);
	assert_false(is_out("a.md"));
	make_folder("content");
	make_folder("content/posts");
	detect(".", NULL);
	assert_true(str_eq(config.site.content_dir, STR("content")));
	assert_true(is_out("README.md"));
	assert_false(is_out("content/a.md"));
	detect("content", NULL);
	assert_false(is_out("a.md"));
	detect("content/posts", NULL);
	assert_int_equal(config.site.content_dir.len, 0);
	put(at("pressmark.yaml"), STR("preset: jekyll\n"));
	detect(".", NULL);
	assert_int_equal(config.site.content_dir.len, 0);
}

static void what_jekyll_does_not_build_is_left_out(void **state)
{
	static const char *const out[] = {
		"_site/a.md", "_includes/b/a.md", "_layouts/a.md",
		"_sass/a.md", "_data/a.md",	  "vendor/bundle/a.md",
		"a/_note.md"
	};
	static const char *const in[] = {
		"a.md",		 "_posts/2025-01-01-a.md",    "_drafts/a.md",
		"_recipes/a.md", "es/_posts/2025-01-01-a.md", "vendor/a.md",
		"a/_site/b.md"
	};

	(void)state;
	leave("_config.yml");
	expect(".", SITE_JEKYLL);
	for (size_t i = 0; i < COUNT(out); i++) {
		if (!is_out(out[i]))
			fail_msg("'%s' is not left out", out[i]);
	}
	for (size_t i = 0; i < COUNT(in); i++) {
		if (is_out(in[i]))
			fail_msg("'%s' is left out", in[i]);
	}
}

static int clean_up(void **state)
{
	arena_clear(&arena);
	return remove_root(state);
}

#define PRESET_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, make_root, clean_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PRESET_TEST(a_file_says_the_generator),
		PRESET_TEST(config_toml_is_told_by_what_it_says),
		PRESET_TEST(others_have_a_config_yml_too),
		PRESET_TEST(the_surer_file_counts),
		PRESET_TEST(the_nearest_folder_counts),
		PRESET_TEST(above_the_configuration_nothing_counts),
		PRESET_TEST(what_is_configured_stays),
		PRESET_TEST(the_first_source_that_tells_counts),
		PRESET_TEST(at_its_root_content_is_told_from_the_rest),
		PRESET_TEST(a_configured_generator_has_its_content),
		PRESET_TEST(what_jekyll_does_not_build_is_left_out),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
