/*
 * Columns: which articles have which values, ready to be counted.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The postings of all values of a field (all tags, all years), read from the
 * index when they are first asked for and kept in memory. They are bound to
 * the index's uuid and commit; at another one they are read anew, so nothing
 * has to be written or brought up to date.
 *
 * Counting what a set of documents has of a column takes about a nanosecond a
 * posting, some thirty times less than reading it.
 *
 * Threads: one at a time. Memory: of what is more than COLUMNS_MEMORY, that
 * which was not asked for the longest goes when the next set is made.
 */
#ifndef PRESSMARK_QUERY_COLUMNS_H
#define PRESSMARK_QUERY_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"
#include "text/schema.h"

#define COLUMNS_MEMORY (128u << 20) /* bytes */

struct column;

/* A value of a column. Valid until the next set is made. */
struct column_value {
	struct str text;   /* as in its term, behind prefix and key */
	struct str label;  /* of names: as they are commonly written */
	uint32_t articles; /* of the whole index */
};

typedef int (*column_fn)(const struct column_value *value, uint32_t articles,
			 void *payload);

struct columns {
	struct column *first; /* the last one that was asked for */
	size_t bytes;
	struct xap_db_info of; /* the state of the index */
};

void columns_release(struct columns *columns);

/* The documents that a query matches: a bit for each docid. */
struct columns_set {
	uint64_t *bits;
	uint32_t count;
	struct xap_db_info of; /* the state of the index */
};

/* Finds them; they live in the arena. What xap_db_each_match returns,
 * ERR_MEMORY. */
int columns_match(struct columns *columns, struct xap_db *db,
		  const struct xap_query *query, struct deadline deadline,
		  struct arena *arena, struct columns_set *out,
		  struct err *err);

/* Calls fn, in byte order, for each value of a field that any document of the
 * set has, with the number of those that have it. `key` is that of the fields
 * FIELD_NAME to FIELD_BOOL, else empty. ERR_LIMIT for more than
 * LIMIT_FACET_TERMS values; ERR_STALE, also when the set is of another commit
 * than db is at; ERR_MEMORY; what fn returns. */
int columns_count(struct columns *columns, struct xap_db *db,
		  enum schema_field field, struct str key,
		  const struct columns_set *set, column_fn fn, void *payload,
		  struct err *err);

#endif
