/*
 * Cleaning: any bytes to text that every later step may rely on.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/clean.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool is_plain(char c)
{
	unsigned char u = (unsigned char)c;

	return (u >= 0x20 && u < 0x7f) || u == '\n' || u == '\t';
}

static bool is_separator(uint32_t c)
{
	return c < 0xa0 || c == 0x2028 || c == 0x2029;
}

/* Are the eight bytes at p all printable ASCII? A byte from 0x20 to 0x7e is one
 * whose high bit is clear, and stays so when 1 is added, and is set when 0x60
 * is; no carry leaves a byte whose high bit was clear. */
static bool is_printable(const char *p)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return !(x & high) && !((x + ones) & high) &&
	       ((x + 0x60 * ones) & high) == high;
}

size_t clean_extent(struct str s)
{
	size_t at = 0;

	for (;;) {
		uint32_t c;
		size_t n;

		while (at < s.len) {
			if (at + 8 <= s.len && is_printable(s.p + at))
				at += 8;
			else if (is_plain(s.p[at]))
				at++;
			else
				break;
		}
		if (at == s.len)
			return at;
		n = utf8_decode(s.p + at, s.len - at, &c);
		if (n == 0 || is_separator(c))
			return at;
		at += n;
	}
}

size_t clean_piece(struct str s, struct str *instead)
{
	size_t at = 0;
	uint32_t c;
	size_t n = utf8_decode(s.p, s.len, &c);

	if (n && c == '\r') {
		*instead = STR("\n");
		return s.len > 1 && s.p[1] == '\n' ? 2 : 1;
	}
	if (n && c != 0) {
		*instead = is_separator(c) ? STR(" ") : str_head(s, n);
		return n;
	}
	*instead = STR(UTF8_REPLACEMENT);
	if (n)
		return 1;
	while (at < s.len && utf8_decode(s.p + at, s.len - at, &c) == 0)
		at++;
	return at;
}

void clean_add(struct buf *out, struct str s)
{
	while (s.len) {
		size_t n = clean_extent(s);
		struct str instead;

		buf_add_str(out, str_head(s, n));
		s = str_skip(s, n);
		if (s.len == 0)
			break;
		s = str_skip(s, clean_piece(s, &instead));
		buf_add_str(out, instead);
	}
}

/* The length of the white space or control character that s begins with. */
static size_t blank(struct str s)
{
	uint32_t c;
	size_t n = utf8_decode(s.p, s.len, &c);

	if (n == 0 || c == 0)
		return 0;
	return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 ||
			       c == 0x2029 || c == 0x3000 || c == 0xfeff
		       ? n
		       : 0;
}

struct str clean_line(struct arena *arena, struct str s, size_t max)
{
	struct str out = { NULL, 0 };
	size_t room;
	char *p;

	/* Cleaning may triple a byte that is not clean; what lies far behind
	 * the cut does not matter, however much white space there is. */
	room = s.len < max ? s.len : max + 4;
	if (s.len < max && clean_extent(s) < s.len)
		room *= 3;
	p = arena_alloc(arena, room + 4);
	if (!p)
		return out;
	out.p = p;
	while (s.len && out.len <= max) {
		size_t n;
		uint32_t c;

		if (s.p[0] > 0x20 && s.p[0] < 0x7f) {
			p[out.len++] = s.p[0];
			s = str_skip(s, 1);
			continue;
		}
		n = blank(s);
		if (n) {
			if (out.len && p[out.len - 1] != ' ')
				p[out.len++] = ' ';
			s = str_skip(s, n);
			continue;
		}
		n = utf8_decode(s.p, s.len, &c);
		if (n == 0 || c == 0)
			c = 0xfffd;
		out.len += utf8_encode(c, p + out.len);
		s = str_skip(s, n ? n : 1);
	}
	out = utf8_head(out, max);
	while (out.len && out.p[out.len - 1] == ' ')
		out.len--;
	return out;
}
