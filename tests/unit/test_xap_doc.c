/*
 * The shim, documents to be written: terms, values, data and their limits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

static struct xap_writer *open_writer(struct fixture *f, unsigned int flags)
{
	struct xap_writer *writer;

	assert_ok(f, xap_writer_open(f->index, flags, &writer, &f->err));
	return writer;
}

static struct xap_doc *new_doc(struct fixture *f)
{
	struct xap_doc *doc;

	assert_ok(f, xap_doc_new(&doc, &f->err));
	return doc;
}

static char longest[XAP_TERM_MAX + 1];

static void terms_that_cannot_be_stored_are_refused(void **state)
{
	static const struct {
		struct str term;
		const char *why;
	} table[] = {
		{ STR_INIT(""), "is empty" },
		{ { longest, XAP_TERM_MAX + 1 }, "is too long" },
		{ STR_INIT("a\0b"), "holds a control character" },
		{ STR_INIT("\x1f"), "holds a control character" },
		{ STR_INIT("tab\t"), "holds a control character" },
		{ STR_INIT("del\x7f"), "holds a control character" },
		{ STR_INIT("\xff"), "is not UTF-8" },
		{ STR_INIT("cut\xc3"), "is not UTF-8" },
		{ STR_INIT("\xed\xa0\x80"), "is not UTF-8" },
		{ STR_INIT("\xc0\xaf"), "is not UTF-8" },
	};
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	struct xap_db *db;

	memset(longest, 'a', sizeof(longest));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct xap_posting both[] = {
			{ STR("fine"), 1, NULL, 0 },
			{ table[i].term, 1, NULL, 0 },
		};

		assert_int_equal(xap_doc_add_postings(doc, both, 2, &f->err),
				 ERR_LIMIT);
		assert_non_null(strstr(f->err.message, table[i].why));
		err_clear(&f->err);
		assert_fails(f, ERR_LIMIT,
			     xap_writer_delete(writer, table[i].term, &f->err));
		assert_fails(f, ERR_LIMIT,
			     xap_writer_replace(writer, table[i].term, doc,
						NULL, &f->err));
	}
	/* All are checked before the first is added; and the batch lives. */
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_int_equal(frequency(f, db, "fine"), 0);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void a_refused_term_is_shown_but_cut(void **state)
{
	struct fixture *f = *state;
	struct xap_doc *doc = new_doc(f);
	struct xap_posting posting = {
		{ longest, sizeof(longest) }, 1, NULL, 0
	};
	char expected[128];

	memset(longest, 'a', sizeof(longest));
	snprintf(expected, sizeof(expected), "the term '%.60s'... is too long",
		 longest);
	assert_int_equal(xap_doc_add_postings(doc, &posting, 1, &f->err),
			 ERR_LIMIT);
	assert_string_equal(f->err.message, expected);
	xap_doc_free(doc);
}

static void the_longest_term_is_stored(void **state)
{
	struct fixture *f = *state;
	struct str term = { longest, XAP_TERM_MAX };
	const uint32_t at = 1;
	struct xap_posting posting = { term, 1, &at, 1 };
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	struct xap_db *db;
	uint32_t n;

	/* Of two-byte characters, but for one. */
	for (size_t i = 0; i < XAP_TERM_MAX; i += 2)
		memcpy(longest + i, "\xc3\xa9", 2);
	longest[XAP_TERM_MAX - 1] = 'e';
	assert_ok(f, xap_doc_add_postings(doc, &posting, 1, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_replace(writer, term, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_term_frequency(db, term, &n, &f->err));
	assert_int_equal(n, 1);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void values_data_and_keys_have_limits(void **state)
{
	static char big[XAP_VALUE_MAX + 1];
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	struct str over = { big, sizeof(big) };
	struct str most = { big, XAP_VALUE_MAX };
	char *value;
	size_t len;
	struct xap_db *db;

	memset(big, 'k', sizeof(big));
	assert_fails(f, ERR_LIMIT, xap_doc_set_value(doc, 0, over, &f->err));
	assert_fails(f, ERR_USAGE,
		     xap_doc_set_value(doc, UINT32_MAX, most, &f->err));
	assert_fails(f, ERR_LIMIT,
		     xap_doc_set_data(doc, str_make(big, XAP_DATA_MAX + 1u),
				      &f->err));
	assert_ok(f, xap_doc_set_value(doc, 0, most, &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_fails(
		f, ERR_USAGE,
		xap_writer_set_metadata(writer, STR(""), STR("x"), &f->err));
	assert_fails(f, ERR_LIMIT,
		     xap_writer_set_metadata(writer,
					     str_head(over, XAP_KEY_MAX + 1),
					     STR("x"), &f->err));
	assert_fails(f, ERR_LIMIT,
		     xap_writer_set_metadata(writer, STR("k"),
					     str_make(big, XAP_DATA_MAX + 1u),
					     &f->err));
	assert_ok(f,
		  xap_writer_set_metadata(writer, str_head(over, XAP_KEY_MAX),
					  STR("a\0b"), &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_metadata(db, str_head(over, XAP_KEY_MAX), &value,
				     &len, &f->err));
	assert_int_equal(len, 3);
	assert_memory_equal(value, "a\0b", 4);
	xap_free(value);
	assert_ok(f, xap_db_metadata(db, str_head(over, XAP_KEY_MAX + 1),
				     &value, &len, &f->err));
	assert_int_equal(len, 0);
	assert_string_equal(value, "");
	xap_free(value);
	assert_fails(f, ERR_USAGE,
		     xap_db_metadata(db, STR(""), &value, &len, &f->err));
	assert_null(value);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void an_empty_value_removes(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	char *low, *high;
	size_t low_len, high_len;
	struct xap_db *db;

	assert_ok(f, xap_doc_set_value(doc, 3, STR(""), &f->err));
	assert_ok(f, xap_doc_set_value(doc, 3, STR("x"), &f->err));
	assert_ok(f, xap_doc_set_value(doc, 3, STR(""), &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_ok(f,
		  xap_writer_set_metadata(writer, STR("k"), STR("v"), &f->err));
	assert_ok(f,
		  xap_writer_set_metadata(writer, STR("k"), STR(""), &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_value_bounds(db, 3, &low, &low_len, &high,
					 &high_len, &f->err));
	assert_int_equal(high_len, 0);
	xap_free(low);
	xap_free(high);
	assert_ok(f, xap_db_metadata(db, STR("k"), &low, &low_len, &f->err));
	assert_int_equal(low_len, 0);
	xap_free(low);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static int note_wdf(struct str term, uint32_t wdf, void *payload)
{
	char *out = payload;

	snprintf(out + strlen(out), 100 - strlen(out), "%.*s:%u ",
		 STR_ARG(term), (unsigned int)wdf);
	return 0;
}

static void wdf_is_what_was_given_whatever_the_positions(void **state)
{
	static const uint32_t at[] = { 1, 5, 9 };
	const struct xap_posting postings[] = {
		{ STR_INIT("filter"), 0, NULL, 0 },
		{ STR_INIT("heavy"), 7, at, 3 },
		{ STR_INIT("light"), 1, at, 3 },
		{ STR_INIT("none"), 0, at, 2 },
		{ STR_INIT("plain"), 4, NULL, 0 },
		{ STR_INIT("single"), 1, at, 1 },
	};
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	char text[100] = "";
	struct xap_db *db;
	struct xap_db_info info;
	const struct xap_posting wrong = { STR("x"), 1, NULL, 1 };

	assert_fails(f, ERR_USAGE,
		     xap_doc_add_postings(doc, &wrong, 1, &f->err));
	assert_ok(f,
		  xap_doc_add_postings(doc, postings, ROWS(postings), &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	assert_ok(f, xap_db_each_document_term(db, 1, note_wdf, text, &f->err));
	assert_string_equal(
		text, "filter:0 heavy:7 light:1 none:0 plain:4 single:1 ");
	assert_ok(f, xap_db_info(db, &info, &f->err));
	assert_true(info.average_length == 13);
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

static void terms_are_listed_from_one_on(void **state)
{
	static const struct xap_posting postings[] = {
		{ STR_INIT("Qa"), 0, NULL, 0 },
		{ STR_INIT("river"), 1, NULL, 0 },
		{ STR_INIT("water"), 2, NULL, 0 },
	};
	static const struct {
		const char *from, *listed;
	} rows[] = {
		{ "", "Qa:0 river:1 water:2 " },
		{ "Q", "Qa:0 river:1 water:2 " },
		{ "Qb", "river:1 water:2 " },
		{ "river", "river:1 water:2 " },
		{ "rivers", "water:2 " },
		{ "x", "" },
	};
	struct fixture *f = *state;
	struct xap_writer *writer = open_writer(f, XAP_WRITER_CREATE);
	struct xap_doc *doc = new_doc(f);
	struct xap_db *db;

	assert_ok(f,
		  xap_doc_add_postings(doc, postings, ROWS(postings), &f->err));
	assert_ok(f, xap_writer_begin(writer, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	assert_ok(f, xap_writer_commit(writer, &f->err));
	db = open_db(f, f->index);
	for (size_t i = 0; i < ROWS(rows); i++) {
		char text[100] = "";

		assert_ok(f, xap_db_each_document_term_from(
				     db, 1, str_of(rows[i].from), note_wdf,
				     text, &f->err));
		assert_string_equal(text, rows[i].listed);
	}
	xap_db_free(db);
	xap_doc_free(doc);
	xap_writer_free(writer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(terms_that_cannot_be_stored_are_refused),
		TEST(a_refused_term_is_shown_but_cut),
		TEST(the_longest_term_is_stored),
		TEST(values_data_and_keys_have_limits),
		TEST(an_empty_value_removes),
		TEST(wdf_is_what_was_given_whatever_the_positions),
		TEST(terms_are_listed_from_one_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
