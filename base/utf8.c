/*
 * UTF-8: decode, encode, check, cut at a character's edge.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/utf8.h"

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length that a lead byte promises, and the bounds of the second byte
 * (The Unicode Standard, table 3-7); 0 for a byte that leads nothing. */
static size_t promised(unsigned char lead, unsigned char *low,
		       unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef) {
		if (lead == 0xe0)
			*low = 0xa0;
		if (lead == 0xed)
			*high = 0x9f;
		return 3;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		if (lead == 0xf0)
			*low = 0x90;
		if (lead == 0xf4)
			*high = 0x8f;
		return 4;
	}
	return 0;
}

size_t utf8_decode_wide(const char *p, size_t len, uint32_t *c)
{
	unsigned char low, high;
	size_t n;
	uint32_t value;

	n = promised((unsigned char)p[0], &low, &high);
	if (n == 0 || n > len || (unsigned char)p[1] < low ||
	    (unsigned char)p[1] > high)
		return 0;
	value = (unsigned char)p[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (!is_tail(p[i]))
			return 0;
		value = value << 6 | ((unsigned char)p[i] & 0x3fu);
	}
	*c = value;
	return n;
}

size_t utf8_encode(uint32_t c, char *out)
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

bool utf8_is_cut_short(const char *p, size_t len)
{
	unsigned char low, high;
	size_t n;

	if (len == 0)
		return false;
	n = promised((unsigned char)p[0], &low, &high);
	if (n <= len)
		return false;
	if (len > 1 &&
	    ((unsigned char)p[1] < low || (unsigned char)p[1] > high))
		return false;
	for (size_t i = 2; i < len; i++) {
		if (!is_tail(p[i]))
			return false;
	}
	return true;
}

size_t utf8_invalid(struct str s)
{
	size_t at = 0;

	while (at < s.len) {
		uint64_t eight;
		uint32_t c;
		size_t n;

		/* Eight ASCII bytes at a time: most text is. */
		while (s.len - at >= 8) {
			memcpy(&eight, s.p + at, 8);
			if (eight & 0x8080808080808080u)
				break;
			at += 8;
		}
		if (at == s.len)
			break;
		n = utf8_decode(s.p + at, s.len - at, &c);
		if (n == 0)
			return at;
		at += n;
	}
	return s.len;
}

struct str utf8_head(struct str s, size_t max)
{
	size_t cut = max;
	uint32_t c;

	if (s.len <= max)
		return s;
	/* Back to the lead of the character that the cut falls into, if it
	 * falls into one. */
	while (cut > 0 && max - cut < 3 && is_tail(s.p[cut]))
		cut--;
	if (cut + utf8_decode(s.p + cut, s.len - cut, &c) <= max)
		cut = max;
	return str_make(s.p, cut);
}

size_t utf8_count(struct str s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.len; count++) {
		uint32_t c;
		size_t n = utf8_decode(s.p + at, s.len - at, &c);

		at += n ? n : 1;
	}
	return count;
}
