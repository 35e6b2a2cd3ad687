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

#include "bulk/grow.h"
#include "bulk/pack.h"
#include "bulk/positions.h"
#include "bulk/vocabulary.h"

/* A run ends when it has so much. */
#define RUN_POSTINGS (1u << 20)
#define RUN_BYTES    (32u << 20) /* of terms, and of packed positions */

/* More than that no document may have, so that 32 bits tell all apart. */
#define DOCUMENT_POSTINGS_MAX  (1u << 27)
#define DOCUMENT_POSITIONS_MAX (1u << 28)

struct posting {
	uint32_t term;	    /* in the vocabulary */
	uint32_t document;  /* of the run, from 0 */
	uint32_t frequency; /* in the document */
	uint32_t positions; /* where they are packed, up to the next one's */
};

struct entry {
	uint32_t term, frequency;
};

struct document {
	uint32_t docid;
	uint32_t first; /* of its postings */
	uint32_t slots; /* where they are packed, up to the next one's */
	uint64_t length;
};

struct bytes {
	unsigned char *p;
	size_t len, cap;
};

struct collect {
	struct table *termlist;
	struct deflate *deflate;
	struct spill *spill;
	size_t most_postings;

	/* The run at hand. */
	struct vocabulary vocabulary;
	struct posting *postings;
	size_t posting_count, posting_cap;
	struct document *documents;
	size_t document_count, document_cap;
	struct bytes positions, slots;

	struct collect_run *runs;
	size_t run_count, run_cap;

	uint32_t serial; /* of the document at hand, never 0 */
	uint32_t *terms; /* its terms */
	size_t term_cap;
	struct xap_posting *joined;
	size_t joined_cap;
	uint32_t *sorted; /* positions */
	size_t sorted_cap;
	struct bytes tag;
};

int collect_new(struct table *termlist, struct deflate *deflate,
		struct spill *spill, struct collect **out, struct err *err)
{
	struct collect *c = calloc(1, sizeof(*c));

	*out = c;
	if (!c)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	c->termlist = termlist;
	c->deflate = deflate;
	c->spill = spill;
	c->most_postings = RUN_POSTINGS;
	return 0;
}

void collect_free(struct collect *c)
{
	if (!c)
		return;
	vocabulary_release(&c->vocabulary);
	free(c->postings);
	free(c->documents);
	free(c->positions.p);
	free(c->slots.p);
	free(c->runs);
	free(c->terms);
	free(c->joined);
	free(c->sorted);
	free(c->tag.p);
	free(c);
}

void collect_limit(struct collect *c, size_t postings)
{
	c->most_postings = postings;
}

const struct collect_run *collect_runs(const struct collect *c, size_t *count)
{
	*count = c->run_count;
	return c->runs;
}

/* Room for so many bytes behind the others, or NULL. */
static unsigned char *room(struct bytes *b, size_t len, struct err *err)
{
	unsigned char *p = grow(b->p, b->len + len, &b->cap, 1, err);

	if (!p)
		return NULL;
	b->p = p;
	return p + b->len;
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
	unsigned char *out;

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
	out = room(&c->positions, positions_room(count), err);
	if (!out)
		return (int)err->code;
	c->positions.len = (size_t)(positions_pack(positions, count, out) -
				    c->positions.p);
	return 0;
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
	ret = vocabulary_get(&c->vocabulary, d->postings, d->posting_count,
			     terms, err);
	if (ret)
		return ret;
	c->serial++;
	for (size_t i = 0; i < d->posting_count; i++) {
		struct vocabulary_term *term =
			vocabulary_at(&c->vocabulary, terms[i]);

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
			(struct posting){ c->terms[i],
					  (uint32_t)c->document_count, p->wdf,
					  (uint32_t)c->positions.len };
		vocabulary_at(&c->vocabulary, c->terms[i])->count++;
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
	unsigned char *p = room(&c->slots, d->value_count * PACK_UINT_MAX, err);

	if (!p)
		return (int)err->code;
	for (size_t i = 0; i < d->value_count; i++) {
		uint32_t slot = d->values[i].slot;

		p = pack_uint(p, i ? slot - d->values[i - 1].slot - 1 : slot);
	}
	c->slots.len = (size_t)(p - c->slots.p);
	return 0;
}

static int check_size(const struct bulk_document *d, struct err *err)
{
	size_t positions = 0;

	for (size_t i = 0; i < d->posting_count; i++)
		positions += d->postings[i].position_count;
	if (d->posting_count > DOCUMENT_POSTINGS_MAX ||
	    positions > DOCUMENT_POSITIONS_MAX)
		return err_set(err, ERR_LIMIT, "a document has too many terms");
	return 0;
}

static int end_run(struct collect *c, struct err *err);

static int add_document(struct collect *c, uint32_t docid,
			const struct bulk_document *d, uint64_t *length,
			uint32_t *most, struct err *err)
{
	struct document *documents =
		grow(c->documents, c->document_count + 2, &c->document_cap,
		     sizeof(*documents), err);
	struct document *at;
	int ret;

	if (!documents)
		return (int)err->code;
	c->documents = documents;
	at = &documents[c->document_count];
	*at = (struct document){ docid, (uint32_t)c->posting_count,
				 (uint32_t)c->slots.len, 0 };
	ret = add_postings(c, d, length, most, err);
	if (!ret)
		ret = add_slots(c, d, err);
	if (ret)
		return ret;
	at->length = *length;
	c->document_count++;
	if (c->posting_count < c->most_postings &&
	    c->vocabulary.len + c->positions.len + c->slots.len < RUN_BYTES)
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

	for (size_t i = 0; i < c->vocabulary.count; i++) {
		struct vocabulary_term *term =
			vocabulary_at(&c->vocabulary, c->vocabulary.all[i]);
		uint32_t count = term->count;

		term->count = before;
		before += count;
	}
	for (size_t i = 0; i < c->posting_count; i++)
		order[vocabulary_at(&c->vocabulary, c->postings[i].term)
			      ->count++] = (uint32_t)i;
}

/* A posting into the run. */
static int spill_posting(struct collect *c, const struct posting *p,
			 uint32_t gap, struct err *err)
{
	size_t len = p[1].positions - p->positions;
	unsigned char *out = spill_room(c->spill, 3 * PACK_UINT_MAX + len, err);

	if (!out)
		return (int)err->code;
	out = pack_uint(out, gap);
	out = pack_uint(out, p->frequency);
	out = pack_uint(out, len);
	if (len)
		memcpy(out, c->positions.p + p->positions, len);
	spill_wrote(c->spill, out + len);
	return 0;
}

/* A term with its postings into the run, and it into the lists of their
 * documents. */
static int spill_term(struct collect *c, uint32_t at, const uint32_t *order,
		      size_t count, struct entry *entries, struct err *err)
{
	const struct vocabulary_term *term = vocabulary_at(&c->vocabulary, at);
	uint64_t total = 0;
	uint32_t docid = 0;
	unsigned char *out =
		spill_room(c->spill, 1 + term->len + 2 * PACK_UINT_MAX, err);
	int ret = 0;

	if (!out)
		return (int)err->code;
	for (size_t i = 0; i < count; i++)
		total += c->postings[order[i]].frequency;
	*out++ = (unsigned char)term->len;
	memcpy(out, term->bytes, term->len);
	out = pack_uint(out + term->len, count);
	spill_wrote(c->spill, pack_uint(out, total));
	for (size_t i = 0; i < count && !ret; i++) {
		const struct posting *p = &c->postings[order[i]];
		struct document *d = &c->documents[p->document];

		entries[d->first++] = (struct entry){ at, p->frequency };
		ret = spill_posting(c, p, d->docid - docid, err);
		docid = d->docid;
	}
	return ret;
}

static int spill_run(struct collect *c, const uint32_t *order,
		     struct entry *entries, struct err *err)
{
	struct collect_run *runs = grow(c->runs, c->run_count + 1, &c->run_cap,
					sizeof(*runs), err);
	size_t first = 0;
	int ret = 0;

	if (!runs)
		return (int)err->code;
	c->runs = runs;
	runs[c->run_count].at = spill_at(c->spill);
	for (size_t i = 0; i < c->vocabulary.count && !ret; i++) {
		uint32_t at = c->vocabulary.all[i];
		size_t end = vocabulary_at(&c->vocabulary, at)->count;

		/* A document that was refused may have left a term behind. */
		if (end > first)
			ret = spill_term(c, at, order + first, end - first,
					 entries, err);
		first = end;
	}
	runs[c->run_count++].end = spill_at(c->spill);
	return ret;
}

/* A term behind another one, of which it shares the first bytes; a frequency
 * that fits stands with their number in one byte, as glass has it. */
static unsigned char *pack_entry(unsigned char *out, struct str term,
				 struct str before, uint32_t frequency)
{
	size_t same = 0;
	uint64_t both;

	while (same < term.len && same < before.len &&
	       term.p[same] == before.p[same])
		same++;
	both = ((uint64_t)frequency + 1) * (before.len + 1) + same;
	if (frequency < 127 && both < 256)
		*out++ = (unsigned char)both;
	else
		*out++ = (unsigned char)same;
	*out++ = (unsigned char)(term.len - same);
	memcpy(out, term.p + same, term.len - same);
	out += term.len - same;
	return frequency < 127 && both < 256 ? out : pack_uint(out, frequency);
}

static int pack_terms(struct collect *c, const struct document *d,
		      const struct entry *entries, size_t count,
		      struct err *err)
{
	struct str before = STR("");
	unsigned char *out;

	c->tag.len = 0;
	if (count == 0)
		return 0;
	out = room(&c->tag,
		   2 * PACK_UINT_MAX +
			   count * (2 + XAP_TERM_MAX + PACK_UINT_MAX),
		   err);
	if (!out)
		return (int)err->code;
	out = pack_uint(out, d->length);
	out = pack_uint(out, count);
	for (size_t i = 0; i < count; i++) {
		const struct vocabulary_term *t =
			vocabulary_at(&c->vocabulary, entries[i].term);
		struct str term = str_make(t->bytes, t->len);

		if (i == 0) {
			*out++ = (unsigned char)term.len;
			memcpy(out, term.p, term.len);
			out = pack_uint(out + term.len, entries[i].frequency);
		} else {
			out = pack_entry(out, term, before,
					 entries[i].frequency);
		}
		before = term;
	}
	c->tag.len = (size_t)(out - c->tag.p);
	return 0;
}

/* The terms of a document, and which slots it uses. */
static int write_termlist(struct collect *c, const struct document *d,
			  const struct entry *entries, size_t count,
			  struct err *err)
{
	unsigned char key[PACK_SORTABLE_MAX + 1], *end;
	struct str tag, slots = str_make((const char *)c->slots.p + d->slots,
					 d[1].slots - d->slots);
	bool is_deflated;
	int ret = pack_terms(c, d, entries, count, err);

	if (ret)
		return ret;
	end = pack_sortable(key, d->docid);
	tag = str_make((const char *)c->tag.p, c->tag.len);
	is_deflated = deflate_tag(c->deflate, tag, &tag);
	ret = table_add(c->termlist,
			str_make((const char *)key, (size_t)(end - key)), tag,
			is_deflated, err);
	if (ret || slots.len == 0)
		return ret;
	*end++ = 0;
	is_deflated = deflate_tag(c->deflate, slots, &slots);
	return table_add(c->termlist,
			 str_make((const char *)key, (size_t)(end - key)),
			 slots, is_deflated, err);
}

static int write_termlists(struct collect *c, const struct entry *entries,
			   struct err *err)
{
	size_t first = 0;
	int ret = 0;

	for (size_t i = 0; i < c->document_count && !ret; i++) {
		const struct document *d = &c->documents[i];

		ret = write_termlist(c, d, entries + first, d->first - first,
				     err);
		first = d->first;
	}
	return ret;
}

static int end_run(struct collect *c, struct err *err)
{
	uint32_t *order = malloc((c->posting_count + 1) * sizeof(*order));
	struct entry *entries =
		malloc((c->posting_count + 1) * sizeof(*entries));
	int ret = 0;

	if (!order || !entries)
		ret = err_set(err, ERR_MEMORY, "no memory to build an index");
	/* What is behind the last ones, where they end. */
	if (!ret) {
		c->postings[c->posting_count].positions =
			(uint32_t)c->positions.len;
		c->documents[c->document_count].slots = (uint32_t)c->slots.len;
		ret = vocabulary_sort(&c->vocabulary, err);
	}
	if (!ret) {
		order_postings(c, order);
		ret = spill_run(c, order, entries, err);
	}
	if (!ret)
		ret = write_termlists(c, entries, err);
	free(order);
	free(entries);
	vocabulary_clear(&c->vocabulary);
	c->posting_count = c->document_count = 0;
	c->positions.len = c->slots.len = 0;
	return ret;
}

int collect_end(struct collect *c, struct err *err)
{
	int ret = c->document_count ? end_run(c, err) : 0;

	return ret ? ret : spill_flush(c->spill, err);
}
