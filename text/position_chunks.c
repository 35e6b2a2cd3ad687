/*
 * Where the words of documents are: chunks of entries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A chunk is runs, one a term: a varint of how many bytes the term shares with
 * the one before, the rest of it as a field, and its entries as a field, each
 * the docid less the one before, a varint, and the list.
 */
#include "text/positions.h"

#include <stdlib.h>

/* What the numbers before a run take at most, and what a key has besides the
 * term. */
#define RUN_NUMBERS 8
#define KEY_REST    6

/* ---- Writing ------------------------------------------------------------ */

void positions_begin(struct positions_writer *w, size_t most,
		     positions_put_fn put, void *payload)
{
	*w = (struct positions_writer){ .put = put,
					.payload = payload,
					.most = most };
}

static size_t shared(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
}

/* Adds the run at hand, if there is one, to the chunk. */
static void close_run(struct positions_writer *w)
{
	struct str term = buf_view(&w->term);
	struct buf before = w->before;
	size_t same;

	if (w->run.len == 0)
		return;
	same = shared(buf_view(&before), term);
	buf_add_varint(&w->chunk, same);
	buf_add_field(&w->chunk, str_skip(term, same));
	buf_add_field(&w->chunk, buf_view(&w->run));
	buf_clear(&w->run);
	w->before = w->term;
	w->term = before;
	buf_clear(&w->term);
}

static int check(const struct positions_writer *w, struct err *err)
{
	int ret = buf_check(&w->chunk, err);

	if (!ret)
		ret = buf_check(&w->run, err);
	if (!ret)
		ret = buf_check(&w->term, err);
	return ret ? ret : buf_check(&w->key, err);
}

static int put_chunk(struct positions_writer *w, struct err *err)
{
	int ret;

	if (w->run.len == 0)
		return check(w, err);
	buf_clear(&w->key);
	positions_key(buf_view(&w->term), w->docid, &w->key);
	close_run(w);
	ret = check(w, err);
	if (!ret)
		ret = w->put(buf_view(&w->key), buf_view(&w->chunk), w->payload,
			     err);
	buf_clear(&w->chunk);
	buf_clear(&w->before);
	w->docid = 0;
	return ret;
}

/* The bytes of chunk and key, at most, with one more entry. */
static size_t size_with(const struct positions_writer *w, struct str term,
			struct str list, bool is_same)
{
	size_t size = w->chunk.len + w->term.len + RUN_NUMBERS + w->run.len;

	if (!is_same)
		size += term.len + RUN_NUMBERS;
	return size + 5 + list.len + term.len + KEY_REST;
}

int positions_add(struct positions_writer *w, struct str term, uint32_t docid,
		  struct str list, struct err *err)
{
	bool is_same = w->run.len && str_eq(buf_view(&w->term), term);
	int ret;

	if (is_same && docid <= w->docid)
		BUG("positions that are not in order");
	if (w->run.len && size_with(w, term, list, is_same) > w->most) {
		ret = put_chunk(w, err);
		if (ret)
			return ret;
		is_same = false;
	}
	if (!is_same) {
		close_run(w);
		buf_clear(&w->term);
		buf_add_str(&w->term, term);
		w->docid = 0;
	}
	buf_add_varint(&w->run, docid - w->docid);
	buf_add_str(&w->run, list);
	w->docid = docid;
	return w->run.failed ? check(w, err) : 0;
}

int positions_end(struct positions_writer *w, struct err *err)
{
	return put_chunk(w, err);
}

void positions_writer_release(struct positions_writer *w)
{
	buf_release(&w->chunk);
	buf_release(&w->run);
	buf_release(&w->term);
	buf_release(&w->before);
	buf_release(&w->key);
}

/* ---- Reading ------------------------------------------------------------ */

void positions_open(struct positions_reader *r, struct str chunk)
{
	r->runs = chunk;
	r->term_len = 0;
	r->run = str_make(NULL, 0);
	r->docid = 0;
	r->list = str_make(NULL, 0);
	r->bad = false;
}

static bool damaged(struct positions_reader *r)
{
	r->bad = true;
	r->runs.len = r->run.len = 0;
	return false;
}

bool positions_next_term(struct positions_reader *r)
{
	struct buf_reader runs = { r->runs, false };
	uint64_t same;
	struct str rest;

	if (r->runs.len == 0)
		return false;
	same = buf_read_varint(&runs);
	rest = buf_read_field(&runs);
	r->run = buf_read_field(&runs);
	if (runs.bad || same > r->term_len ||
	    rest.len > POSITIONS_TERM_MAX - same || r->run.len == 0)
		return damaged(r);
	/* Terms rise: the rest is more than what it replaces. */
	if (str_cmp(rest, str_make(r->term + same, r->term_len - same)) <= 0)
		return damaged(r);
	memcpy(r->term + same, rest.p, rest.len);
	r->term_len = same + rest.len;
	r->runs = runs.rest;
	r->docid = 0;
	return true;
}

bool positions_find_term(struct positions_reader *r, struct str term)
{
	while (positions_next_term(r)) {
		int order = str_cmp(positions_term(r), term);

		if (order >= 0)
			return order == 0;
	}
	return false;
}

/* Reads a varint of at most 5 bytes and 32 bits; NULL where there is none. */
static const char *read_number(const char *p, const char *end, uint64_t *out)
{
	uint64_t value = 0;

	for (unsigned int shift = 0; p < end && shift < 35; shift += 7) {
		unsigned char c = (unsigned char)*p++;

		value |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*out = value;
			return p;
		}
	}
	return NULL;
}

/* Where a list ends; NULL where it does not. */
static const char *skip_list(const char *p, const char *end)
{
	uint64_t head, more;

	p = read_number(p, end, &head);
	if (!p || !(head & 1))
		return p;
	if (!(head & 2))
		return read_number(p, end, &more);
	return head >> 2 <= (uint64_t)(end - p) ? p + (head >> 2) : NULL;
}

bool positions_next(struct positions_reader *r)
{
	const char *end = r->run.p + r->run.len, *p, *behind;
	uint64_t more;

	if (r->run.len == 0)
		return false;
	p = read_number(r->run.p, end, &more);
	behind = p ? skip_list(p, end) : NULL;
	if (!behind || more == 0 || more > UINT32_MAX - r->docid)
		return damaged(r);
	r->docid += (uint32_t)more;
	r->list = str_make(p, (size_t)(behind - p));
	r->run = str_make(behind, (size_t)(end - behind));
	return true;
}

bool positions_find(struct positions_reader *r, uint32_t docid)
{
	while (r->docid < docid) {
		if (!positions_next(r))
			return false;
	}
	return r->docid == docid;
}

/* ---- Changing ----------------------------------------------------------- */

struct edit {
	struct positions_reader reader;
	bool has_entry; /* the reader is at one */
	const struct positions_change *changes;
	size_t count;
};

static void next_entry(struct edit *e)
{
	e->has_entry = positions_next(&e->reader);
	while (!e->has_entry && positions_next_term(&e->reader))
		e->has_entry = positions_next(&e->reader);
}

/* Is the entry before, at (0) or behind the next change? */
static int against(const struct edit *e)
{
	int order;

	if (!e->has_entry || e->count == 0)
		return e->has_entry ? -1 : 1;
	order = str_cmp(positions_term(&e->reader), e->changes->term);
	return order ? order
		     : (e->reader.docid > e->changes->docid) -
			       (e->reader.docid < e->changes->docid);
}

static int merge(struct edit *e, struct positions_writer *w, struct err *err)
{
	int ret = 0;

	next_entry(e);
	while (!ret && (e->has_entry || e->count)) {
		int order = against(e);

		if (order < 0)
			ret = positions_add(w, positions_term(&e->reader),
					    e->reader.docid, e->reader.list,
					    err);
		else if (e->changes->list.len)
			ret = positions_add(w, e->changes->term,
					    e->changes->docid, e->changes->list,
					    err);
		if (order >= 0) {
			e->changes++;
			e->count--;
		}
		if (order <= 0)
			next_entry(e);
	}
	if (!ret && e->reader.bad)
		ret = positions_damaged(err);
	return ret ? ret : positions_end(w, err);
}

static int merge_into(struct str chunk, const struct positions_change *changes,
		      size_t count, struct positions_writer *w, struct err *err)
{
	struct edit e = { .changes = changes, .count = count };
	int ret;

	positions_open(&e.reader, chunk);
	ret = merge(&e, w, err);
	positions_writer_release(w);
	return ret;
}

static int measure(struct str key, struct str chunk, void *payload,
		   struct err *err)
{
	(void)err;
	*(size_t *)payload = key.len + chunk.len;
	return 0;
}

int positions_edit(struct str chunk, const struct positions_change *changes,
		   size_t count, positions_put_fn put, void *payload,
		   struct err *err)
{
	struct positions_writer w;
	size_t size = 0, parts;
	int ret;

	positions_begin(&w, SIZE_MAX, measure, &size);
	ret = merge_into(chunk, changes, count, &w, err);
	if (ret || size == 0)
		return ret;
	/* A writer reckons with a few bytes more than there are in the end. */
	parts = (size + POSITIONS_CHUNK - 1) / POSITIONS_CHUNK;
	positions_begin(
		&w, parts == 1 ? SIZE_MAX : size / parts + POSITIONS_CHUNK / 20,
		put, payload);
	return merge_into(chunk, changes, count, &w, err);
}
