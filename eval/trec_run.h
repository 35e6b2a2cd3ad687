/*
 * Runs: what a search program found for each query, as TREC writes it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A hit a line, in six columns: the id of the query, Q0, the name of the
 * article (eval/judged.h), its place from 1, its score, and a word that names
 * the program. Who reads a run goes by the scores alone: the highest first, of
 * equal ones the name that is last in the order of bytes, as trec_eval does.
 *
 * Threads: no state. Memory: what is read is a view into the text, and lives
 * in the arena.
 */
#ifndef PRESSMARK_EVAL_TREC_RUN_H
#define PRESSMARK_EVAL_TREC_RUN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "eval/lines.h"

struct trec_hit {
	struct str query, article;
	double score;
	unsigned int line;
};

struct trec_run {
	const struct trec_hit *hits; /* by query, the best first */
	size_t count;
};

/* Reads a run. ERR_INPUT with file, line and column: a line that is not as
 * above, a score that is no number, an article that comes twice for one
 * query. ERR_LIMIT, ERR_MEMORY. */
int trec_run_read(struct lines l, struct arena *arena, struct trec_run *out,
		  struct err *err);

/* The hits of a query, the best first; *count may be 0. */
const struct trec_hit *trec_run_find(const struct trec_run *run,
				     struct str query, size_t *count);

/* Appends the line of a hit at a place from 1 to LIMIT_REACH. Its score only
 * says its place, since the order of hits is not that of weights alone. */
void trec_run_add(struct str query, struct str id, unsigned int place,
		  struct buf *out);

#endif
