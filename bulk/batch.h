/*
 * A batch of documents, turned round in memory and written as a run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of each kind of run (bulk/collect.h) there is a stream, which batches write
 * to one after the other.
 *
 * Private to bulk/. Threads: a batch belongs to one at a time, and so do the
 * streams. Memory: 28 bytes a posting, and room for half as many more,
 * positions packed, the different terms.
 */
#ifndef PRESSMARK_BULK_BATCH_H
#define PRESSMARK_BULK_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "bulk/runs.h"
#include "bulk/spill.h"
#include "bulk/termlist.h"

enum batch_kind { BATCH_POSTINGS, BATCH_POSITIONS };
#define BATCH_KINDS 2

/* Runs of one kind. */
struct batch_stream {
	struct spill *spill; /* or NULL: they are not wanted */
	struct runs_place *runs;
	size_t count, cap;
};

struct batch_posting {
	uint32_t term;	    /* in the vocabulary */
	uint32_t document;  /* of the batch, from 0 */
	uint32_t frequency; /* in the document */
	uint32_t positions; /* where they are packed, up to the next one's */
};

/* Postings in the order of their documents; behind the last one, as behind the
 * last document, there is room for one more. */
struct batch {
	struct termlist_run terms; /* entries: of batch_write */
	struct batch_posting *postings;
	size_t count, cap;
	struct buf positions;
};

/* What it holds, and what it holds in bytes besides the postings. */
void batch_clear(struct batch *batch);
void batch_release(struct batch *batch);
size_t batch_bytes(const struct batch *batch);

/* Writes the runs of its postings, and sets its documents' terms, in order.
 * ERR_MEMORY, ERR_IO. */
int batch_write(struct batch *batch, struct batch_stream streams[BATCH_KINDS],
		struct err *err);

#endif
