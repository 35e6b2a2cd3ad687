/*
 * The shim, reading: what a database tells, listings, reopening, threads.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <pthread.h>

static const struct row rows[] = {
	{ "a", "river water water", "2026-01", "one" },
	{ "b", "river bank", "2026-03", "two" },
	{ "c", "money bank", NULL, NULL },
};

static struct xap_db *sample(struct fixture *f)
{
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	return open_db(f, f->index);
}

static void free_takes_null(void **state)
{
	(void)state;
	xap_free(NULL);
	xap_db_free(NULL);
	xap_doc_free(NULL);
	xap_writer_free(NULL);
	xap_queries_free(NULL);
	xap_results_free(NULL);
	xap_stemmer_free(NULL);
}

static void library_tells_its_version(void **state)
{
	(void)state;
	assert_int_equal(strncmp(xap_library_version(), "1.4.", 4), 0);
}

static void info_of_an_empty_database_is_zero(void **state)
{
	struct fixture *f = *state;
	struct xap_writer *writer;
	struct xap_db_info info;
	struct xap_db *db;

	assert_ok(f, xap_writer_open(f->index, XAP_WRITER_CREATE, &writer,
				     &f->err));
	xap_writer_free(writer);
	db = open_db(f, f->index);
	assert_ok(f, xap_db_info(db, &info, &f->err));
	assert_int_equal(info.documents, 0);
	assert_int_equal(info.last_docid, 0);
	assert_true(info.average_length == 0);
	assert_int_equal(strlen(info.uuid), 36);
	xap_db_free(db);
}

static void info_counts_documents_and_commits(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct xap_db_info before, after;
	bool changed;

	assert_ok(f, xap_db_info(db, &before, &f->err));
	assert_int_equal(before.documents, 3);
	assert_int_equal(before.last_docid, 3);
	assert_true(before.average_length > 2.3 && before.average_length < 2.4);
	write_rows(f, f->index, 0, rows, 1);
	assert_ok(f, xap_db_reopen(db, &changed, &f->err));
	assert_true(changed);
	assert_ok(f, xap_db_info(db, &after, &f->err));
	assert_int_equal(after.documents, 3);
	assert_true(after.revision > before.revision);
	assert_string_equal(after.uuid, before.uuid);
	xap_db_free(db);
}

static void reopen_says_when_nothing_changed(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	bool changed = true;

	assert_ok(f, xap_db_reopen(db, &changed, &f->err));
	assert_false(changed);
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	xap_db_free(db);
}

static void a_handle_keeps_its_snapshot_until_reopened(void **state)
{
	static const struct row more = { "d", "river", NULL, NULL };
	struct fixture *f = *state;
	struct xap_db *db = sample(f);

	write_rows(f, f->index, 0, &more, 1);
	assert_int_equal(frequency(f, db, "river"), 2);
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_int_equal(frequency(f, db, "river"), 3);
	xap_db_free(db);
}

static void a_switched_link_does_not_move_a_handle(void **state)
{
	static const struct row other[] = {
		{ "y", "river sea", NULL, NULL },
		{ "z", "river sea", NULL, NULL },
	};
	struct fixture *f = *state;
	char link[PATH_SIZE], next[PATH_SIZE];
	struct xap_db *db;

	xap_db_free(sample(f));
	path_join(link, f->folder, "current");
	path_join(next, f->folder, "next");
	/* One commit more than the first has, so that it looks newer. */
	write_rows(f, next, XAP_WRITER_CREATE, &other[0], 1);
	write_rows(f, next, 0, &other[1], 1);
	assert_int_equal(symlink(f->index, link), 0);
	db = open_db(f, link);
	assert_int_equal(unlink(link), 0);
	assert_int_equal(symlink(next, link), 0);
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_int_equal(frequency(f, db, "bank"), 2);
	assert_int_equal(frequency(f, db, "sea"), 0);
	xap_db_free(db);
	db = open_db(f, link);
	assert_int_equal(frequency(f, db, "sea"), 2);
	xap_db_free(db);
}

static void frequency_of_a_term_that_cannot_be_is_zero(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char longest[XAP_TERM_MAX + 2];
	const struct str impossible[] = {
		STR_INIT(""), /* to libxapian: every document */
		STR_INIT("absent"), STR_INIT("ri\0ver"),
		STR_INIT("\xff"),   { longest, XAP_TERM_MAX + 1 },
	};

	memset(longest, 'a', sizeof(longest));
	assert_int_equal(frequency(f, db, "bank"), 2);
	for (size_t i = 0; i < ROWS(impossible); i++) {
		uint32_t out = 9;

		assert_ok(f, xap_db_term_frequency(db, impossible[i], &out,
						   &f->err));
		assert_int_equal(out, 0);
	}
	xap_db_free(db);
}

static void data_is_handed_out_whole(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char *data;
	size_t len;

	assert_ok(f, xap_db_data(db, 2, &data, &len, &f->err));
	assert_int_equal(len, 3);
	assert_string_equal(data, "two");
	xap_free(data);
	assert_ok(f, xap_db_data(db, 3, &data, &len, &f->err));
	assert_int_equal(len, 0);
	assert_string_equal(data, "");
	xap_free(data);
	xap_db_free(db);
}

static void data_of_an_absent_document_is_not_found(void **state)
{
	static const uint32_t absent[] = { 0, 4, UINT32_MAX };
	struct fixture *f = *state;
	struct xap_db *db = sample(f);

	for (size_t i = 0; i < ROWS(absent); i++) {
		char *data = f->folder;
		size_t len = 9;

		assert_int_equal(
			xap_db_data(db, absent[i], &data, &len, &f->err),
			XAP_NOTFOUND);
		assert_int_equal(f->err.code, ERR_OK);
		assert_null(data);
		assert_int_equal(len, 0);
	}
	xap_db_free(db);
}

static void value_bounds_span_the_slot(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char *low, *high;
	size_t low_len, high_len;

	assert_ok(f, xap_db_value_bounds(db, 0, &low, &low_len, &high,
					 &high_len, &f->err));
	assert_string_equal(low, "2026-01");
	assert_string_equal(high, "2026-03");
	assert_int_equal(low_len, 7);
	assert_int_equal(high_len, 7);
	xap_free(low);
	xap_free(high);
	assert_ok(f, xap_db_value_bounds(db, 7, &low, &low_len, &high,
					 &high_len, &f->err));
	assert_int_equal(low_len + high_len, 0);
	xap_free(low);
	xap_free(high);
	xap_db_free(db);
}

/* ---- Listings --------------------------------------------------------- */

struct listing {
	char text[256];
	int left; /* calls until it stops the listing; < 0: never */
};

static int note_term(struct str term, uint32_t n, void *payload)
{
	struct listing *l = payload;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof(l->text) - len, "%.*s:%u ",
		 STR_ARG(term), (unsigned int)n);
	return l->left > 0 && --l->left == 0 ? 7 : 0;
}

static int note_value(uint32_t docid, struct str value, void *payload)
{
	return note_term(value, docid, payload);
}

static void terms_are_listed_in_order_with_their_frequency(void **state)
{
	static const struct {
		const char *prefix, *expected;
	} table[] = {
		{ "", "Qa:1 Qb:1 Qc:1 bank:2 money:1 river:2 water:1 " },
		{ "Q", "Qa:1 Qb:1 Qc:1 " },
		{ "r", "river:2 " },
		{ "river", "river:2 " },
		{ "rivers", "" },
		{ "zz", "" },
	};
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char longest[XAP_TERM_MAX + 2];
	struct listing none = { "", -1 };

	for (size_t i = 0; i < ROWS(table); i++) {
		struct listing l = { "", -1 };

		assert_ok(f, xap_db_each_term(db, str_of(table[i].prefix),
					      note_term, &l, &f->err));
		assert_string_equal(l.text, table[i].expected);
	}
	memset(longest, 'a', sizeof(longest));
	assert_ok(f, xap_db_each_term(db, str_make(longest, XAP_TERM_MAX + 1),
				      note_term, &none, &f->err));
	assert_string_equal(none.text, "");
	xap_db_free(db);
}

/* Where a listing goes on behind a term. */
struct leap {
	const char *term, *next;
};

struct leaps {
	const struct leap *rows;
	size_t count;
	struct listing listing;
};

static int leap_on(struct str term, uint32_t frequency, struct str *next,
		   void *payload)
{
	struct leaps *leaps = payload;

	assert_int_equal(next->len, 0);
	for (size_t i = 0; i < leaps->count; i++) {
		if (str_eq(term, str_of(leaps->rows[i].term)))
			*next = str_of(leaps->rows[i].next);
	}
	return note_term(term, frequency, &leaps->listing);
}

static void terms_may_be_leapt_over(void **state)
{
	static const struct {
		const char *from;
		struct leap leap;
		const char *expected;
	} table[] = {
		{ "",
		  { "", "" },
		  "Qa:1 Qb:1 Qc:1 bank:2 money:1 river:2 water:1 " },
		{ "b", { "", "" }, "bank:2 money:1 river:2 water:1 " },
		{ "money", { "", "" }, "money:1 river:2 water:1 " },
		{ "", { "Qa", "money" }, "Qa:1 money:1 river:2 water:1 " },
		{ "", { "Qb", "r" }, "Qa:1 Qb:1 river:2 water:1 " },
		{ "", { "Qb", "x" }, "Qa:1 Qb:1 " },
		{ "b", { "money", "money" }, "bank:2 money:1 " },
		{ "b", { "money", "bank" }, "bank:2 money:1 " },
		{ "x", { "", "" }, "" },
	};
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char longest[XAP_TERM_MAX + 2];
	struct leaps none = { NULL, 0, { "", -1 } };
	struct leaps one = { NULL, 0, { "", 1 } };

	for (size_t i = 0; i < ROWS(table); i++) {
		struct leaps l = { &table[i].leap, 1, { "", -1 } };

		assert_ok(f, xap_db_seek_terms(db, str_of(table[i].from),
					       leap_on, &l, &f->err));
		assert_string_equal(l.listing.text, table[i].expected);
	}
	memset(longest, 'z', sizeof(longest));
	assert_ok(f, xap_db_seek_terms(db, str_make(longest, XAP_TERM_MAX + 1),
				       leap_on, &none, &f->err));
	assert_string_equal(none.listing.text, "");
	assert_int_equal(xap_db_seek_terms(db, STR(""), leap_on, &one, &f->err),
			 7);
	xap_db_free(db);
}

static int pass(struct str term, uint32_t n, struct str *next, void *payload)
{
	(void)next;
	return note_term(term, n, payload);
}

/* What follows a frequent term is looked for. */
static void frequent_terms_are_listed_like_others(void **state)
{
	enum { MANY = 150 };
	struct fixture *f = *state;
	static char ids[MANY][8];
	static struct row many[MANY];
	struct listing all = { "", -1 }, some = { "", -1 }, sought = { "", -1 };
	struct xap_db *db;

	for (size_t i = 0; i < MANY; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%zu", i);
		many[i] = (struct row){
			.id = ids[i],
			.words = i ? "mid mida water waters" : "mid midas zoo",
		};
	}
	write_rows(f, f->index, XAP_WRITER_CREATE, many, MANY);
	db = open_db(f, f->index);
	assert_ok(f, xap_db_each_term(db, STR("m"), note_term, &all, &f->err));
	assert_string_equal(all.text, "mid:150 mida:149 midas:1 ");
	assert_ok(f,
		  xap_db_each_term(db, STR("mida"), note_term, &some, &f->err));
	assert_string_equal(some.text, "mida:149 midas:1 ");
	assert_ok(f, xap_db_seek_terms(db, STR("mid"), pass, &sought, &f->err));
	assert_string_equal(
		sought.text,
		"mid:150 mida:149 midas:1 water:149 waters:149 zoo:1 ");
	xap_db_free(db);
}

static void values_are_listed_in_order_of_docid(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing l = { "", -1 };
	struct listing none = { "", -1 };

	assert_ok(f, xap_db_each_value(db, 0, note_value, &l, &f->err));
	assert_string_equal(l.text, "2026-01:1 2026-03:2 ");
	assert_ok(f, xap_db_each_value(db, 5, note_value, &none, &f->err));
	assert_string_equal(none.text, "");
	xap_db_free(db);
}

static void terms_of_a_document_are_listed_with_their_wdf(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing l = { "", -1 };

	assert_ok(f, xap_db_each_document_term(db, 1, note_term, &l, &f->err));
	assert_string_equal(l.text, "Qa:0 river:1 water:2 ");
	assert_fails(f, ERR_USAGE,
		     xap_db_each_document_term(db, 9, note_term, &l, &f->err));
	assert_fails(f, ERR_USAGE,
		     xap_db_each_document_term(db, 0, note_term, &l, &f->err));
	xap_db_free(db);
}

static void terms_of_a_query_that_a_document_holds_are_listed(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct str phrase[] = { STR_INIT("river"), STR_INIT("bank") };
	const struct xap_query *parts[3], *query;
	struct xap_queries *pool;
	static const char *const expected[] = {
		"river:1 water:2 ",
		"bank:1 river:1 ",
		"bank:1 ",
	};
	struct listing both = { "", -1 };

	assert_ok(f, xap_queries_new(&pool, &f->err));
	parts[0] = xap_query_phrase(pool, phrase, 2, &f->err);
	parts[1] = xap_query_prefix(pool, db, STR("w"), STR(""), 10, &f->err);
	parts[2] = xap_query_term(pool, STR("zebra"), &f->err);
	query = xap_query_combine(pool, XAP_OR, parts, 3, &f->err);
	for (uint32_t docid = 1; docid <= ROWS(expected); docid++) {
		struct listing l = { "", -1 };

		assert_ok(f, xap_db_each_query_term(db, query, docid, note_term,
						    &l, &f->err));
		assert_string_equal(l.text, expected[docid - 1]);
	}
	parts[0] = xap_query_term(pool, STR("river"), &f->err);
	query = xap_query_combine(pool, XAP_AND_NOT, parts, 2, &f->err);
	assert_ok(f, xap_db_each_query_term(db, query, 1, note_term, &both,
					    &f->err));
	assert_string_equal(both.text, "river:1 water:2 ");
	assert_fails(
		f, ERR_USAGE,
		xap_db_each_query_term(db, query, 9, note_term, NULL, &f->err));
	assert_fails(
		f, ERR_USAGE,
		xap_db_each_query_term(db, NULL, 1, note_term, NULL, &f->err));
	xap_queries_free(pool);
	xap_db_free(db);
}

static int note_docid(uint32_t docid, void *payload)
{
	return note_term(STR(""), docid, payload);
}

static int note_count(uint32_t docid, uint32_t count, void *payload)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", (unsigned int)docid);
	return note_term(str_of(text), count, payload);
}

static void documents_of_a_term_are_listed_in_order(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	char longest[XAP_TERM_MAX + 2];
	const struct {
		struct str term;
		const char *expected;
	} table[] = {
		{ STR_INIT("river"), ":1 :2 " },
		{ STR_INIT("bank"), ":2 :3 " },
		{ STR_INIT("absent"), "" },
		{ STR_INIT("riv"), "" },
		{ STR_INIT(""), "" }, /* to libxapian: every document */
		{ { longest, XAP_TERM_MAX + 1 }, "" },
	};

	memset(longest, 'a', sizeof(longest));
	for (size_t i = 0; i < ROWS(table); i++) {
		struct listing l = { "", -1 };

		assert_ok(f, xap_db_each_posting(db, table[i].term, note_docid,
						 &l, &f->err));
		assert_string_equal(l.text, table[i].expected);
	}
	xap_db_free(db);
}

static void how_often_documents_hold_a_term_is_listed(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing water = { "", -1 }, none = { "", -1 }, first = { "", 1 };

	assert_ok(f, xap_db_each_count(db, STR("water"), note_count, &water,
				       &f->err));
	assert_string_equal(water.text, "1:2 ");
	assert_ok(f,
		  xap_db_each_count(db, STR(""), note_count, &none, &f->err));
	assert_string_equal(none.text, "");
	assert_int_equal(
		xap_db_each_count(db, STR("bank"), note_count, &first, &f->err),
		7);
	assert_string_equal(first.text, "2:1 ");
	xap_db_free(db);
}

static void how_long_documents_are_is_listed(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing all = { "", -1 }, first = { "", 1 };

	assert_ok(f, xap_db_each_length(db, note_count, &all, &f->err));
	assert_string_equal(all.text, "1:3 2:2 3:2 ");
	assert_int_equal(xap_db_each_length(db, note_count, &first, &f->err),
			 7);
	assert_string_equal(first.text, "1:3 ");
	assert_int_equal(f->err.code, ERR_OK);
	xap_db_free(db);
}

static void all_documents_that_match_are_listed(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct xap_queries *pool;
	const struct xap_query *river, *bank, *both[2];
	struct {
		const struct xap_query *query;
		const char *expected;
	} table[5];

	assert_ok(f, xap_queries_new(&pool, &f->err));
	both[0] = river = xap_query_term(pool, STR("river"), &f->err);
	both[1] = bank = xap_query_term(pool, STR("bank"), &f->err);
	table[0].query = river;
	table[0].expected = ":1 :2 ";
	table[1].query = xap_query_combine(pool, XAP_OR, both, 2, &f->err);
	table[1].expected = ":1 :2 :3 ";
	table[2].query = xap_query_combine(pool, XAP_AND, both, 2, &f->err);
	table[2].expected = ":2 ";
	/* What adds weight alone finds nothing more. */
	table[3].query =
		xap_query_combine(pool, XAP_AND_MAYBE, both, 2, &f->err);
	table[3].expected = ":1 :2 ";
	table[4].query = xap_query_none(pool, &f->err);
	table[4].expected = "";
	for (size_t i = 0; i < ROWS(table); i++) {
		struct listing l = { "", -1 };

		assert_ok(f, xap_db_each_match(db, table[i].query,
					       (struct deadline){ 0 },
					       note_docid, &l, &f->err));
		assert_string_equal(l.text, table[i].expected);
	}
	assert_fails(f, ERR_USAGE,
		     xap_db_each_match(db, NULL, (struct deadline){ 0 },
				       note_docid, NULL, &f->err));
	xap_queries_free(pool);
	xap_db_free(db);
}

static void a_listing_of_documents_is_stopped_too(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing postings = { "", 1 }, matches = { "", 2 };
	struct xap_queries *pool;

	assert_ok(f, xap_queries_new(&pool, &f->err));
	assert_int_equal(xap_db_each_posting(db, STR("bank"), note_docid,
					     &postings, &f->err),
			 7);
	assert_string_equal(postings.text, ":2 ");
	assert_int_equal(xap_db_each_match(db, xap_query_all(pool, &f->err),
					   (struct deadline){ 0 }, note_docid,
					   &matches, &f->err),
			 7);
	assert_string_equal(matches.text, ":1 :2 ");
	assert_int_equal(f->err.code, ERR_OK);
	xap_queries_free(pool);
	xap_db_free(db);
}

static void a_callback_stops_the_listing_by_its_result(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db = sample(f);
	struct listing terms = { "", 2 };
	struct listing values = { "", 1 };
	struct listing words = { "", 1 };

	assert_int_equal(
		xap_db_each_term(db, STR(""), note_term, &terms, &f->err), 7);
	assert_string_equal(terms.text, "Qa:1 Qb:1 ");
	assert_int_equal(xap_db_each_value(db, 0, note_value, &values, &f->err),
			 7);
	assert_string_equal(values.text, "2026-01:1 ");
	assert_int_equal(
		xap_db_each_document_term(db, 1, note_term, &words, &f->err),
		7);
	assert_string_equal(words.text, "Qa:0 ");
	assert_int_equal(f->err.code, ERR_OK);
	xap_db_free(db);
}

/* ---- Threads ---------------------------------------------------------- */

struct reader {
	pthread_t thread;
	const char *path;
	int wrong;
	struct err err;
};

/* Searches with handles of its own; every answer must be the same. */
static void *read_on(void *payload)
{
	struct reader *r = payload;
	struct xap_queries *pool = NULL;
	struct xap_db *db = NULL;

	if (xap_db_open(r->path, &db, &r->err) ||
	    xap_queries_new(&pool, &r->err))
		r->wrong = -1;
	for (int i = 0; r->wrong == 0 && i < 300; i++) {
		struct xap_search s = XAP_SEARCH_INIT;
		const struct xap_query *parts[2];
		struct xap_results *found;

		parts[0] = xap_query_all(pool, &r->err);
		parts[1] = xap_query_term(pool, STR("bank"), &r->err);
		s.query =
			xap_query_combine(pool, XAP_FILTER, parts, 2, &r->err);
		if (xap_search(db, &s, &found, &r->err)) {
			r->wrong = -1;
			break;
		}
		if (xap_results_count(found) != 2)
			r->wrong++;
		xap_results_free(found);
	}
	xap_queries_free(pool);
	xap_db_free(db);
	return NULL;
}

static void threads_with_handles_of_their_own_do_not_meet(void **state)
{
	struct fixture *f = *state;
	struct reader readers[2];

	xap_db_free(sample(f));
	for (size_t i = 0; i < ROWS(readers); i++) {
		readers[i] = (struct reader){ .path = f->index };
		assert_int_equal(pthread_create(&readers[i].thread, NULL,
						read_on, &readers[i]),
				 0);
	}
	/* And a writer, in a third. */
	for (int i = 0; i < 20; i++)
		write_rows(f, f->index, 0, rows, ROWS(rows));
	for (size_t i = 0; i < ROWS(readers); i++) {
		pthread_join(readers[i].thread, NULL);
		assert_string_equal(readers[i].err.message, "");
		assert_int_equal(readers[i].wrong, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(free_takes_null),
		cmocka_unit_test(library_tells_its_version),
		TEST(info_of_an_empty_database_is_zero),
		TEST(info_counts_documents_and_commits),
		TEST(reopen_says_when_nothing_changed),
		TEST(a_handle_keeps_its_snapshot_until_reopened),
		TEST(a_switched_link_does_not_move_a_handle),
		TEST(frequency_of_a_term_that_cannot_be_is_zero),
		TEST(data_is_handed_out_whole),
		TEST(data_of_an_absent_document_is_not_found),
		TEST(value_bounds_span_the_slot),
		TEST(terms_are_listed_in_order_with_their_frequency),
		TEST(terms_may_be_leapt_over),
		TEST(frequent_terms_are_listed_like_others),
		TEST(values_are_listed_in_order_of_docid),
		TEST(terms_of_a_document_are_listed_with_their_wdf),
		TEST(terms_of_a_query_that_a_document_holds_are_listed),
		TEST(documents_of_a_term_are_listed_in_order),
		TEST(how_often_documents_hold_a_term_is_listed),
		TEST(how_long_documents_are_is_listed),
		TEST(all_documents_that_match_are_listed),
		TEST(a_listing_of_documents_is_stopped_too),
		TEST(a_callback_stops_the_listing_by_its_result),
		TEST(threads_with_handles_of_their_own_do_not_meet),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
