/*
 * Tests of indexer/document: what of an article is in the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the text of a file, through a database, back to what a reader gets.
 */
#include "stored.h"

#include "indexer/document.h"
#include "text/limits.h"
#include "text/record.h"
#include "text/schema.h"

static const struct ranking usual = RANKING_INIT;

static void store_by(struct document_maker *maker, struct stored *s,
		     const char *id, struct str text, const char *name)
{
	struct article_origin origin = { .id = str_of(id) };

	*s = (struct stored){ .arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY) };
	assert_int_equal(
		article_read(text, &origin, &s->arena, &s->article, &s->err),
		0);
	store_article(maker, s, name);
}

static void store(struct stored *s, const char *id, struct str text)
{
	struct document_maker *maker;
	struct err err = ERR_INIT;

	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	store_by(maker, s, id, text, "db");
	document_maker_free(maker);
}

/* Do these terms, blanks between them, stand together? */
static bool has_phrase(struct stored *s, const char *text)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_queries *pool;
	struct xap_results *found;
	struct str terms[8];
	uint32_t count = 0;
	bool has;

	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		terms[count++] = str_make(p, len);
		p += len;
	}
	assert_int_equal(xap_queries_new(&pool, &s->err), 0);
	search.query = xap_query_phrase(pool, terms, count, &s->err);
	assert_int_equal(xap_search(s->db, &search, &found, &s->err), 0);
	has = xap_results_count(found) == 1;
	xap_results_free(found);
	xap_queries_free(pool);
	return has;
}

static const struct str reefs = STR_INIT("---\n"
					 "title: \"Coral Reefs\"\n"
					 "date: 2025-10-06T23:30:00-05:00\n"
					 "tags: [World Politics, café]\n"
					 "author: \"Zoë Márquez\"\n"
					 "description: \"About reefs.\"\n"
					 "image: /reef.webp\n"
					 "image_description: \"A fish\"\n"
					 "lang: en\n"
					 "---\n"
					 "First line.\n"
					 "\n"
					 "# Reef life\n"
					 "\n"
					 "Water, water\n"
					 "everywhere.\n"
					 "\n"
					 "Last block.\n");

static void every_field_has_its_terms(void **state)
{
	struct stored s;
	struct buf terms;

	(void)state;
	store(&s, "2025/10/reefs.md", reefs);
	terms = terms_of(&s);
	assert_string_equal(
		terms.p,
		"Azoe-marquez:0 D20251006:0 Fauthor:0 Flang:0 Fsection:0 "
		"Ftag:0 Kcafe:0 Kworld-politics:0 M202510:0 P2025:0 P2025/10:0 "
		"Q2025/10/reefs.md:0 Scoral:1 Sreefs:1 U2025/10/reefs:0 "
		"XAWmarquez:0 XAWzoe:0 XElife:1 XEreef:1 XFNlang en:0 "
		"XFNsection 2025:0 "
		"XFNsection 2025/10:0 XFSauthor Zoë Márquez:0 "
		"XFStag World Politics:0 XFStag café:0 "
		"XFWsection 10:0 XFWsection 2025:0 XIa:1 XIfish:1 "
		"XOa:0 XOabout:0 XOcafe:0 XOcoral:0 XOfish:0 XOmarquez:0 "
		"XOpolitics:0 XOreefs:0 XOworld:0 XOzoe:0 Y2025:0 "
		"ZSencoral:1 ZSenreef:1 ZXEenlife:1 ZXEenreef:1 ZXOenabout:0 "
		"ZXOencafe:0 ZXOencoral:0 ZXOenfish:0 ZXOenmarquez:0 "
		"ZXOenpolit:0 ZXOenworld:0 ZXOenzoe:0 Zenabout:1 Zenblock:1 "
		"Zencafe:1 Zencoral:1 Zeneverywher:1 Zenfirst:1 Zenfish:1 "
		"Zenlast:1 Zenlife:1 Zenline:1 Zenmarquez:1 Zenpolit:1 "
		"Zenreef:3 Zenwater:2 Zenworld:1 Zenzoe:1 a:1 about:1 "
		"block:1 cafe:1 coral:1 everywhere:1 first:1 fish:1 last:1 "
		"life:1 line:1 marquez:1 politics:1 reef:1 reefs:2 water:2 "
		"world:1 zoe:1 ");
	buf_release(&terms);
	stored_release(&s);
}

static void phrases_run_within_a_block_and_a_field(void **state)
{
	static const struct {
		const char *phrase;
		bool stands;
	} rows[] = {
		{ "coral reefs", true },
		{ "Scoral Sreefs", true },
		{ "water water", true },
		{ "water everywhere", true }, /* over a soft line break */
		{ "last block", true },
		{ "world politics", true },
		{ "reefs coral", false },
		{ "reefs about", false },   /* title, description */
		{ "reefs a", false },	    /* description, image */
		{ "politics cafe", false }, /* tags */
		{ "marquez first", false }, /* author, body */
		{ "line reef", false },	    /* blocks */
		{ "XEreef XElife", true },
		{ "life water", false },
		{ "everywhere last", false },
	};
	struct stored s;

	(void)state;
	store(&s, "a.md", reefs);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (has_phrase(&s, rows[i].phrase) != rows[i].stands)
			fail_msg("'%s' %s", rows[i].phrase,
				 rows[i].stands ? "does not stand there"
						: "stands there");
	}
	stored_release(&s);
}

static void the_record_is_what_a_page_shows(void **state)
{
	struct stored s;
	struct record r;

	(void)state;
	store(&s, "2025/10/reefs.md", reefs);
	record_of(&s, &r);
	assert_true(str_eq(r.id, STR("2025/10/reefs.md")));
	assert_true(str_eq(r.url, STR("/2025/10/reefs/")));
	assert_true(str_eq(r.title, STR("Coral Reefs")));
	assert_true(str_eq(r.date, STR("2025-10-06T23:30:00-05:00")));
	assert_true(str_eq(r.lang, STR("en")));
	assert_true(str_eq(r.image, STR("/reef.webp")));
	assert_true(str_eq(r.image_description, STR("A fish")));
	assert_true(str_eq(r.description, STR("About reefs.")));
	assert_int_equal(r.author_count, 1);
	assert_true(str_eq(r.authors[0], STR("Zoë Márquez")));
	assert_int_equal(r.tag_count, 2);
	assert_true(str_eq(r.tags[0], STR("World Politics")));
	assert_int_equal(r.source, 3);
	assert_true(str_starts(r.text, STR("First line.\nReef life\nWater")));
	assert_int_equal(r.section_count, 1);
	assert_true(str_eq(r.sections[0].title, STR("Reef life")));
	assert_true(str_eq(r.sections[0].anchor, STR("reef-life")));
	assert_int_equal(r.sections[0].start, strlen("First line.\n"));
	stored_release(&s);
}

static void the_values_say_order_and_source(void **state)
{
	unsigned char newest[SCHEMA_ORDER_SIZE], oldest[SCHEMA_ORDER_SIZE];
	struct schema_source source;
	struct stored s;
	struct str title;

	(void)state;
	store(&s, "a.md", reefs);
	schema_order(&s.article.date, STR("a.md"), newest, oldest);
	assert_true(str_eq(value_of(&s, SCHEMA_SLOT_NEWEST),
			   str_make((char *)newest, sizeof(newest))));
	assert_true(str_eq(value_of(&s, SCHEMA_SLOT_OLDEST),
			   str_make((char *)oldest, sizeof(oldest))));
	title = value_of(&s, SCHEMA_SLOT_TITLE);
	assert_true(str_starts(title, STR("coral-reefs\0")));
	assert_int_equal(title.len, strlen("coral-reefs") + 5);
	assert_true(
		schema_source_read(value_of(&s, SCHEMA_SLOT_SOURCE), &source));
	assert_memory_equal(source.hash, hash, HASH128_SIZE);
	assert_int_equal(source.source, 3);
	assert_true(str_eq(source.id, STR("a.md")));
	stored_release(&s);
}

static void a_translation_says_its_language_and_key(void **state)
{
	struct stored s;
	struct str lang, term;

	(void)state;
	store(&s, "a.md",
	      STR("---\nlang: pt_BR\ntranslationKey: My  Key\n---\nA\n"));
	assert_true(schema_translation_read(
		value_of(&s, SCHEMA_SLOT_TRANSLATION), &lang, &term));
	assert_true(str_eq(lang, STR("pt-br")));
	assert_true(str_eq(term, STR("XFNtranslation-key my-key")));
	assert_true(has_term(&s, "XFNtranslation-key my-key"));
	stored_release(&s);
}

static void an_article_without_a_date_is_last_either_way(void **state)
{
	struct stored s;

	(void)state;
	store(&s, "a.md", STR("Only text.\n"));
	assert_true(str_starts(value_of(&s, SCHEMA_SLOT_NEWEST),
			       STR("\0\0\0\0\0")));
	assert_true(str_starts(value_of(&s, SCHEMA_SLOT_OLDEST),
			       STR("\0\0\0\0\0")));
	assert_int_equal(value_of(&s, SCHEMA_SLOT_OLDEST).len,
			 SCHEMA_ORDER_SIZE);
	assert_false(has_term(&s, "Y1970"));
	stored_release(&s);
}

static bool has_count(const struct buf *terms, const char *term)
{
	return strstr(terms->p, term) != NULL;
}

static void words_count_by_the_heading_above_them(void **state)
{
	struct stored s;
	struct buf terms;

	(void)state;
	store(&s, "a.md",
	      STR("---\ntitle: T\nlang: en\nsearch:\n  section_boost:\n"
		  "    OLD  Nótes: 0.2\n    kept: 1\n    news: 3\n---\n"
		  "Reef alpha.\n\n## Old notes\n\n"
		  "Reef beta beta beta, gammas gamma gamma.\n\n"
		  "### Older\n\nDelta coral reef.\n\n"
		  "### Kept\n\nReef epsilon.\n\n"
		  "## News\n\nReef zeta.\n\n# Top\n\nReef eta.\n"));
	terms = terms_of(&s);
	/* 1 + 0.2 + 0.2 + 1 + 3 + 1 */
	assert_true(has_count(&terms, " reef:6 "));
	assert_true(has_count(&terms, " Zenreef:6 "));
	assert_true(has_count(&terms, " alpha:1 "));
	assert_true(has_count(&terms, " beta:1 "));
	/* Forms are rounded together. */
	assert_true(has_count(&terms, " gammas:0 "));
	assert_true(has_count(&terms, " gamma:0 "));
	assert_true(has_count(&terms, " Zengamma:1 "));
	assert_true(has_count(&terms, " delta:0 "));
	assert_true(has_count(&terms, " notes:0 "));
	assert_true(has_count(&terms, " kept:1 "));
	assert_true(has_count(&terms, " epsilon:1 "));
	assert_true(has_count(&terms, " zeta:3 "));
	assert_true(has_count(&terms, " top:1 "));
	assert_true(has_count(&terms, " eta:1 "));
	assert_true(has_count(&terms, " XEnotes:1 "));
	buf_release(&terms);
	/* It is found all the same. */
	assert_true(has_phrase(&s, "delta coral"));
	assert_int_equal(s.article.warning_count, 0);
	stored_release(&s);
}

static void names_that_share_words_give_each_term_once(void **state)
{
	struct stored s;
	struct buf terms;

	(void)state;
	store(&s, "a.md",
	      STR("---\ntitle: T\nauthors: [Ann Lee, Ann Ray, \"ann  lee\"]\n"
		  "date: 2025\n---\n"));
	terms = terms_of(&s);
	assert_true(
		str_starts(buf_view(&terms),
			   STR("Aann-lee:0 Aann-ray:0 Fauthor:0 Qa.md:0 ")));
	assert_non_null(strstr(terms.p, " XAWann:0 XAWlee:0 XAWray:0 "));
	assert_non_null(strstr(terms.p, " XYO2025:0 Y2025:0 "));
	buf_release(&terms);
	stored_release(&s);
}

static void long_names_and_words_are_indexed_by_a_shorter_term(void **state)
{
	struct buf text = BUF_INIT, id = BUF_INIT, term = BUF_INIT;
	struct stored s;

	(void)state;
	for (int i = 0; i < 60; i++)
		buf_add_str(&id, STR("folder/"));
	buf_add_str(&id, STR("a.md"));
	buf_add_str(&text, STR("word"));
	for (int i = 0; i < 1000; i++)
		buf_add_str(&text, STR("水x"));
	for (int i = 0; i < 1000; i++)
		buf_add_str(&text, STR("é"));
	store(&s, id.p, buf_view(&text));
	document_id_term(buf_view(&id), &term);
	assert_true(term.len <= XAP_TERM_MAX);
	assert_true(has_term(&s, term.p));
	assert_false(has_term(&s, "Qfolder"));
	assert_true(has_term(&s, "word"));
	assert_true(has_term(&s, "水"));
	buf_release(&id);
	buf_release(&term);
	buf_release(&text);
	stored_release(&s);
}

static void a_long_text_is_indexed_whole_and_stored_in_part(void **state)
{
	struct buf text = BUF_INIT;
	struct stored s;
	struct record r;

	(void)state;
	buf_add_str(&text, STR("# Early\n\n"));
	while (text.len < LIMIT_STORED_TEXT_BYTES + 100)
		buf_add_str(&text, STR("水水 "));
	buf_add_str(&text, STR("\n\n# Late\n\nfinis\n"));
	store(&s, "a.md", buf_view(&text));
	record_of(&s, &r);
	assert_in_range(r.text.len, LIMIT_STORED_TEXT_BYTES - 3,
			LIMIT_STORED_TEXT_BYTES);
	assert_int_equal(r.section_count, 1);
	assert_true(has_term(&s, "finis"));
	buf_release(&text);
	stored_release(&s);
}

static void nothing_of_one_article_is_left_in_the_next(void **state)
{
	static const struct str texts[] = {
		STR_INIT(
			"---\ntitle: Other\ntags: [x]\n---\nwater reefs reefs"),
		STR_INIT(""),
	};
	struct document_maker *maker;
	struct err err = ERR_INIT;
	struct stored first, other, again;
	struct buf a, b;

	(void)state;
	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	store_by(maker, &first, "a.md", reefs, "1");
	store_by(maker, &other, "b.md", texts[0], "2");
	stored_release(&other);
	store_by(maker, &other, "c.md", texts[1], "3");
	store_by(maker, &again, "a.md", reefs, "4");
	a = terms_of(&other);
	assert_string_equal(a.p, "Qc.md:0 Sc:1 Uc:0 XOc:0 c:1 ");
	buf_release(&a);
	a = terms_of(&first);
	b = terms_of(&again);
	assert_string_equal(a.p, b.p);
	buf_release(&a);
	buf_release(&b);
	stored_release(&first);
	stored_release(&other);
	stored_release(&again);
	document_maker_free(maker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_field_has_its_terms),
		TEST(phrases_run_within_a_block_and_a_field),
		TEST(the_record_is_what_a_page_shows),
		TEST(the_values_say_order_and_source),
		TEST(a_translation_says_its_language_and_key),
		TEST(an_article_without_a_date_is_last_either_way),
		TEST(words_count_by_the_heading_above_them),
		TEST(names_that_share_words_give_each_term_once),
		TEST(long_names_and_words_are_indexed_by_a_shorter_term),
		TEST(a_long_text_is_indexed_whole_and_stored_in_part),
		TEST(nothing_of_one_article_is_left_in_the_next),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
