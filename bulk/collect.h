/*
 * The postings of document after document, turned round in memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When there are many, they are written: each document's terms into the table
 * of them, and two runs (bulk/runs.h), which have the terms in order of bytes,
 * each with documents that have it:
 *
 *	of postings: the sum of its frequencies; of each document the distance
 *	from the one before (the first: its docid), the frequency
 *
 *	of positions: of each document that tells them the distance from the one
 *	before, the length of the list of them (text/positions.h), the list
 *
 * Private to bulk/. Threads: one at a time. Memory: some 60 MB, with threads
 * twice as much, and three times what the largest document takes.
 */
#ifndef PRESSMARK_BULK_COLLECT_H
#define PRESSMARK_BULK_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "bulk/batch.h"
#include "bulk/document.h"
#include "bulk/runs.h"
#include "bulk/spill.h"
#include "bulk/table.h"

struct collect;

/* Any of the first three may be NULL: then that is not written. None of them is
 * kept, and they are nobody else's until collect_end, the table until
 * collect_wait: with threads one writes them beside. ERR_MEMORY. */
int collect_new(struct table *termlist, struct spill *postings,
		struct spill *positions, bool has_threads, struct collect **out,
		struct err *err);
void collect_free(struct collect *collect);

/* Ends a batch after this many postings; for tests of runs. */
void collect_limit(struct collect *collect, size_t postings);

/* Adds a document, of a higher docid than all before. *length is the sum of its
 * frequencies, *most the greatest of them. ERR_LIMIT, of a term, has no effect;
 * ERR_MEMORY or ERR_IO, which may be of documents before, end all. */
int collect_add(struct collect *collect, uint32_t docid,
		const struct bulk_document *document, uint64_t *length,
		uint32_t *most, struct err *err);

/* Writes what is still in memory: all runs, and the table, which may not be
 * whole before collect_wait. */
int collect_end(struct collect *collect, struct err *err);
int collect_wait(struct collect *collect, struct err *err);

/* The runs of a kind, in order of their documents, and what they are in. */
const struct runs_place *collect_runs(const struct collect *collect,
				      enum batch_kind kind, size_t *count);
struct spill *collect_spill(const struct collect *collect,
			    enum batch_kind kind);

#endif
