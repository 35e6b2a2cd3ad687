/*
 * Measures: how good a ranking is, by what was judged relevant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/measures.h"

#include <math.h>

#define GAIN_DEPTH   10
#define RECALL_DEPTH 100

static const struct {
	const char *name, *key;
} names[MEASURES] = {
	[MEASURE_MAP] = { "MAP", "map" },
	[MEASURE_NDCG_10] = { "nDCG@10", "ndcg_10" },
	[MEASURE_P_10] = { "P@10", "p_10" },
	[MEASURE_RECALL_100] = { "recall@100", "recall_100" },
	[MEASURE_MRR] = { "MRR", "mrr" },
};

const char *measure_name(enum measure measure)
{
	return names[measure].name;
}

const char *measure_key(enum measure measure)
{
	return names[measure].key;
}

/* The discounted gain of the first ten. */
static double gain_of(const int *gains, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count && i < GAIN_DEPTH; i++) {
		if (gains[i] > 0)
			sum += gains[i] / log2((double)(i + 2));
	}
	return sum;
}

struct measures measure(const int *found, size_t count, const int *ideal,
			size_t relevant)
{
	double all = (double)relevant;
	double hits = 0, precisions = 0, in_ten = 0, in_hundred = 0, first = 0;

	for (size_t i = 0; i < count; i++) {
		double place = (double)(i + 1);

		if (found[i] <= 0)
			continue;
		hits++;
		precisions += hits / place;
		if (hits == 1)
			first = 1 / place;
		in_ten += i < GAIN_DEPTH;
		in_hundred += i < RECALL_DEPTH;
	}
	return (struct measures){ {
		[MEASURE_MAP] = precisions / all,
		[MEASURE_NDCG_10] =
			gain_of(found, count) / gain_of(ideal, relevant),
		[MEASURE_P_10] = in_ten / GAIN_DEPTH,
		[MEASURE_RECALL_100] = in_hundred / all,
		[MEASURE_MRR] = first,
	} };
}

struct measures measure_mean(const struct measures *all, size_t count)
{
	struct measures mean = { { 0 } };

	for (int m = 0; m < MEASURES && count > 0; m++) {
		double sum = 0;

		for (size_t i = 0; i < count; i++)
			sum += all[i].of[m];
		mean.of[m] = sum / (double)count;
	}
	return mean;
}
