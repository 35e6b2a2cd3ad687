/*
 * Tests of indexer/cascade: which keys of which _index.md hold for what.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include "indexer/cascade.h"

#include "indexer/article.h"
#include "text/limits.h"

/* One site: its files are those of the root, made anew for each test. */
static struct arena arena = ARENA_INIT(SIZE_MAX);
static struct scan found;
static struct config config;
static struct buf problems;

static void add_problem(const char *path, const char *reason, bool is_rejection,
			void *payload)
{
	(void)payload;
	assert_false(is_rejection);
	buf_printf(&problems, "%s: %s\n", path + strlen(root) + 1, reason);
}

static int set_up(void **state)
{
	config = (struct config)CONFIG_INIT;
	config.site.preset = SITE_HUGO;
	buf_clear(&problems);
	return make_root(state);
}

static int tear_down(void **state)
{
	scan_release(&found);
	buf_release(&problems);
	arena_release(&arena);
	return remove_root(state);
}

#define CASCADE_TEST(name)                                                     \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Writes an _index.md with its folder. */
static void put_index(const char *folder, const char *text)
{
	char name[300];

	snprintf(name, sizeof(name), "%s/_index.md", folder);
	if (!exists(at(folder)))
		make_folder(folder);
	put(at(name), str_of(text));
}

/* Reads what there is; returns the name of the reading. */
static struct str read_all(void)
{
	const char *source = at(".");
	struct err err = ERR_INIT;
	struct str name = STR("");

	assert_int_equal(
		scan_sources(&source, 1, 1, &found, add_problem, NULL, &err),
		0);
	assert_int_equal(
		cascade_read(&found, &config, add_problem, NULL, &arena, &err),
		0);
	assert_int_equal(config_reading(&config, &arena, &name, &err), 0);
	return name;
}

/* What an article of this id is that says no more than this: "draft fr
 * cascade.draft cascade.lang", the last two what gave them. */
static void expect(const char *id, const char *matter, const char *expected)
{
	struct article_origin origin = { .id = str_of(id),
					 .site = &config.site };
	struct article article;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT, actual = BUF_INIT;

	buf_printf(&text, "---\n%s\n---\nText.\n", matter);
	assert_int_equal(
		article_read(buf_view(&text), &origin, &arena, &article, &err),
		0);
	buf_printf(&actual, "%s %.*s %.*s %.*s",
		   article_hidden_name(article.hidden), STR_ARG(article.lang),
		   STR_ARG(article.from[ARTICLE_HIDDEN].key),
		   STR_ARG(article.from[ARTICLE_LANG].key));
	if (strcmp(actual.p, expected))
		fail_msg("%s: %s, not %s", id, actual.p, expected);
	assert_int_equal(article.warning_count, 0);
	assert_int_equal(article.extra_count, 0);
	buf_release(&text);
	buf_release(&actual);
}

static void holds_for_all_below_its_folder(void **state)
{
	(void)state;
	put_index("a", "---\ncascade: {draft: true, language: fr}\n---\n");
	make_folder("a/b");
	read_all();
	expect("a/x.md", "", "draft fr cascade.draft cascade.language");
	expect("a/b/x.md", "", "draft fr cascade.draft cascade.language");
	expect("a/_index.md", "", "draft fr cascade.draft cascade.language");
	/* It is no field of the article that says it. */
	expect("a/_index.md", "cascade: {draft: true}",
	       "draft fr cascade.draft cascade.language");
	expect("a.md", "", "none   ");
	expect("ab/x.md", "", "none   ");
	expect("x/a/x.md", "", "none   ");
}

static void an_article_knows_best(void **state)
{
	(void)state;
	put_index("a", "---\ncascade: {draft: true, lang: fr}\n---\n");
	read_all();
	expect("a/x.md", "draft: false\nlang: de", "none de  lang");
	/* Nothing is not said. */
	expect("a/x.md", "draft:\nlang: ''",
	       "draft fr cascade.draft cascade.lang");
}

static void the_nearest_says_each_key(void **state)
{
	(void)state;
	/* In the order of bytes 'B' is before '_', and 'c' behind it. */
	put_index(".", "---\ncascade: {draft: true, lang: en}\n---\n");
	put_index("B", "---\ncascade: {lang: fr}\n---\n");
	put_index("B/C", "---\ncascade: {draft: false}\n---\n");
	put_index("c", "---\ncascade: {lang: de, search: false}\n---\n");
	read_all();
	expect("x.md", "", "draft en cascade.draft cascade.lang");
	expect("B/x.md", "", "draft fr cascade.draft cascade.lang");
	expect("B/C/x.md", "", "none fr  cascade.lang");
	expect("c/x.md", "", "draft de cascade.draft cascade.lang");
	expect("c/x.md", "draft: false",
	       "excluded de cascade.search cascade.lang");
}

static void the_configuration_speaks_first_and_is_overruled(void **state)
{
	struct front_node items[] = {
		{ .kind = FRONT_SCALAR,
		  .key = STR("lang"),
		  .value = STR("en") },
		{ .kind = FRONT_SCALAR,
		  .key = STR("draft"),
		  .value = STR("true") },
	};
	struct site_default own = {
		.glob = STR("**"),
		.values = { .kind = FRONT_MAP, .items = items, .count = 2 }
	};

	(void)state;
	config.site.defaults = &own;
	config.site.default_count = 1;
	put_index("a", "---\ncascade: {lang: fr}\n---\n");
	read_all();
	expect("x.md", "", "draft en draft lang");
	expect("a/x.md", "", "draft fr draft cascade.lang");
}

static void takes_what_matters_to_a_search(void **state)
{
	(void)state;
	put_index("a", "---\ncascade:\n  title: No\n  tags: [no]\n  x: y\n"
		       "  date: 2020-01-01\n  params: {x: y, z: 1}\n---\n");
	put_index("b", "---\ncascade:\n  params: {x: y, searchHidden: true}\n"
		       "---\n");
	put_index("c", "---\ncascade:\n  build: {list: never}\n---\n");
	put_index("d", "---\nCascade:\n  Search: {exclude: true}\n---\n");
	read_all();
	assert_int_equal(config.site.default_count, 3);
	expect("a/x.md", "", "none   ");
	expect("b/x.md", "", "excluded  cascade.params.searchHidden ");
	expect("c/x.md", "", "unlisted  cascade.build.list ");
	expect("d/x.md", "", "excluded  cascade.Search.exclude ");
}

static void of_a_list_the_first_that_fits_counts(void **state)
{
	(void)state;
	put_index("a", "+++\n"
		       "[[cascade]]\nlang = \"fr\"\n"
		       "[cascade.target]\npath = \"/A/{one,two}/**\"\n"
		       "[[cascade]]\nlang = \"de\"\ndraft = true\n"
		       "[cascade._target]\nkind = \"{section,home}\"\n"
		       "[[cascade]]\nlang = \"en\"\n"
		       "+++\n");
	read_all();
	expect("a/x.md", "", "none en  cascade.lang");
	expect("a/one/x.md", "", "none fr  cascade.lang");
	expect("a/two/_index.md", "", "draft de cascade.draft cascade.lang");
	expect("a/two/three/_index.md", "",
	       "draft fr cascade.draft cascade.lang");
	expect("one/x.md", "", "none   ");
}

static void targets_are_paths_of_pages_or_of_files(void **state)
{
	static const struct {
		const char *target, *id;
		bool holds;
	} cases[] = {
		{ "path: /a/x", "a/x.md", true },
		{ "path: /a/x", "a/X/index.md", true },
		{ "path: /a/x-y", "a/X y.md", true },
		{ "path: '/a/**.md'", "a/b/x.md", true },
		{ "path: '/b/**'", "a/b/x.md", false },
		{ "path: '**/b/**'", "a/b/x.md", true },
		{ "kind: page", "a/x.md", true },
		{ "kind: page", "a/_index.md", false },
		{ "kind: home", "a/_index.md", false },
		{ "kind: section", "a/_index.md", true },
		{ "environment: production", "a/x.md", true },
		{ "environment: prod*", "a/x.md", true },
		{ "environment: staging", "a/x.md", false },
		/* What is not known here. */
		{ "lang: en", "a/x.md", false },
		{ "sites: {matrix: {}}", "a/x.md", false },
		/* What is no target. */
		{ "path: '/[a'", "a/x.md", false },
		{ "path: [a]", "a/x.md", false },
	};
	char text[200];

	(void)state;
	make_folder("content");
	config.site.content_dir = STR("content");
	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(text, sizeof(text),
			 "---\ncascade: {draft: true, _target: {%s}}\n---\n",
			 cases[i].target);
		put_index("content/a", text);
		config.site.default_count = 0;
		read_all();
		scan_release(&found);
		snprintf(text, sizeof(text), "content/%s", cases[i].id);
		if ((config.site.default_count == 1 &&
		     cascade_holds(config.site.defaults[0].cascade,
				   &config.site, str_of(text))) !=
		    cases[i].holds)
			fail_msg("%s of %s", cases[i].target, cases[i].id);
	}
}

static void what_is_none_says_nothing(void **state)
{
	static const char *const texts[] = {
		"cascade: {draft: true}\n",
		"---\ncascade: {draft: true\n---\n",
		"---\ncascade: draft\n---\n",
		"---\ncascade: [draft, [draft]]\n---\n",
		"---\ncascade:\n---\n",
		"---\ncascade: {}\n---\n",
		"---\ncascade: {draft: true, target: yes}\n---\n",
		"---\ncascade: {draft: true, target: [{path: /a}]}\n---\n",
		"---js\n{cascade: {draft: true}}\n---\n",
		"\xff\xfe-\0-\0-\0",
		"",
	};
	struct str before = read_all();

	(void)state;
	scan_release(&found);
	for (size_t i = 0; i < COUNT(texts); i++) {
		put_index("a", texts[i]);
		assert_true(str_eq(read_all(), before));
		scan_release(&found);
		assert_int_equal(config.site.default_count, 0);
	}
	put_index("a", "---\ncascade: {draft: true}\n---\n");
	config.site.preset = SITE_ZOLA;
	read_all();
	assert_int_equal(config.site.default_count, 0);
	assert_int_equal(problems.len, 0);
}

static void the_reading_has_another_name_when_it_matters(void **state)
{
	static const char *const texts[] = {
		"---\ncascade: {draft: true}\n---\n",
		"---\ncascade: {draft: 'true'}\n---\n",
		"---\ncascade: {draft: true, lang: fr}\n---\n",
		"---\ncascade: {draft: true, target: {path: /x}}\n---\n",
		"---\ncascade: {draft: true, target: {kind: /x}}\n---\n",
		"---\ncascade: {params: {draft: true}}\n---\n",
		"---\ncascade: {search: {pin: [a, b]}}\n---\n",
		"---\ncascade: {search: {pin: [a], b: }}\n---\n",
	};
	struct str names[COUNT(texts)], same;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		put_index("a", texts[i]);
		config.site.default_count = 0;
		names[i] = read_all();
		scan_release(&found);
		for (size_t j = 0; j < i; j++)
			assert_false(str_eq(names[i], names[j]));
	}
	put_index("a", "---\ntitle: A\ncascade: {draft: true, x: y}\n---\nB.");
	config.site.default_count = 0;
	same = read_all();
	assert_true(str_eq(same, names[0]));
}

static void so_many_are_heeded(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	for (int i = 0; i < 2; i++) {
		buf_clear(&text);
		buf_add_str(&text, STR("---\ncascade:\n"));
		for (int n = 0; n < LIMIT_CASCADES / 2 + i; n++)
			buf_add_str(&text, STR("- lang: fr\n"));
		buf_add_str(&text, STR("---\n"));
		put_index(i ? "a/b" : "a", text.p);
	}
	buf_release(&text);
	put_index("a/b/c", "---\ncascade: {lang: de}\n---\n");
	read_all();
	assert_int_equal(config.site.default_count, LIMIT_CASCADES);
	expect("a/b/c/x.md", "", "none fr  cascade.lang");
	assert_string_equal(problems.p + strlen("./a/b/_index.md: "),
			    "there is too much in cascades: those from here "
			    "on are not heeded\n");
}

static void they_say_so_much(void **state)
{
	struct buf text = BUF_INIT;
	char folder[16];

	(void)state;
	buf_add_str(&text, STR("---\ncascade: {search: {pin: '"));
	for (int n = 0; n < 60000; n++)
		buf_add_char(&text, 'x');
	buf_add_str(&text, STR("'}}\n---\n"));
	for (int i = 10; i < 30; i++) {
		snprintf(folder, sizeof(folder), "%d", i);
		put_index(folder, text.p);
	}
	buf_release(&text);
	read_all();
	assert_int_equal(config.site.default_count,
			 LIMIT_CASCADE_BYTES / 60000);
	assert_true(problems.len > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASCADE_TEST(holds_for_all_below_its_folder),
		CASCADE_TEST(an_article_knows_best),
		CASCADE_TEST(the_nearest_says_each_key),
		CASCADE_TEST(the_configuration_speaks_first_and_is_overruled),
		CASCADE_TEST(takes_what_matters_to_a_search),
		CASCADE_TEST(of_a_list_the_first_that_fits_counts),
		CASCADE_TEST(targets_are_paths_of_pages_or_of_files),
		CASCADE_TEST(what_is_none_says_nothing),
		CASCADE_TEST(the_reading_has_another_name_when_it_matters),
		CASCADE_TEST(so_many_are_heeded),
		CASCADE_TEST(they_say_so_much),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cascade", tests, NULL, NULL);
}
