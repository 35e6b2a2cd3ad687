/*
 * Measures: how good a ranking is, by what was judged relevant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * As trec_eval defines them, with its option -c: articles that are not judged
 * count as not relevant, as do those with a gain of 0 or less.
 *
 * MAP		the mean, over the relevant articles, of the precision at the
 *		place of each, 0 for one that is not found ("average
 *		precision"; trec_eval's map)
 * nDCG@10	the gains of the first ten, each divided by log2(place + 1),
 *		summed, divided by the sum that the best order would have.
 *		Järvelin and Kekäläinen, "Cumulated gain-based evaluation of
 *		IR techniques", ACM TOIS 20 (2002), with the gain as it was
 *		judged (ndcg_cut_10)
 * P@10		the share of relevant ones in the first ten; places that are
 *		empty count as not relevant (P_10)
 * recall@100	the share of the relevant ones that is in the first hundred
 *		(recall_100)
 * MRR		one divided by the place of the first relevant one, 0 without
 *		one (recip_rank)
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_EVAL_MEASURES_H
#define PRESSMARK_EVAL_MEASURES_H

#include <stddef.h>

enum measure {
	MEASURE_MAP,
	MEASURE_NDCG_10,
	MEASURE_P_10,
	MEASURE_RECALL_100,
	MEASURE_MRR,
	MEASURES
};

/* The values of one ranking, or their means, each from 0 to 1. */
struct measures {
	double of[MEASURES];
};

/* "nDCG@10", for people; "ndcg_10", for programs. */
const char *measure_name(enum measure measure);
const char *measure_key(enum measure measure);

/* Measures a ranking of any length. found: the gain of the article at each
 * place, the best first; ideal: the gains of all `relevant` articles that were
 * judged relevant (at least one, each above 0), falling. */
struct measures measure(const int *found, size_t count, const int *ideal,
			size_t relevant);

/* The mean of each measure over `count` queries; 0 of none. */
struct measures measure_mean(const struct measures *all, size_t count);

#endif
