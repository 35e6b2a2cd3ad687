/*
 * Runs of postings made into the tables of them and of their positions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The runs wait in a heap, by their next terms. All that have the same one are
 * taken off, and its documents are in order if the runs are.
 */
#include "bulk/merge.h"

#include <stdlib.h>

#include "bulk/chunks.h"
#include "bulk/pack.h"
#include "shim/xap.h"

/* What the buffers of all runs have together, and each at least and at most. */
#define BUFFERS	     (16u << 20)
#define BUFFER_LEAST (16u << 10)
#define BUFFER_MOST  (256u << 10)

struct run {
	struct spill_reader reader;
	/* Its next term, of so many documents. */
	char term[XAP_TERM_MAX];
	size_t len;
	uint64_t documents, total;
};

struct merge {
	struct table *postlist, *position;
	struct run *runs;
	size_t *heap; /* of runs; the first is the least */
	size_t heap_count;
	size_t *same; /* runs with the term at hand */
	size_t same_count;
	struct chunks chunks;
	/* Of the table of positions: the term at hand, a docid behind it. */
	unsigned char key[PACK_KEY_MAX];
	size_t key_len;
};

static struct str term_of(const struct run *r)
{
	return str_make(r->term, r->len);
}

static int compare(const struct merge *m, size_t a, size_t b)
{
	int c = str_cmp(term_of(&m->runs[a]), term_of(&m->runs[b]));

	return c ? c : (a > b) - (a < b);
}

static void push(struct merge *m, size_t run)
{
	size_t at = m->heap_count++;

	for (; at && compare(m, run, m->heap[(at - 1) / 2]) < 0;
	     at = (at - 1) / 2)
		m->heap[at] = m->heap[(at - 1) / 2];
	m->heap[at] = run;
}

static size_t pop(struct merge *m)
{
	size_t least = m->heap[0], last = m->heap[--m->heap_count], at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= m->heap_count)
			break;
		if (child + 1 < m->heap_count &&
		    compare(m, m->heap[child + 1], m->heap[child]) < 0)
			child++;
		if (compare(m, last, m->heap[child]) < 0)
			break;
		m->heap[at] = m->heap[child];
		at = child;
	}
	m->heap[at] = last;
	return least;
}

/* Reads what a run has next, and puts it back into the heap, if anything. */
static int next(struct merge *m, size_t run, struct err *err)
{
	struct run *r = &m->runs[run];
	struct str bytes;
	int ret;

	if (spill_is_end(&r->reader))
		return 0;
	ret = spill_bytes(&r->reader, 1, &bytes, err);
	if (ret)
		return ret;
	r->len = (unsigned char)bytes.p[0];
	ret = spill_bytes(&r->reader, r->len, &bytes, err);
	if (ret)
		return ret;
	memcpy(r->term, bytes.p, r->len);
	ret = spill_uint(&r->reader, &r->documents, err);
	if (!ret)
		ret = spill_uint(&r->reader, &r->total, err);
	if (!ret)
		push(m, run);
	return ret;
}

static int put_positions(struct merge *m, uint32_t docid, struct str packed,
			 struct err *err)
{
	unsigned char *end = pack_sortable(m->key + m->key_len, docid);

	return table_add(m->position,
			 str_make((const char *)m->key, (size_t)(end - m->key)),
			 packed, false, err);
}

static int put_postings(struct merge *m, struct run *r, struct err *err)
{
	uint64_t docid = 0, gap, frequency, len;
	int ret = 0;

	for (uint64_t i = 0; i < r->documents && !ret; i++) {
		struct str packed = STR("");

		ret = spill_uint(&r->reader, &gap, err);
		if (!ret)
			ret = spill_uint(&r->reader, &frequency, err);
		if (!ret)
			ret = spill_uint(&r->reader, &len, err);
		if (!ret && len)
			ret = spill_bytes(&r->reader, (size_t)len, &packed,
					  err);
		docid += gap;
		if (!ret)
			ret = chunks_put(&m->chunks, (uint32_t)docid,
					 (uint32_t)frequency, err);
		if (!ret && len)
			ret = put_positions(m, (uint32_t)docid, packed, err);
	}
	return ret;
}

/* The least of the terms, with the postings of all runs that have it. */
static int put_term(struct merge *m, struct err *err)
{
	struct str term = term_of(&m->runs[m->heap[0]]);
	uint64_t documents = 0, total = 0;
	unsigned char *end = pack_term(m->key, term);
	size_t first_len = (size_t)(end - m->key);
	int ret = 0;

	*end++ = 0;
	m->key_len = (size_t)(end - m->key);
	m->same_count = 0;
	while (m->heap_count && str_eq(term_of(&m->runs[m->heap[0]]), term)) {
		size_t run = pop(m);

		documents += m->runs[run].documents;
		total += m->runs[run].total;
		m->same[m->same_count++] = run;
	}
	chunks_begin(&m->chunks, m->postlist,
		     str_make((const char *)m->key, m->key_len), first_len,
		     documents, total);
	for (size_t i = 0; i < m->same_count && !ret; i++)
		ret = put_postings(m, &m->runs[m->same[i]], err);
	if (!ret)
		ret = chunks_end(&m->chunks, err);
	for (size_t i = 0; i < m->same_count && !ret; i++)
		ret = next(m, m->same[i], err);
	return ret;
}

static int begin(struct merge *m, const struct spill *spill,
		 const struct collect_run *runs, size_t count, struct err *err)
{
	size_t buffer = BUFFERS / (count + 1);
	int ret = 0;

	if (buffer < BUFFER_LEAST)
		buffer = BUFFER_LEAST;
	if (buffer > BUFFER_MOST)
		buffer = BUFFER_MOST;
	m->runs = calloc(count + 1, sizeof(*m->runs));
	m->heap = calloc(count + 1, sizeof(*m->heap));
	m->same = calloc(count + 1, sizeof(*m->same));
	if (!m->runs || !m->heap || !m->same)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	for (size_t i = 0; i < count && !ret; i++) {
		ret = spill_read(spill, runs[i].at, runs[i].end, buffer,
				 &m->runs[i].reader, err);
		if (!ret)
			ret = next(m, i, err);
	}
	return ret;
}

int merge_runs(const struct spill *spill, const struct collect_run *runs,
	       size_t count, struct table *postlist, struct table *position,
	       struct err *err)
{
	struct merge m = { .postlist = postlist, .position = position };
	int ret = begin(&m, spill, runs, count, err);

	while (!ret && m.heap_count)
		ret = put_term(&m, err);
	for (size_t i = 0; m.runs && i < count; i++)
		spill_close(&m.runs[i].reader);
	free(m.runs);
	free(m.heap);
	free(m.same);
	return ret;
}
