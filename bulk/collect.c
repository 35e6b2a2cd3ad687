/*
 * The postings of document after document, turned round in memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is sorted but the different terms: postings are counted into the
 * order of the terms, and from there back into that of the documents, whose
 * terms are then in order.
 */
#include "bulk/collect.h"

#include <stdlib.h>

#include "base/buf.h"
#include "bulk/aside.h"
#include "bulk/grow.h"
#include "bulk/pack.h"
#include "bulk/termlist.h"
#include "bulk/vocabulary.h"
#include "text/positions.h"

/* A run ends when it has so much. */
#define RUN_POSTINGS (1u << 20)
#define RUN_BYTES    (32u << 20) /* of terms, and of packed positions */

/* More than that no document may have, so that 32 bits tell all apart. */
#define DOCUMENT_POSTINGS_MAX  (1u << 27)
#define DOCUMENT_POSITIONS_MAX (1u << 28)
#define KINDS		       2

struct posting {
	uint32_t term;	    /* in the vocabulary */
	uint32_t document;  /* of the run, from 0 */
	uint32_t frequency; /* in the document */
	uint32_t positions; /* where they are packed, up to the next one's */
};

/* Runs of one kind. */
struct stream {
	struct spill *spill; /* or NULL: they are not wanted */
	struct runs_place *runs;
	size_t count, cap;
};

struct collect {
	struct stream streams[KINDS];
	struct termlist *termlist; /* or NULL: it is not wanted */
	size_t most_postings;

	/* Of the run at hand, and of the last one, while its terms are written
	 * beside. */
	struct termlist_run terms_of[2];
	struct termlist_run *now, *left;
	struct aside aside;

	/* The run at hand. */
	struct posting *postings;
	size_t posting_count, posting_cap;
	struct buf positions;

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
	c->streams[COLLECT_POSTINGS].spill = postings;
	c->streams[COLLECT_POSITIONS].spill = positions;
	c->most_postings = RUN_POSTINGS;
	c->now = &c->terms_of[0];
	c->aside.has_threads = has_threads;
	return termlist ? termlist_new(termlist, &c->termlist, err) : 0;
}

void collect_free(struct collect *c)
{
	struct err ignored = ERR_INIT;

	if (!c)
		return;
	aside_wait(&c->aside, &ignored);
	for (size_t i = 0; i < KINDS; i++)
		free(c->streams[i].runs);
	for (size_t i = 0; i < 2; i++)
		termlist_run_release(&c->terms_of[i]);
	termlist_free(c->termlist);
	free(c->postings);
	buf_release(&c->positions);
	free(c->terms);
	free(c->joined);
	free(c->sorted);
	free(c);
}

void collect_limit(struct collect *c, size_t postings)
{
	c->most_postings = postings;
}

struct spill *collect_spill(const struct collect *c, enum collect_kind kind)
{
	return c->streams[kind].spill;
}

const struct runs_place *collect_runs(const struct collect *c,
				      enum collect_kind kind, size_t *count)
{
	*count = c->streams[kind].count;
	return c->streams[kind].runs;
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
	positions_encode(positions, count, &c->positions);
	return buf_check(&c->positions, err);
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
	ret = vocabulary_get(&c->now->vocabulary, d->postings, d->posting_count,
			     terms, err);
	if (ret)
		return ret;
	c->serial++;
	for (size_t i = 0; i < d->posting_count; i++) {
		struct vocabulary_term *term =
			vocabulary_at(&c->now->vocabulary, terms[i]);

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
	struct posting *all =
		grow(c->postings, c->posting_count + d->posting_count + 1,
		     &c->posting_cap, sizeof(*all), err);

	if (!all)
		return (int)err->code;
	c->postings = all;
	*length = 0;
	*most = 0;
	for (size_t i = 0; i < d->posting_count; i++) {
		const struct xap_posting *p = &d->postings[i];
		int ret;

		all[c->posting_count++] =
			(struct posting){ c->terms[i], (uint32_t)c->now->count,
					  p->wdf, (uint32_t)c->positions.len };
		vocabulary_at(&c->now->vocabulary, c->terms[i])->count++;
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

		buf_add_varint(&c->now->slots,
			       i ? slot - d->values[i - 1].slot - 1 : slot);
	}
	return buf_check(&c->now->slots, err);
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

static int end_run(struct collect *c, struct err *err);

static int add_document(struct collect *c, uint32_t docid,
			const struct bulk_document *d, uint64_t *length,
			uint32_t *most, struct err *err)
{
	struct termlist_document *documents =
		grow(c->now->documents, c->now->count + 2, &c->now->cap,
		     sizeof(*documents), err);
	struct termlist_document *at;
	int ret;

	if (!documents)
		return (int)err->code;
	c->now->documents = documents;
	at = &documents[c->now->count];
	*at = (struct termlist_document){ docid, (uint32_t)c->posting_count,
					  (uint32_t)c->now->slots.len, 0 };
	ret = add_postings(c, d, length, most, err);
	if (!ret)
		ret = add_slots(c, d, err);
	if (ret)
		return ret;
	at->length = *length;
	c->now->count++;
	if (c->posting_count < c->most_postings &&
	    c->now->vocabulary.len + c->positions.len + c->now->slots.len <
		    RUN_BYTES)
		return 0;
	return end_run(c, err);
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

/* ---- Writing a run ---------------------------------------------------- */

/* Counts the postings into the order of their terms. Afterwards the count of
 * each term is where in `order` its postings end. */
static void order_postings(struct collect *c, uint32_t *order)
{
	uint32_t before = 0;

	for (size_t i = 0; i < c->now->vocabulary.count; i++) {
		struct vocabulary_term *term = vocabulary_at(
			&c->now->vocabulary, c->now->vocabulary.all[i]);
		uint32_t count = term->count;

		term->count = before;
		before += count;
	}
	for (size_t i = 0; i < c->posting_count; i++)
		order[vocabulary_at(&c->now->vocabulary, c->postings[i].term)
			      ->count++] = (uint32_t)i;
}

static size_t positions_len(const struct posting *p)
{
	return p[1].positions - p->positions;
}

/* A term into a run, told of so many documents; postings say how often they
 * have it in all. */
static int spill_term(const struct stream *s,
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
static int spill_posting(const struct stream *s, uint32_t gap,
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

static int spill_positions(const struct stream *s, uint32_t gap,
			   struct str list, struct err *err)
{
	unsigned char *out =
		spill_room(s->spill, 2 * PACK_UINT_MAX + list.len, err);

	if (!out)
		return (int)err->code;
	out = pack_uint(pack_uint(out, gap), list.len);
	memcpy(out, list.p, list.len);
	spill_wrote(s->spill, out + list.len);
	return 0;
}

/* The postings of a term into the runs, and it into the lists of their
 * documents. */
static int spill_postings(struct collect *c, uint32_t at, const uint32_t *order,
			  size_t count, struct err *err)
{
	const struct stream *positions = &c->streams[COLLECT_POSITIONS];
	uint32_t docid = 0, docid_with = 0;
	int ret = 0;

	for (size_t i = 0; i < count && !ret; i++) {
		const struct posting *p = &c->postings[order[i]];
		struct termlist_document *d = &c->now->documents[p->document];

		c->now->entries[d->entries++] =
			(struct termlist_entry){ at, p->frequency };
		ret = spill_posting(&c->streams[COLLECT_POSTINGS],
				    d->docid - docid, p->frequency, err);
		docid = d->docid;
		if (ret || positions_len(p) == 0)
			continue;
		ret = spill_positions(positions, docid - docid_with,
				      str_make(c->positions.p + p->positions,
					       positions_len(p)),
				      err);
		docid_with = docid;
	}
	return ret;
}

static int spill_all_of(struct collect *c, uint32_t at, const uint32_t *order,
			size_t count, struct err *err)
{
	const struct vocabulary_term *term =
		vocabulary_at(&c->now->vocabulary, at);
	uint64_t total = 0, with = 0;
	int ret;

	for (size_t i = 0; i < count; i++) {
		const struct posting *p = &c->postings[order[i]];

		total += p->frequency;
		with += positions_len(p) > 0;
	}
	ret = spill_term(&c->streams[COLLECT_POSTINGS], term, count, &total,
			 err);
	if (!ret)
		ret = spill_term(&c->streams[COLLECT_POSITIONS], term, with,
				 NULL, err);
	return ret ? ret : spill_postings(c, at, order, count, err);
}

static int begin_run(struct stream *s, struct err *err)
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

static int spill_run(struct collect *c, const uint32_t *order, struct err *err)
{
	size_t first = 0;
	int ret = 0;

	for (size_t i = 0; i < KINDS && !ret; i++)
		ret = begin_run(&c->streams[i], err);
	for (size_t i = 0; i < c->now->vocabulary.count && !ret; i++) {
		uint32_t at = c->now->vocabulary.all[i];
		size_t end = vocabulary_at(&c->now->vocabulary, at)->count;

		/* A document that was refused may have left a term behind. */
		if (end > first)
			ret = spill_all_of(c, at, order + first, end - first,
					   err);
		first = end;
	}
	for (size_t i = 0; i < KINDS && !ret; i++) {
		struct stream *s = &c->streams[i];

		if (s->spill)
			s->runs[s->count++].end = spill_at(s->spill);
	}
	return ret;
}

static int write_termlists(void *payload, struct err *err)
{
	struct collect *c = payload;

	return termlist_add(c->termlist, c->left, err);
}

/* Leaves what the lists of terms are made of to another thread, if there is
 * one, and goes on with what was left to it before. */
static int leave_terms(struct collect *c, struct err *err)
{
	int ret = aside_wait(&c->aside, err);

	c->left = c->now;
	if (!ret && c->termlist)
		aside_start(&c->aside, write_termlists, c);
	if (c->aside.is_running)
		c->now = &c->terms_of[c->now == c->terms_of];
	vocabulary_clear(&c->now->vocabulary);
	buf_clear(&c->now->slots);
	free(c->now->entries);
	c->now->entries = NULL;
	c->now->count = 0;
	return ret;
}

static int end_run(struct collect *c, struct err *err)
{
	size_t count = c->posting_count + 1;
	uint32_t *order = malloc(count * sizeof(*order));
	int ret = 0;

	c->now->entries = malloc(count * sizeof(*c->now->entries));
	if (!order || !c->now->entries)
		ret = err_set(err, ERR_MEMORY, "no memory to build an index");
	/* What is behind the last ones, where they end. */
	if (!ret) {
		c->postings[c->posting_count].positions =
			(uint32_t)c->positions.len;
		c->now->documents[c->now->count].slots =
			(uint32_t)c->now->slots.len;
		ret = vocabulary_sort(&c->now->vocabulary, err);
	}
	if (!ret) {
		order_postings(c, order);
		ret = spill_run(c, order, err);
	}
	free(order);
	if (!ret)
		ret = leave_terms(c, err);
	c->posting_count = 0;
	buf_clear(&c->positions);
	return ret;
}

int collect_end(struct collect *c, struct err *err)
{
	int ret = c->now->count ? end_run(c, err) : 0;

	for (size_t i = 0; i < KINDS && !ret; i++) {
		if (c->streams[i].spill)
			ret = spill_flush(c->streams[i].spill, err);
	}
	return ret;
}

int collect_wait(struct collect *c, struct err *err)
{
	return aside_wait(&c->aside, err);
}
