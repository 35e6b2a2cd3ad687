/*
 * Tests of indexer/anchor: heading ids as each generator makes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/anchor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ROOM ((size_t)1 << 22)

static void check_id(struct anchors *anchors, enum site_preset preset,
		     struct arena *arena, const char *plain, const char *raw,
		     const char *id)
{
	struct err err = ERR_INIT;
	struct str out;

	assert_int_equal(anchor_next(anchors, preset, str_of(plain),
				     str_of(raw), arena, &out, &err),
			 0);
	if (!str_eq(out, str_of(id)))
		fail_msg("%s, %s: '%.*s', not '%s'", site_preset_name(preset),
			 raw, STR_ARG(out), id);
}

/* The contract's table of headings. A column that is NULL is the same as that
 * of Jekyll, a plain text that is NULL as the Markdown; \1 is a '-' in code. */
static void makes_the_ids_of_the_contract(void **state)
{
	static const struct {
		const char *raw, *plain;
		const char *jekyll, *hugo, *github, *mdbook;
	} rows[] = {
		{ "Install & run", NULL, "install--run", NULL, NULL, NULL },
		{ "What's new — “v1.2.3”?", NULL, "whats-new--v123", NULL, NULL,
		  NULL },
		{ "C++ and C#", NULL, "c-and-c", NULL, NULL, NULL },
		{ "Use `std::vector<T>` here", "Use std::vector<T> here",
		  "use-stdvectort-here", NULL, NULL, NULL },
		{ "The `--dry-run` flag", "The \1\1dry\1run flag",
		  "the---dry-run-flag", NULL, NULL, NULL },
		{ "A  double   space", NULL, "a--double---space", NULL, NULL,
		  NULL },
		{ "Über Größe", NULL, "über-größe", NULL, NULL, NULL },
		{ "日本語 見出し", NULL, "日本語-見出し", NULL, NULL, NULL },
		{ "🚀 Launch", NULL, "-launch", NULL, NULL, NULL },
		{ "2. Second step", NULL, "2-second-step", NULL, NULL, NULL },
		{ "α β — Ελλάδα", NULL, "α-β--ελλάδα", NULL, NULL, NULL },
		{ "See [docs](http://x.y/z)", "See docs", "see-docs",
		  "see-docshttpxyz", NULL, NULL },
		{ "Привет, мир", NULL, "привет-мир", NULL, NULL, NULL },
		{ "3.14 — 100% done", NULL, "314--100-done", NULL, NULL, NULL },
		{ "What... is \"this\"", NULL, "what-is-this", NULL, NULL,
		  NULL },
		{ "foo\\_bar", "foo_bar", "foo_bar", NULL, NULL, NULL },
		{ "**Bold** and *em*", "Bold and em", "bold-and-em", NULL, NULL,
		  NULL },
		{ "_em_ word", "em word", "em-word", "_em_-word", NULL, NULL },
		{ "<b>x</b> y", "x y", "x-y", "bxb-y", NULL, NULL },
		{ "![alt](x.png) pic", " pic", "-pic", "altxpng-pic", "-pic",
		  "pic" },
		{ "Note[^1] here", NULL, "note-here", "note1-here", NULL,
		  NULL },
		{ "a--b", NULL, "ab", "a--b", "a--b", "a--b" },
		{ "Q&amp;A", "Q&A", "qa", "qampa", NULL, NULL },
		{ "tab\there", NULL, "tab-here", "tabhere", "tabhere", NULL },
		{ "हिन्दी भाषा", NULL, "हिन्दी-भाषा", "हनद-भष", NULL,
		  "हिनदी-भाषा" },
		{ "x² ½ Ⅷ", NULL, "x--ⅷ", "x--", NULL, "x²-½-ⅷ" },
		{ "!!!", NULL, "", "heading", "", "section" },
		{ "Custom {#my-id}", NULL, "my-id", NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *ids[SITE_PRESETS] = {
			[SITE_JEKYLL] = rows[i].jekyll,
			[SITE_HUGO] = rows[i].hugo,
			[SITE_GENERIC] = rows[i].github,
			[SITE_ELEVENTY] = rows[i].github,
			[SITE_DOCUSAURUS] = rows[i].github,
			[SITE_MDBOOK] = rows[i].mdbook,
		};
		const char *plain = rows[i].plain ? rows[i].plain : rows[i].raw;

		for (int p = 0; p < SITE_PRESETS; p++) {
			struct anchors anchors = ANCHORS_INIT;
			struct arena arena = ARENA_INIT(ROOM);

			if (p != SITE_ZOLA && p != SITE_ASTRO)
				check_id(&anchors, (enum site_preset)p, &arena,
					 plain, rows[i].raw,
					 ids[p] ? ids[p] : rows[i].jekyll);
			anchors_release(&anchors);
			arena_release(&arena);
		}
	}
}

/* What the table says beside its columns, and what follows from the sources
 * it names. */
static void follows_each_generator(void **state)
{
	static const struct {
		enum site_preset preset;
		const char *plain, *raw, *id;
	} rows[] = {
		{ SITE_ASTRO, "Custom {#my-id}", "Custom {#my-id}",
		  "custom-my-id" },
		{ SITE_ASTRO, "a--b", "a--b", "ab" },
		{ SITE_ASTRO, "a---b", "a---b", "a---b" },
		{ SITE_ASTRO, "a -- b!", "", "a--b" },
		{ SITE_ASTRO, "end -", "", "end-" },
		{ SITE_ASTRO, "\1\1x", "", "--x" },
		{ SITE_JEKYLL, "a---b", "", "ab" },
		{ SITE_JEKYLL, "a----b", "", "a-b" },
		{ SITE_JEKYLL, "a-----b", "", "ab" },
		{ SITE_JEKYLL, "ΣΑΣ", "", "σασ" },
		{ SITE_GENERIC, "ΣΑΣ", "", "σας" },
		{ SITE_JEKYLL, "A {: #b .c}", "A {: #b .c}", "b" },
		{ SITE_JEKYLL, "A {: .c}", "A {: .c}", "a" },
		{ SITE_HUGO, "", "A {#b .c}", "b" },
		{ SITE_HUGO, "", "A {.c #b}", "b" },
		{ SITE_HUGO, "", "A {.c}", "a" },
		{ SITE_HUGO, "", " A ", "a" },
		{ SITE_HUGO, "", "A {b}", "a-b" },
		{ SITE_DOCUSAURUS, "A {#b}", "A \\{#b}", "b" },
		{ SITE_MDBOOK, " A\u00a0b\t\u2003c ", "", "a-b--c" },
		{ SITE_MDBOOK, "ÀB", "", "àb" },
		{ SITE_ZOLA, "Héhé Größe, _x_", "", "hehe-grosse-x" },
		{ SITE_ZOLA, " – A  & b! ", "", "a-b" },
		{ SITE_ZOLA, "Łódź Ærø", "", "lodz-aero" },
		{ SITE_ZOLA, "A", "A {#Own}", "Own" },
		{ SITE_GENERIC, "A}", "A}", "a" },
		{ SITE_GENERIC, "{#", "{#", "" },
		{ SITE_GENERIC, "{#x}", "{#x}", "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct anchors anchors = ANCHORS_INIT;
		struct arena arena = ARENA_INIT(ROOM);

		check_id(&anchors, rows[i].preset, &arena, rows[i].plain,
			 rows[i].raw, rows[i].id);
		anchors_release(&anchors);
		arena_release(&arena);
	}
}

static void check_all(enum site_preset preset, const char *const (*cases)[2],
		      size_t count)
{
	struct anchors anchors = ANCHORS_INIT;
	struct arena arena = ARENA_INIT(ROOM);
	struct err err = ERR_INIT;

	for (size_t i = 0; i < count; i++)
		assert_int_equal(anchor_reserve(&anchors, preset,
						str_of(cases[i][0]), &arena,
						&err),
				 0);
	for (size_t i = 0; i < count; i++)
		check_id(&anchors, preset, &arena, cases[i][0], cases[i][0],
			 cases[i][1]);
	anchors_release(&anchors);
	arena_release(&arena);
}

static void numbers_what_is_repeated(void **state)
{
	static const char *const cases[][2] = {
		{ "Dup", "dup" },      { "Dup", "dup-1" },
		{ "dup!", "dup-2" },   { "dup-1", "dup-1-1" },
		{ "dup-3", "dup-3" },  { "Dup", "dup-4" },
		{ "!!!", "" },	       { "???", "-1" },
		{ "-1", "-1-1" },      { "dup 1", "dup-1-2" },
		{ "X {#own}", "own" }, { "Own", "own" },
	};

	(void)state;
	check_all(SITE_GENERIC, cases, COUNT(cases));
}

static void numbers_each_word_alone_where_kramdown_does(void **state)
{
	static const char *const cases[][2] = {
		{ "Dup", "dup" },      { "Dup", "dup-1" },
		{ "dup 1", "dup-1" },  { "dup 1", "dup-1-1" },
		{ "X {#own}", "own" }, { "Own", "own" },
		{ "Own", "own-1" },    { "!!!", "" },
	};

	(void)state;
	check_all(SITE_JEKYLL, cases, COUNT(cases));
	check_all(SITE_MDBOOK, cases, COUNT(cases) - 1);
}

static void ids_of_their_own_are_taken(void **state)
{
	static const char *const hugo[][2] = {
		{ "Own", "own" }, { "X {#own}", "own" }, { "Y {#y}", "y" },
		{ "Y", "y-1" },	  { "!!!", "heading" },	 { "???", "heading-1" },
	};
	static const char *const zola[][2] = {
		{ "Own", "own-1" },
		{ "X {#own}", "own" },
		{ "own", "own-2" },
	};

	(void)state;
	check_all(SITE_HUGO, hugo, COUNT(hugo));
	check_all(SITE_ZOLA, zola, COUNT(zola));
}

static void fails_when_the_arena_is_full(void **state)
{
	struct anchors anchors = ANCHORS_INIT;
	struct arena arena = ARENA_INIT(4);
	struct err err = ERR_INIT;
	struct str out;

	(void)state;
	assert_int_equal(anchor_next(&anchors, SITE_GENERIC, STR("heading"),
				     STR(""), &arena, &out, &err),
			 ERR_LIMIT);
	anchors_release(&anchors);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_the_ids_of_the_contract),
		cmocka_unit_test(follows_each_generator),
		cmocka_unit_test(numbers_what_is_repeated),
		cmocka_unit_test(numbers_each_word_alone_where_kramdown_does),
		cmocka_unit_test(ids_of_their_own_are_taken),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("anchor", tests, NULL, NULL);
}
