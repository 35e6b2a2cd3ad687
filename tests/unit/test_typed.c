/*
 * Tests of query/typed: what of a text is still being typed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "tests/unit/known.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is to be read of a text: the word at its end, what a name would take
 * the place of, and what stands before. Flags: n nested, s scope, p plain. */
struct row {
	const char *text;
	enum typed_kind kind;
	const char *word, *from, *before, *flags;
};

static const struct row rows[] = {
	{ "", TYPED_WORD, "", "", "", "p" },
	{ "wat", TYPED_WORD, "wat", "wat", "", "p" },
	{ "  wat", TYPED_WORD, "wat", "wat", "", "p" },
	{ "gas pip", TYPED_WORD, "pip", "pip", "gas", "p" },
	{ "gas pipe line", TYPED_WORD, "line", "line", "gas pipe", "p" },
	{ "gas ", TYPED_WORD, "", "", "gas", "p" },
	{ "gas\tpip", TYPED_WORD, "pip", "pip", "gas", "p" },
	{ "open-sou", TYPED_WORD, "sou", "open-sou", "open-", "np" },
	/* Operators bind to what is not there yet. */
	{ "gas AND pip", TYPED_WORD, "pip", "pip", "gas", "" },
	{ "gas OR pip", TYPED_WORD, "pip", "pip", "", "" },
	{ "gas NOT pip", TYPED_NOTHING, "pip", "pip", "gas", "" },
	{ "gas NEAR pip", TYPED_WORD, "pip", "pip", "gas", "n" },
	{ "gas -pip", TYPED_NOTHING, NULL, NULL, NULL, NULL },
	/* Fields. */
	{ "tag:sci", TYPED_TAG, "sci", "sci", "", "" },
	{ "gas tag:sci", TYPED_TAG, "sci", "sci", "gas", "" },
	{ "tag:sea,sci", TYPED_TAG, "sci", "sci", NULL, "" },
	{ "author:\"Ann Y", TYPED_AUTHOR, "Ann Y", "\"Ann Y", "", "" },
	{ "title:wat", TYPED_WORD, "wat", "wat", "", "ns" },
	{ "gas title:wat", TYPED_WORD, "wat", "wat", "gas", "ns" },
	{ "date:20", TYPED_NOTHING, NULL, NULL, NULL, NULL },
	{ "rating:4", TYPED_NOTHING, NULL, NULL, NULL, NULL },
	/* Phrases and groups. */
	{ "\"gas pip", TYPED_WORD, "pip", "pip", "\"gas", "n" },
	{ "sea \"gas pip", TYPED_WORD, "pip", "pip", "sea \"gas", "n" },
	{ "\"gas pipe\" wat", TYPED_WORD, "wat", "wat", "\"gas pipe\"", "n" },
	{ "(gas OR pip", TYPED_WORD, "pip", "pip", "", "n" },
	{ "(gas", TYPED_WORD, "gas", "gas", "", "n" },
	{ "(gas OR sea) pip", TYPED_WORD, "pip", "pip", "(gas OR sea)", "n" },
};

static bool differs(struct str is, const char *meant)
{
	return meant && !str_eq(is, str_of(meant));
}

static void texts_are_taken_apart(void **state)
{
	const struct query_known known = known_on(20000);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct arena arena = ARENA_INIT(1 << 20);
		struct err err = ERR_INIT;
		struct typed t;
		char flags[4];

		assert_int_equal(
			typed_read(str_of(row->text), &known, &arena, &t, &err),
			0);
		snprintf(flags, sizeof(flags), "%s%s%s", t.is_nested ? "n" : "",
			 t.has_scope ? "s" : "", t.is_plain ? "p" : "");
		if (t.kind != row->kind ||
		    differs(str_skip(t.text, t.word), row->word) ||
		    differs(str_skip(t.text, t.from), row->from) ||
		    differs(t.before, row->before) ||
		    differs(str_of(flags), row->flags))
			fail_msg("[%s]: kind %d, word [%.*s], from [%.*s], "
				 "before [%.*s], flags %s",
				 row->text, (int)t.kind,
				 STR_ARG(str_skip(t.text, t.word)),
				 STR_ARG(str_skip(t.text, t.from)),
				 STR_ARG(t.before), flags);
		arena_release(&arena);
	}
}

static void any_bytes_are_read(void **state)
{
	const struct query_known known = known_on(20000);
	static const char signs[] = "a \"():-,*T\xc3\xa9\xff";
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct arena arena = ARENA_INIT(1 << 20);
		struct err err = ERR_INIT;
		struct typed t;
		char text[12];
		size_t len = 0;

		for (; len < sizeof(text); len++) {
			seed = seed * 1103515245 + 12345;
			text[len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
		}
		assert_int_equal(typed_read(str_make(text, len), &known, &arena,
					    &t, &err),
				 0);
		assert_true(t.chunk <= t.from && t.from <= t.word &&
			    t.value <= t.word && t.word <= t.text.len);
		arena_release(&arena);
	}
}

static void little_memory_is_an_error(void **state)
{
	const struct query_known known = known_on(20000);
	struct arena arena = ARENA_INIT(8);
	struct err err = ERR_INIT;
	struct typed t;

	(void)state;
	assert_true(typed_read(STR("gas pipelines"), &known, &arena, &t, &err) <
		    0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_taken_apart),
		cmocka_unit_test(any_bytes_are_read),
		cmocka_unit_test(little_memory_is_an_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("typed", tests, NULL, NULL);
}
