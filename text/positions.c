/*
 * Where the words of documents are: a list of positions, and keys.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list is bits: how many positions there are, by gamma; the last one, by how
 * many bits it has; and the others, each within what its neighbours leave open.
 * Where they are many, the low bits of all and then how far the high ones are
 * apart: P. Elias, "Efficient storage and retrieval by content and address of
 * static files" (1974). That takes a tenth more, and is read in a fifth of the
 * time, which is most of that of phrases with "the".
 */
#include "text/positions_list.h"

#include <stdlib.h>

/* More positions are many. */
#define MANY 31

#define KEY_PREFIX (sizeof(POSITIONS_KEYS) - 1)
#define KEY_DOCID  4

/* Behind the term, as no byte of one is this low. */
#define KEY_END '\0'

/* How many bits a last position has, the commonest in articles first: those of
 * 1024 to 2047 have 11, of which the highest is not told. */
static const unsigned char widths[32] = { 11, 10, 12, 9,  13, 8,  14, 7,
					  3,  2,  4,  15, 1,  5,  6,  16,
					  17, 18, 19, 20, 21, 22, 23, 24,
					  25, 26, 27, 28, 29, 30, 31, 32 };
/* And where each of them is there. */
static const unsigned char places[33] = { 0,  12, 9,  8,  10, 13, 14, 7,  5,
					  3,  1,  0,  2,  4,  6,  11, 15, 16,
					  17, 18, 19, 20, 21, 22, 23, 24, 25,
					  26, 27, 28, 29, 30, 31 };

/* ---- Lists -------------------------------------------------------------- */

static void put_last(struct bits_out *out, uint32_t last)
{
	unsigned int width = bits_of(last), place = places[width];
	uint64_t rest = last ^ UINT32_C(1) << (width - 1);

	if (place + width <= 56) {
		bits_put(out, UINT64_C(1) << place | rest << (place + 1),
			 place + width);
	} else {
		bits_put(out, UINT64_C(1) << place, place + 1);
		bits_put(out, rest, width - 1);
	}
}

static uint32_t get_last(struct bits_in *in)
{
	uint64_t word = bits_peek(in);
	unsigned int place = word ? (unsigned int)__builtin_ctzll(word) : 32;
	unsigned int low;

	if (place >= 32) {
		in->bad = true;
		return 1;
	}
	low = widths[place] - 1u;
	bits_skip(in, place + 1);
	return (uint32_t)(UINT64_C(1) << low | bits_get(in, low));
}

/* Positions that are all in low..high. */
static void put_list(struct bits_out *out, const uint32_t *positions,
		     size_t count, uint32_t low, uint32_t high)
{
	while (count) {
		size_t middle = count / 2;
		uint32_t at = positions[middle];

		bits_put_minimal(out, at - low - middle,
				 (uint64_t)high - low - count + 2);
		if (middle)
			put_list(out, positions, middle, low, at - 1);
		positions += middle + 1;
		count -= middle + 1;
		low = at + 1;
	}
}

/* How many low bits there are of each of so many numbers up to `room`. */
static unsigned int spread_width(uint64_t room, size_t count)
{
	return room > count ? bits_of(room / count) - 1 : 0;
}

/* Positions that are all below `last`, less what is before them at least. */
static void put_spread(struct bits_out *out, const uint32_t *positions,
		       size_t count, uint32_t last)
{
	unsigned int width = spread_width(last - 1 - count, count);
	uint64_t before = 0, gap;

	for (size_t i = 0; i < count; i++)
		bits_put(out,
			 (positions[i] - 1 - i) & ((UINT64_C(1) << width) - 1),
			 width);
	for (size_t i = 0; i < count; i++) {
		uint64_t high = (positions[i] - 1 - i) >> width;

		for (gap = high - before; gap > 32; gap -= 32)
			bits_put(out, 0, 32);
		bits_put(out, UINT64_C(1) << gap, (unsigned int)gap + 1);
		before = high;
	}
}

/* A list of one position, as most are, at once. False: it takes too much. */
static bool put_single(uint32_t position, struct buf *out)
{
	unsigned int width = bits_of(position), place = places[width];
	unsigned int last = place + width + 1; /* behind the number of them */
	uint64_t rest = position ^ UINT32_C(1) << (width - 1);

	if (last > 63)
		return false;
	bits_add_word(out,
		      UINT64_C(1) | UINT64_C(2) << place | rest << (place + 2) |
			      UINT64_C(1) << last,
		      last / 8 + 1);
	return true;
}

void positions_encode(const uint32_t *positions, size_t count, struct buf *out)
{
	struct bits_out bits = bits_into(out);
	uint32_t last;

	if (count == 0 || count > POSITIONS_LIST_MAX || positions[0] == 0)
		BUG("a list of positions that cannot be");
	if (count == 1 && put_single(positions[0], out))
		return;
	last = positions[count - 1];
	bits_put_gamma(&bits, count);
	put_last(&bits, last);
	if (count > MANY)
		put_spread(&bits, positions, count - 1, last);
	else if (count > 1)
		put_list(&bits, positions, count - 1, 1, last - 1);
	positions_close(&bits);
}

/* Reads positions that are all in low..high, where they have room, at least up
 * to `until`. Returns where what was read ends. */
static uint32_t *get_list(struct bits_in *in, size_t count, uint32_t low,
			  uint32_t high, uint32_t until, uint32_t *to)
{
	while (count && !in->bad) {
		size_t middle = count / 2;
		uint32_t at = low + (uint32_t)middle +
			      (uint32_t)bits_get_minimal(
				      in, (uint64_t)high - low - count + 2);

		if (middle) {
			uint32_t *end =
				get_list(in, middle, low, at - 1, until, to);

			if (end != to + middle)
				return end;
		}
		to[middle] = at;
		to += middle + 1;
		if (at >= until)
			return to;
		count -= middle + 1;
		low = at + 1;
	}
	return to;
}

/* Likewise those that are many. */
static uint32_t *get_spread(struct bits_in *in, size_t count, uint32_t last,
			    uint32_t until, uint32_t *to)
{
	uint64_t room = last - 1 - count, high = 0, before = 0;
	unsigned int width = spread_width(room, count);
	struct bits_in lows = *in;

	bits_skip(in, (uint64_t)count * width);
	for (size_t i = 0; i < count && !in->bad; i++) {
		uint64_t word = bits_peek(in), number;
		unsigned int more;

		for (; !word && !in->bad; word = bits_peek(in)) {
			bits_skip(in, 32);
			high += 32;
		}
		more = word ? (unsigned int)__builtin_ctzll(word) : 0;
		bits_skip(in, more + 1);
		high += more;
		number = high << width | bits_get(&lows, width);
		if (number < before || number > room)
			in->bad = true;
		before = number;
		*to = (uint32_t)(number + i + 1);
		if (*to++ >= until)
			break;
	}
	return to;
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

int positions_get(struct bits_in *in, uint64_t count, uint32_t until,
		  struct positions *out, struct err *err)
{
	uint32_t last = get_last(in), *end;
	size_t others = (size_t)count - 1;
	int ret;

	out->count = 0;
	if (in->bad || count > POSITIONS_LIST_MAX || count > last)
		return positions_damaged(err);
	ret = make_room(out, (size_t)count, err);
	if (ret)
		return ret;
	end = count <= MANY
		      ? get_list(in, others, 1, last - 1, until, out->items)
		      : get_spread(in, others, last, until, out->items);
	if (in->bad)
		return positions_damaged(err);
	if (end == out->items + others)
		*end++ = last;
	out->count = (size_t)(end - out->items);
	return 0;
}

void positions_skip(struct bits_in *in, size_t count)
{
	uint32_t last = get_last(in), few[POSITIONS_FEW];

	if (count > last)
		in->bad = true;
	else
		get_list(in, count - 1, 1, last - 1, UINT32_MAX, few);
}

int positions_decode(struct str list, struct positions *out, struct err *err)
{
	struct bits_in in = { list, 0, false };
	uint64_t count = bits_get_gamma(&in);
	int ret = positions_get(&in, count, UINT32_MAX, out, err);

	if (!ret && in.at != positions_bits(list))
		ret = positions_damaged(err);
	return ret;
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
