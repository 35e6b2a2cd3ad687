/*
 * Eight bytes at a time, in one register: SWAR.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * L. Lamport, Multiple Byte Processing with Full-Word Instructions (1975). The
 * first byte is in the lowest bits, whatever the processor's own order is.
 * What is told of each byte is in its highest bit.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_BASE_SWAR_H
#define PRESSMARK_BASE_SWAR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SWAR_BYTES 8
#define SWAR_EACH  0x0101010101010101u /* times a byte: it, eight times */
#define SWAR_MARKS (0x80 * SWAR_EACH)
#define SWAR_LOWER (0x20 * SWAR_EACH) /* what a capital lacks */

/* A word of memory with its first byte in the lowest bits, and back. */
static inline uint64_t swar_little(uint64_t x)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(x);
#else
	return x;
#endif
}

/* The eight bytes at p. */
static inline uint64_t swar_load(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return swar_little(x);
}

/* The first `len` of eight bytes, up to all of them; zeros behind. */
static inline uint64_t swar_head(uint64_t x, size_t len)
{
	return len < SWAR_BYTES ? x & (((uint64_t)1 << 8 * len) - 1) : x;
}

/* Marks the bytes from `low` to `high`, both in ASCII. */
static inline uint64_t swar_between(uint64_t x, unsigned char low,
				    unsigned char high)
{
	uint64_t seven = x & ~SWAR_MARKS;
	uint64_t from = seven + (0x80u - low) * SWAR_EACH;
	uint64_t above = seven + (0x7fu - high) * SWAR_EACH;

	return from & ~above & ~x & SWAR_MARKS;
}

/* ASCII in lower case; other bytes as they are. */
static inline uint64_t swar_lower(uint64_t x)
{
	return x | swar_between(x, 'A', 'Z') >> 2;
}

/* Marks the letters and digits of ASCII. */
static inline uint64_t swar_alnum(uint64_t x)
{
	return swar_between(x | SWAR_LOWER, 'a', 'z') |
	       swar_between(x, '0', '9');
}

/* Which byte is the first that is marked, or not zero, from 0; one is. */
static inline size_t swar_first(uint64_t marks)
{
	return (size_t)__builtin_ctzll(marks) / 8;
}

#endif
