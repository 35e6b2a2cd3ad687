/*
 * Tests of query/ties: newest first among what answers as well.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/ties.h"

#include "tests/unit/xap_fixture.h"

static const struct row rows[] = {
	{ "1", "a", "202501010", NULL }, { "2", "a", "202501020", NULL },
	{ "3", "a", "202501030", NULL }, { "4", "a", "202501040", NULL },
	{ "5", "a", NULL, NULL },
};

/* Documents by their scores, the best first, and the order that is made of
 * them: digits. */
static void check(struct fixture *f, struct xap_db *db, const char *docids,
		  const double *scores, const char *expected)
{
	struct ranked ranked[8];
	char out[9];
	size_t count = strlen(docids);

	for (size_t i = 0; i < count; i++)
		ranked[i] =
			(struct ranked){ .docid = (uint32_t)(docids[i] - '0'),
					 .weight = scores[i],
					 .boost = 1,
					 .fresh = 1 };
	assert_ok(f, ties_break(db, ranked, count, &f->err));
	for (size_t i = 0; i < count; i++)
		out[i] = (char)('0' + ranked[i].docid);
	out[count] = '\0';
	assert_string_equal(out, expected);
}

static void newest_comes_first_in_a_near_tie(void **state)
{
	struct fixture *f = *state;
	struct xap_db *db;

	write_rows(f, f->index, XAP_WRITER_CREATE, rows, ROWS(rows));
	db = open_db(f, f->index);
	check(f, db, "1234", (double[]){ 10, 10, 10, 10 }, "4321");
	check(f, db, "12", (double[]){ 10, 9.993 }, "21");
	check(f, db, "12", (double[]){ 10, 9.987 }, "12");
	/* What counts is the distance from the best of them, ... */
	check(f, db, "123", (double[]){ 10, 9.993, 9.987 }, "213");
	check(f, db, "1234", (double[]){ 10, 9.993, 9.987, 9.984 }, "2143");
	/* ... in proportion. */
	check(f, db, "12", (double[]){ 1, 0.993 }, "12");
	/* What has no date is older than all. */
	check(f, db, "512", (double[]){ 10, 10, 10 }, "215");
	check(f, db, "1", (double[]){ 10 }, "1");
	check(f, db, "", NULL, "");
	xap_db_free(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(newest_comes_first_in_a_near_tie),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ties", tests, NULL, NULL);
}
