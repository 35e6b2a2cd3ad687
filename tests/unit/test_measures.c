/*
 * Tests of eval/measures and eval/chance, against values made by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/measures.h"

#include "eval/chance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_near(double actual, double expected)
{
	if (fabs(actual - expected) > 1e-12)
		fail_msg("%.15g, not %.15g", actual, expected);
}

/* Relevant are three, with gains 3, 2 and 1. The ranking has the first of them
 * in place 2, the last in place 4, and one in place 5 that was judged to be
 * worse than nothing. */
static void measures_a_ranking_by_its_definitions(void **state)
{
	static const int ideal[] = { 3, 2, 1 };
	static const int found[] = { 0, 3, 0, 1, -1 };
	struct measures m = measure(found, COUNT(found), ideal, 3);
	/* log2 of 2 to 5 */
	double best = 3.0 / 1 + 2 / 1.5849625007211562 + 1.0 / 2;
	double gain = 3 / 1.5849625007211562 + 1 / 2.321928094887362;

	(void)state;
	assert_near(m.of[MEASURE_MAP], (1.0 / 2 + 2.0 / 4) / 3);
	assert_near(m.of[MEASURE_NDCG_10], gain / best);
	assert_near(m.of[MEASURE_P_10], 0.2);
	assert_near(m.of[MEASURE_RECALL_100], 2.0 / 3);
	assert_near(m.of[MEASURE_MRR], 0.5);
}

static void measures_the_best_ranking_as_one(void **state)
{
	static const int gains[] = { 9, 5, 5, 1, 1, 1, 1, 1, 1, 1 };
	struct measures m = measure(gains, COUNT(gains), gains, COUNT(gains));

	(void)state;
	for (int i = 0; i < MEASURES; i++)
		assert_near(m.of[i], 1);
}

static void measures_nothing_found_as_zero(void **state)
{
	static const int ideal[] = { 2, 1 };
	static const int found[] = { 0, -3, 0 };
	struct measures none = measure(NULL, 0, ideal, 2);
	struct measures wrong = measure(found, COUNT(found), ideal, 2);

	(void)state;
	for (int i = 0; i < MEASURES; i++) {
		assert_near(none.of[i], 0);
		assert_near(wrong.of[i], 0);
	}
}

/* Of twelve relevant ones, eleven are found: in place 10 and 11, 100 to 108. */
static void looks_as_deep_as_each_measure_says(void **state)
{
	static const int ideal[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	int found[200] = { 0 };
	double best = 0, precisions = 1.0 / 10 + 2.0 / 11;
	struct measures m;

	(void)state;
	found[9] = found[10] = 1;
	for (int i = 0; i < 9; i++) {
		found[99 + i] = 1;
		precisions += (3.0 + i) / (100 + i);
	}
	for (int i = 2; i <= 11; i++)
		best += 1 / log2(i);
	m = measure(found, COUNT(found), ideal, COUNT(ideal));
	assert_near(m.of[MEASURE_MAP], precisions / 12);
	assert_near(m.of[MEASURE_NDCG_10], 1 / log2(11) / best);
	assert_near(m.of[MEASURE_P_10], 0.1);
	assert_near(m.of[MEASURE_RECALL_100], 3.0 / 12);
	assert_near(m.of[MEASURE_MRR], 0.1);
}

static void means_are_over_queries(void **state)
{
	static const struct measures all[] = {
		{ { 1, 0.5, 0, 0.25, 1 } },
		{ { 0, 0.5, 1, 0.75, 0.5 } },
	};
	struct measures mean = measure_mean(all, 2);
	struct measures none = measure_mean(NULL, 0);
	static const double expected[] = { 0.5, 0.5, 0.5, 0.5, 0.75 };

	(void)state;
	for (int i = 0; i < MEASURES; i++) {
		assert_near(mean.of[i], expected[i]);
		assert_near(none.of[i], 0);
	}
}

static double p_of(const double *differences, size_t count)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;
	double p = -1;

	assert_int_equal(chance_p(differences, count, &arena, &p, &err), 0);
	arena_release(&arena);
	return p;
}

static void chance_is_exact_for_few_queries(void **state)
{
	static const double all_better[] = { 0.5, 0.5, 0.5, 0.5, 0.5 };
	static const double uneven[] = { 0.3, 0, 0.2, -0.1, 0 };
	static const double even[] = { 0.25, -0.25 };
	static const double none[] = { 0, 0, 0 };

	(void)state;
	/* All signs as they are, or all of them turned. */
	assert_near(p_of(all_better, 5), 2.0 / 32);
	/* |0.3 + 0.2 - 0.1| = 0.4, reached by +++, ++-, and their opposites. */
	assert_near(p_of(uneven, 5), 4.0 / 8);
	assert_near(p_of(even, 2), 1);
	assert_near(p_of(none, 3), 1);
	assert_near(p_of(NULL, 0), 1);
}

/* For n differences of one size the exact p is a binomial's. */
static void chance_is_near_for_many_queries(void **state)
{
	double d[40], p = 0, ways = 1;

	(void)state;
	for (int i = 0; i < 40; i++)
		d[i] = i < 26 ? 0.125 : -0.125;
	/* 26 or more of 40 alike, or 14 and fewer. */
	for (int i = 0; i <= 14; i++) {
		p += 2 * ways / exp2(40);
		ways = ways * (40 - i) / (i + 1);
	}
	if (fabs(p_of(d, 40) - p) > 0.004)
		fail_msg("%f, not %f", p_of(d, 40), p);
	assert_near(p_of(d, 40), p_of(d, 40));
	for (int i = 0; i < 40; i++)
		d[i] = 0.125;
	assert_near(p_of(d, 40), 1.0 / (CHANCE_THROWS + 1));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures_a_ranking_by_its_definitions),
		cmocka_unit_test(measures_the_best_ranking_as_one),
		cmocka_unit_test(measures_nothing_found_as_zero),
		cmocka_unit_test(looks_as_deep_as_each_measure_says),
		cmocka_unit_test(means_are_over_queries),
		cmocka_unit_test(chance_is_exact_for_few_queries),
		cmocka_unit_test(chance_is_near_for_many_queries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
