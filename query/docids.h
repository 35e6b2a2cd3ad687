/*
 * The documents that a query matches, as a list.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: lives in the arena given.
 */
#ifndef PRESSMARK_QUERY_DOCIDS_H
#define PRESSMARK_QUERY_DOCIDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/deadline.h"
#include "base/err.h"
#include "shim/xap.h"

struct docids {
	uint32_t *items; /* rising */
	size_t count, cap;
};

/* Sets the list, whose room is used again. What xap_db_each_match returns;
 * ERR_MEMORY, ERR_LIMIT (the arena's). */
int docids_find(struct xap_db *db, const struct xap_query *query,
		struct deadline deadline, struct arena *arena,
		struct docids *out, struct err *err);

#endif
