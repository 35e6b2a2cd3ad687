/*
 * Lists of positions as glass writes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The last position, and then the others as bits, each in no more than its
 * neighbours leave open: interpolative coding, Moffat and Stuiver, "Binary
 * interpolative coding for effective index compression" (2000), in the variant
 * of glass (docs/bulk.md).
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_BULK_POSITIONS_H
#define PRESSMARK_BULK_POSITIONS_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes that so many positions take. */
static inline size_t positions_room(size_t count)
{
	return count * 5 + 32;
}

/* Writes at least one position, strictly rising, at out, where there is room;
 * returns what is behind. */
unsigned char *positions_pack(const uint32_t *positions, size_t count,
			      unsigned char *out);

#endif
