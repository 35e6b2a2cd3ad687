/*
 * A batch of documents, turned round in memory and written as a run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is sorted but the different terms: postings are counted into the
 * order of the terms, and from there back into that of the documents, whose
 * terms are then in order.
 */
#include "bulk/batch.h"

#include <stdlib.h>

#include "bulk/grow.h"
#include "bulk/pack.h"

/* What is read next is all over the memory, so it is asked for so many terms,
 * and postings, ahead. */
#define EXPECTED_TERMS	  8
#define EXPECTED_POSTINGS 16

void batch_clear(struct batch *b)
{
	vocabulary_clear(&b->terms.vocabulary);
	buf_clear(&b->terms.slots);
	buf_clear(&b->positions);
	free(b->terms.entries);
	b->terms.entries = NULL;
	b->terms.count = 0;
	b->count = 0;
}

void batch_release(struct batch *b)
{
	termlist_run_release(&b->terms);
	free(b->postings);
	buf_release(&b->positions);
}

size_t batch_bytes(const struct batch *b)
{
	return b->terms.vocabulary.len + b->positions.len + b->terms.slots.len;
}

static struct vocabulary_term *term_at(const struct batch *b, uint32_t at)
{
	return vocabulary_at(&b->terms.vocabulary, at);
}

/* Asks for the term that comes so many behind the i-th. */
static void expect_term(const struct batch *b, size_t i)
{
	const struct vocabulary *v = &b->terms.vocabulary;

	if (i + EXPECTED_TERMS < v->count)
		__builtin_prefetch(term_at(b, v->all[i + EXPECTED_TERMS]));
}

/* Counts the postings into the order of their terms. Afterwards the count of
 * each term is where in `order` its postings end. */
static void order_postings(struct batch *b, uint32_t *order)
{
	const struct vocabulary *v = &b->terms.vocabulary;
	uint32_t before = 0;

	for (size_t i = 0; i < v->count; i++) {
		struct vocabulary_term *term = term_at(b, v->all[i]);
		uint32_t count = term->count;

		expect_term(b, i);
		term->count = before;
		before += count;
	}
	for (size_t i = 0; i < b->count; i++)
		order[term_at(b, b->postings[i].term)->count++] = (uint32_t)i;
}

/* ---- Runs --------------------------------------------------------------- */

/* The postings of one term. */
struct postings {
	uint32_t term;
	const uint32_t *order; /* of these, up to the end of all */
	size_t count, rest;
};

static size_t positions_len(const struct batch_posting *p)
{
	return p[1].positions - p->positions;
}

/* A term into a run, told of so many documents; postings say how often they
 * have it in all. */
static int spill_term(const struct batch_stream *s,
		      const struct vocabulary_term *term, uint64_t documents,
		      const uint64_t *total, struct err *err)
{
	unsigned char *out;

	if (!s->spill || documents == 0)
		return 0;
	out = spill_room(s->spill, 1 + term->len + 2 * PACK_UINT_MAX, err);
	if (!out)
		return (int)err->code;
	*out++ = (unsigned char)term->len;
	memcpy(out, term->bytes, term->len);
	out = pack_uint(out + term->len, documents);
	spill_wrote(s->spill, total ? pack_uint(out, *total) : out);
	return 0;
}

/* A posting, `gap` behind the one before. */
static int spill_posting(const struct batch_stream *s, uint32_t gap,
			 uint32_t frequency, struct err *err)
{
	unsigned char *out;

	if (!s->spill)
		return 0;
	out = spill_room(s->spill, 2 * PACK_UINT_MAX, err);
	if (!out)
		return (int)err->code;
	spill_wrote(s->spill, pack_uint(pack_uint(out, gap), frequency));
	return 0;
}

static int spill_positions(const struct batch_stream *s, uint32_t gap,
			   struct str list, struct err *err)
{
	unsigned char *out;

	if (!s->spill)
		return 0;
	out = spill_room(s->spill, 2 * PACK_UINT_MAX + list.len, err);
	if (!out)
		return (int)err->code;
	out = pack_uint(pack_uint(out, gap), list.len);
	memcpy(out, list.p, list.len);
	spill_wrote(s->spill, out + list.len);
	return 0;
}

/* The postings of a term into the runs, and it into the lists of their
 * documents. */
static int spill_postings(struct batch *b, const struct postings *all,
			  const struct batch_stream *streams, struct err *err)
{
	uint32_t docid = 0, docid_with = 0;
	int ret = 0;

	for (size_t i = 0; i < all->count && !ret; i++) {
		const struct batch_posting *p = &b->postings[all->order[i]];
		struct termlist_document *d = &b->terms.documents[p->document];

		b->terms.entries[d->entries++] =
			(struct termlist_entry){ all->term, p->frequency };
		ret = spill_posting(&streams[BATCH_POSTINGS], d->docid - docid,
				    p->frequency, err);
		docid = d->docid;
		if (ret || positions_len(p) == 0)
			continue;
		ret = spill_positions(&streams[BATCH_POSITIONS],
				      docid - docid_with,
				      str_make(b->positions.p + p->positions,
					       positions_len(p)),
				      err);
		docid_with = docid;
	}
	return ret;
}

static int spill_all_of(struct batch *b, const struct postings *all,
			const struct batch_stream *streams, struct err *err)
{
	const struct vocabulary_term *term = term_at(b, all->term);
	uint64_t total = 0, with = 0;
	int ret;

	for (size_t i = 0; i < all->count; i++) {
		const struct batch_posting *p = &b->postings[all->order[i]];

		if (i + EXPECTED_POSTINGS < all->rest)
			__builtin_prefetch(
				&b->postings[all->order[i +
							EXPECTED_POSTINGS]]);
		total += p->frequency;
		with += positions_len(p) > 0;
	}
	ret = spill_term(&streams[BATCH_POSTINGS], term, all->count, &total,
			 err);
	if (!ret)
		ret = spill_term(&streams[BATCH_POSITIONS], term, with, NULL,
				 err);
	return ret ? ret : spill_postings(b, all, streams, err);
}

static int begin_run(struct batch_stream *s, struct err *err)
{
	struct runs_place *runs;

	if (!s->spill)
		return 0;
	runs = grow(s->runs, s->count + 1, &s->cap, sizeof(*runs), err);
	if (!runs)
		return (int)err->code;
	s->runs = runs;
	runs[s->count].at = spill_at(s->spill);
	return 0;
}

static void end_run(struct batch_stream *s)
{
	if (s->spill)
		s->runs[s->count++].end = spill_at(s->spill);
}

static int spill_run(struct batch *b, const uint32_t *order,
		     struct batch_stream *streams, struct err *err)
{
	const struct vocabulary *v = &b->terms.vocabulary;
	size_t first = 0;
	int ret = 0;

	for (size_t i = 0; i < BATCH_KINDS && !ret; i++)
		ret = begin_run(&streams[i], err);
	for (size_t i = 0; i < v->count && !ret; i++) {
		size_t end = term_at(b, v->all[i])->count;
		struct postings all = { v->all[i], order + first, end - first,
					b->count - first };

		expect_term(b, i);
		/* A document that was refused may have left a term behind. */
		if (all.count)
			ret = spill_all_of(b, &all, streams, err);
		first = end;
	}
	for (size_t i = 0; i < BATCH_KINDS && !ret; i++)
		end_run(&streams[i]);
	return ret;
}

int batch_write(struct batch *b, struct batch_stream streams[BATCH_KINDS],
		struct err *err)
{
	size_t room = b->count + 1;
	uint32_t *order = malloc(room * sizeof(*order));
	int ret = 0;

	b->terms.entries = malloc(room * sizeof(*b->terms.entries));
	if (!order || !b->terms.entries)
		ret = err_set(err, ERR_MEMORY, "no memory to build an index");
	/* What is behind the last ones, where they end. */
	if (!ret) {
		b->postings[b->count].positions = (uint32_t)b->positions.len;
		b->terms.documents[b->terms.count].slots =
			(uint32_t)b->terms.slots.len;
		ret = vocabulary_sort(&b->terms.vocabulary, err);
	}
	if (!ret) {
		order_postings(b, order);
		ret = spill_run(b, order, streams, err);
	}
	free(order);
	return ret;
}
