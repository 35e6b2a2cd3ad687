/*
 * Facets: which values the articles of a result have, and how many each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counted over everything that matches, not over a page, from the terms of the
 * index (columns.h). A count is the number of articles that the search finds
 * when it is narrowed by that value.
 *
 * Threads: as a searcher. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_FACETS_H
#define PRESSMARK_QUERY_FACETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/columns.h"
#include "shim/xap.h"

#define FACETS_VALUES 10 /* told of a facet where it does not say how many */
#define FACETS_BARS   40 /* of a timeline, likewise */

struct searcher;

/* A facet that is asked for: tag, author, year, month, timeline, or the key
 * of a field. */
struct facet_request {
	struct str key;
	size_t most; /* values to be told */
};

struct facet_value {
	struct str text; /* as it is commonly written; 4.5, 2025-10, true */
	uint32_t articles;
};

struct facet {
	struct str key;
	/* The most frequent first, of equals by their folded text; years and
	 * months the newest first; steps of a timeline the oldest first, those
	 * without articles too. */
	const struct facet_value *values;
	size_t count;
	size_t total; /* different values in the result, these included */
	bool is_timeline;
};

/* Reads "tag,author:25,Reading_Time": names with how many values. A name that
 * comes again counts once, as it stands last. ERR_QUERY for an empty name, one
 * that no article has, and past LIMIT_FACETS or LIMIT_FACET_VALUES. */
int facets_parse(struct searcher *searcher, struct str list,
		 struct arena *arena, const struct facet_request **out,
		 size_t *count, struct err *err);

/* What is counted over: the articles that are shown, and those with all their
 * translations, of which `lang` tells how many there would be. */
struct facets_of {
	struct columns_set shown, every;
};

/* Counts each facet over sets of the searcher's articles. ERR_LIMIT where a
 * field has too many different values, and what columns_count returns. */
int facets_count(struct searcher *searcher, const struct facets_of *of,
		 const struct facet_request *requests, size_t count,
		 struct arena *arena, const struct facet **out,
		 struct err *err);

#endif
