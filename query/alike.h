/*
 * Alike: which articles of an index are most like one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What all articles have to be asked for, once, and then one article after the
 * other; query/related.h says what is alike. Private to query/.
 *
 * Threads: one at a time. An alike is of one commit of the index: what fails
 * with ERR_STALE is to be made anew.
 */
#ifndef PRESSMARK_QUERY_ALIKE_H
#define PRESSMARK_QUERY_ALIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/deadline.h"
#include "base/err.h"
#include "query/index.h"

struct alike;

/* Reads what is to be known of all articles; `now` decides which are hidden.
 * To be freed in any case. */
int alike_new(struct searcher *searcher, int64_t now, struct deadline deadline,
	      struct alike **out, struct err *err);
void alike_free(struct alike *alike);

/* Is this document an article that is to be shown? */
bool alike_is_shown(const struct alike *alike, uint32_t docid);

struct alike_hit {
	uint32_t docid;
	double score;
};

/* Those most like a document, the most alike first: at most `limit`, for which
 * `out` has room. ERR_DEADLINE, ERR_STALE, ERR_CORRUPT, ERR_IO, ERR_MEMORY;
 * then the alike is only good for being freed. Where the index moved on
 * meanwhile, what is found may be wrong: see alike_check. */
int alike_find(struct alike *alike, uint32_t docid, size_t limit,
	       struct alike_hit *out, size_t *count, struct err *err);

/* ERR_STALE where the index has moved on since the alike was made: the shim
 * follows it by itself in reading single things, and document ids mean others
 * then. To be asked behind the last thing that is read. */
int alike_check(struct alike *alike, struct err *err);

#endif
