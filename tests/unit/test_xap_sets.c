/*
 * The shim: sets of documents, and orders by values, against what they should
 * be by the rules that made the documents.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_fixture.h"

#include <math.h>

/* Document i (from 1) has the word "all"; "few" where i % 20 is 0; "p00" to
 * "p39", but "p39" only where i is odd; "q" and i % 200; so many "heavy" as
 * i % 3 says. No value in slot 0 where i % 7 is 0, and there are equal ones. */
#define DOCUMENTS 600

struct lab {
	struct fixture *f;
	struct xap_db *db;
	struct xap_queries *pool;
	struct xap_search search;
};

static void value_of(uint32_t i, char out[16])
{
	out[0] = '\0';
	if (i % 7)
		snprintf(out, 16, "%03u", (unsigned int)(i * 37 % 100));
}

/* Too long to be kept in memory. */
static void long_value_of(uint32_t i, char out[64])
{
	snprintf(out, 64, "a value of more than 15 bytes %03u",
		 (unsigned int)(i * 41 % 90));
}

static void write_document(struct lab *lab, struct xap_writer *writer,
			   struct xap_doc *doc, uint32_t i)
{
	struct xap_posting list[48];
	char words[48][16], value[64];
	size_t n = 0;

#define ADD(wdf, ...)                                                          \
	do {                                                                   \
		snprintf(words[n], sizeof(words[n]), __VA_ARGS__);             \
		list[n] = (struct xap_posting){ str_of(words[n]), (wdf), NULL, \
						0 };                           \
		n++;                                                           \
	} while (0)
	ADD(1, "all");
	ADD(1, "q%u", (unsigned int)(i % 200));
	if (i % 20 == 0)
		ADD(1, "few");
	for (unsigned int p = 0; p < 39 + i % 2; p++)
		ADD(1, "p%02u", p);
	if (i % 3)
		ADD(i % 3, "heavy");
#undef ADD
	assert_ok(lab->f, xap_doc_clear(doc, &lab->f->err));
	assert_ok(lab->f, xap_doc_add_postings(doc, list, n, &lab->f->err));
	value_of(i, value);
	assert_ok(lab->f,
		  xap_doc_set_value(doc, 0, str_of(value), &lab->f->err));
	long_value_of(i, value);
	assert_ok(lab->f,
		  xap_doc_set_value(doc, 1, str_of(value), &lab->f->err));
	assert_ok(lab->f, xap_writer_add(writer, doc, NULL, &lab->f->err));
}

static void write_documents(struct lab *lab, unsigned int flags, uint32_t first,
			    uint32_t last)
{
	struct xap_writer *writer;
	struct xap_doc *doc;

	assert_ok(lab->f, xap_doc_new(&doc, &lab->f->err));
	assert_ok(lab->f,
		  xap_writer_open(lab->f->index, flags, &writer, &lab->f->err));
	assert_ok(lab->f, xap_writer_begin(writer, &lab->f->err));
	for (uint32_t i = first; i <= last; i++)
		write_document(lab, writer, doc, i);
	assert_ok(lab->f, xap_writer_commit(writer, &lab->f->err));
	xap_writer_free(writer);
	xap_doc_free(doc);
}

static void lab_init(struct lab *lab, struct fixture *f)
{
	const struct xap_search init = XAP_SEARCH_INIT;

	lab->f = f;
	lab->search = init;
	lab->search.limit = DOCUMENTS + 1;
	write_documents(lab, XAP_WRITER_CREATE, 1, DOCUMENTS);
	lab->db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&lab->pool, &f->err));
}

static void lab_release(struct lab *lab)
{
	xap_queries_free(lab->pool);
	xap_db_free(lab->db);
}

static struct xap_results *run(struct lab *lab, const struct xap_query *query)
{
	struct xap_results *found;

	lab->search.query = query;
	assert_ok(lab->f,
		  xap_search(lab->db, &lab->search, &found, &lab->f->err));
	return found;
}

static const struct xap_query *term(struct lab *lab, const char *word)
{
	return xap_query_term(lab->pool, str_of(word), &lab->f->err);
}

/* Does the query match just the documents of which this is true? */
static void assert_matches(struct lab *lab, const struct xap_query *query,
			   bool (*is_meant)(uint32_t i))
{
	struct xap_results *found = run(lab, query);
	bool is_found[DOCUMENTS + 1] = { false };

	for (size_t n = 0; n < xap_results_count(found); n++)
		is_found[xap_results_hit(found, n).docid] = true;
	for (uint32_t i = 1; i <= DOCUMENTS; i++) {
		if (is_found[i] != is_meant(i))
			fail_msg("document %u", (unsigned int)i);
	}
	xap_results_free(found);
}

static bool is_small(uint32_t i)
{
	return i % 200 < 30 && i % 200 != 7;
}

static const char *low; /* is_small_and_late */

static bool is_small_and_late(uint32_t i)
{
	char value[16];

	value_of(i, value);
	return is_small(i) && strcmp(value, low) >= 0;
}

static bool is_none(uint32_t i)
{
	(void)i;
	return false;
}

static bool is_small_few(uint32_t i)
{
	return is_small(i) && i % 20 == 0;
}

static bool is_not_small(uint32_t i)
{
	return !is_small(i);
}

#define SMALL 31

static void name_small(char words[SMALL][16], struct str terms[SMALL])
{
	for (unsigned int i = 0; i < SMALL; i++) {
		snprintf(words[i], 16, i == 7 ? "absent" : "q%u",
			 i == 30 ? 0 : i);
		terms[i] = str_of(words[i]);
	}
}

static void any_of_many_terms_matches(void **state)
{
	struct lab lab;
	char words[SMALL][16];
	struct str terms[SMALL];
	const struct xap_query *any, *both[2];
	struct xap_results *found;
	struct err *err;

	lab_init(&lab, *state);
	err = &lab.f->err;
	name_small(words, terms);
	any = xap_query_any(lab.pool, lab.db, terms, SMALL, err);
	assert_matches(&lab, any, is_small);
	found = run(&lab, any);
	assert_true(xap_results_hit(found, 0).weight == 0);
	xap_results_free(found);

	both[0] = term(&lab, "few");
	both[1] = any;
	assert_matches(&lab,
		       xap_query_combine(lab.pool, XAP_FILTER, both, 2, err),
		       is_small_few);
	both[0] = any;
	both[1] = term(&lab, "few");
	assert_matches(&lab, xap_query_combine(lab.pool, XAP_AND, both, 2, err),
		       is_small_few);
	both[0] = term(&lab, "all");
	both[1] = any;
	assert_matches(&lab,
		       xap_query_combine(lab.pool, XAP_AND_NOT, both, 2, err),
		       is_not_small);
	lab_release(&lab);
}

static void any_of_few_or_no_terms_matches(void **state)
{
	struct lab lab;
	char longest[XAP_TERM_MAX + 2];
	struct str terms[3] = { STR("q3"), STR(""), STR("few") };
	struct xap_results *found;

	lab_init(&lab, *state);
	memset(longest, 'q', sizeof(longest));
	terms[1] = str_make(longest, sizeof(longest));
	found = run(&lab,
		    xap_query_any(lab.pool, lab.db, terms, 2, &lab.f->err));
	assert_int_equal(xap_results_total(found), 3);
	assert_true(xap_results_hit(found, 0).weight == 0);
	xap_results_free(found);
	found = run(&lab,
		    xap_query_any(lab.pool, lab.db, terms, 3, &lab.f->err));
	assert_int_equal(xap_results_total(found), 33);
	xap_results_free(found);
	found = run(&lab,
		    xap_query_any(lab.pool, lab.db, terms, 0, &lab.f->err));
	assert_int_equal(xap_results_total(found), 0);
	xap_results_free(found);
	lab_release(&lab);
}

static void any_of_them_from_a_value_on_matches(void **state)
{
	/* What one finds is kept for the next. */
	static const char *const bounds[] = { "050", "050", "0501", "060",
					      "061", "055", "0",    "999",
					      "9",   "1" };
	struct lab lab;
	char words[SMALL][16];
	struct str terms[SMALL];

	lab_init(&lab, *state);
	name_small(words, terms);
	for (size_t i = 0; i < ROWS(bounds); i++) {
		low = bounds[i];
		assert_matches(&lab,
			       xap_query_any_from(lab.pool, lab.db, terms,
						  SMALL, 0, str_of(low),
						  &lab.f->err),
			       is_small_and_late);
	}
	assert_matches(&lab,
		       xap_query_any_from(lab.pool, lab.db, terms, 0, 0,
					  str_of(low), &lab.f->err),
		       is_none);
	low = "050";
	assert_matches(&lab,
		       xap_query_any_from(lab.pool, lab.db, terms, SMALL, 0,
					  str_of(low), &lab.f->err),
		       is_small_and_late);
	assert_matches(&lab,
		       xap_query_any_from(lab.pool, lab.db, terms, 0, 0,
					  str_of(low), &lab.f->err),
		       is_none);
	assert_null(xap_query_any_from(lab.pool, lab.db, terms, SMALL, 0,
				       STR(""), &lab.f->err));
	assert_fails(lab.f, ERR_USAGE, lab.f->err.code);
	lab_release(&lab);
}

/* 23,700 postings are too many to weigh. */
static void a_prefix_of_very_many_weighs_the_same_everywhere(void **state)
{
	const struct xap_query *prefix, *both[2];
	struct lab lab;
	struct xap_results *found;
	struct err *err;
	double expected = log(1 + 0.5 / (DOCUMENTS + 0.5));

	lab_init(&lab, *state);
	err = &lab.f->err;
	for (int again = 0; again < 2; again++) {
		prefix = xap_query_prefix(lab.pool, lab.db, STR("p"), STR(""),
					  100, err);
		found = run(&lab, prefix);
		assert_int_equal(xap_results_total(found), DOCUMENTS);
		for (size_t n = 0; n < DOCUMENTS; n++)
			assert_true(fabs(xap_results_hit(found, n).weight -
					 expected) < 1e-12);
		xap_results_free(found);
		both[0] = term(&lab, "few");
		both[1] = prefix;
		found = run(&lab,
			    xap_query_combine(lab.pool, XAP_AND, both, 2, err));
		assert_int_equal(xap_results_total(found), DOCUMENTS / 20);
		xap_results_free(found);
	}
	/* Fewer terms are another prefix. */
	found = run(&lab, xap_query_prefix(lab.pool, lab.db, STR("p"), STR(""),
					   28, err));
	assert_int_equal(xap_results_total(found), DOCUMENTS);
	assert_true(fabs(xap_results_hit(found, 0).weight - expected) < 1e-12);
	xap_results_free(found);
	lab_release(&lab);
}

static bool is_third(uint32_t i)
{
	return i % 3 == 1;
}

static bool is_third_few(uint32_t i)
{
	return is_third(i) && i % 20 == 0;
}

static void every_so_manieth_document_matches(void **state)
{
	const struct xap_query *both[2];
	struct lab lab;
	struct err *err;

	lab_init(&lab, *state);
	err = &lab.f->err;
	both[0] = xap_query_every(lab.pool, lab.db, 3, err);
	assert_matches(&lab, both[0], is_third);
	both[1] = term(&lab, "few");
	assert_matches(&lab,
		       xap_query_combine(lab.pool, XAP_FILTER, both, 2, err),
		       is_third_few);
	assert_null(xap_query_every(lab.pool, lab.db, 0, err));
	assert_fails(lab.f, ERR_USAGE, err->code);
	lab_release(&lab);
}

static bool is_one_of_these(uint32_t i)
{
	return i == 7 || i == 40;
}

static void documents_match_by_their_numbers(void **state)
{
	static const uint32_t docids[] = { 40, 7, 40 };
	const struct xap_query *query;
	struct lab lab;
	struct err *err;

	lab_init(&lab, *state);
	err = &lab.f->err;
	query = xap_query_documents(lab.pool, lab.db, docids, 3, err);
	assert_matches(&lab, query, is_one_of_these);
	query = xap_query_documents(lab.pool, lab.db, docids, 0, err);
	assert_matches(&lab, query, is_none);
	for (uint32_t wrong = 0; wrong < 2; wrong++) {
		uint32_t docid = wrong ? UINT32_MAX : 0;

		assert_null(
			xap_query_documents(lab.pool, lab.db, &docid, 1, err));
		assert_fails(lab.f, ERR_USAGE, err->code);
	}
	lab_release(&lab);
}

static void assert_among(struct lab *lab, const char *word,
			 const uint32_t *docids, size_t count,
			 uint32_t expected)
{
	uint32_t found = 99;

	assert_ok(lab->f, xap_db_count_among(lab->db, str_of(word), docids,
					     count, &found, &lab->f->err));
	assert_int_equal(found, expected);
}

static void a_term_is_counted_among_documents(void **state)
{
	static const uint32_t some[] = { 1, 19, 20, 21, 40, 41, 600, 601, 999 };
	uint32_t every[DOCUMENTS];
	struct lab lab;

	lab_init(&lab, *state);
	for (uint32_t i = 0; i < DOCUMENTS; i++)
		every[i] = i + 1;
	assert_among(&lab, "few", some, ROWS(some), 3);
	assert_among(&lab, "few", some, 2, 0);
	assert_among(&lab, "all", some, ROWS(some), 7);
	assert_among(&lab, "few", every, DOCUMENTS, DOCUMENTS / 20);
	assert_among(&lab, "absent", every, DOCUMENTS, 0);
	assert_among(&lab, "", every, DOCUMENTS, 0);
	assert_among(&lab, "all", NULL, 0, 0);
	lab_release(&lab);
}

struct told {
	char text[64];
	uint32_t stop_at;
};

static int tell(uint32_t docid, struct str value, void *payload)
{
	struct told *told = payload;
	size_t len = strlen(told->text);

	snprintf(told->text + len, sizeof(told->text) - len, "%u=%.*s ",
		 (unsigned int)docid, STR_ARG(value));
	return docid == told->stop_at ? 7 : 0;
}

/* Document 7 has none, 601 is not there. */
static void values_are_those_of_the_documents_asked(void **state)
{
	static const uint32_t some[] = { 1, 2, 7, 8, 600, 601 };
	struct told told = { "", 0 };
	struct lab lab;

	lab_init(&lab, *state);
	assert_ok(lab.f, xap_db_values_among(lab.db, 0, some, ROWS(some), tell,
					     &told, &lab.f->err));
	assert_string_equal(told.text, "1=037 2=074 8=096 600=000 ");
	told = (struct told){ "", 2 };
	assert_int_equal(xap_db_values_among(lab.db, 0, some, ROWS(some), tell,
					     &told, &lab.f->err),
			 7);
	assert_string_equal(told.text, "1=037 2=074 ");
	assert_ok(lab.f, xap_db_values_among(lab.db, 99, some, ROWS(some), tell,
					     &told, &lab.f->err));
	assert_ok(lab.f, xap_db_values_among(lab.db, 0, NULL, 0, tell, &told,
					     &lab.f->err));
	assert_string_equal(told.text, "1=037 2=074 ");
	lab_release(&lab);
}

/* Documents like the first and the second. */
static uint32_t count_from(struct lab *lab)
{
	const struct str terms[] = { STR_INIT("q1"), STR_INIT("q2") };
	struct xap_results *found =
		run(lab, xap_query_any_from(lab->pool, lab->db, terms, 2, 0,
					    STR("037"), &lab->f->err));
	uint32_t count = xap_results_total(found);

	xap_results_free(found);
	return count;
}

static void a_set_is_of_one_commit(void **state)
{
	const struct xap_query *prefix;
	struct lab lab;
	struct xap_results *found;
	struct err *err;
	uint32_t before;

	lab_init(&lab, *state);
	err = &lab.f->err;
	before = count_from(&lab);
	prefix =
		xap_query_prefix(lab.pool, lab.db, STR("p"), STR(""), 100, err);
	write_documents(&lab, 0, 1, 4);
	/* Not before the handle moves on. */
	found = run(&lab, prefix);
	assert_int_equal(xap_results_total(found), DOCUMENTS);
	xap_results_free(found);
	assert_ok(lab.f, xap_db_reopen(lab.db, NULL, err));
	lab.search.query = prefix;
	assert_fails(lab.f, ERR_STALE,
		     xap_search(lab.db, &lab.search, &found, err));
	found = run(&lab, xap_query_prefix(lab.pool, lab.db, STR("p"), STR(""),
					   100, err));
	assert_int_equal(xap_results_total(found), DOCUMENTS + 4);
	xap_results_free(found);
	assert_int_equal(count_from(&lab), before + 2);
	lab_release(&lab);
}

/* ---- Orders -------------------------------------------------------------- */

struct ordered {
	char value[64];
	uint32_t docid;
};

static bool descending;

static int by_value(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int cmp = strcmp(x->value, y->value);

	if (cmp)
		return descending ? -cmp : cmp;
	return (x->docid > y->docid) - (x->docid < y->docid);
}

/* The documents whose number is a multiple of step, in an order. */
static void assert_ordered(struct lab *lab, const struct xap_query *query,
			   uint32_t step)
{
	static struct ordered all[DOCUMENTS];
	struct xap_results *found = run(lab, query);
	size_t count = 0, offset = lab->search.offset;

	for (uint32_t i = step; i <= DOCUMENTS; i += step) {
		all[count].docid = i;
		if (lab->search.order_slot == 0)
			value_of(i, all[count].value);
		else
			long_value_of(i, all[count].value);
		count++;
	}
	descending = lab->search.order == XAP_BY_VALUE_DESCENDING;
	qsort(all, count, sizeof(all[0]), by_value);
	assert_int_equal(xap_results_total(found), count);
	assert_true(xap_results_is_exact(found));
	assert_int_equal(xap_results_count(found),
			 count - offset < lab->search.limit
				 ? count - offset
				 : lab->search.limit);
	for (size_t n = 0; n < xap_results_count(found); n++)
		assert_int_equal(xap_results_hit(found, n).docid,
				 all[offset + n].docid);
	xap_results_free(found);
}

static void values_order_few_and_many(void **state)
{
	static const enum xap_order orders[] = { XAP_BY_VALUE_DESCENDING,
						 XAP_BY_VALUE_ASCENDING };
	struct lab lab;

	lab_init(&lab, *state);
	for (int i = 0; i < 2; i++) {
		lab.search.order = orders[i];
		for (lab.search.order_slot = 0; lab.search.order_slot < 2;
		     lab.search.order_slot++) {
			lab.search.limit = DOCUMENTS + 1;
			lab.search.offset = 0;
			assert_ordered(&lab, term(&lab, "few"), 20);
			assert_ordered(&lab, term(&lab, "all"), 1);
			assert_ordered(&lab, term(&lab, "few"), 20);
			lab.search.limit = 7;
			lab.search.offset = 25;
			assert_ordered(&lab, term(&lab, "few"), 20);
			assert_ordered(&lab, term(&lab, "all"), 1);
		}
	}
	lab_release(&lab);
}

static void an_order_by_value_says_what_hits_weigh(void **state)
{
	struct lab lab;
	struct xap_results *found;
	double weights[3] = { 0 };

	lab_init(&lab, *state);
	found = run(&lab, term(&lab, "heavy"));
	for (size_t n = 0; n < xap_results_count(found); n++)
		weights[xap_results_hit(found, n).docid % 3] =
			xap_results_hit(found, n).weight;
	xap_results_free(found);
	assert_true(weights[1] > 0 && weights[2] > weights[1]);
	lab.search.order = XAP_BY_VALUE_DESCENDING;
	found = run(&lab, term(&lab, "heavy"));
	assert_int_equal(xap_results_count(found), DOCUMENTS / 3 * 2);
	for (size_t n = 0; n < xap_results_count(found); n++) {
		struct xap_hit hit = xap_results_hit(found, n);

		assert_true(fabs(hit.weight - weights[hit.docid % 3]) < 0.02);
	}
	xap_results_free(found);
	lab_release(&lab);
}

/* The pages of an order by weight are cuts of the whole, also where equals
 * stand on both sides of a cut. */
static void pages_cut_equals_where_the_whole_does(void **state)
{
	struct lab lab;
	struct xap_results *whole, *page;
	const struct xap_query *words[2];

	lab_init(&lab, *state);
	words[0] = term(&lab, "few");
	words[1] = term(&lab, "heavy");
	words[0] = xap_query_combine(lab.pool, XAP_OR, words, 2, &lab.f->err);
	whole = run(&lab, words[0]);
	for (uint32_t limit = 1; limit < 40; limit += 6) {
		lab.search.limit = limit;
		for (uint32_t at = 0; at < 400; at += limit) {
			lab.search.offset = at;
			page = run(&lab, words[0]);
			for (size_t n = 0; n < xap_results_count(page); n++)
				assert_int_equal(
					xap_results_hit(page, n).docid,
					xap_results_hit(whole, at + n).docid);
			assert_true(xap_results_count(page) > 0);
			xap_results_free(page);
		}
	}
	for (size_t n = 1; n < xap_results_count(whole); n++) {
		struct xap_hit a = xap_results_hit(whole, n - 1);
		struct xap_hit b = xap_results_hit(whole, n);
		char x[16], y[16];

		value_of(a.docid, x);
		value_of(b.docid, y);
		assert_true(a.weight >= b.weight);
		if (a.weight == b.weight)
			assert_true(strcmp(x, y) >= 0);
	}
	xap_results_free(whole);
	lab_release(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_of_many_terms_matches),
		TEST(any_of_few_or_no_terms_matches),
		TEST(any_of_them_from_a_value_on_matches),
		TEST(a_prefix_of_very_many_weighs_the_same_everywhere),
		TEST(every_so_manieth_document_matches),
		TEST(documents_match_by_their_numbers),
		TEST(a_term_is_counted_among_documents),
		TEST(values_are_those_of_the_documents_asked),
		TEST(a_set_is_of_one_commit),
		TEST(values_order_few_and_many),
		TEST(an_order_by_value_says_what_hits_weigh),
		TEST(pages_cut_equals_where_the_whole_does),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
