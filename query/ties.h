/*
 * Near ties: which of articles that answer as well comes first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: none is kept.
 */
#ifndef PRESSMARK_QUERY_TIES_H
#define PRESSMARK_QUERY_TIES_H

#include <stddef.h>

#include "base/err.h"
#include "query/rerank.h"
#include "shim/xap.h"

/* Scores that differ by less than this part of the greater say nothing about
 * which article is better. */
#define TIES_PART 0.001

/* Puts the newest first among those of a list, the best first, whose scores
 * nearly tie with the best of them. What shim calls return. */
int ties_break(struct xap_db *db, struct ranked *ranked, size_t count,
	       struct err *err);

#endif
