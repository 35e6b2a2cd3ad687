/*
 * The shim, weighing: a document weighs what the parts of the query that it
 * matches weigh, however libxapian goes about it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/xap_lab.h"

#include <math.h>

#define DOCUMENTS 400
#define PARTS	  4

/* Words at random, x before y now and then. */
static void write_documents(struct fixture *f)
{
	static const char *const words[] = { "w", "w",	 "a", "b", "c",
					     "x", "x y", "y", "p" };
	static struct row rows[DOCUMENTS];
	static char texts[DOCUMENTS][96], names[DOCUMENTS][8];
	uint64_t seed = 7;

	for (size_t i = 0; i < DOCUMENTS; i++) {
		size_t len = 0;

		for (int n = 0; n < 5; n++) {
			seed = seed * 6364136223846793005u +
			       1442695040888963407u;
			len += (size_t)snprintf(
				texts[i] + len, sizeof(texts[i]) - len, "%s ",
				words[(seed >> 33) % ROWS(words)]);
		}
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		rows[i] = (struct row){ names[i], texts[i], NULL, NULL };
	}
	write_rows(f, f->index, XAP_WRITER_CREATE, rows, DOCUMENTS);
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
	sides[2] = xap_query_phrase(lab.pool, phrase, 2, 2, &lab.f->err);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_or_below_an_and_weighs_what_matches),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("xap_weight", tests, NULL, NULL);
}
