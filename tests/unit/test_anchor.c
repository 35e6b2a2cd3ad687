/*
 * Tests of indexer/anchor: heading ids as github-slugger makes them.
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

static void check_id(struct anchors *anchors, struct arena *arena,
		     const char *heading, const char *id)
{
	struct err err = ERR_INIT;
	struct str out;

	assert_int_equal(anchor_next(anchors, SITE_GENERIC, str_of(heading),
				     STR(""), arena, &out, &err),
			 0);
	if (!str_eq(out, str_of(id)))
		print_message("# %s: %.*s\n", heading, STR_ARG(out));
	assert_true(str_eq(out, str_of(id)));
}

/* The column "github-slugger" of the contract's table of headings. */
static void makes_the_ids_of_the_contract(void **state)
{
	static const char *const cases[][2] = {
		{ "Install & run", "install--run" },
		{ "What's new — “v1.2.3”?", "whats-new--v123" },
		{ "C++ and C#", "c-and-c" },
		{ "Use std::vector<T> here", "use-stdvectort-here" },
		{ "The --dry-run flag", "the---dry-run-flag" },
		{ "A  double   space", "a--double---space" },
		{ "Über Größe", "über-größe" },
		{ "日本語 見出し", "日本語-見出し" },
		{ "🚀 Launch", "-launch" },
		{ "2. Second step", "2-second-step" },
		{ "α β — Ελλάδα", "α-β--ελλάδα" },
		{ "See docs", "see-docs" },
		{ "Привет, мир", "привет-мир" },
		{ "3.14 — 100% done", "314--100-done" },
		{ "What... is \"this\"", "what-is-this" },
		{ "foo_bar", "foo_bar" },
		{ "Bold and em", "bold-and-em" },
		{ "a--b", "a--b" },
		{ "Q&A", "qa" },
		{ "tab\there", "tabhere" },
		{ "हिन्दी भाषा", "हिन्दी-भाषा" },
		{ "x² ½ Ⅷ", "x--ⅷ" },
		{ "!!!", "" },
		{ "Custom {#my-id}", "custom-my-id" },
		{ "ΣΑΣ", "σας" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct anchors anchors = ANCHORS_INIT;
		struct arena arena = ARENA_INIT(ROOM);

		check_id(&anchors, &arena, cases[i][0], cases[i][1]);
		anchors_release(&anchors);
		arena_release(&arena);
	}
}

static void numbers_what_is_repeated(void **state)
{
	static const char *const cases[][2] = {
		{ "Dup", "dup" },     { "Dup", "dup-1" },
		{ "dup!", "dup-2" },  { "dup-1", "dup-1-1" },
		{ "dup-3", "dup-3" }, { "Dup", "dup-4" },
		{ "!!!", "" },	      { "???", "-1" },
		{ "-1", "-1-1" },     { "dup 1", "dup-1-2" },
	};
	struct anchors anchors = ANCHORS_INIT;
	struct arena arena = ARENA_INIT(ROOM);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_id(&anchors, &arena, cases[i][0], cases[i][1]);
	anchors_release(&anchors);
	arena_release(&arena);
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
		cmocka_unit_test(numbers_what_is_repeated),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("anchor", tests, NULL, NULL);
}
