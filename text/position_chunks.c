/*
 * Where the words of documents are: chunks, written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/positions_chunk.h"

/* The numbers of an entry, of two groups and of a term, and the rest of the key
 * take no more bytes. */
#define ROUGHLY 80

static void begin_group(struct positions_writer *w)
{
	buf_clear(&w->group);
	w->group_bits = bits_into(&w->group);
	w->docid = 0;
	w->entries = 0;
	w->is_whole = false;
}

static void begin_chunk(struct positions_writer *w)
{
	buf_clear(&w->chunk);
	buf_clear(&w->term);
	w->chunk_bits = bits_into(&w->chunk);
	w->first_gap = FIRST_GAP;
	w->before = 0;
	begin_group(w);
}

void positions_begin(struct positions_writer *w, size_t most,
		     positions_put_fn put, void *payload)
{
	*w = (struct positions_writer){ .put = put,
					.payload = payload,
					.most = most,
					.most_entries = GROUP_ENTRIES,
					.most_bits = GROUP_BITS };
	begin_chunk(w);
}

static int check(const struct positions_writer *w, struct err *err)
{
	int ret = buf_check(&w->chunk, err);

	if (!ret)
		ret = buf_check(&w->group, err);
	if (!ret)
		ret = buf_check(&w->term, err);
	return ret ? ret : buf_check(&w->key, err);
}

/* ---- Groups ------------------------------------------------------------- */

/* Adds the group at hand, of so many bits, to the chunk. */
static void close_group(struct positions_writer *w, uint64_t len, bool has_next)
{
	struct bits_in bits = { { NULL, 0 }, 0, false };
	uint64_t *gap = w->before ? &w->groups_gap : &w->first_gap;
	uint32_t more = w->first - w->before - 1;

	bits_put(&w->chunk_bits, has_next, 1);
	bits_put_exp(&w->chunk_bits, more, gap_width(*gap));
	*gap = gap_average(*gap, more);
	if (w->before)
		bits_put(&w->chunk_bits, w->width, START_WIDTH);
	else
		w->groups_gap = gap_of_groups(more);
	bits_put_exp(&w->chunk_bits, (uint32_t)len, LEN_WIDTH);
	bits_end(&w->group_bits);
	bits.bytes = buf_view(&w->group);
	bits_copy(&w->chunk_bits, &bits, len);
	w->before = has_next ? w->first : 0;
	begin_group(w);
}

/* How many bits bits_put_exp puts. */
static unsigned int exp_bits(uint32_t value, unsigned int width)
{
	return 2 * bits_of(((uint64_t)value >> width) + 1) - 1 + width;
}

/* How many the group at hand takes with so many of entries. */
static uint64_t group_bits(const struct positions_writer *w, uint64_t len)
{
	uint64_t gap = w->before ? w->groups_gap : w->first_gap;

	return 1 + exp_bits(w->first - w->before - 1, gap_width(gap)) +
	       (w->before ? START_WIDTH : 0) +
	       exp_bits((uint32_t)len, LEN_WIDTH) + len;
}

/* And one behind it, of the same term. */
static uint64_t next_bits(const struct positions_writer *w, uint32_t docid,
			  uint64_t len)
{
	uint32_t more = w->first - w->before - 1;
	uint64_t gap = w->before ? gap_average(w->groups_gap, more)
				 : gap_of_groups(more);

	return 1 + exp_bits(docid - w->first - 1, gap_width(gap)) +
	       START_WIDTH + exp_bits((uint32_t)len, LEN_WIDTH) + len;
}

static size_t shared(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
}

/* Which alphabet has all these bytes, the smallest one. */
static unsigned int alphabet_of(struct str bytes)
{
	unsigned int which = 0;

	for (size_t i = 0; i < bytes.len && alphabets[which].bytes;) {
		const struct alphabet *a = &alphabets[which];

		if (memchr(a->bytes, bytes.p[i], (size_t)1 << a->width)) {
			i++;
		} else {
			which++;
			i = 0;
		}
	}
	return which;
}

static void put_bytes(struct bits_out *out, struct str bytes)
{
	unsigned int which = alphabet_of(bytes);
	const struct alphabet *a = &alphabets[which];

	bits_put(out, which, ALPHABETS_WIDTH);
	for (size_t i = 0; i < bytes.len; i++) {
		const char *at = a->bytes ? memchr(a->bytes, bytes.p[i],
						   (size_t)1 << a->width)
					  : NULL;

		bits_put(out,
			 at ? (uint64_t)(at - a->bytes)
			    : (unsigned char)bytes.p[i],
			 a->width);
	}
}

/* And one of another term. */
static uint64_t term_bits(const struct positions_writer *w, struct str term,
			  uint32_t docid, uint64_t len)
{
	size_t same = shared(buf_view(&w->term), term), rest = term.len - same;
	unsigned int which = alphabet_of(str_skip(term, same));
	uint64_t gap = w->before ? w->first_gap
				 : gap_average(w->first_gap, w->first - 1);

	return exp_bits((uint32_t)same, SAME_WIDTH) +
	       exp_bits((uint32_t)rest - 1, REST_WIDTH) + ALPHABETS_WIDTH +
	       alphabets[which].width * rest + 1 +
	       exp_bits(docid - 1, gap_width(gap)) +
	       exp_bits((uint32_t)len, LEN_WIDTH) + len;
}

static void begin_term(struct positions_writer *w, struct str term)
{
	size_t same;

	if (w->docid)
		close_group(w, bits_at(&w->group_bits), false);
	same = shared(buf_view(&w->term), term);
	bits_put_exp(&w->chunk_bits, (uint32_t)same, SAME_WIDTH);
	bits_put_exp(&w->chunk_bits, (uint32_t)(term.len - same - 1),
		     REST_WIDTH);
	put_bytes(&w->chunk_bits, str_skip(term, same));
	buf_clear(&w->term);
	buf_add_str(&w->term, term);
}

/* ---- Chunks ------------------------------------------------------------- */

/* The last docid of the group at hand, of so many bits. 0: it is damaged. */
static uint32_t last_docid(const struct positions_writer *w, uint64_t len)
{
	struct positions_reader r;

	if (!w->is_whole)
		return w->docid;
	positions_open(&r, buf_view(&w->group));
	r.group = (struct positions_group){ .end = len, .first = w->first };
	r.gap = gap_of_width(w->width);
	while (positions_next_of_group(&r))
		continue;
	return r.bad ? 0 : r.docid;
}

static int put_chunk(struct positions_writer *w, struct err *err)
{
	uint64_t len = bits_at(&w->group_bits);
	uint32_t docid;
	int ret;

	if (w->docid == 0)
		return check(w, err);
	bits_end(&w->group_bits);
	ret = check(w, err);
	if (ret)
		return ret;
	docid = last_docid(w, len);
	if (docid == 0)
		return positions_damaged(err);
	buf_clear(&w->key);
	positions_key(buf_view(&w->term), docid, &w->key);
	close_group(w, len, false);
	bits_end(&w->chunk_bits);
	ret = check(w, err);
	if (!ret)
		ret = w->put(buf_view(&w->key), buf_view(&w->chunk), w->payload,
			     err);
	begin_chunk(w);
	return ret;
}

/* ---- Entries ------------------------------------------------------------ */

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

static bool is_full(const struct positions_writer *w)
{
	return w->is_whole || w->entries >= w->most_entries ||
	       bits_at(&w->group_bits) >= w->most_bits;
}

/* Is there surely room for one more entry? */
static bool has_much_room(const struct positions_writer *w, struct str term,
			  struct str list)
{
	uint64_t bits = bits_at(&w->group_bits) + bits_at(&w->chunk_bits);

	return bits / 8 + 2 * term.len + list.len + ROUGHLY <= w->most;
}

/* Is there room, to the byte? */
static bool has_room(const struct positions_writer *w, struct str term,
		     uint32_t docid, struct str list, bool is_same)
{
	uint64_t bits = bits_at(&w->chunk_bits);
	uint64_t group = bits_at(&w->group_bits), len = list_bits(list);

	if (is_same && !is_full(w)) {
		len += exp_bits(docid - w->docid - 1, gap_width(w->gap));
		bits += group_bits(w, group + len);
	} else {
		bits += group_bits(w, group) +
			(is_same ? next_bits(w, docid, len)
				 : term_bits(w, term, docid, len));
	}
	return (bits + 7) / 8 + KEY_REST + term.len <= w->most;
}

/* Where the next docid is. */
static void add_docid(struct positions_writer *w, uint32_t docid)
{
	uint32_t gap = docid - w->docid - 1;

	if (w->docid) {
		bits_put_exp(&w->group_bits, gap, gap_width(w->gap));
		w->gap = gap_average(w->gap, gap);
	} else {
		/* The first docid of a term says how far others may be. */
		w->first = docid;
		w->width = gap_width(w->before ? w->gap : (uint64_t)gap * 16);
		w->gap = gap_of_width(w->width);
	}
	w->docid = docid;
	w->entries++;
}

static void add_list(struct positions_writer *w, struct str list)
{
	struct bits_in in = { list, 0, false };
	uint64_t len = positions_bits(list);

	if (are_many(list)) {
		bits_put_gamma(&w->group_bits, bits_get_gamma(&in));
		bits_put_exp(&w->group_bits, (uint32_t)(len - in.at),
			     LIST_WIDTH);
	}
	len -= in.at;
	if (len <= 56)
		bits_put(&w->group_bits, bits_get(&in, (unsigned int)len),
			 (unsigned int)len);
	else
		bits_copy(&w->group_bits, &in, len);
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
	if (!is_same)
		begin_term(w, term);
	else if (is_full(w))
		close_group(w, bits_at(&w->group_bits), true);
	add_docid(w, docid);
	add_list(w, list);
	return w->group.failed ? check(w, err) : 0;
}

/* ---- Groups of another chunk -------------------------------------------- */

void positions_limit_groups(struct positions_writer *w, size_t entries,
			    uint64_t bits)
{
	w->is_whole = w->docid != 0;
	w->most_entries = entries;
	w->most_bits = bits;
}

static int add_entries(struct positions_writer *w, struct positions_reader *r,
		       struct buf *list, struct err *err)
{
	int ret = 0;

	while (!ret && positions_next_of_group(r)) {
		buf_clear(list);
		positions_copy(r, list);
		ret = buf_check(list, err);
		if (!ret)
			ret = positions_add(w, positions_term(r), r->docid,
					    buf_view(list), err);
	}
	return ret;
}

/* Is there room for a group of so many bits? Not quite to the byte. */
static bool has_group_room(const struct positions_writer *w, struct str term,
			   uint64_t len)
{
	uint64_t bits = bits_at(&w->group_bits) + bits_at(&w->chunk_bits) + len;

	return bits / 8 + 2 * term.len + ROUGHLY <= w->most;
}

int positions_add_group(struct positions_writer *w, struct positions_reader *r,
			struct buf *list, struct err *err)
{
	struct str term = positions_term(r);
	struct bits_in bits = { r->in.bytes, r->group.at, false };
	uint64_t len = r->group.end - r->group.at;
	bool is_same = w->docid && str_eq(buf_view(&w->term), term);
	int ret;

	if (w->docid && !has_group_room(w, term, len)) {
		ret = put_chunk(w, err);
		if (ret)
			return ret;
		is_same = false;
	}
	/* How the first one begins it does not say itself. */
	if (is_same == r->group.is_first)
		return add_entries(w, r, list, err);
	if (is_same)
		close_group(w, bits_at(&w->group_bits), true);
	else
		begin_term(w, term);
	w->first = w->docid = r->group.first;
	w->width = r->group.width;
	w->gap = gap_of_width(w->width);
	w->is_whole = true;
	bits_copy(&w->group_bits, &bits, len);
	r->in.at = r->group.end;
	return 0;
}

/* ---- The end ------------------------------------------------------------ */

int positions_end(struct positions_writer *w, struct err *err)
{
	return put_chunk(w, err);
}

void positions_writer_release(struct positions_writer *w)
{
	buf_release(&w->chunk);
	buf_release(&w->group);
	buf_release(&w->term);
	buf_release(&w->key);
}
