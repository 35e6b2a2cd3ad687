/*
 * The shim, stopping: matches of every sort end at their deadline.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each search takes many times longer than its deadline, which is long enough
 * to begin it; where nothing looks at the clock in its midst it goes on to its
 * end. Processor time is compared, so that a busy machine does not matter.
 */
#include "tests/unit/xap_lab.h"

#include <math.h>
#include <time.h>

#define DOCUMENTS 600
#define ALL	  10000
#define PLACES	  16000 /* of each word in a document */
#define COPIES	  500	/* of a word in a query */
#define MS	  10	/* the deadline */

/* Words x and y in every document, never next to each other, and in every
 * other document odd, else even; words that begin with "many". */
static void write_documents(struct fixture *f)
{
	static uint32_t places[2][PLACES];
	struct xap_writer *writer;
	struct xap_doc *doc;
	char many[16];

	assert_ok(f, xap_writer_open(f->index,
				     XAP_WRITER_CREATE | XAP_WRITER_THROWAWAY,
				     &writer, &f->err));
	assert_ok(f, xap_doc_new(&doc, &f->err));
	for (uint32_t i = 0; i < PLACES; i++) {
		places[0][i] = 4 * i + 1;
		places[1][i] = 4 * i + 3;
	}
	for (uint32_t i = 0; i < ALL; i++) {
		struct xap_posting list[] = {
			{ STR("x"), 1, places[0], PLACES },
			{ STR("y"), 1, places[1], PLACES },
			{ i % 2 ? STR("odd") : STR("even"), 1, NULL, 0 },
			{ { many, 0 }, 1, NULL, 0 },
		};

		snprintf(many, sizeof(many), "many%u", (unsigned int)i);
		list[3].term = str_of(many);
		assert_ok(f, xap_doc_clear(doc, &f->err));
		assert_ok(f, i < DOCUMENTS ? xap_doc_add_postings(doc, list, 4,
								  &f->err)
					   : xap_doc_add_postings(doc, list + 2,
								  2, &f->err));
		assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	}
	assert_ok(f, xap_writer_commit(writer, &f->err));
	xap_doc_free(doc);
	xap_writer_free(writer);
}

/* Slow in looking at each document. */
static const struct xap_query *slow(struct lab *lab, const char *word)
{
	static const struct xap_query *copies[COPIES];

	for (size_t i = 0; i < COPIES; i++)
		copies[i] = term(lab, word);
	return xap_query_combine(lab->pool, XAP_OR, copies, COPIES,
				 &lab->f->err);
}

static const struct xap_query *plain(struct lab *lab)
{
	return slow(lab, "odd");
}

static const struct xap_query *excluded(struct lab *lab)
{
	return both(lab, XAP_AND_NOT, slow(lab, "odd"), slow(lab, "odd"));
}

static const struct xap_query *unweighted(struct lab *lab)
{
	return both(lab, XAP_FILTER, term(lab, "even"),
		    xap_query_scale(lab->pool, excluded(lab), 0, &lab->f->err));
}

static const struct xap_query *apart(struct lab *lab)
{
	return both(lab, XAP_AND, slow(lab, "odd"), slow(lab, "even"));
}

static const struct xap_query *phrase(struct lab *lab)
{
	static const struct str words[] = { STR_INIT("x"), STR_INIT("y") };

	return xap_query_phrase(lab->pool, words, 2, &lab->f->err);
}

static const struct xap_query *synonyms(struct lab *lab)
{
	return both(lab, XAP_AND, term(lab, "odd"),
		    both(lab, XAP_SYNONYM, phrase(lab),
			 both(lab, XAP_OR, term(lab, "x"),
			      both(lab, XAP_AND, term(lab, "odd"),
				   term(lab, "y")))));
}

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Searches until a deadline; what was found, NULL where nothing was said to
 * be. *cost is the processor time that it took. */
static struct xap_results *run(struct lab *lab,
			       const struct xap_query *(*make)(struct lab *lab),
			       unsigned int ms, int expected, double *cost)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct deadline deadline = deadline_in(ms);
	struct err *err = &lab->f->err;
	struct xap_results *found;
	double start = cpu_ms();

	assert_ok(lab->f, xap_queries_new(&lab->pool, err));
	assert_ok(lab->f, xap_queries_stop_at(lab->pool, deadline, err));
	search.query = make(lab);
	search.check_at_least = UINT32_MAX;
	search.deadline = deadline;
	assert_int_equal(xap_search(lab->db, &search, &found, err), expected);
	err_clear(err);
	xap_queries_free(lab->pool);
	*cost = cpu_ms() - start;
	return found;
}

static const struct query_case {
	const char *name;
	const struct xap_query *(*make)(struct lab *lab);
} table[] = {
	{ "a match", plain },	    { "an exclusion", excluded },
	{ "a filter", unweighted }, { "an AND without matches", apart },
	{ "a phrase", phrase },
};

static void every_match_ends_at_its_deadline(void **state)
{
	struct lab lab = { *state, NULL, NULL };
	double whole, stopped;

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	for (size_t i = 0; i < ROWS(table); i++) {
		xap_results_free(run(&lab, table[i].make, 0, 0, &whole));
		assert_null(
			run(&lab, table[i].make, MS, ERR_DEADLINE, &stopped));
		print_message("# %s: %.0f ms, stopped after %.0f\n",
			      table[i].name, whole, stopped);
		assert_true(stopped < whole / 2);
	}
	xap_db_free(lab.db);
}

static void what_ends_in_time_is_the_same(void **state)
{
	struct lab lab = { *state, NULL, NULL };
	struct xap_results *a, *b;
	double cost;

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	for (size_t i = 0; i <= ROWS(table); i++) {
		const struct xap_query *(*make)(struct lab *) =
			i < ROWS(table) ? table[i].make : synonyms;

		a = run(&lab, make, 0, 0, &cost);
		b = run(&lab, make, 3600000, 0, &cost);
		assert_true(make != synonyms || xap_results_count(a));
		assert_int_equal(xap_results_count(a), xap_results_count(b));
		assert_int_equal(xap_results_total(a), xap_results_total(b));
		assert_true(xap_results_is_exact(b));
		for (size_t n = 0; n < xap_results_count(a); n++) {
			struct xap_hit x = xap_results_hit(a, n);
			struct xap_hit y = xap_results_hit(b, n);

			assert_int_equal(x.docid, y.docid);
			assert_true(fabs(x.weight - y.weight) < 1e-9);
		}
		xap_results_free(a);
		xap_results_free(b);
	}
	xap_db_free(lab.db);
}

static void a_prefix_is_not_expanded_for_longer(void **state)
{
	struct fixture *f = *state;
	const struct deadline past = { 1 };
	struct xap_queries *pool;
	struct xap_db *db;

	write_documents(f);
	db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&pool, &f->err));
	assert_ok(f, xap_queries_stop_at(pool, past, &f->err));
	assert_null(
		xap_query_prefix(pool, db, STR("many"), STR(""), 10, &f->err));
	assert_fails(f, ERR_DEADLINE, f->err.code);
	xap_queries_free(pool);
	xap_db_free(db);
}

static void a_deadline_comes_before_the_queries(void **state)
{
	struct fixture *f = *state;
	struct xap_queries *pool;

	assert_ok(f, xap_queries_new(&pool, &f->err));
	assert_non_null(xap_query_all(pool, &f->err));
	assert_fails(f, ERR_USAGE,
		     xap_queries_stop_at(pool, deadline_in(1), &f->err));
	xap_queries_free(pool);
}

static int count_match(uint32_t docid, void *payload)
{
	(void)docid;
	++*(size_t *)payload;
	return 0;
}

static void a_listing_of_matches_ends_too(void **state)
{
	struct fixture *f = *state;
	struct deadline past = { 1 };
	struct xap_queries *pool;
	struct xap_db *db;
	size_t count = 0;

	write_documents(f);
	db = open_db(f, f->index);
	assert_ok(f, xap_queries_new(&pool, &f->err));
	assert_fails(f, ERR_DEADLINE,
		     xap_db_each_match(db, xap_query_all(pool, &f->err), past,
				       count_match, &count, &f->err));
	assert_int_equal(count, 0);
	err_clear(&f->err);
	assert_ok(f, xap_db_each_match(db, xap_query_all(pool, &f->err),
				       deadline_in(60000), count_match, &count,
				       &f->err));
	assert_int_equal(count, ALL);
	xap_queries_free(pool);
	xap_db_free(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_match_ends_at_its_deadline),
		TEST(what_ends_in_time_is_the_same),
		TEST(a_prefix_is_not_expanded_for_longer),
		TEST(a_deadline_comes_before_the_queries),
		TEST(a_listing_of_matches_ends_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("xap_deadline", tests, NULL, NULL);
}
