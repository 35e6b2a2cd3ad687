/*
 * Reach: the hits of a query as far as they can be reached, page after page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * As somebody sees them who asks for pages of LIMIT_PAGE hits, without a
 * deadline: what is measured must not depend on how busy the machine is.
 *
 * Threads: as the searcher's.
 */
#ifndef PRESSMARK_EVAL_REACH_H
#define PRESSMARK_EVAL_REACH_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "query/search.h"

struct reach_request {
	struct str query;
	bool any;	   /* as in a search */
	bool as_typed;	   /* likewise */
	int64_t now;	   /* likewise */
	unsigned int most; /* hits, at most LIMIT_REACH */
};

/* Told of each hit once, the best first; valid during the call. Anything but 0
 * ends the search and is returned. */
typedef int (*reach_fn)(const struct search_hit *hit, void *payload);

/* Sets *error_column with ERR_QUERY; otherwise as searcher_run. */
int reach_hits(struct searcher *searcher, const struct reach_request *request,
	       reach_fn fn, void *payload, unsigned int *error_column,
	       struct err *err);

#endif
