/*
 * Tests of indexer/facets: what of an article can be asked for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * And of what else its document has that the body does not say.
 */
#include "stored.h"

#include <math.h>
#include <time.h>

#include "text/lines.h"

static const struct ranking usual = RANKING_INIT;

static struct date day(const char *text)
{
	struct date date;

	assert_true(date_parse(str_of(text), &date));
	return date;
}

static const struct str links[] = {
	STR_INIT("/posts/b/"),
	STR_INIT("/"),
	STR_INIT("x.org/a/index.html"),
	STR_INIT("x.org/commit/0123abcd"),
	STR_INIT("y.org/"),
};

/* An article of the normal form, with a bit of everything. */
static void store_made(struct stored *s)
{
	static const struct article_value series[] = {
		{ .kind = ARTICLE_IS_NAME, .text = STR_INIT("Deep Dives") },
		{ .kind = ARTICLE_IS_NAME, .text = STR_INIT("deep-dives") },
	};
	static const struct article_value rating[] = {
		{ .kind = ARTICLE_IS_NUMBER,
		  .text = STR_INIT("4.5"),
		  .number = 4.5 },
		{ .kind = ARTICLE_IS_NUMBER,
		  .text = STR_INIT(".inf"),
		  .number = HUGE_VAL },
	};
	static const struct article_value featured[] = {
		{ .kind = ARTICLE_IS_BOOL,
		  .text = STR_INIT("yes"),
		  .flag = true },
	};
	static const struct article_value abstract[] = {
		{ .kind = ARTICLE_IS_TEXT,
		  .text = STR_INIT("Water, water everywhere") },
	};
	struct article_value event = { .kind = ARTICLE_IS_DATE,
				       .text = STR("2025-10"),
				       .date = day("2025-10") };
	const struct article_extra extras[] = {
		{ STR("series"), series, 2, 3 },
		{ STR("rating"), rating, 2, 4 },
		{ STR("featured"), featured, 1, 5 },
		{ STR("abstract"), abstract, 1, 6 },
		{ STR("event"), &event, 1, 7 },
	};
	static const struct article_name categories[] = {
		{ STR_INIT("World News"), STR_INIT("world-news") },
	};
	static const struct str aliases[] = { STR_INIT("/old/%C3%A9/"),
					      STR_INIT("/") };
	static const struct str pins[] = { STR_INIT("tides") };
	static const struct article_weight weights[] = { { 18, 2.5 },
							 { 30, 1 } };
	static const struct str words[] = { STR_INIT("synonymous") };
	static const struct line_start lines[] = { { 0, 9 }, { 18, 12 } };
	static struct markdown_block blocks[] = {
		{ .kind = MARKDOWN_PROSE, .start = 0, .end = 17, .line = 9 },
		{ .kind = MARKDOWN_CODE,
		  .start = 18,
		  .end = 36,
		  .line = 12,
		  .language = STR_INIT("C") },
	};
	static const struct markdown_span codes[] = { { 6, 12 } };
	struct document_maker *maker;
	struct err err = ERR_INIT;

	*s = (struct stored){ .arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY) };
	s->article = (struct article){
		.id = STR("posts/2025/a.md"),
		.title = STR("T"),
		.url = STR("/posts/a/"),
		.aliases = aliases,
		.alias_count = 2,
		.updated = day("2025-11-02"),
		.publish_at = day("2025-10-01"),
		.hidden = ARTICLE_DRAFT,
		.categories = categories,
		.category_count = 1,
		.keywords = words,
		.keyword_count = 1,
		.lang = STR("fr-CA"),
		.translation_key = STR("k1"),
		.revision = STR("2.1"),
		.has_weight = true,
		.weight = -3,
		.section_path = STR("posts/2025"),
		.layout = STR("post"),
		.search = { .boost = 1.5,
			    .pins = pins,
			    .pin_count = 1,
			    .also = words,
			    .also_count = 1 },
		.weights = weights,
		.weight_count = 2,
		.extras = extras,
		.extra_count = COUNT(extras),
		.text = STR("Call `printf` it.\nint main() { code }\n"),
		.blocks = blocks,
		.block_count = 2,
		.lines = lines,
		.line_count = 2,
		.links = links,
		.link_count = COUNT(links),
		.codes = codes,
		.code_count = 1,
	};
	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	store_article(maker, s, "made");
	document_maker_free(maker);
}

static void any_key_is_a_field(void **state)
{
	static const char *const terms[] = {
		"Fseries",
		"XFNseries deep-dives",
		"XFSseries Deep Dives",
		"XFWseries deep",
		"XFWseries dives",
		"Frating",
		"XFVrating c012000000000000",
		"XFNrating .inf",
		"Ffeatured",
		"XFBfeatured true",
		"Fabstract",
		"XFTabstract ",
		"XFTabstract water",
		"XFTabstract everywhere",
		"Fevent",
		"XFDevent 202510",
		"Fcategory",
		"XFNcategory world-news",
		"XFScategory World News",
		"XFWcategory news",
		"Flang",
		"XFNlang fr-ca",
		"XFNlang fr",
		"XFSlang fr-CA",
		"Flayout",
		"XFNlayout post",
		"XFNversion 2.1",
		"XFNtranslation-key k1",
		"XFNsection posts",
		"XFNsection posts/2025",
		"Fweight",
		"XFVweight 3ff7ffffffffffff",
		"Fupdated",
		"XFDupdated 20251102",
		"Fcode-language",
		"XFNcode-language c",
		"XFScode-language C",
	};
	/* Of two spellings the first; no words of a name that is one. */
	static const char *const others[] = { "XFSseries deep-dives",
					      "XFWlayout post", "Ftag",
					      "XFTabstract Water", "Fauthor" };
	struct stored s;

	(void)state;
	store_made(&s);
	for (size_t i = 0; i < COUNT(terms); i++) {
		if (!has_term(&s, terms[i]))
			fail_msg("there is no %s", terms[i]);
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		if (has_term(&s, others[i]))
			fail_msg("there is a %s", others[i]);
	}
	stored_release(&s);
}

static void addresses_states_and_code_have_terms(void **state)
{
	static const char *const terms[] = {
		"XL/posts/b", "XL/",	  "XLx.org/a", "XLx.org/commit",
		"XLx.org",    "XLy.org/", "XLy.org",   "Uposts/a",
		"Uold/é",     "U/",	  "Pposts",    "Pposts/2025",
		"XHdraft",    "XCprintf", "XCmain",    "XCcode",
		"XCint",
	};
	struct stored s;
	unsigned char instant[SCHEMA_INSTANT_SIZE];

	(void)state;
	store_made(&s);
	for (size_t i = 0; i < COUNT(terms); i++) {
		if (!has_term(&s, terms[i]))
			fail_msg("there is no %s", terms[i]);
	}
	assert_false(has_term(&s, "XCcall"));
	schema_instant(s.article.publish_at.start, instant);
	assert_true(str_eq(value_of(&s, SCHEMA_SLOT_PUBLISH),
			   str_make((char *)instant, sizeof(instant))));
	assert_int_equal(value_of(&s, SCHEMA_SLOT_EXPIRE).len, 0);
	stored_release(&s);
}

static void what_looks_like_a_hash_is_a_word_only(void **state)
{
	static const struct {
		const char *word;
		bool is_code;
	} rows[] = {
		{ "getusername", true },
		{ "97ace04492", false },
		{ "97ace0", true },
		{ "97ace04", false },
		{ "deadbeef", true }, /* or a word, such as facade */
		{ "97ace04g", true },
		{ "0123456789ghijkl0123456789ghijkl", true },
		{ "0123456789ghijkl0123456789ghijklm", false },
	};
	struct markdown_block block = { .kind = MARKDOWN_CODE };
	struct document_maker *maker;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct stored s = { .arena = ARENA_INIT(1 << 20) };
		char name[16], term[64];

		block.end = strlen(rows[i].word);
		s.article = (struct article){ .id = STR("a.md"),
					      .text = str_of(rows[i].word),
					      .blocks = &block,
					      .block_count = 1 };
		snprintf(name, sizeof(name), "code%zu", i);
		snprintf(term, sizeof(term), "XC%s", rows[i].word);
		store_article(maker, &s, name);
		assert_true(has_term(&s, term + 2));
		assert_int_equal(has_term(&s, term), rows[i].is_code);
		stored_release(&s);
	}
	document_maker_free(maker);
}

static void keywords_and_other_words_are_read(void **state)
{
	struct stored s;
	struct buf terms;

	(void)state;
	store_made(&s);
	terms = terms_of(&s);
	assert_non_null(strstr(terms.p, " synonymous:2 "));
	assert_non_null(strstr(terms.p, " news:1 "));
	buf_release(&terms);
	stored_release(&s);
}

static void the_record_has_what_else_is_shown(void **state)
{
	struct stored s;
	struct record r;

	(void)state;
	store_made(&s);
	record_of(&s, &r);
	assert_int_equal(r.alias_count, 2);
	assert_true(str_eq(r.aliases[0], STR("/old/%C3%A9/")));
	assert_true(str_eq(r.updated, STR("2025-11-02")));
	assert_true(str_eq(r.hidden, STR("draft")));
	assert_int_equal(r.category_count, 1);
	assert_true(str_eq(r.categories[0], STR("World News")));
	assert_true(r.boost == 1.5);
	assert_int_equal(r.pin_count, 1);
	assert_true(str_eq(r.pins[0], STR("tides")));
	assert_int_equal(r.weight_count, 2);
	assert_int_equal(r.weights[1].start, 30);
	assert_true(r.weights[0].weight == 2.5);
	assert_int_equal(lines_at(r.lines, r.text, 3), 9);
	assert_int_equal(lines_at(r.lines, r.text, 20), 12);
	stored_release(&s);
}

/* Thousands of values cost no more than each of them. */
static void many_values_are_no_burden(void **state)
{
	enum { MANY = 30000 };
	struct article_extra extra = { .key = STR("k"), .value_count = MANY };
	struct document_maker *maker;
	struct article_value *values;
	struct stored s = { .arena = ARENA_INIT(64 << 20) };
	struct err err = ERR_INIT;
	clock_t start;

	(void)state;
	values = arena_array(&s.arena, MANY, sizeof(*values));
	assert_non_null(values);
	for (int i = 0; i < MANY; i++) {
		char text[32];

		snprintf(text, sizeof(text), "Value %d", i);
		values[i].kind = ARTICLE_IS_NAME;
		values[i].text = arena_copy(&s.arena, str_of(text));
	}
	extra.values = values;
	s.article = (struct article){ .id = STR("a.md"),
				      .extras = &extra,
				      .extra_count = 1 };
	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	start = clock();
	store_article(maker, &s, "many");
	/* Quadratic, it would take minutes. */
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
	document_maker_free(maker);
	stored_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_key_is_a_field),
		TEST(addresses_states_and_code_have_terms),
		TEST(what_looks_like_a_hash_is_a_word_only),
		TEST(keywords_and_other_words_are_read),
		TEST(the_record_has_what_else_is_shown),
		TEST(many_values_are_no_burden),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("facets", tests, NULL, NULL);
}
