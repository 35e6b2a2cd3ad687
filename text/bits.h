/*
 * Numbers of few bits, one behind the other, the low bit first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is written grows a buf, and fails as that does (base/buf.h). What is
 * read is checked against its end: beyond it are zeros, and `bad` says so.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_BITS_H
#define PRESSMARK_TEXT_BITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/swar.h"

/* Without being told, gcc calls most of these, at some four times their cost.
 */
#define BITS_INLINE static inline __attribute__((__always_inline__))

/* ---- Writing ------------------------------------------------------------ */

struct bits_out {
	struct buf *buf;
	uint64_t word; /* what is not in the buf yet */
	unsigned int count;
	size_t start; /* of the bits in the buf */
};

static inline struct bits_out bits_into(struct buf *buf)
{
	struct bits_out o = { buf, 0, 0, buf->len };

	return o;
}

BITS_INLINE void bits_add_word(struct buf *b, uint64_t word, unsigned int len)
{
	word = swar_little(word);
	/* Mostly there is room for a whole word and a NUL. */
	if (b->cap - b->len > sizeof(word) && !b->failed && !b->max) {
		memcpy(b->p + b->len, &word, sizeof(word));
		b->len += len;
		b->p[b->len] = '\0';
	} else {
		buf_add(b, &word, len);
	}
}

/* Of a value below 2^count; count is 56 at most. */
BITS_INLINE void bits_put(struct bits_out *o, uint64_t value,
			  unsigned int count)
{
	o->word |= value << o->count;
	o->count += count;
	if (o->count >= 64) {
		bits_add_word(o->buf, o->word, 8);
		o->count -= 64;
		o->word = o->count ? value >> (count - o->count) : 0;
	}
}

/* How many were put so far. */
BITS_INLINE uint64_t bits_at(const struct bits_out *o)
{
	return (uint64_t)(o->buf->len - o->start) * 8 + o->count;
}

/* The last byte is filled with zeros. */
static inline void bits_end(struct bits_out *o)
{
	bits_add_word(o->buf, o->word, (o->count + 7) / 8);
	o->word = 0;
	o->count = 0;
}

/* How many bits a value has; 0 for 0. */
static inline unsigned int bits_of(uint64_t value)
{
	return value ? 64 - (unsigned int)__builtin_clzll(value) : 0;
}

/* Elias' gamma code, of a value from 1 to 2^32. P. Elias, "Universal codeword
 * sets and representations of the integers" (1975). */
BITS_INLINE void bits_put_gamma(struct bits_out *o, uint64_t value)
{
	unsigned int low = bits_of(value) - 1;
	uint64_t rest = value ^ UINT64_C(1) << low;

	if (low < 28) {
		bits_put(o, UINT64_C(1) << low | rest << (low + 1),
			 2 * low + 1);
	} else {
		bits_put(o, UINT64_C(1) << low, low + 1);
		bits_put(o, rest, low);
	}
}

/* The low `width` bits of a value as they are, and those above by gamma: an
 * exponential Golomb code. */
BITS_INLINE void bits_put_exp(struct bits_out *o, uint32_t value,
			      unsigned int width)
{
	uint64_t high = ((uint64_t)value >> width) + 1;
	uint64_t rest = value & ((UINT64_C(1) << width) - 1);
	unsigned int low = bits_of(high) - 1;

	/* As gamma and what is behind it, but at once. */
	if (2 * low + 1 + width <= 56) {
		high = UINT64_C(1) << low | (high ^ UINT64_C(1) << low)
						    << (low + 1);
		bits_put(o, high | rest << (2 * low + 1), 2 * low + 1 + width);
	} else {
		bits_put_gamma(o, high);
		bits_put(o, rest, width);
	}
}

/* A minimal binary code for values below `range`, from 1 to 2^32: those in the
 * middle have a bit less where not all need the same. */
struct bits_minimal {
	unsigned int bits; /* of the shorter codes */
	uint64_t shorter;  /* how many of them there are */
	uint64_t start;	   /* the first of them */
};

static inline struct bits_minimal bits_minimal_of(uint64_t range)
{
	struct bits_minimal m;
	unsigned int most = bits_of(range - 1);

	m.bits = most ? most - 1 : 0;
	m.shorter = most ? (UINT64_C(1) << most) - range : 1;
	m.start = (range - m.shorter) / 2;
	return m;
}

/* By the code of that range. */
static inline void bits_put_by(struct bits_out *o, uint64_t value,
			       uint64_t range, struct bits_minimal m)
{
	uint64_t x =
		value >= m.start ? value - m.start : value + range - m.start;
	bool is_longer = x >= m.shorter;

	if (is_longer) {
		x += m.shorter;
		x = x >> 1 | (x & 1) << m.bits;
	}
	bits_put(o, x, m.bits + is_longer);
}

static inline void bits_put_minimal(struct bits_out *o, uint64_t value,
				    uint64_t range)
{
	bits_put_by(o, value, range, bits_minimal_of(range));
}

/* ---- Reading ------------------------------------------------------------ */

struct bits_in {
	struct str bytes;
	uint64_t at; /* in bits */
	bool bad;
};

/* The bits from `at` on: 57 of them at least, zeros beyond the end. */
BITS_INLINE uint64_t bits_peek(const struct bits_in *in)
{
	size_t at = (size_t)(in->at / 8);
	uint64_t word = 0;

	if (at + sizeof(word) <= in->bytes.len) {
		memcpy(&word, in->bytes.p + at, sizeof(word));
		return swar_little(word) >> in->at % 8;
	}
	for (size_t i = in->bytes.len; i > at; i--)
		word = word << 8 | (unsigned char)in->bytes.p[i - 1];
	return word >> in->at % 8;
}

BITS_INLINE void bits_skip(struct bits_in *in, uint64_t count)
{
	in->at += count;
	if (in->at > (uint64_t)in->bytes.len * 8) {
		in->at = (uint64_t)in->bytes.len * 8;
		in->bad = true;
	}
}

BITS_INLINE uint64_t bits_get(struct bits_in *in, unsigned int count)
{
	uint64_t value = bits_peek(in) & ((UINT64_C(1) << count) - 1);

	bits_skip(in, count);
	return value;
}

static inline uint64_t bits_get_gamma(struct bits_in *in)
{
	uint64_t word = bits_peek(in);
	unsigned int low = word ? (unsigned int)__builtin_ctzll(word) : 64;

	if (low < 28) {
		bits_skip(in, 2 * low + 1);
		return UINT64_C(1) << low |
		       (word >> (low + 1) & ((UINT64_C(1) << low) - 1));
	}
	if (low > 32) {
		in->bad = true;
		return 1;
	}
	bits_skip(in, low + 1);
	return UINT64_C(1) << low | bits_get(in, low);
}

static inline uint32_t bits_get_exp(struct bits_in *in, unsigned int width)
{
	uint64_t high = bits_get_gamma(in) - 1;
	uint64_t value = high << width | bits_get(in, width);

	if (value > UINT32_MAX)
		in->bad = true;
	return (uint32_t)value;
}

/* The bits from `in` on, so many of them, behind others. */
BITS_INLINE void bits_copy(struct bits_out *o, struct bits_in *in,
			   uint64_t count)
{
	while (count > 56) {
		bits_put(o, bits_get(in, 56), 56);
		count -= 56;
	}
	bits_put(o, bits_get(in, (unsigned int)count), (unsigned int)count);
}

/* By the code of that range. */
static inline uint64_t bits_get_by(struct bits_in *in, uint64_t range,
				   struct bits_minimal m)
{
	uint64_t word = bits_peek(in), x;
	x = word & ((UINT64_C(1) << m.bits) - 1);
	if (x < m.shorter) {
		bits_skip(in, m.bits);
	} else {
		x = (x << 1 | (word >> m.bits & 1)) - m.shorter;
		bits_skip(in, m.bits + 1);
	}
	x += m.start;
	return x >= range ? x - range : x;
}

static inline uint64_t bits_get_minimal(struct bits_in *in, uint64_t range)
{
	return bits_get_by(in, range, bits_minimal_of(range));
}

#endif
