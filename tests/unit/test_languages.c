/*
 * Tests of query/languages: in which languages a query is meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stored.h"

#include "query/languages.h"

static const struct ranking usual = RANKING_INIT;

/* The codes of languages, blanks between; `-` for NONE. */
static void show(const struct languages *languages, struct buf *out)
{
	for (size_t i = 0; i < languages->count; i++) {
		unsigned int n = languages->list[i];

		buf_add_str(out, i ? STR(" ") : STR(""));
		buf_add_str(out, n ? str_of(language_rows[n].code) : STR("-"));
	}
}

static void expect(const struct languages *languages, const char *what,
		   const char *expected)
{
	struct buf out = BUF_INIT;

	show(languages, &out);
	if (!str_eq(buf_view(&out), str_of(expected)))
		fail_msg("%s: %.*s, not %s", what, STR_ARG(buf_view(&out)),
			 expected);
	buf_release(&out);
}

static void a_filter_names_languages(void **state)
{
	static const char *const rows[][2] = {
		{ "kinder", "- de en fr" },
		{ "kinder lang:de", "de" },
		{ "lang:de", "de" },
		{ "lang:DE-at kinder", "de" },
		{ "kinder lang:fr,de", "de fr" },
		{ "kinder (lang:fr OR lang:en) -x", "en fr" },
		{ "(kinder lang:fr) AND x", "fr" },
		{ "kinder lang:ja", "-" },
		{ "kinder lang:ja,de", "- de" },
		/* Of which no article is. */
		{ "kinder lang:es", "-" },
		{ "kinder lang:fr lang:de", "-" },
		/* What says nothing of all that match. */
		{ "kinder -lang:de", "- de en fr" },
		{ "kinder OR lang:de", "- de en fr" },
		{ "(kinder lang:de) OR lang:fr", "de fr" },
		{ "lang:* kinder", "- de en fr" },
		{ "layout:de kinder", "- de en fr" },
		{ "\"lang:de\" kinder", "- de en fr" },
	};
	static const struct str keys[] = { STR_INIT("lang"),
					   STR_INIT("layout") };
	struct query_known known = { 0, keys, COUNT(keys), NULL };
	struct arena arena = ARENA_INIT(1u << 20);
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct languages languages = { .count = 4 };
		struct query query;

		languages.list[0] = LANGUAGE_NONE;
		languages.list[1] = (unsigned char)language_of(STR("de"));
		languages.list[2] = (unsigned char)language_of(STR("en"));
		languages.list[3] = (unsigned char)language_of(STR("fr"));
		assert_int_equal(query_parse(str_of(rows[i][0]), &known, &arena,
					     &query, &err),
				 0);
		languages_narrow(query.root, &languages);
		expect(&languages, rows[i][0], rows[i][1]);
	}
	arena_release(&arena);
}

/* A database of articles in these languages, blanks between; `.` for one that
 * does not say. */
static struct xap_db *index_of(struct document_maker *maker, const char *name,
			       const char *langs)
{
	struct bulk_document document;
	struct xap_writer *writer;
	struct xap_doc *doc;
	struct xap_db *db;
	struct err err = ERR_INIT;
	struct str rest = str_of(langs);
	bool is_cut;

	assert_int_equal(xap_doc_new(&doc, &err), 0);
	assert_int_equal(
		xap_writer_open(at(name),
				XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
				&writer, &err),
		0);
	while (rest.len) {
		struct str lang = str_head(rest, str_find(rest, ' '));
		struct article article = { .id = lang,
					   .lang = str_eq(lang, STR("."))
							   ? STR("")
							   : lang };

		assert_int_equal(document_make(maker, &article, hash, 0,
					       &document, &is_cut, &err),
				 0);
		assert_int_equal(bulk_document_fill(&document, doc, &err), 0);
		assert_int_equal(xap_writer_add(writer, doc, NULL, &err), 0);
		rest = str_skip(rest, lang.len + 1);
	}
	assert_int_equal(xap_writer_commit(writer, &err), 0);
	xap_writer_free(writer);
	xap_doc_free(doc);
	assert_int_equal(xap_db_open(at(name), &db, &err), 0);
	return db;
}

static void an_index_has_those_of_its_articles(void **state)
{
	static const char *const rows[][2] = {
		{ "", "-" },
		{ ".", "en" },
		{ "de de-AT", "de" },
		{ "de . fr", "de en fr" },
		{ "ja", "-" },
		{ "ja zh_TW . pt-BR", "- en pt" },
		{ "en-GB ru", "en ru" },
	};
	struct document_maker *maker;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(document_maker_new(&usual, STR(""), &maker, &err), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[] = "a";
		struct languages languages;
		struct xap_db_info info;
		struct xap_db *db;

		name[0] = (char)('a' + i);
		db = index_of(maker, name, rows[i][0]);
		assert_int_equal(xap_db_info(db, &info, &err), 0);
		assert_int_equal(
			languages_read(db, info.documents, &languages, &err),
			0);
		expect(&languages, rows[i][0], rows[i][1]);
		xap_db_free(db);
	}
	document_maker_free(maker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_filter_names_languages),
		TEST(an_index_has_those_of_its_articles),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("languages", tests, NULL, NULL);
}
