/*
 * Lists of positions as glass writes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/positions.h"

#include "bulk/pack.h"

/* Bits on their way out, the lowest first. */
struct bits {
	unsigned char *out;
	uint64_t kept;
	unsigned int count; /* of those that are kept: below 8 in between */
};

static void put(struct bits *b, uint64_t value, unsigned int count)
{
	b->kept |= value << b->count;
	b->count += count;
	while (b->count >= 8) {
		*b->out++ = (unsigned char)b->kept;
		b->kept >>= 8;
		b->count -= 8;
	}
}

/* So many bits tell `outof` values apart. */
static unsigned int bits_for(uint32_t outof)
{
	return outof > 1 ? 32 - (unsigned int)__builtin_clz(outof - 1) : 0;
}

/* A value below outof. Where outof is no power of two, those in the middle
 * have a bit less. */
static void code(struct bits *b, uint32_t value, uint32_t outof)
{
	unsigned int bits = bits_for(outof);
	uint64_t spare = ((uint64_t)1 << bits) - outof;
	uint64_t middle = (outof - spare) / 2;

	if (spare == 0 || value < middle)
		put(b, value, bits);
	else if (value < middle + spare)
		put(b, value, bits - 1);
	else
		put(b, (value - (middle + spare)) | (uint64_t)1 << (bits - 1),
		    bits);
}

/* Those between two that are known. No deeper than the logarithm of their
 * number. */
static void interpolate(struct bits *b, const uint32_t *p, size_t low,
			size_t high)
{
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t least = p[low] + (uint32_t)(middle - low);
		uint32_t outof = p[high] - p[low] - (uint32_t)(high - low) + 1;

		code(b, p[middle] - least, outof);
		interpolate(b, p, low, middle);
		low = middle;
	}
}

unsigned char *positions_pack(const uint32_t *p, size_t count,
			      unsigned char *out)
{
	uint32_t last = p[count - 1];
	struct bits b = { .out = pack_uint(out, last) };

	if (count == 1)
		return b.out;
	code(&b, p[0], last);
	code(&b, (uint32_t)count - 2, last - p[0]);
	interpolate(&b, p, 0, count - 1);
	if (b.count)
		*b.out++ = (unsigned char)b.kept;
	return b.out;
}
