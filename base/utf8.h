/*
 * UTF-8: decode, encode, check, cut at a character's edge.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Strict, as The Unicode Standard section 3.9 (table 3-7) and RFC 3629 define
 * it: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_BASE_UTF8_H
#define PRESSMARK_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define UTF8_REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* utf8_decode() of what is not ASCII. */
size_t utf8_decode_wide(const char *p, size_t len, uint32_t *c);

/* Decodes the character at p, of which len bytes may be read. Returns its
 * length (1 to 4) and sets *c, or returns 0 where no valid character is. */
static inline size_t utf8_decode(const char *p, size_t len, uint32_t *c)
{
	if (len == 0)
		return 0;
	if ((unsigned char)p[0] >= 0x80)
		return utf8_decode_wide(p, len, c);
	*c = (unsigned char)p[0];
	return 1;
}

/* Writes c (a scalar value; anything else becomes U+FFFD) to out, which has
 * room for 4 bytes, and returns the length. */
size_t utf8_encode(uint32_t c, char *out);

/* Do the len bytes at p begin a valid character whose end is missing? */
bool utf8_is_cut_short(const char *p, size_t len);

/* The offset of the first byte that is not part of valid UTF-8, or s.len. */
size_t utf8_invalid(struct str s);

/* The longest head of s, of at most max bytes, that ends at the edge of a
 * character. Bytes that are not UTF-8 count as characters of their own. */
struct str utf8_head(struct str s, size_t max);

/* The number of code points in s (a byte that is not UTF-8 counts as one). */
size_t utf8_count(struct str s);

#ifdef __cplusplus
}
#endif

#endif
