/*
 * Numbers and terms as glass writes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. The forms are described in docs/bulk.md. Each function
 * writes at `out` and returns what is behind; the caller has made room.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_BULK_PACK_H
#define PRESSMARK_BULK_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define PACK_UINT_MAX	  10 /* bytes of pack_uint */
#define PACK_SORTABLE_MAX 5  /* bytes of pack_sortable */
/* Bytes of a key: what a table holds, so that a packed term fits with its
 * terminator and a docid behind it, and what a whole key may have. */
#define PACK_TERM_MAX 245
#define PACK_KEY_MAX  255

/* Seven bits a byte, the lowest first, the high bit set on all but the last. */
static inline unsigned char *pack_uint(unsigned char *out, uint64_t value)
{
	while (value >= 0x80) {
		*out++ = (unsigned char)(value | 0x80);
		value >>= 7;
	}
	*out++ = (unsigned char)value;
	return out;
}

/* The bytes of a number, the lowest first, none of them a leading zero: only
 * where nothing follows. */
static inline unsigned char *pack_uint_last(unsigned char *out, uint32_t value)
{
	for (; value; value >>= 8)
		*out++ = (unsigned char)value;
	return out;
}

/* A number whose bytes are in the order of its values. */
static inline unsigned char *pack_sortable(unsigned char *out, uint32_t value)
{
	unsigned int bits = 15, len;

	if (value < 0x8000) {
		*out++ = (unsigned char)(value >> 8);
		*out++ = (unsigned char)value;
		return out;
	}
	while (bits < 32 && value >> bits)
		bits++;
	len = (bits + 5) / 7;
	*out++ = (unsigned char)((0xffu << (10 - len)) |
				 (len < 5 ? value >> 8 * (len - 1) : 0));
	for (unsigned int i = len - 1; i-- > 0;)
		*out++ = (unsigned char)(value >> 8 * i);
	return out;
}

/* A term whose bytes are in the order of terms: each zero byte is followed by
 * 0xff. With a zero byte at the end where something follows. */
static inline unsigned char *pack_term(unsigned char *out, struct str term)
{
	if (!memchr(term.p, '\0', term.len)) {
		memcpy(out, term.p, term.len);
		return out + term.len;
	}
	for (size_t i = 0; i < term.len; i++) {
		*out++ = (unsigned char)term.p[i];
		if (term.p[i] == '\0')
			*out++ = 0xff;
	}
	return out;
}

#endif
