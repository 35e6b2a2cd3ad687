/*
 * Where the words of documents are: chunks, read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/positions_chunk.h"

void positions_open(struct positions_reader *r, struct str chunk)
{
	r->in = (struct bits_in){ chunk, 0, false };
	r->term_len = 0;
	r->docid = 0;
	r->group = r->next = (struct positions_group){ 0 };
	r->first_gap = FIRST_GAP;
	r->bad = false;
}

static bool damaged(struct positions_reader *r)
{
	r->bad = true;
	r->in.bytes.len = 0;
	r->in.at = 0;
	r->group = r->next = (struct positions_group){ 0 };
	return false;
}

static uint64_t bits_left(const struct positions_reader *r)
{
	return (uint64_t)r->in.bytes.len * 8 - r->in.at;
}

/* ---- Groups ------------------------------------------------------------- */

/* Reads what is before a group, from where the reader is. */
static bool read_group(struct positions_reader *r, bool is_first)
{
	struct positions_group *next = &r->next;
	uint32_t before = next->first;
	uint64_t *gap = is_first ? &r->first_gap : &r->groups_gap;
	uint32_t more, len;

	next->has_next = bits_get(&r->in, 1);
	next->is_first = is_first;
	more = bits_get_exp(&r->in, gap_width(*gap));
	*gap = gap_average(*gap, more);
	if (is_first) {
		before = 0;
		next->width = gap_width((uint64_t)more * 16);
		r->groups_gap = gap_of_groups(more);
	} else {
		next->width = (unsigned int)bits_get(&r->in, START_WIDTH);
	}
	len = bits_get_exp(&r->in, LEN_WIDTH);
	if (r->in.bad || more >= UINT32_MAX - before || len == 0 ||
	    len > bits_left(r))
		return damaged(r);
	next->first = before + more + 1;
	next->at = r->in.at;
	next->end = r->in.at + len;
	return true;
}

/* Enters the next group, and looks at what is before the one behind it. */
static bool enter(struct positions_reader *r)
{
	r->group = r->next;
	if (r->group.first <= r->docid)
		return damaged(r);
	if (r->group.has_next) {
		r->in.at = r->group.end;
		if (!read_group(r, false))
			return false;
	}
	r->in.at = r->group.at;
	r->gap = gap_of_width(r->group.width);
	return true;
}

bool positions_next_group(struct positions_reader *r)
{
	return r->group.has_next && enter(r);
}

/* ---- Terms -------------------------------------------------------------- */

/* The bytes of a term in which it differs from the one before, which is less.
 */
static bool read_rest(struct positions_reader *r, size_t same, size_t len)
{
	const struct alphabet *a =
		&alphabets[bits_get(&r->in, ALPHABETS_WIDTH)];
	bool is_more = same == r->term_len;

	for (size_t i = same; i < same + len; i++) {
		unsigned char c = (unsigned char)bits_get(&r->in, a->width);

		if (a->bytes)
			c = (unsigned char)a->bytes[c];

		if (i == same && i < r->term_len)
			is_more = c > (unsigned char)r->term[i];
		r->term[i] = (char)c;
	}
	r->term_len = same + len;
	return is_more;
}

bool positions_next_term(struct positions_reader *r)
{
	uint64_t same, rest;

	while (r->group.has_next) {
		if (!enter(r))
			return false;
	}
	r->in.at = r->group.end;
	if (bits_left(r) < 8)
		return false;
	same = bits_get_exp(&r->in, SAME_WIDTH);
	rest = (uint64_t)bits_get_exp(&r->in, REST_WIDTH) + 1;
	if (r->in.bad || same > r->term_len ||
	    rest > POSITIONS_TERM_MAX - same ||
	    !read_rest(r, (size_t)same, (size_t)rest))
		return damaged(r);
	r->docid = 0;
	return read_group(r, true) && enter(r);
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

/* ---- Entries ------------------------------------------------------------ */

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
	return !r->in.bad && r->in.at <= r->group.end;
}

bool positions_next_of_group(struct positions_reader *r)
{
	uint32_t gap;

	if (r->in.at == r->group.end)
		return false;
	if (r->in.at == r->group.at) {
		r->docid = r->group.first;
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

bool positions_next(struct positions_reader *r)
{
	return positions_next_of_group(r) ||
	       (positions_next_group(r) && positions_next_of_group(r));
}

bool positions_find(struct positions_reader *r, uint32_t docid)
{
	if (r->docid >= docid)
		return r->docid == docid;
	while (r->group.has_next && r->next.first <= docid) {
		if (!enter(r))
			return false;
	}
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
