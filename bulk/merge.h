/*
 * Runs of postings made into the tables of them and of their positions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: a buffer for each run, 16
 * MB in all unless there are more than a thousand.
 */
#ifndef PRESSMARK_BULK_MERGE_H
#define PRESSMARK_BULK_MERGE_H

#include <stddef.h>

#include "base/err.h"
#include "bulk/collect.h"
#include "bulk/spill.h"
#include "bulk/table.h"

/* Adds all terms of these runs, each run of later documents than those before.
 * As table_add; ERR_MEMORY. */
int merge_runs(const struct spill *spill, const struct collect_run *runs,
	       size_t count, struct table *postlist, struct table *position,
	       struct err *err);

#endif
