/*
 * Evaluation: every judged query asked, or looked up in a run, and measured.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as the searcher's. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_EVAL_EVALUATION_H
#define PRESSMARK_EVAL_EVALUATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "eval/judged.h"
#include "eval/measures.h"
#include "eval/trec_run.h"
#include "query/search.h"

/* Of each judged query, in their order, and of all. */
struct evaluation {
	const struct measures *queries;
	struct measures mean;
	size_t refused; /* queries that were not understood: they find nothing
			 */
};

struct evaluation_request {
	bool any;      /* as in a search */
	bool as_typed; /* likewise */
	int64_t now;   /* likewise */
	/* Told of a query that is refused: in which column of its line, and
	 * why. */
	void (*refused)(const struct judged_query *query, unsigned int column,
			const struct err *why, void *payload);
	void *payload;
};

/* Asks every query and measures its first LIMIT_REACH hits, which are appended
 * to `run` too. A query without a text finds nothing. As searcher_run, but for
 * ERR_QUERY. */
int evaluation_ask(struct searcher *searcher,
		   const struct evaluation_request *request,
		   const struct judged *judged, struct arena *arena,
		   struct buf *run, struct evaluation *out, struct err *err);

/* Measures a run. A query that it lacks has found nothing. ERR_MEMORY,
 * ERR_LIMIT. */
int evaluation_of_run(const struct trec_run *run, const struct judged *judged,
		      struct arena *arena, struct evaluation *out,
		      struct err *err);

/* How much better the one evaluation is than the other, by one measure. */
struct evaluation_difference {
	double mean;
	double p;		    /* see chance_p */
	unsigned int better, worse; /* queries */
};

/* `now` less `then`, of the same `count` queries. ERR_MEMORY, ERR_LIMIT. */
int evaluation_compare(const struct evaluation *now,
		       const struct evaluation *then, size_t count,
		       struct arena *arena,
		       struct evaluation_difference out[MEASURES],
		       struct err *err);

#endif
