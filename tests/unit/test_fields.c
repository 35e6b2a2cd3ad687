/*
 * Tests of the readers of fields: limits, and what data files cannot say.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/fields.h"

#include "base/buf.h"
#include "indexer/keys.h"
#include "indexer/names.h"
#include "text/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct arena arena;
	struct buf file;
	struct article article;
};

/* Reads an article whose front matter was added to f->file. */
static void read_matter(struct fixture *f)
{
	struct article_origin origin = { .id = STR_INIT("a.md") };
	struct err err = ERR_INIT;

	buf_printf(&f->file, "\n---\n");
	assert_int_equal(buf_check(&f->file, &err), 0);
	if (article_read(buf_view(&f->file), &origin, &f->arena, &f->article,
			 &err) < 0)
		fail_msg("%s", err.message);
}

static void begin(struct fixture *f)
{
	*f = (struct fixture){ .arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY) };
	buf_printf(&f->file, "---\n");
}

static void end(struct fixture *f)
{
	buf_release(&f->file);
	arena_release(&f->arena);
}

static void check_str(struct str s, const char *expected)
{
	if (!str_eq(s, str_of(expected)))
		fail_msg("'%.*s', not '%s'", STR_ARG(s), expected);
}

static void check_warnings(const struct article *a, const char *code,
			   size_t count)
{
	assert_int_equal(a->warning_count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(a->warnings[i].code, code);
}

/* "a: [x0, x1, ...]" */
static void add_list(struct buf *out, const char *key, size_t count)
{
	buf_printf(out, "%s: [", key);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "x%zu, ", i);
	buf_printf(out, "]\n");
}

static void keeps_so_many_keys(void **state)
{
	struct fixture f;

	(void)state;
	for (size_t more = 0; more < 3; more++) {
		begin(&f);
		for (size_t i = 0; i < LIMIT_EXTRAS + more; i++)
			buf_printf(&f.file, "k%zu: 1\nK%zu: 2\n", i, i);
		read_matter(&f);
		assert_int_equal(f.article.extra_count, LIMIT_EXTRAS);
		check_warnings(&f.article, "too-many", more > 0);
		check_str(f.article.extras[0].key, "k0");
		assert_int_equal(f.article.extras[0].value_count, 1);
		check_str(f.article.extras[0].values[0].text, "1");
		end(&f);
	}
}

static void keeps_so_many_values_of_a_key(void **state)
{
	struct fixture f;

	(void)state;
	for (size_t more = 0; more < 3; more++) {
		begin(&f);
		add_list(&f.file, "a", LIMIT_EXTRA_VALUES + more);
		add_list(&f.file, "b", LIMIT_EXTRA_VALUES);
		read_matter(&f);
		assert_int_equal(f.article.extra_count, 2);
		assert_int_equal(f.article.extras[0].value_count,
				 LIMIT_EXTRA_VALUES);
		assert_int_equal(f.article.extras[1].value_count,
				 LIMIT_EXTRA_VALUES);
		check_warnings(&f.article, "too-many", more > 0);
		end(&f);
	}
}

static void cuts_a_long_text(void **state)
{
	struct fixture f;

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		begin(&f);
		buf_printf(&f.file, "a: %0*d", (int)(LIMIT_FIELD_BYTES + more),
			   0);
		read_matter(&f);
		assert_int_equal(f.article.extras[0].values[0].kind,
				 ARTICLE_IS_TEXT);
		assert_int_equal(f.article.extras[0].values[0].text.len,
				 LIMIT_FIELD_BYTES);
		check_warnings(&f.article, "cut", more);
		end(&f);
	}
}

static void puts_dates_into_the_zone_of_the_site(void **state)
{
	static const char text[] = "---\ndue: 2025-10-26 10:00\n---\n";
	struct arena arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct site site = site_generic;
	struct article_origin origin = { .id = STR_INIT("a.md"),
					 .site = &site };
	struct err err = ERR_INIT;
	struct article a;

	(void)state;
	assert_int_equal(
		zone_load(STR("Asia/Karachi"), &arena, &site.zone, &err), 0);
	assert_int_equal(article_read(str_of(text), &origin, &arena, &a, &err),
			 0);
	assert_int_equal(a.extras[0].values[0].kind, ARTICLE_IS_DATE);
	assert_int_equal(a.extras[0].values[0].date.start,
			 date_days(2025, 10, 26) * 86400 + 5 * 3600);
	arena_release(&arena);
}

static void keeps_so_many_names(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	add_list(&f.file, "tags", LIMIT_TAGS + 9);
	add_list(&f.file, "categories", LIMIT_TAGS + 9);
	add_list(&f.file, "keywords", LIMIT_TAGS + 9);
	add_list(&f.file, "authors", LIMIT_AUTHORS + 9);
	read_matter(&f);
	assert_int_equal(f.article.tag_count, LIMIT_TAGS);
	assert_int_equal(f.article.category_count, LIMIT_TAGS);
	assert_int_equal(f.article.keyword_count, LIMIT_TAGS);
	assert_int_equal(f.article.author_count, LIMIT_AUTHORS);
	check_warnings(&f.article, "too-many", 4);
	end(&f);
}

/* As many as front matter may have, all of one kind. */
static void reads_as_much_as_there_may_be(void **state)
{
	static const char *const forms[] = { "%zu: {a: 1}\n", "a: 1\n",
					     "'-': 1\n", "- [%zu]\n",
					     "- {%zu: 1}\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct fixture f;

		begin(&f);
		if (forms[i][0] == '-')
			buf_printf(&f.file, "list:\n");
		for (size_t n = 0; n < 2400; n++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			buf_printf(&f.file, forms[i], n);
#pragma GCC diagnostic pop
		}
		read_matter(&f);
		assert_true(f.article.warning_count > 0);
		end(&f);
	}
}

static void adds_tags_of_the_text(void **state)
{
	static const struct str tags[] = { STR_INIT("Gas"), STR_INIT("oil"),
					   STR_INIT("GAS"), STR_INIT("-") };
	struct fixture f;
	struct warnings warnings = { .arena = &f.arena };
	struct fields fields = { .site = &site_generic,
				 .warnings = &warnings,
				 .arena = &f.arena,
				 .out = &f.article };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		begin(&f);
		buf_printf(&f.file, "%s", i ? "tags: [gas, iran]" : "");
		read_matter(&f);
		warnings = (struct warnings){ .arena = &f.arena };
		names_add_tags(&fields, tags, COUNT(tags));
		assert_int_equal(f.article.tag_count, i ? 3 : 2);
		check_str(f.article.tags[0].label, i ? "gas" : "Gas");
		check_str(f.article.tags[1].slug, i ? "iran" : "oil");
		assert_int_equal(f.article.from[ARTICLE_TAGS].rule,
				 i ? ARTICLE_BY_KEY : ARTICLE_BY_TEXT);
		end(&f);
	}
}

static void makes_keys_that_can_be_typed(void **state)
{
	static const char *const cases[][2] = {
		{ "Rating", "rating" },
		{ "  a  b  ", "a_b" },
		{ "a:b", "a_b" },
		{ "a\"(b)'", "a_b" },
		{ "-a-", "a" },
		{ "__a.", "a" },
		{ "a__b", "a__b" },
		{ "a-b_c.d/e+f#g@h$i%j&k", "a-b_c.d/e+f#g@h$i%j&k" },
		{ "A\u0308 \u00a0x", "ä_x" },
		{ "İ", "i\u0307" },
		{ "ΟΔΟΣ", "οδος" },
		{ "日本 語", "日本_語" },
		{ "a\u200bb", "a_b" },
		{ "*", "" },
		{ "-.-", "" },
		{ "🎉", "" },
		{ "", "" },
		{ "a\xff"
		  "b",
		  "a_b" },
	};
	struct arena arena = ARENA_INIT(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_str(keys_fold(str_of(cases[i][0]), &arena), cases[i][1]);
	arena_release(&arena);
}

static void knows_what_a_page_may_link_to(void **state)
{
	static const char *const links[] = { "",      "/a",	   "a",
					     "a/b:c", "?a:b",	   "#:",
					     "http:", "HTTPS://x", "//x/y" };
	static const char *const others[] = {
		":",	     "javascript:x",	  "data:,", "a:b", "ftp://x",
		" http://x", "\u200bjavascript:x"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(links); i++)
		assert_true(fields_is_link(str_of(links[i])));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(fields_is_link(str_of(others[i])));
}

static void fails_when_the_arena_is_full(void **state)
{
	static const char text[] =
		"---\nimage: {path: a, alt: b}\ntags: [b, c]\nauthor: {key: "
		"d}\n"
		"params: {x: {y: [1, 2]}, z: a b}\ncategories: a, b\n---\n";
	struct article_origin origin = { .id = STR_INIT("a.md") };
	bool is_done = false;

	(void)state;
	for (size_t budget = 0; !is_done; budget += 37) {
		struct arena arena = ARENA_INIT(budget);
		struct err err = ERR_INIT;
		struct article a;
		int ret = article_read(str_of(text), &origin, &arena, &a, &err);

		assert_true(ret == 0 || ret == ERR_LIMIT);
		is_done = ret == 0;
		arena_release(&arena);
		assert_true(budget < 1 << 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_so_many_keys),
		cmocka_unit_test(keeps_so_many_values_of_a_key),
		cmocka_unit_test(cuts_a_long_text),
		cmocka_unit_test(puts_dates_into_the_zone_of_the_site),
		cmocka_unit_test(keeps_so_many_names),
		cmocka_unit_test(reads_as_much_as_there_may_be),
		cmocka_unit_test(adds_tags_of_the_text),
		cmocka_unit_test(makes_keys_that_can_be_typed),
		cmocka_unit_test(knows_what_a_page_may_link_to),
		cmocka_unit_test(fails_when_the_arena_is_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
