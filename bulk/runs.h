/*
 * Runs of terms, read side by side: each term once, with all runs that have it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In a run a term is its length, a byte; its bytes; how many documents it is
 * told of; and behind that, what the caller reads.
 *
 *	int ret = runs_begin(&runs, spill, where, count, &err);
 *
 *	while (!ret && !(ret = runs_next(&runs, &err)))
 *		for (size_t i = 0; i < runs.same_count && !ret; i++)
 *			ret = read(&runs.all[runs.same[i]], &err);
 *	runs_release(&runs);
 *
 * Private to bulk/. Threads: one at a time. Memory: a buffer for each run, 16
 * MB in all unless there are more than a thousand.
 */
#ifndef PRESSMARK_BULK_RUNS_H
#define PRESSMARK_BULK_RUNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/spill.h"
#include "shim/xap.h"

/* No term is left: what runs_next returns. */
#define RUNS_END 1

/* Where in the spill a run is. */
struct runs_place {
	uint64_t at, end;
};

struct run {
	struct spill_reader reader;
	/* The term it is at, of so many documents. */
	char term[XAP_TERM_MAX];
	size_t len;
	uint64_t documents;
};

struct runs {
	struct run *all;
	size_t count;
	size_t *heap; /* of them; the first is the least */
	size_t heap_count;
	size_t *same; /* those at the term at hand, in their order */
	size_t same_count;
};

/* *runs is to be released whatever comes. ERR_MEMORY, ERR_IO. */
int runs_begin(struct runs *runs, const struct spill *spill,
	       const struct runs_place *places, size_t count, struct err *err);
void runs_release(struct runs *runs);

/* Goes to the least of the terms, once all was read that belongs to the last
 * one. RUNS_END, and as spill_bytes. */
int runs_next(struct runs *runs, struct err *err);

/* The term at hand; valid until the next. */
static inline struct str runs_term(const struct runs *r)
{
	return str_make(r->all[r->same[0]].term, r->all[r->same[0]].len);
}

#endif
