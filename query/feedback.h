/*
 * Feedback: what articles weigh more for words that the best of them have in
 * common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is best by the words of a query is mostly about what the query means,
 * and the other words that those articles share tell others of that kind. No
 * further match is made: the articles that are looked at once more anyway
 * (query/rerank.h) are brought into another order. Of long queries alone:
 * short ones name something, and whoever names a page gets it by its name.
 *
 * Which words: those that say most by Bo1 (Amati, "Probability Models for
 * Information Retrieval based on Divergence from Randomness", 2003). An article
 * learns of the others, never of itself: else the first would gain for being
 * first, and what came first by chance would stay there.
 *
 * Threads: one at a time. Memory: lives in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_FEEDBACK_H
#define PRESSMARK_QUERY_FEEDBACK_H

#include <stddef.h>

#include "base/err.h"
#include "query/plan.h"
#include "query/rerank.h"

/* A query of so many words, stop words not counted, is long. */
#define FEEDBACK_QUERY_WORDS 10

/* Sets what each article weighs more for such words. The best by what is known
 * of them come first. ERR_DEADLINE, ERR_MEMORY, ERR_STALE, or what else the
 * shim returns. */
int feedback_weigh(const struct planner *planner, struct ranked *ranked,
		   size_t count, struct err *err);

#endif
