/*
 * A list of positions as bits, among others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to text/positions.h. Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_POSITIONS_LIST_H
#define PRESSMARK_TEXT_POSITIONS_LIST_H

#include "text/bits.h"
#include "text/positions.h"

/* Lists of no more positions are read to know where they end; of others a chunk
 * has the length. */
#define POSITIONS_FEW 7

/* Ends a list that stands alone: a bit, and zeros up to the end of a byte. */
static inline void positions_close(struct bits_out *bits)
{
	bits_put(bits, 1, 1);
	bits_end(bits);
}

/* How many bits a list has that stands alone; 0 for what is none. */
static inline uint64_t positions_bits(struct str list)
{
	unsigned char end = list.len ? (unsigned char)list.p[list.len - 1] : 0;

	return end ? (uint64_t)(list.len - 1) * 8 + bits_of(end) - 1 : 0;
}

/* Reads a list of so many positions, behind their number, at least up to
 * `until`. ERR_CORRUPT, ERR_MEMORY. */
int positions_get(struct bits_in *in, uint64_t count, uint32_t until,
		  struct positions *out, struct err *err);

/* Passes over one of POSITIONS_FEW or fewer. */
void positions_skip(struct bits_in *in, size_t count);

#endif
