/*
 * Translations: in which other languages the hits of a page are there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as the searcher. Memory: lives in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_TRANSLATIONS_H
#define PRESSMARK_QUERY_TRANSLATIONS_H

#include <stddef.h>

#include "base/err.h"
#include "query/plan.h"
#include "query/rerank.h"
#include "query/search.h"

/* Sets the translations of hits, whose documents `ranked` has: of each at most
 * LIMIT_TRANSLATIONS. ERR_DEADLINE, ERR_STALE, ERR_CORRUPT, ERR_MEMORY, or what
 * the shim returns. */
int translations_add(struct searcher *searcher, const struct planner *planner,
		     const struct ranked *ranked, struct search_hit *hits,
		     size_t count, struct err *err);

#endif
