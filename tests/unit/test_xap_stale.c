/*
 * The shim, when the database moves on while it is read: starting over, and
 * giving up (ERR_STALE).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

struct intruder {
	struct fixture *f;
	int calls;
};

/* Replaces everything, three times, at the first call. */
static int intrude(struct str term, uint32_t n, void *payload)
{
	struct intruder *in = payload;

	(void)term;
	(void)n;
	if (in->calls++ == 0) {
		make_large(in->f, 0, 'y');
		make_large(in->f, 0, 'z');
		make_large(in->f, 0, 'x');
	}
	return 0;
}

static int intrude_value(uint32_t docid, struct str value, void *payload)
{
	return intrude(value, docid, payload);
}

static void a_listing_that_is_overtaken_is_stale(void **state)
{
	struct fixture *f = *state;
	struct intruder terms = { f, 0 }, values = { f, 0 };
	struct xap_db *db;

	make_large(f, XAP_WRITER_CREATE, 'x');
	db = open_db(f, f->index);
	assert_fails(f, ERR_STALE,
		     xap_db_each_term(db, STR("w"), intrude, &terms, &f->err));
	assert_in_range(terms.calls, 1, 2999);
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_fails(f, ERR_STALE,
		     xap_db_each_value(db, 0, intrude_value, &values, &f->err));
	assert_in_range(values.calls, 1, 2999);
	/* The caller starts over. */
	terms.calls = 1;
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_ok(f, xap_db_each_term(db, STR("w"), intrude, &terms, &f->err));
	assert_int_equal(terms.calls, 3001);
	xap_db_free(db);
}

static int refuse_all(struct str term, uint32_t n, void *payload)
{
	(void)term;
	(void)n;
	(void)payload;
	return 9;
}

static void a_listing_of_an_overtaken_document_is_stale(void **state)
{
	struct fixture *f = *state;
	struct intruder in = { f, 0 };
	struct xap_db *db;

	make_large(f, XAP_WRITER_CREATE, 'x');
	db = open_db(f, f->index);
	intrude(STR(""), 0, &in);
	assert_fails(
		f, ERR_STALE,
		xap_db_each_document_term(db, 1, refuse_all, NULL, &f->err));
	xap_db_free(db);
}

static int take_all(uint32_t docid, void *payload)
{
	(void)docid;
	(void)payload;
	return 0;
}

/* Never reopened by themselves: ids would be those of another state. */
static void listings_of_overtaken_documents_are_stale(void **state)
{
	struct fixture *f = *state;
	struct intruder in = { f, 0 };
	struct xap_queries *pool;
	const struct xap_query *query;
	struct xap_db *db;

	make_large(f, XAP_WRITER_CREATE, 'x');
	assert_ok(f, xap_queries_new(&pool, &f->err));
	query = xap_query_term(pool, STR("w00007x"), &f->err);
	db = open_db(f, f->index);
	intrude(STR(""), 0, &in);
	assert_fails(f, ERR_STALE,
		     xap_db_each_posting(db, STR("common"), take_all, NULL,
					 &f->err));
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_ok(f, xap_db_each_posting(db, STR("common"), take_all, NULL,
					 &f->err));
	xap_db_free(db);

	db = open_db(f, f->index);
	in.calls = 0;
	intrude(STR(""), 0, &in);
	assert_fails(f, ERR_STALE,
		     xap_db_each_match(db, query, (struct deadline){ 0 },
				       take_all, NULL, &f->err));
	assert_ok(f, xap_db_reopen(db, NULL, &f->err));
	assert_ok(f, xap_db_each_match(db, query, (struct deadline){ 0 },
				       take_all, NULL, &f->err));
	xap_queries_free(pool);
	xap_db_free(db);
}

static uint32_t total_of(struct fixture *f, struct xap_db *db, const char *term)
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_queries *pool;
	struct xap_results *found;
	uint32_t total;

	assert_ok(f, xap_queries_new(&pool, &f->err));
	s.query = xap_query_term(pool, str_of(term), &f->err);
	s.check_at_least = UINT32_MAX;
	assert_ok(f, xap_search(db, &s, &found, &f->err));
	total = xap_results_total(found);
	xap_results_free(found);
	xap_queries_free(pool);
	return total;
}

static void single_answers_survive_being_overtaken(void **state)
{
	struct fixture *f = *state;
	struct intruder in = { f, 0 };
	char *low, *high, *data;
	size_t low_len, high_len, len;
	struct xap_db *db;

	make_large(f, XAP_WRITER_CREATE, 'u');
	/* Each call finds its snapshot gone, reopens and starts over. */
	db = open_db(f, f->index);
	intrude(STR(""), 0, &in);
	assert_int_equal(total_of(f, db, "w00007x"), 1);
	xap_db_free(db);

	db = open_db(f, f->index);
	in.calls = 0;
	make_large(f, 0, 'u');
	intrude(STR(""), 0, &in);
	assert_int_equal(frequency(f, db, "w02999x"), 1);
	xap_db_free(db);

	db = open_db(f, f->index);
	in.calls = 0;
	intrude(STR(""), 0, &in);
	assert_ok(f, xap_db_data(db, 1500, &data, &len, &f->err));
	assert_int_equal(data[0], 'x');
	xap_free(data);
	xap_db_free(db);

	db = open_db(f, f->index);
	in.calls = 0;
	intrude(STR(""), 0, &in);
	assert_ok(f, xap_db_value_bounds(db, 0, &low, &low_len, &high,
					 &high_len, &f->err));
	assert_int_equal(low_len, 40);
	xap_free(low);
	xap_free(high);
	xap_db_free(db);
}

static void what_is_always_overtaken_is_stale_in_the_end(void **state)
{
	struct fixture *f = *state;
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found = (struct xap_results *)f;
	struct xap_queries *pool;
	struct xap_db *db = NULL;
	char *version;
	size_t len;

	/* As after a loss of power that took the last version file: the
	 * tables are newer than what it says. */
	make_large(f, XAP_WRITER_CREATE, 'x');
	version = slurp(f->index, "iamglass", &len);
	make_large(f, 0, 'y');
	make_large(f, 0, 'z');
	make_large(f, 0, 'x');
	spill(f->index, "iamglass", version, len);
	free(version);
	assert_ok(f, xap_queries_new(&pool, &f->err));
	s.query = xap_query_term(pool, STR("w00007x"), &f->err);
	if (xap_db_open(f->index, &db, &f->err) == 0) {
		assert_fails(f, ERR_STALE, xap_search(db, &s, &found, &f->err));
		assert_null(found);
		xap_db_free(db);
	} else {
		assert_int_equal(f->err.code, ERR_STALE);
		err_clear(&f->err);
	}
	xap_queries_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_listing_that_is_overtaken_is_stale),
		TEST(a_listing_of_an_overtaken_document_is_stale),
		TEST(listings_of_overtaken_documents_are_stale),
		TEST(single_answers_survive_being_overtaken),
		TEST(what_is_always_overtaken_is_stale_in_the_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
