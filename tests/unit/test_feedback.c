/*
 * Tests of query/feedback: what articles weigh more for words that the best of
 * them have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/feedback.h"

#include "tests/unit/xap_fixture.h"

#include <math.h>

#include "tests/unit/random.h"
#include "text/limits.h"

/* As in query/feedback.c. */
#define TEACHERS 10
#define TERMS	 10
#define WINDOW	 15

#define ARTICLES 30
#define STEMS	 40
#define WORDS	 25 /* of an article */

static struct ranking ranking = RANKING_INIT;

/* What each of these weighs more; docids are 1, 2, ... */
static int weigh(struct fixture *f, struct xap_db *db, size_t count,
		 struct deadline deadline, double *out)
{
	struct arena arena = ARENA_INIT(16 << 20);
	struct ranked ranked[ARTICLES + 1];
	struct xap_db_info info;
	struct planner planner = { .db = db,
				   .arena = &arena,
				   .ranking = &ranking,
				   .deadline = deadline };
	int ret;

	assert_ok(f, xap_db_info(db, &info, &f->err));
	planner.articles = info.documents;
	for (size_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){ .docid = (uint32_t)i + 1 };
	ret = feedback_weigh(&planner, ranked, count, &f->err);
	for (size_t i = 0; i < count; i++)
		out[i] = ranked[i].common;
	arena_release(&arena);
	return ret;
}

/* ---- By the formula ----------------------------------------------------- */

/* Rising by bytes, all of one length. */
static char stems[STEMS][8];
static unsigned int counts[ARTICLES][STEMS];

static void write_random(struct fixture *f)
{
	static char texts[ARTICLES][WORDS * 8], names[ARTICLES][8];
	static struct row rows[ARTICLES];

	memset(counts, 0, sizeof(counts));
	for (unsigned int k = 0; k < STEMS; k++)
		snprintf(stems[k], sizeof(stems[k]), "Zenx%02u", k);
	for (unsigned int i = 0; i < ARTICLES; i++) {
		size_t len = 0;

		for (unsigned int n = 3 + random_below(WORDS - 3); n > 0; n--) {
			/* Some are in most articles, some in few. */
			unsigned int k = random_below(1 + random_below(STEMS));

			counts[i][k]++;
			len += (size_t)snprintf(texts[i] + len,
						sizeof(texts[i]) - len, "%s ",
						stems[k]);
		}
		snprintf(names[i], sizeof(names[i]), "%u", i);
		rows[i] = (struct row){ names[i], texts[i], NULL, NULL };
	}
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ARTICLES);
}

/* How often the first articles but one have a stem, and how many do. */
static unsigned int sum(unsigned int k, unsigned int articles, unsigned int but,
			unsigned int *have)
{
	unsigned int n = 0;

	*have = 0;
	for (unsigned int i = 0; i < articles; i++) {
		if (i != but) {
			n += counts[i][k];
			*have += counts[i][k] > 0;
		}
	}
	return n;
}

static double average(unsigned int k)
{
	unsigned int have;

	return sum(k, ARTICLES, ARTICLES, &have) / (double)ARTICLES;
}

static double bo1(unsigned int k, unsigned int count)
{
	double a = average(k);

	return count * log2((1 + a) / a) + log2(1 + a);
}

/* The bits of each stem that is taught, else 0; and the most of them. */
static double choose(unsigned int teachers, double bits[STEMS])
{
	double most = 0;

	for (unsigned int k = 0; k < STEMS; k++) {
		unsigned int have, n = sum(k, teachers, teachers, &have);

		bits[k] = have >= 2 && n > average(k) ? bo1(k, n) : 0;
		if (bits[k] > most)
			most = bits[k];
	}
	for (;;) {
		unsigned int left = 0, least = STEMS;

		for (unsigned int k = 0; k < STEMS; k++) {
			left += bits[k] > 0;
			if (bits[k] > 0 &&
			    (least == STEMS || bits[k] <= bits[least]))
				least = k;
		}
		if (left <= TERMS)
			return most;
		bits[least] = 0;
	}
}

static double own_weight(struct fixture *f, struct xap_db *db, uint32_t docid,
			 unsigned int k)
{
	struct xap_term_stats stats;
	uint32_t count = counts[docid - 1][k];
	double weight;

	assert_ok(f, xap_db_term_frequency(db, str_of(stems[k]),
					   &stats.documents, &f->err));
	assert_ok(f, xap_db_term_occurrences(db, str_of(stems[k]),
					     &stats.occurrences, &f->err));
	assert_ok(f, xap_db_weigh_counts(db, docid, &stats, &count, 1, &weight,
					 &f->err));
	return weight;
}

static double expected(struct fixture *f, struct xap_db *db, unsigned int i,
		       unsigned int teachers, const double bits[STEMS],
		       double most)
{
	double out = 0;

	for (unsigned int k = 0; k < STEMS && i < WINDOW; k++) {
		double said = bits[k];
		unsigned int have, n = sum(k, teachers, i, &have);

		if (bits[k] <= 0 || !counts[i][k])
			continue;
		if (i < teachers)
			said = have >= 2 ? bo1(k, n) : 0;
		out += 0.1 * said / most * own_weight(f, db, i + 1, k);
	}
	return out;
}

static void articles_weigh_what_the_formula_says(void **state)
{
	static const unsigned int sizes[] = { 2, 3, 9, 10, 11, 15, ARTICLES };
	const struct deadline never = { 0 };
	struct fixture *f = *state;
	struct xap_db *db;
	unsigned int seen = 0;

	write_random(f);
	db = open_db(f, f->index);
	for (size_t s = 0; s < ROWS(sizes); s++) {
		unsigned int size = sizes[s];
		unsigned int teachers = size < TEACHERS ? size : TEACHERS;
		double out[ARTICLES], bits[STEMS];
		double most = choose(teachers, bits);

		assert_ok(f, weigh(f, db, size, never, out));
		for (unsigned int i = 0; i < size; i++) {
			double want = expected(f, db, i, teachers, bits, most);

			if (fabs(out[i] - want) > 1e-12)
				fail_msg("article %u of %u: %.12f, not %.12f",
					 i, size, out[i], want);
			seen += want > 0;
		}
	}
	assert_true(seen > ARTICLES);
	xap_db_free(db);
}

/* ---- What teaches ------------------------------------------------------- */

static void an_article_learns_of_others_and_of_two_at_least(void **state)
{
	/* Of the first three all have b, two c, one d. */
	static const struct row rows[] = {
		{ "1", "Zena Zenb Zenc Zend", NULL, NULL },
		{ "2", "Zena Zenb Zenc Zene", NULL, NULL },
		{ "3", "Zena Zenb Zenf Zeng", NULL, NULL },
		{ "4", "Zenh Zeni Zenj Zenk", NULL, NULL },
	};
	const struct deadline never = { 0 };
	struct fixture *f = *state;
	struct xap_db *db;
	double out[4];

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	assert_ok(f, weigh(f, db, 4, never, out));
	assert_true(out[0] > 0);
	/* What one has that another has too counts for neither, */
	assert_true(out[0] == out[2] && out[1] == out[2]);
	assert_true(out[3] == 0);
	/* and of two nobody learns. */
	assert_ok(f, weigh(f, db, 2, never, out));
	assert_true(out[0] == 0 && out[1] == 0);
	assert_ok(f, weigh(f, db, 1, never, out));
	assert_true(out[0] == 0);
	assert_ok(f, weigh(f, db, 0, never, out));
	xap_db_free(db);
}

static void nothing_but_stems_of_the_text_teaches(void **state)
{
	static const struct row rows[] = {
		{ "1", "ZSena ZXEena a zenb XAWa Z ZX", NULL, NULL },
		{ "2", "ZSena ZXEena a zenb XAWa Z ZX", NULL, NULL },
		{ "3", "ZSena ZXEena a zenb XAWa Z ZX", NULL, NULL },
	};
	const struct deadline never = { 0 };
	struct fixture *f = *state;
	struct xap_db *db;
	double out[3];

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	assert_ok(f, weigh(f, db, 3, never, out));
	assert_true(out[0] == 0 && out[1] == 0 && out[2] == 0);
	xap_db_free(db);
}

static void a_weight_of_0_reads_nothing(void **state)
{
	static const struct row rows[] = { { "1", "Zena", NULL, NULL } };
	const struct deadline never = { 0 };
	struct fixture *f = *state;
	struct xap_db *db;
	double out[3];

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	/* There are no such documents. */
	assert_fails(f, ERR_USAGE, weigh(f, db, 3, never, out));
	ranking.weights[RANKING_FEEDBACK] = 0;
	assert_ok(f, weigh(f, db, 3, never, out));
	ranking = (struct ranking)RANKING_INIT;
	xap_db_free(db);
}

static void it_ends_at_the_deadline(void **state)
{
	static const struct row rows[] = { { "1", "Zena", NULL, NULL },
					   { "2", "Zena", NULL, NULL } };
	const struct deadline past = { 1 };
	struct fixture *f = *state;
	struct xap_db *db;
	double out[2];

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	assert_fails(f, ERR_DEADLINE, weigh(f, db, 2, past, out));
	xap_db_free(db);
}

/* Adds an article of so many stems, each twice. */
static void add_long(struct fixture *f, struct xap_writer *writer,
		     unsigned int count)
{
	static char names[LIMIT_FEEDBACK_WORDS + 1][16];
	static struct xap_posting postings[LIMIT_FEEDBACK_WORDS + 1];
	struct xap_doc *doc;

	for (unsigned int i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "Zen%05u", i);
		/* A digit does not begin a stem. */
		names[i][3] = 'a';
		postings[i] =
			(struct xap_posting){ str_of(names[i]), 2, NULL, 0 };
	}
	assert_ok(f, xap_doc_new(&doc, &f->err));
	assert_ok(f, xap_doc_add_postings(doc, postings, count, &f->err));
	assert_ok(f, xap_writer_add(writer, doc, NULL, &f->err));
	xap_doc_free(doc);
}

static void what_is_too_long_teaches_nothing(void **state)
{
	const struct deadline never = { 0 };

	for (unsigned int more = 0; more < 2; more++) {
		struct fixture *f = *state;
		struct xap_writer *writer;
		struct xap_db *db;
		double out[3];

		remove_tree(f->index);
		assert_ok(f, xap_writer_open(f->index, XAP_WRITER_CREATE,
					     &writer, &f->err));
		assert_ok(f, xap_writer_begin(writer, &f->err));
		add_long(f, writer, LIMIT_FEEDBACK_WORDS + more);
		add_long(f, writer, 3);
		add_long(f, writer, 3);
		assert_ok(f, xap_writer_commit(writer, &f->err));
		xap_writer_free(writer);
		db = open_db(f, f->index);
		assert_ok(f, weigh(f, db, 3, never, out));
		/* It learns of two others; they of one and of it. */
		assert_true(out[0] > 0);
		assert_true((out[1] > 0) == (more == 0));
		assert_true(out[1] == out[2]);
		xap_db_free(db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(articles_weigh_what_the_formula_says),
		TEST(an_article_learns_of_others_and_of_two_at_least),
		TEST(nothing_but_stems_of_the_text_teaches),
		TEST(a_weight_of_0_reads_nothing),
		TEST(it_ends_at_the_deadline),
		TEST(what_is_too_long_teaches_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("feedback", tests, NULL, NULL);
}
