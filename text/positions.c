/*
 * Where the words of documents are: a list of positions, and keys.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list begins with a varint, whose low bits say what it is:
 *	0	a single position, the rest of the varint
 *	01	two: the first, and behind it a varint more to the second
 *	11	more: the rest is the length of the bits behind it
 */
#include "text/positions.h"

#include <stdlib.h>

#include "text/bits.h"

/* Positions have 1 to 32 bits, of which the highest is not told. */
#define WIDTH_BITS 5

#define KEY_PREFIX (sizeof(POSITIONS_KEYS) - 1)
#define KEY_DOCID  4

/* Behind the term, as no byte of one is this low. */
#define KEY_END '\0'

/* ---- Lists -------------------------------------------------------------- */

/* Positions that are all in low..high. */
static void put_list(struct bits_out *out, const uint32_t *positions,
		     size_t count, uint32_t low, uint32_t high)
{
	while (count) {
		size_t middle = count / 2;
		uint32_t at = positions[middle];

		bits_put_minimal(out, at - low - middle,
				 (uint64_t)high - low - count + 2);
		put_list(out, positions, middle, low, at - 1);
		positions += middle + 1;
		count -= middle + 1;
		low = at + 1;
	}
}

static void encode_many(const uint32_t *positions, size_t count,
			struct buf *out)
{
	struct buf bytes = BUF_INIT;
	struct bits_out bits = bits_into(&bytes);
	uint32_t last = positions[count - 1];
	unsigned int width = bits_of(last);

	bits_put_gamma(&bits, (uint32_t)count - 2);
	bits_put(&bits, width - 1, WIDTH_BITS);
	bits_put(&bits, last ^ UINT32_C(1) << (width - 1), width - 1);
	put_list(&bits, positions, count - 1, 1, last - 1);
	bits_end(&bits);
	if (bytes.failed)
		out->failed = bytes.failed;
	buf_add_varint(out, (uint64_t)bytes.len << 2 | 3);
	buf_add_str(out, buf_view(&bytes));
	buf_release(&bytes);
}

void positions_encode(const uint32_t *positions, size_t count, struct buf *out)
{
	if (count == 0 || count > POSITIONS_LIST_MAX || positions[0] == 0)
		BUG("a list of positions that cannot be");
	if (count == 1) {
		buf_add_varint(out, (uint64_t)positions[0] << 1);
	} else if (count == 2) {
		buf_add_varint(out, (uint64_t)positions[0] << 2 | 1);
		buf_add_varint(out, positions[1] - positions[0]);
	} else {
		encode_many(positions, count, out);
	}
}

/* Reads positions that are all in low..high, where they have room. */
static void get_list(struct bits_in *in, size_t count, uint32_t low,
		     uint32_t high, uint32_t *to)
{
	while (count && !in->bad) {
		size_t middle = count / 2;
		uint32_t at = low + (uint32_t)middle +
			      (uint32_t)bits_get_minimal(
				      in, (uint64_t)high - low - count + 2);

		get_list(in, middle, low, at - 1, to);
		to[middle] = at;
		to += middle + 1;
		count -= middle + 1;
		low = at + 1;
	}
}

static int make_room(struct positions *p, size_t count, struct err *err)
{
	size_t cap = count + count / 2 + 16;
	uint32_t *items;

	if (count <= p->cap)
		return 0;
	items = realloc(p->items, cap * sizeof(*items));
	if (!items)
		return err_set(err, ERR_MEMORY, "no memory for positions");
	p->items = items;
	p->cap = cap;
	return 0;
}

static int decode_many(struct str bytes, struct positions *out, struct err *err)
{
	struct bits_in in = { bytes, 0, false };
	size_t count = (size_t)bits_get_gamma(&in) + 2;
	unsigned int width = (unsigned int)bits_get(&in, WIDTH_BITS) + 1;
	uint32_t last = (uint32_t)(UINT64_C(1) << (width - 1) |
				   bits_get(&in, width - 1));
	int ret;

	if (in.bad || count > POSITIONS_LIST_MAX || count > last)
		return positions_damaged(err);
	ret = make_room(out, count, err);
	if (ret)
		return ret;
	get_list(&in, count - 1, 1, last - 1, out->items);
	if (in.bad)
		return positions_damaged(err);
	out->items[count - 1] = last;
	out->count = count;
	return 0;
}

static int decode_few(struct buf_reader *reader, uint64_t head,
		      struct positions *out, struct err *err)
{
	bool are_two = head & 1;
	uint64_t first = head >> (are_two ? 2 : 1);
	uint64_t more = are_two ? buf_read_varint(reader) : 0;
	int ret;

	if (reader->bad || reader->rest.len || first == 0 ||
	    first > UINT32_MAX || more > UINT32_MAX - first ||
	    (are_two && more == 0))
		return positions_damaged(err);
	ret = make_room(out, 2, err);
	if (ret)
		return ret;
	out->items[0] = (uint32_t)first;
	out->items[1] = (uint32_t)(first + more);
	out->count = are_two ? 2 : 1;
	return 0;
}

int positions_decode(struct str list, struct positions *out, struct err *err)
{
	struct buf_reader reader = { list, false };
	uint64_t head = buf_read_varint(&reader);

	out->count = 0;
	if ((head & 3) != 3)
		return decode_few(&reader, head, out, err);
	if (head >> 2 != reader.rest.len)
		return positions_damaged(err);
	return decode_many(reader.rest, out, err);
}

void positions_release(struct positions *positions)
{
	free(positions->items);
	*positions = (struct positions){ 0 };
}

int positions_damaged(struct err *err)
{
	return err_set(err, ERR_CORRUPT, "the positions of words are damaged");
}

/* ---- Keys --------------------------------------------------------------- */

void positions_key(struct str term, uint32_t docid, struct buf *out)
{
	char end[1 + KEY_DOCID] = { KEY_END, (char)(docid >> 24),
				    (char)(docid >> 16), (char)(docid >> 8),
				    (char)docid };

	buf_add(out, POSITIONS_KEYS, KEY_PREFIX);
	buf_add_str(out, term);
	buf_add(out, end, sizeof(end));
}

bool positions_key_read(struct str key, struct str *term, uint32_t *docid)
{
	const unsigned char *end;

	if (key.len < KEY_PREFIX + 1 + KEY_DOCID ||
	    memcmp(key.p, POSITIONS_KEYS, KEY_PREFIX) != 0)
		return false;
	*term = str_make(key.p + KEY_PREFIX,
			 key.len - KEY_PREFIX - 1 - KEY_DOCID);
	end = (const unsigned char *)term->p + term->len;
	*docid = (uint32_t)end[1] << 24 | (uint32_t)end[2] << 16 |
		 (uint32_t)end[3] << 8 | end[4];
	return end[0] == KEY_END && term->len <= POSITIONS_TERM_MAX;
}
