/*
 * Runs of terms, read side by side: each term once, with all runs that have it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The runs wait in a heap, by their next terms.
 */
#include "bulk/runs.h"

#include <stdlib.h>

/* What the buffers of all runs have together, and each at least and at most. */
#define BUFFERS	     (16u << 20)
#define BUFFER_LEAST (16u << 10)
#define BUFFER_MOST  (256u << 10)

static struct str term_of(const struct runs *r, size_t run)
{
	return str_make(r->all[run].term, r->all[run].len);
}

static int compare(const struct runs *r, size_t a, size_t b)
{
	int c = str_cmp(term_of(r, a), term_of(r, b));

	return c ? c : (a > b) - (a < b);
}

static void push(struct runs *r, size_t run)
{
	size_t at = r->heap_count++;

	for (; at && compare(r, run, r->heap[(at - 1) / 2]) < 0;
	     at = (at - 1) / 2)
		r->heap[at] = r->heap[(at - 1) / 2];
	r->heap[at] = run;
}

static size_t pop(struct runs *r)
{
	size_t least = r->heap[0], last = r->heap[--r->heap_count], at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= r->heap_count)
			break;
		if (child + 1 < r->heap_count &&
		    compare(r, r->heap[child + 1], r->heap[child]) < 0)
			child++;
		if (compare(r, last, r->heap[child]) < 0)
			break;
		r->heap[at] = r->heap[child];
		at = child;
	}
	r->heap[at] = last;
	return least;
}

/* Reads which term a run has next, and puts it back into the heap, if any. */
static int read_term(struct runs *r, size_t at, struct err *err)
{
	struct run *run = &r->all[at];
	struct str bytes;
	int ret;

	if (spill_is_end(&run->reader))
		return 0;
	ret = spill_bytes(&run->reader, 1, &bytes, err);
	if (ret)
		return ret;
	run->len = (unsigned char)bytes.p[0];
	ret = spill_bytes(&run->reader, run->len, &bytes, err);
	if (ret)
		return ret;
	memcpy(run->term, bytes.p, run->len);
	ret = spill_uint(&run->reader, &run->documents, err);
	if (!ret)
		push(r, at);
	return ret;
}

int runs_next(struct runs *r, struct err *err)
{
	struct str term;

	for (size_t i = 0; i < r->same_count; i++) {
		int ret = read_term(r, r->same[i], err);

		if (ret)
			return ret;
	}
	r->same_count = 0;
	if (r->heap_count == 0)
		return RUNS_END;
	term = term_of(r, r->heap[0]);
	while (r->heap_count && str_eq(term_of(r, r->heap[0]), term))
		r->same[r->same_count++] = pop(r);
	return 0;
}

int runs_begin(struct runs *r, const struct spill *spill,
	       const struct runs_place *places, size_t count, struct err *err)
{
	size_t buffer = BUFFERS / (count + 1);
	int ret = 0;

	if (buffer < BUFFER_LEAST)
		buffer = BUFFER_LEAST;
	if (buffer > BUFFER_MOST)
		buffer = BUFFER_MOST;
	*r = (struct runs){ .all = calloc(count + 1, sizeof(*r->all)),
			    .count = count,
			    .heap = calloc(count + 1, sizeof(*r->heap)),
			    .same = calloc(count + 1, sizeof(*r->same)) };
	if (!r->all || !r->heap || !r->same)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	/* All are before their first terms, as if they had been at one. */
	for (size_t i = 0; i < count && !ret; i++) {
		ret = spill_read(spill, places[i].at, places[i].end, buffer,
				 &r->all[i].reader, err);
		r->same[r->same_count++] = i;
	}
	return ret;
}

void runs_release(struct runs *r)
{
	/* Those that were not begun are zeros. */
	for (size_t i = 0; r->all && i < r->count; i++)
		spill_close(&r->all[i].reader);
	free(r->all);
	free(r->heap);
	free(r->same);
}
