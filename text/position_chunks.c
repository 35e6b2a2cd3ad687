/*
 * Where the words of documents are: chunks of entries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A chunk is bits: runs, one a term. A run is how many bytes the term shares
 * with the one before, how many others it has, less one, these, its first
 * docid, less one, the bits of its entries, and they. An entry is how far its
 * docid is behind the one before, less one, unless it is the first; the number
 * of its positions; if there are more than a few, how many bits they take; and
 * they (text/positions.c). What is behind the last run, less than a byte, is
 * nothing.
 */
#include "text/positions_list.h"

/* So many low bits of numbers are told as they are: as it came out smallest for
 * articles in English. */
#define SAME_WIDTH 2
#define REST_WIDTH 3
#define RUN_WIDTH  5
#define LIST_WIDTH 6

/* What a key has besides the term. */
#define KEY_REST (sizeof(POSITIONS_KEYS) - 1 + 1 + 4)

/* The numbers of an entry and of two runs, and the rest of the key, take no
 * more bytes. */
#define ROUGHLY 60

/* What chunks begin with: terms that are in one of some hundred documents. */
#define FIRST_GAP (256 * 16)

/* ---- Docids ------------------------------------------------------------- */

/* How many low bits of the next distance to tell as they are. */
static unsigned int gap_width(uint64_t of_late)
{
	return bits_of((of_late * 5 / 128) | 1) - 1;
}

/* What is known of the distance when another one was this. */
static uint64_t gap_average(uint64_t of_late, uint32_t gap)
{
	return (of_late + (uint64_t)gap * 16) / 2;
}

/* ---- Writing ------------------------------------------------------------ */

static void clear(struct positions_writer *w)
{
	buf_clear(&w->chunk);
	buf_clear(&w->run);
	buf_clear(&w->before);
	w->chunk_bits = bits_into(&w->chunk);
	w->run_bits = bits_into(&w->run);
	w->docid = 0;
	w->first_gap = FIRST_GAP;
}

void positions_begin(struct positions_writer *w, size_t most,
		     positions_put_fn put, void *payload)
{
	*w = (struct positions_writer){ .put = put,
					.payload = payload,
					.most = most };
	clear(w);
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
	struct bits_in rest, run;
	uint64_t len = bits_at(&w->run_bits);
	size_t same;

	if (w->docid == 0)
		return;
	same = shared(buf_view(&before), term);
	bits_put_exp(&w->chunk_bits, (uint32_t)same, SAME_WIDTH);
	bits_put_exp(&w->chunk_bits, (uint32_t)(term.len - same - 1),
		     REST_WIDTH);
	rest = (struct bits_in){ str_skip(term, same), 0, false };
	bits_copy(&w->chunk_bits, &rest, (uint64_t)(term.len - same) * 8);
	bits_put_exp(&w->chunk_bits, w->first - 1, gap_width(w->first_gap));
	w->first_gap = gap_average(w->first_gap, w->first - 1);
	bits_put_exp(&w->chunk_bits, (uint32_t)len, RUN_WIDTH);
	bits_end(&w->run_bits);
	run = (struct bits_in){ buf_view(&w->run), 0, false };
	bits_copy(&w->chunk_bits, &run, len);
	buf_clear(&w->run);
	w->run_bits = bits_into(&w->run);
	w->before = w->term;
	w->term = before;
	buf_clear(&w->term);
	w->docid = 0;
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
	int ret = check(w, err);

	if (ret || w->docid == 0)
		return ret;
	buf_clear(&w->key);
	positions_key(buf_view(&w->term), w->docid, &w->key);
	close_run(w);
	bits_end(&w->chunk_bits);
	ret = check(w, err);
	if (!ret)
		ret = w->put(buf_view(&w->key), buf_view(&w->chunk), w->payload,
			     err);
	clear(w);
	return ret;
}

/* How many bits bits_put_exp puts. */
static unsigned int exp_bits(uint32_t value, unsigned int width)
{
	return 2 * bits_of(((uint64_t)value >> width) + 1) - 1 + width;
}

static uint64_t run_bits(struct str term, struct str before, uint32_t first,
			 uint64_t first_gap, uint64_t len)
{
	size_t same = shared(before, term), rest = term.len - same;

	return exp_bits((uint32_t)same, SAME_WIDTH) +
	       exp_bits((uint32_t)rest - 1, REST_WIDTH) + 8 * rest +
	       exp_bits(first - 1, gap_width(first_gap)) +
	       exp_bits((uint32_t)len, RUN_WIDTH) + len;
}

/* Numbers above POSITIONS_FEW begin with so many zeros as it has bits. */
static bool are_many(struct str list)
{
	return (list.p[0] & POSITIONS_FEW) == 0;
}

static uint64_t list_bits(struct str list)
{
	struct bits_in in = { list, 0, false };
	uint64_t len = positions_bits(list);

	if (are_many(list)) {
		bits_get_gamma(&in);
		len += exp_bits((uint32_t)(len - in.at), LIST_WIDTH);
	}
	return len;
}

/* Is there surely room for one more entry? */
static bool has_much_room(const struct positions_writer *w, struct str term,
			  struct str list)
{
	uint64_t bits = bits_at(&w->run_bits) + bits_at(&w->chunk_bits);

	return bits / 8 + w->term.len + 2 * term.len + list.len + ROUGHLY <=
	       w->most;
}

/* Is there room, to the byte? */
static bool has_room(const struct positions_writer *w, struct str term,
		     uint32_t docid, struct str list, bool is_same)
{
	struct str last = buf_view(&w->term), before = buf_view(&w->before);
	uint64_t run = bits_at(&w->run_bits), bits = bits_at(&w->chunk_bits);

	if (is_same) {
		run += exp_bits(docid - w->docid - 1, gap_width(w->gap)) +
		       list_bits(list);
		bits += run_bits(term, before, w->first, w->first_gap, run);
	} else {
		bits += run_bits(last, before, w->first, w->first_gap, run);
		bits += run_bits(term, last, docid,
				 gap_average(w->first_gap, w->first - 1),
				 list_bits(list));
	}
	return (bits + 7) / 8 + KEY_REST + term.len <= w->most;
}

static void add_entry(struct positions_writer *w, uint32_t docid,
		      struct str list)
{
	struct bits_in in = { list, 0, false };
	uint32_t gap = docid - w->docid - 1;
	uint64_t len = positions_bits(list);

	/* The first docid of a term says how far others may be behind it. */
	if (w->docid == 0) {
		w->first = docid;
		w->gap = (uint64_t)gap * 16;
	} else {
		bits_put_exp(&w->run_bits, gap, gap_width(w->gap));
		w->gap = gap_average(w->gap, gap);
	}
	w->docid = docid;
	if (are_many(list)) {
		bits_put_gamma(&w->run_bits, bits_get_gamma(&in));
		bits_put_exp(&w->run_bits, (uint32_t)(len - in.at), LIST_WIDTH);
	}
	len -= in.at;
	if (len <= 56)
		bits_put(&w->run_bits, bits_get(&in, (unsigned int)len),
			 (unsigned int)len);
	else
		bits_copy(&w->run_bits, &in, len);
}

int positions_add(struct positions_writer *w, struct str term, uint32_t docid,
		  struct str list, struct err *err)
{
	bool is_same = w->docid && str_eq(buf_view(&w->term), term);
	int ret;

	if ((is_same && docid <= w->docid) || positions_bits(list) == 0)
		BUG("positions that are not in order");
	if (w->docid && !has_much_room(w, term, list) &&
	    !has_room(w, term, docid, list, is_same)) {
		ret = put_chunk(w, err);
		if (ret)
			return ret;
		is_same = false;
	}
	if (!is_same) {
		close_run(w);
		buf_clear(&w->term);
		buf_add_str(&w->term, term);
	}
	add_entry(w, docid, list);
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
	r->in = (struct bits_in){ chunk, 0, false };
	r->run_end = 0;
	r->term_len = 0;
	r->docid = 0;
	r->first_gap = FIRST_GAP;
	r->bad = false;
}

static bool damaged(struct positions_reader *r)
{
	r->bad = true;
	r->in.bytes.len = 0;
	r->in.at = r->run_end = 0;
	return false;
}

static uint64_t bits_left(const struct positions_reader *r)
{
	return (uint64_t)r->in.bytes.len * 8 - r->in.at;
}

/* The bytes of a term in which it differs from the one before, which is less.
 */
static bool read_rest(struct positions_reader *r, size_t same, size_t len)
{
	bool is_more = same == r->term_len;

	for (size_t i = same; i < same + len; i++) {
		unsigned char c = (unsigned char)bits_get(&r->in, 8);

		if (i == same && i < r->term_len)
			is_more = c > (unsigned char)r->term[i];
		r->term[i] = (char)c;
	}
	r->term_len = same + len;
	return is_more;
}

bool positions_next_term(struct positions_reader *r)
{
	uint64_t same, rest, len;

	r->in.at = r->run_end;
	if (bits_left(r) < 8)
		return false;
	same = bits_get_exp(&r->in, SAME_WIDTH);
	rest = (uint64_t)bits_get_exp(&r->in, REST_WIDTH) + 1;
	if (r->in.bad || same > r->term_len ||
	    rest > POSITIONS_TERM_MAX - same ||
	    !read_rest(r, (size_t)same, (size_t)rest))
		return damaged(r);
	r->first = bits_get_exp(&r->in, gap_width(r->first_gap));
	r->first_gap = gap_average(r->first_gap, r->first);
	len = bits_get_exp(&r->in, RUN_WIDTH);
	if (r->in.bad || r->first++ == UINT32_MAX || len == 0 ||
	    len > bits_left(r))
		return damaged(r);
	r->run_end = r->in.at + len;
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

/* Passes over the positions of an entry. */
static bool skip_list(struct positions_reader *r)
{
	uint64_t len;

	if (r->count <= POSITIONS_FEW) {
		r->list = r->in.at;
		positions_skip(&r->in, (size_t)r->count);
	} else {
		len = bits_get_exp(&r->in, LIST_WIDTH);
		r->list = r->in.at;
		bits_skip(&r->in, len);
	}
	return !r->in.bad && r->in.at <= r->run_end;
}

bool positions_next(struct positions_reader *r)
{
	uint32_t gap;

	if (r->in.at == r->run_end)
		return false;
	if (r->docid == 0) {
		r->docid = r->first;
		r->gap = (uint64_t)(r->first - 1) * 16;
	} else {
		gap = bits_get_exp(&r->in, gap_width(r->gap));
		r->gap = gap_average(r->gap, gap);
		if (gap >= UINT32_MAX - r->docid)
			return damaged(r);
		r->docid += gap + 1;
	}
	r->count = bits_get_gamma(&r->in);
	return skip_list(r) || damaged(r);
}

bool positions_find(struct positions_reader *r, uint32_t docid)
{
	while (r->docid < docid) {
		if (!positions_next(r))
			return false;
	}
	return r->docid == docid;
}

int positions_read(const struct positions_reader *r, uint32_t until,
		   struct positions *out, struct err *err)
{
	struct bits_in in = { r->in.bytes, r->list, false };
	int ret = positions_get(&in, r->count, until, out, err);

	if (!ret && out->count == r->count && in.at != r->in.at)
		ret = positions_damaged(err);
	return ret;
}

void positions_copy(const struct positions_reader *r, struct buf *out)
{
	struct bits_in in = { r->in.bytes, r->list, false };
	struct bits_out bits = bits_into(out);

	bits_put_gamma(&bits, r->count);
	bits_copy(&bits, &in, r->in.at - r->list);
	positions_close(&bits);
}

/* ---- Changing ----------------------------------------------------------- */

struct edit {
	struct positions_reader reader;
	bool has_entry;	 /* the reader is at one */
	struct buf list; /* of the entry */
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

static int keep(struct edit *e, struct positions_writer *w, struct err *err)
{
	int ret;

	buf_clear(&e->list);
	positions_copy(&e->reader, &e->list);
	ret = buf_check(&e->list, err);
	return ret ? ret
		   : positions_add(w, positions_term(&e->reader),
				   e->reader.docid, buf_view(&e->list), err);
}

static int merge(struct edit *e, struct positions_writer *w, struct err *err)
{
	int ret = 0;

	next_entry(e);
	while (!ret && (e->has_entry || e->count)) {
		int order = against(e);

		if (order < 0)
			ret = keep(e, w, err);
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
	buf_release(&e.list);
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
