/*
 * Runs made into what a database holds: postings, and chunks of positions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: as bulk/runs.h.
 */
#ifndef PRESSMARK_BULK_MERGE_H
#define PRESSMARK_BULK_MERGE_H

#include <stddef.h>

#include "base/err.h"
#include "bulk/collect.h"
#include "bulk/document.h"
#include "bulk/table.h"
#include "text/positions.h"

/* Adds the postings of all terms to the table. As table_add; ERR_MEMORY. */
int merge_postings(const struct collect *collect, struct table *postlist,
		   struct err *err);

/* Puts the positions of all terms, in chunks in the order of their keys, and
 * tells the terms, unless `fn` is NULL. ERR_IO, ERR_MEMORY, what these return.
 */
int merge_positions(const struct collect *collect, positions_put_fn put,
		    void *put_payload, bulk_term_fn fn, void *fn_payload,
		    struct err *err);

#endif
