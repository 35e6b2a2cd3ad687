/*
 * The shim, weighing: a document weighs what the parts of the query that it
 * matches weigh, however libxapian goes about it; a search for the best of a
 * sum finds these; and of weights that are multiplied the best are found,
 * wherever they stand without that. SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_lab.h"

#include <math.h>

#define DOCUMENTS 400
#define PARTS	  4

/* Words at random, more or fewer of them, x before y now and then; into a new
 * index, or one that has the documents before `first`. */
static void write_some(struct fixture *f, size_t first, size_t end)
{
	static const char *const words[] = { "w", "w",	 "a", "b", "c",
					     "x", "x y", "y", "p" };
	static struct row rows[DOCUMENTS];
	static char texts[DOCUMENTS][128], names[DOCUMENTS][24];
	uint64_t seed = 7;

	for (size_t i = 0; i < end; i++) {
		size_t len = 0;

		for (size_t n = 0; n < 2 + i % 13; n++) {
			seed = seed * 6364136223846793005u +
			       1442695040888963407u;
			len += (size_t)snprintf(
				texts[i] + len, sizeof(texts[i]) - len, "%s ",
				words[(seed >> 33) % ROWS(words)]);
		}
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		rows[i] = (struct row){ names[i], texts[i],
					i % 4 ? names[i] : NULL, NULL };
	}
	write_rows(f, f->index, first ? 0 : XAP_WRITER_CREATE, rows + first,
		   end - first);
}

static void write_documents(struct fixture *f)
{
	write_some(f, 0, DOCUMENTS);
}

/* What each document weighs; 0 for those that do not match. */
static void weigh(struct lab *lab, const struct xap_query *query,
		  double out[DOCUMENTS + 1])
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found;

	memset(out, 0, (DOCUMENTS + 1) * sizeof(*out));
	s.query = query;
	s.limit = DOCUMENTS;
	s.with_data = false;
	assert_ok(lab->f, xap_search(lab->db, &s, &found, &lab->f->err));
	for (size_t i = 0; i < xap_results_count(found); i++) {
		struct xap_hit hit = xap_results_hit(found, i);

		out[hit.docid] = hit.weight;
	}
	xap_results_free(found);
}

static uint32_t count_hits(struct lab *lab, const struct xap_query *query)
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found;
	uint32_t count;

	s.query = query;
	s.limit = 0;
	s.check_at_least = UINT32_MAX;
	assert_ok(lab->f, xap_search(lab->db, &s, &found, &lab->f->err));
	count = xap_results_total(found);
	xap_results_free(found);
	return count;
}

static void an_or_below_an_and_weighs_what_matches(void **state)
{
	static const struct str phrase[] = { STR_INIT("x"), STR_INIT("y") };
	static double w[DOCUMENTS + 1], all[DOCUMENTS + 1],
		parts[PARTS][DOCUMENTS + 1];
	struct lab lab = { *state, NULL, NULL };
	const struct xap_query *sides[PARTS];

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	assert_ok(lab.f, xap_queries_new(&lab.pool, &lab.f->err));
	sides[0] = term(&lab, "a");
	sides[1] = term(&lab, "b");
	sides[2] = xap_query_phrase(lab.pool, phrase, 2, &lab.f->err);
	sides[3] = both(&lab, XAP_AND, term(&lab, "c"), term(&lab, "y"));
	weigh(&lab, term(&lab, "w"), w);
	for (size_t i = 0; i < PARTS; i++)
		weigh(&lab, sides[i], parts[i]);
	weigh(&lab,
	      both(&lab, XAP_AND, term(&lab, "w"),
		   xap_query_combine(lab.pool, XAP_OR, sides, PARTS,
				     &lab.f->err)),
	      all);
	for (size_t d = 1; d <= DOCUMENTS; d++) {
		double sum =
			parts[0][d] + parts[1][d] + parts[2][d] + parts[3][d];

		if (w[d] == 0 || sum == 0)
			sum = 0;
		else
			sum += w[d];
		if (fabs(all[d] - sum) > 1e-9)
			fail_msg("document %zu weighs %f, not %f", d, all[d],
				 sum);
	}
	xap_queries_free(lab.pool);
	xap_db_free(lab.db);
}

/* Of equally long words, its first. */
static void a_phrase_weighs_its_longest_word_beside_synonyms(void **state)
{
	static const struct str phrase[] = { STR_INIT("x"), STR_INIT("y") };
	static double one[DOCUMENTS + 1], other[DOCUMENTS + 1],
		words[DOCUMENTS + 1], all[DOCUMENTS + 1];
	struct lab lab = { *state, NULL, NULL };
	const struct xap_query *stand;
	size_t different = 0;

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	assert_ok(lab.f, xap_queries_new(&lab.pool, &lab.f->err));
	stand = xap_query_phrase(lab.pool, phrase, 2, &lab.f->err);
	weigh(&lab, stand, one);
	weigh(&lab, term(&lab, "c"), other);
	weigh(&lab, both(&lab, XAP_SYNONYM, term(&lab, "x"), term(&lab, "c")),
	      words);
	weigh(&lab, both(&lab, XAP_SYNONYM, stand, term(&lab, "c")), all);
	for (size_t d = 1; d <= DOCUMENTS; d++) {
		bool matches = one[d] > 0 || other[d] > 0;

		assert_true(all[d] == (matches ? words[d] : 0));
		different += words[d] > 0 && !matches;
	}
	assert_in_range(different, 1, DOCUMENTS);
	xap_queries_free(lab.pool);
	xap_db_free(lab.db);
}

/* ---- Sums ----------------------------------------------------------------*/

/* Some of the terms, scaled as chance has it; how many suffice. */
static size_t choose(struct lab *lab, uint64_t *seed,
		     const struct xap_query **out, size_t *count)
{
	static const char *const words[] = { "w", "a", "b", "c",   "x",
					     "y", "p", "a", "none" };

	*count = 0;
	for (size_t i = 0; i < ROWS(words); i++) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		if (*seed >> 62 == 0)
			continue;
		out[*count] = term(lab, words[i]);
		if (*seed >> 60 & 1)
			out[*count] = xap_query_scale(
				lab->pool, out[*count],
				(double)(*seed >> 50 & 7) / 4 + 0.1,
				&lab->f->err);
		++*count;
	}
	return *count / 2 + 1;
}

/* The best of a sum are the best of the ORs that it stands for. */
static void check_best(struct lab *lab, const struct xap_query *sum,
		       const double *weights, uint32_t limit)
{
	struct xap_search s = XAP_SEARCH_INIT;
	struct xap_results *found;
	double last = INFINITY;
	size_t better = 0;

	s.query = sum;
	s.limit = limit;
	s.with_data = false;
	assert_ok(lab->f, xap_search(lab->db, &s, &found, &lab->f->err));
	for (size_t i = 0; i < xap_results_count(found); i++) {
		struct xap_hit hit = xap_results_hit(found, i);

		if (hit.weight > last ||
		    fabs(hit.weight - weights[hit.docid]) > 1e-9)
			fail_msg("of %u: %u weighs %f, not %f", limit,
				 hit.docid, hit.weight, weights[hit.docid]);
		last = hit.weight;
	}
	for (size_t d = 1; d <= DOCUMENTS; d++)
		better += weights[d] > last + 1e-9;
	/* A document that is better than the last one is a hit. */
	assert_true(better < limit);
	xap_results_free(found);
}

static void check_sums(struct lab *lab, uint64_t seed)
{
	static const uint32_t limits[] = { 1, 3, 10, 40, DOCUMENTS };
	static double weights[DOCUMENTS + 1];
	const struct xap_query *terms[16], *sum, *tree;
	struct err *err = &lab->f->err;

	for (int n = 0; n < 100; n++) {
		size_t count, any;

		assert_ok(lab->f, xap_queries_new(&lab->pool, err));
		any = choose(lab, &seed, terms, &count);
		sum = xap_query_sum(lab->pool, lab->db, terms, any, terms + any,
				    count - any, err);
		tree = both(
			lab, XAP_AND_MAYBE,
			xap_query_combine(lab->pool, XAP_OR, terms, any, err),
			xap_query_combine(lab->pool, XAP_OR, terms + any,
					  count - any, err));
		weigh(lab, tree, weights);
		for (size_t i = 0; i < ROWS(limits); i++) {
			check_best(lab, sum, weights, limits[i]);
			check_best(lab,
				   both(lab, XAP_FILTER, sum,
					xap_query_every(lab->pool, lab->db, 1,
							err)),
				   weights, limits[i]);
		}
		assert_int_equal(count_hits(lab, sum), count_hits(lab, tree));
		xap_queries_free(lab->pool);
	}
}

static void the_best_of_sums_are_found(void **state)
{
	struct lab lab = { *state, NULL, NULL };

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	check_sums(&lab, 3);
	xap_db_free(lab.db);
}

static void sums_follow_a_database_that_grows(void **state)
{
	struct lab lab = { *state, NULL, NULL };

	write_some(lab.f, 0, DOCUMENTS / 4);
	lab.db = open_db(lab.f, lab.f->index);
	check_sums(&lab, 3);
	write_some(lab.f, DOCUMENTS / 4, DOCUMENTS);
	assert_ok(lab.f, xap_db_reopen(lab.db, NULL, &lab.f->err));
	check_sums(&lab, 5);
	xap_db_free(lab.db);
}

/* Some of them are found by lengths that were read of all, which is after as
 * many as twice all were asked for. */
static void find_often(struct fixture *f)
{
	struct lab lab = { f, open_db(f, f->index), NULL };
	struct xap_search s = XAP_SEARCH_INIT;

	for (int i = 0; i < 6; i++) {
		const struct xap_query *terms[2];
		struct xap_results *found = NULL;

		assert_ok(f, xap_queries_new(&lab.pool, &f->err));
		terms[0] = term(&lab, "w");
		terms[1] = term(&lab, "a");
		s.query = xap_query_sum(lab.pool, lab.db, terms, 2, NULL, 0,
					&f->err);
		(void)xap_search(lab.db, &s, &found, &f->err);
		err_clear(&f->err);
		xap_results_free(found);
		xap_queries_free(lab.pool);
	}
	xap_db_free(lab.db);
}

/* Where a list of a term begins its first document is told. */
static void damaged_lists_are_no_crash(void **state)
{
	struct fixture *f = *state;
	size_t len;
	char *table;

	write_some(f, 0, 20);
	table = slurp(f->index, "postlist.glass", &len);
	for (size_t at = 0; at + 16 < len; at++) {
		if (memcmp(table + at, "\1w", 2) != 0 &&
		    memcmp(table + at, "\1a", 2) != 0)
			continue;
		for (size_t i = 2; i < 16; i++) {
			damage(f->index, "postlist.glass", at + i, "\x5f", 1);
			find_often(f);
			spill(f->index, "postlist.glass", table, len);
		}
	}
	free(table);
}

/* ---- Weights that are multiplied ---------------------------------------- */

#define MOST_FACTOR 3.0

struct placed {
	uint32_t docid;
	double weight, factor;
	char value[8];
};

/* Of the numbers that documents have as their value; counts the calls. */
static double factor(struct str value, void *payload)
{
	unsigned int *calls = payload;
	unsigned int n = 0;

	++*calls;
	for (size_t i = 0; i < value.len; i++)
		n = n * 10 + (unsigned int)(value.p[i] - '0');
	return 1 + (double)(n % 9) / 4;
}

static int by_product(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	double left = x->weight * x->factor, right = y->weight * y->factor;
	int c = strcmp(y->value, x->value);

	if (left != right)
		return left > right ? -1 : 1;
	return c ? c : (x->docid > y->docid) - (x->docid < y->docid);
}

/* All matches, in the order that is to be. */
static size_t place(struct lab *lab, const struct xap_query *query,
		    struct placed *out)
{
	static double weights[DOCUMENTS + 1];
	unsigned int ignored = 0;
	size_t count = 0;

	weigh(lab, query, weights);
	for (uint32_t d = 1; d <= DOCUMENTS; d++) {
		struct placed *one = &out[count];

		if (weights[d] == 0)
			continue;
		*one = (struct placed){ .docid = d, .weight = weights[d] };
		if ((d - 1) % 4)
			snprintf(one->value, sizeof(one->value), "%u", d - 1);
		one->factor = factor(str_of(one->value), &ignored);
		count++;
	}
	qsort(out, count, sizeof(*out), by_product);
	return count;
}

static void check_page(struct lab *lab, const struct xap_query *query,
		       uint32_t offset, uint32_t limit)
{
	static struct placed all[DOCUMENTS];
	struct xap_search s = XAP_SEARCH_INIT;
	size_t count = place(lab, query, all);
	size_t wanted = count > offset ? count - offset : 0;
	struct xap_results *found;
	unsigned int calls = 0;

	if (wanted > limit)
		wanted = limit;
	s.query = query;
	s.offset = offset;
	s.limit = limit;
	s.with_data = false;
	s.factor = factor;
	s.payload = &calls;
	s.most = MOST_FACTOR;
	assert_ok(lab->f, xap_search(lab->db, &s, &found, &lab->f->err));
	assert_int_equal(xap_results_count(found), wanted);
	for (size_t i = 0; i < wanted; i++) {
		struct xap_hit hit = xap_results_hit(found, i);
		const struct placed *want = &all[offset + i];

		if (hit.docid != want->docid || hit.factor != want->factor ||
		    fabs(hit.weight - want->weight) > 1e-9)
			fail_msg("hit %zu of %u from %u: %u %f*%f, not %u "
				 "%f*%f",
				 i, limit, offset, hit.docid, hit.weight,
				 hit.factor, want->docid, want->weight,
				 want->factor);
	}
	xap_results_free(found);
}

static void the_best_by_multiplied_weights_are_found(void **state)
{
	static const struct str phrase[] = { STR_INIT("x"), STR_INIT("y") };
	static const uint32_t pages[][2] = {
		{ 0, 1 },  { 0, 3 },   { 3, 3 },    { 6, 3 },
		{ 0, 30 }, { 30, 70 }, { 300, 99 }, { 0, 1000 },
	};
	struct lab lab = { *state, NULL, NULL };
	const struct xap_query *queries[4], *parts[4];

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	assert_ok(lab.f, xap_queries_new(&lab.pool, &lab.f->err));
	parts[0] = term(&lab, "a");
	parts[1] = term(&lab, "w");
	parts[2] = xap_query_phrase(lab.pool, phrase, 2, &lab.f->err);
	parts[3] = both(&lab, XAP_AND_MAYBE, term(&lab, "c"), term(&lab, "p"));
	queries[0] = parts[1];
	queries[1] = parts[2];
	queries[2] = both(&lab, XAP_AND, parts[0], parts[1]);
	queries[3] = xap_query_combine(lab.pool, XAP_OR, parts, 4, &lab.f->err);
	for (size_t i = 0; i < ROWS(queries); i++) {
		for (size_t k = 0; k < ROWS(pages); k++)
			check_page(&lab, queries[i], pages[k][0], pages[k][1]);
	}
	xap_queries_free(lab.pool);
	xap_db_free(lab.db);
}

static int take_count(struct str term, uint32_t count, void *payload)
{
	uint32_t *counts = payload;

	if (term.len == 1 && term.p[0] >= 'a')
		counts[term.p[0] - 'a'] = count;
	return 0;
}

static void a_document_alone_weighs_what_a_search_says(void **state)
{
	/* Not all of them are in any document. */
	enum { LETTERS = 26 };
	static double w[LETTERS][DOCUMENTS + 1];
	struct lab lab = { *state, NULL, NULL };
	struct xap_term_stats stats[LETTERS];
	double out[LETTERS];
	struct err *err = &lab.f->err;

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	assert_ok(lab.f, xap_queries_new(&lab.pool, err));
	for (int i = 0; i < LETTERS; i++) {
		const char name[] = { (char)('a' + i), '\0' };

		assert_ok(lab.f,
			  xap_db_term_frequency(lab.db, str_of(name),
						&stats[i].documents, err));
		assert_ok(lab.f,
			  xap_db_term_occurrences(lab.db, str_of(name),
						  &stats[i].occurrences, err));
		weigh(&lab, term(&lab, name), w[i]);
	}
	for (uint32_t d = 1; d <= DOCUMENTS; d++) {
		uint32_t counts[LETTERS] = { 0 };

		assert_ok(lab.f, xap_db_each_document_term(
					 lab.db, d, take_count, counts, err));
		assert_ok(lab.f, xap_db_weigh_counts(lab.db, d, stats, counts,
						     LETTERS, out, err));
		for (int i = 0; i < LETTERS; i++)
			assert_true(fabs(out[i] - w[i][d]) < 1e-9 &&
				    (counts[i] > 0) == (w[i][d] > 0));
	}
	assert_fails(lab.f, ERR_USAGE,
		     xap_db_weigh_counts(lab.db, DOCUMENTS + 1, stats, NULL, 0,
					 out, err));
	xap_queries_free(lab.pool);
	xap_db_free(lab.db);
}

/* "w" at least is there more than once in some. */
static void a_term_says_how_often_it_is_there(void **state)
{
	struct lab lab = { *state, NULL, NULL };
	struct err *err = &lab.f->err;
	uint32_t documents, occurrences, sum = 0;

	write_documents(lab.f);
	lab.db = open_db(lab.f, lab.f->index);
	for (uint32_t d = 1; d <= DOCUMENTS; d++) {
		uint32_t counts[26] = { 0 };

		assert_ok(lab.f, xap_db_each_document_term(
					 lab.db, d, take_count, counts, err));
		sum += counts['w' - 'a'];
	}
	assert_ok(lab.f,
		  xap_db_term_frequency(lab.db, STR("w"), &documents, err));
	assert_ok(lab.f,
		  xap_db_term_occurrences(lab.db, STR("w"), &occurrences, err));
	assert_int_equal(occurrences, sum);
	assert_true(occurrences > documents);
	/* More than are kept (shim/frequencies.hh), twice. */
	for (int i = 0; i < 4000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "nowhere%d", i % 2000);
		assert_ok(lab.f, xap_db_term_occurrences(lab.db, str_of(name),
							 &occurrences, err));
		assert_int_equal(occurrences, 0);
		assert_ok(lab.f, xap_db_term_occurrences(lab.db, STR("w"),
							 &occurrences, err));
		assert_int_equal(occurrences, sum);
	}
	/* Not all documents, as libxapian has it. */
	assert_ok(lab.f,
		  xap_db_term_occurrences(lab.db, STR(""), &occurrences, err));
	assert_int_equal(occurrences, 0);
	xap_db_free(lab.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_or_below_an_and_weighs_what_matches),
		TEST(a_phrase_weighs_its_longest_word_beside_synonyms),
		TEST(the_best_of_sums_are_found),
		TEST(sums_follow_a_database_that_grows),
		TEST(damaged_lists_are_no_crash),
		TEST(the_best_by_multiplied_weights_are_found),
		TEST(a_document_alone_weighs_what_a_search_says),
		TEST(a_term_says_how_often_it_is_there),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("xap_weight", tests, NULL, NULL);
}
