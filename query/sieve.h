/*
 * A sieve: the documents among which those that hold a term are counted.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Either those that a query matches, or all but those. Where they are many an
 * even part is looked at, and what is counted is an estimate. A term of which
 * something is counted is in one of the documents for certain.
 *
 * Threads: one at a time. Memory: lives in the arena given.
 */
#ifndef PRESSMARK_QUERY_SIEVE_H
#define PRESSMARK_QUERY_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/deadline.h"
#include "base/err.h"
#include "base/str.h"
#include "query/docids.h"
#include "shim/xap.h"

/* Of more documents than these a part is looked at: those that are to have a
 * term, and those that are to be left out. */
#define SIEVE_AMONG   600
#define SIEVE_WITHOUT 250

struct sieve {
	bool is_without; /* all but these */
	struct docids docids;
	size_t of; /* which these are a part of; count, if they are all */
};

/* All documents. */
#define SIEVE_INIT                                                             \
	{                                                                      \
		true, { NULL, 0, 0 }, 0                                        \
	}

/* All but those that the query matches. What xap_db_each_match returns;
 * ERR_MEMORY, ERR_LIMIT. */
int sieve_without(struct xap_db *db, const struct xap_query *query,
		  struct deadline deadline, struct arena *arena,
		  struct sieve *out, struct err *err);

/* Those that the query matches. Likewise. */
int sieve_among(struct xap_db *db, struct xap_queries *pool,
		const struct xap_query *query, struct deadline deadline,
		struct arena *arena, struct sieve *out, struct err *err);

/* Of those that the query matches every step-th document, by docid. Likewise.
 */
int sieve_every(struct xap_db *db, struct xap_queries *pool,
		const struct xap_query *query, uint32_t step,
		struct deadline deadline, struct arena *arena,
		struct sieve *out, struct err *err);

/* At most so many of these, evenly chosen; all of what is to be left out. */
int sieve_part(const struct sieve *whole, size_t most, struct arena *arena,
	       struct sieve *out, struct err *err);

/* How many documents of the sieve hold a term, which `frequency` of all do.
 * What xap_db_count_among returns; ERR_MEMORY, ERR_LIMIT. */
int sieve_count(struct xap_db *db, const struct sieve *sieve, struct str term,
		uint32_t frequency, struct arena *arena, uint32_t *out,
		struct err *err);

#endif
