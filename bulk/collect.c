/*
 * The postings of document after document, turned round in memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Documents are taken into one batch, while another thread, if there is one,
 * writes the batch before.
 */
#include "bulk/collect.h"

#include <stdlib.h>

#include "bulk/aside.h"
#include "bulk/batch.h"
#include "bulk/grow.h"
#include "text/positions.h"

/* A batch ends when it has so much. Small ones leave little to be done when the
 * last document is there; large ones make few runs. So they grow. */
#define BATCH_LEAST (1u << 18) /* postings */
#define BATCH_MOST  (1u << 20)
#define BATCH_EACH  8		/* so many, then twice as large */
#define BATCH_BYTES (32u << 20) /* of terms, packed positions and slots */

/* More than that no document may have, so that 32 bits tell all apart. */
#define DOCUMENT_POSTINGS_MAX  (1u << 27)
#define DOCUMENT_POSITIONS_MAX (1u << 28)

struct collect {
	struct batch_stream streams[BATCH_KINDS];
	struct termlist *termlist; /* or NULL: it is not wanted */
	size_t most_postings;
	size_t left_count; /* batches */

	/* The one at hand, and the last one, while it is written beside. */
	struct batch batches[2];
	struct batch *now, *left;
	struct aside aside;

	uint32_t serial; /* of the document at hand, never 0 */
	uint32_t *terms; /* its terms */
	size_t term_cap;
	struct xap_posting *joined;
	size_t joined_cap;
	uint32_t *sorted; /* positions */
	size_t sorted_cap;
};

int collect_new(struct table *termlist, struct spill *postings,
		struct spill *positions, bool has_threads, struct collect **out,
		struct err *err)
{
	struct collect *c = calloc(1, sizeof(*c));

	*out = c;
	if (!c)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	c->streams[BATCH_POSTINGS].spill = postings;
	c->streams[BATCH_POSITIONS].spill = positions;
	c->most_postings = BATCH_LEAST;
	c->now = &c->batches[0];
	c->aside.has_threads = has_threads;
	return termlist ? termlist_new(termlist, &c->termlist, err) : 0;
}

void collect_free(struct collect *c)
{
	struct err ignored = ERR_INIT;

	if (!c)
		return;
	aside_wait(&c->aside, &ignored);
	for (size_t i = 0; i < BATCH_KINDS; i++)
		free(c->streams[i].runs);
	for (size_t i = 0; i < 2; i++)
		batch_release(&c->batches[i]);
	termlist_free(c->termlist);
	free(c->terms);
	free(c->joined);
	free(c->sorted);
	free(c);
}

void collect_limit(struct collect *c, size_t postings)
{
	c->most_postings = postings;
}

struct spill *collect_spill(const struct collect *c, enum batch_kind kind)
{
	return c->streams[kind].spill;
}

const struct runs_place *collect_runs(const struct collect *c,
				      enum batch_kind kind, size_t *count)
{
	*count = c->streams[kind].count;
	return c->streams[kind].runs;
}

/* ---- Writing ---------------------------------------------------------- */

static int write_terms(void *payload, struct err *err)
{
	struct collect *c = payload;

	return c->termlist ? termlist_add(c->termlist, &c->left->terms, err)
			   : 0;
}

static int write_batch(void *payload, struct err *err)
{
	struct collect *c = payload;
	int ret = batch_write(c->left, c->streams, err);

	return ret ? ret : write_terms(c, err);
}

/* Waits for the batch that was left. That something is too large for a table is
 * no fault of the document at hand, which is not to be refused for it. */
static int settle(struct collect *c, struct err *err)
{
	int ret = aside_wait(&c->aside, err);

	if (ret != ERR_LIMIT)
		return ret;
	err->code = ERR_IO;
	return ERR_IO;
}

/* Leaves the batch at hand to another thread, if there is one, and goes on with
 * the one that was left to it before. */
static int leave(struct collect *c, aside_fn write, struct err *err)
{
	int ret = settle(c, err);

	c->left = c->now;
	if (++c->left_count % BATCH_EACH == 0 &&
	    c->most_postings >= BATCH_LEAST && c->most_postings < BATCH_MOST)
		c->most_postings *= 2;
	if (!ret)
		aside_start(&c->aside, write, c);
	if (c->aside.is_running)
		c->now = &c->batches[c->now == c->batches];
	else if (!ret)
		ret = settle(c, err);
	batch_clear(c->now);
	return ret;
}

/* ---- Taking documents in ---------------------------------------------- */

static bool do_rise(const struct xap_posting *p)
{
	for (size_t i = 1; i < p->position_count; i++) {
		if (p->positions[i] <= p->positions[i - 1])
			return false;
	}
	return true;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int pack_positions(struct collect *c, const struct xap_posting *p,
			  struct err *err)
{
	const uint32_t *positions = p->positions;
	size_t count = p->position_count;

	if (count == 0)
		return 0;
	if (!do_rise(p)) {
		uint32_t *sorted = grow(c->sorted, count, &c->sorted_cap,
					sizeof(*sorted), err);
		size_t different = 1;

		if (!sorted)
			return (int)err->code;
		c->sorted = sorted;
		memcpy(sorted, positions, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), by_number);
		for (size_t i = 1; i < count; i++) {
			if (sorted[i] != sorted[different - 1])
				sorted[different++] = sorted[i];
		}
		positions = sorted;
		count = different;
	}
	positions_encode(positions, count, &c->now->positions);
	return buf_check(&c->now->positions, err);
}

/* Looks the terms up. *has_twice: one of them is there twice. */
static int find_terms(struct collect *c, const struct bulk_document *d,
		      bool *has_twice, struct err *err)
{
	uint32_t *terms = grow(c->terms, d->posting_count, &c->term_cap,
			       sizeof(*terms), err);
	int ret;

	*has_twice = false;
	if (!terms)
		return (int)err->code;
	c->terms = terms;
	ret = vocabulary_get(&c->now->terms.vocabulary, d->postings,
			     d->posting_count, terms, err);
	if (ret)
		return ret;
	c->serial++;
	for (size_t i = 0; i < d->posting_count; i++) {
		struct vocabulary_term *term =
			vocabulary_at(&c->now->terms.vocabulary, terms[i]);

		if (term->document == c->serial)
			*has_twice = true;
		term->document = c->serial;
	}
	return 0;
}

static int by_term(const void *a, const void *b)
{
	const struct xap_posting *x = a, *y = b;

	return str_cmp(x->term, y->term);
}

/* Makes one posting of those of a term; the positions go to *positions, to be
 * freed. */
static int join(struct collect *c, struct bulk_document *d,
		uint32_t **positions, struct err *err)
{
	struct xap_posting *joined = grow(c->joined, d->posting_count,
					  &c->joined_cap, sizeof(*joined), err);
	size_t count = 0, used = 0, all = 0;

	*positions = NULL;
	if (!joined)
		return (int)err->code;
	c->joined = joined;
	memcpy(joined, d->postings, d->posting_count * sizeof(*joined));
	qsort(joined, d->posting_count, sizeof(*joined), by_term);
	for (size_t i = 0; i < d->posting_count; i++)
		all += joined[i].position_count;
	*positions = malloc((all + 1) * sizeof(**positions));
	if (!*positions)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	for (size_t i = 0; i < d->posting_count; i++) {
		struct xap_posting p = joined[i];

		if (p.position_count)
			memcpy(*positions + used, p.positions,
			       p.position_count * sizeof(**positions));
		p.positions = *positions + used;
		used += p.position_count;
		if (count && str_eq(joined[count - 1].term, p.term)) {
			joined[count - 1].wdf += p.wdf;
			joined[count - 1].position_count += p.position_count;
		} else {
			joined[count++] = p;
		}
	}
	d->postings = joined;
	d->posting_count = count;
	return 0;
}

static int add_postings(struct collect *c, const struct bulk_document *d,
			uint64_t *length, uint32_t *most, struct err *err)
{
	struct batch *b = c->now;
	struct batch_posting *all =
		grow(b->postings, b->count + d->posting_count + 1, &b->cap,
		     sizeof(*all), err);

	if (!all)
		return (int)err->code;
	b->postings = all;
	*length = 0;
	*most = 0;
	for (size_t i = 0; i < d->posting_count; i++) {
		const struct xap_posting *p = &d->postings[i];
		int ret;

		all[b->count++] = (struct batch_posting){
			c->terms[i], (uint32_t)b->terms.count, p->wdf,
			(uint32_t)b->positions.len
		};
		vocabulary_at(&b->terms.vocabulary, c->terms[i])->count++;
		*length += p->wdf;
		if (p->wdf > *most)
			*most = p->wdf;
		ret = pack_positions(c, p, err);
		if (ret)
			return ret;
	}
	return 0;
}

static int add_slots(struct collect *c, const struct bulk_document *d,
		     struct err *err)
{
	for (size_t i = 0; i < d->value_count; i++) {
		uint32_t slot = d->values[i].slot;

		buf_add_varint(&c->now->terms.slots,
			       i ? slot - d->values[i - 1].slot - 1 : slot);
	}
	return buf_check(&c->now->terms.slots, err);
}

static int check_size(const struct bulk_document *d, struct err *err)
{
	size_t positions = 0;
	bool is_long = false;

	for (size_t i = 0; i < d->posting_count; i++) {
		positions += d->postings[i].position_count;
		if (d->postings[i].position_count > POSITIONS_LIST_MAX)
			is_long = true;
	}
	if (d->posting_count > DOCUMENT_POSTINGS_MAX ||
	    positions > DOCUMENT_POSITIONS_MAX || is_long)
		return err_set(err, ERR_LIMIT, "a document has too many terms");
	return 0;
}

static int add_document(struct collect *c, uint32_t docid,
			const struct bulk_document *d, uint64_t *length,
			uint32_t *most, struct err *err)
{
	struct batch *b = c->now;
	struct termlist_document *documents =
		grow(b->terms.documents, b->terms.count + 2, &b->terms.cap,
		     sizeof(*documents), err);
	struct termlist_document *at;
	int ret;

	if (!documents)
		return (int)err->code;
	b->terms.documents = documents;
	at = &documents[b->terms.count];
	*at = (struct termlist_document){ docid, (uint32_t)b->count,
					  (uint32_t)b->terms.slots.len, 0 };
	ret = add_postings(c, d, length, most, err);
	if (!ret)
		ret = add_slots(c, d, err);
	if (ret)
		return ret;
	at->length = *length;
	b->terms.count++;
	return b->count < c->most_postings && batch_bytes(b) < BATCH_BYTES
		       ? 0
		       : leave(c, write_batch, err);
}

int collect_add(struct collect *c, uint32_t docid,
		const struct bulk_document *document, uint64_t *length,
		uint32_t *most, struct err *err)
{
	struct bulk_document d = *document;
	uint32_t *positions = NULL;
	bool has_twice = false;
	int ret = check_size(&d, err);

	if (!ret)
		ret = find_terms(c, &d, &has_twice, err);
	if (!ret && has_twice) {
		ret = join(c, &d, &positions, err);
		if (!ret)
			ret = find_terms(c, &d, &has_twice, err);
	}
	if (!ret)
		ret = add_document(c, docid, &d, length, most, err);
	free(positions);
	return ret;
}

int collect_end(struct collect *c, struct err *err)
{
	int ret = settle(c, err);

	/* The runs are read from here on; lists of terms may take longer. */
	if (!ret && c->now->terms.count)
		ret = batch_write(c->now, c->streams, err);
	for (size_t i = 0; i < BATCH_KINDS && !ret; i++) {
		if (c->streams[i].spill)
			ret = spill_flush(c->streams[i].spill, err);
	}
	return ret ? ret : leave(c, write_terms, err);
}

int collect_wait(struct collect *c, struct err *err)
{
	return settle(c, err);
}
