/*
 * Views of bytes: the few functions too large to be inline.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/str.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.len && is_blank(s.p[0]))
		s = str_skip(s, 1);
	while (s.len && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

static unsigned char lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

bool str_same_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (lower(a[i]) != lower(b[i]))
			return false;
	}
	return true;
}

size_t str_find(struct str s, char c)
{
	const char *at = s.len ? memchr(s.p, c, s.len) : NULL;

	return at ? (size_t)(at - s.p) : s.len;
}

bool str_is_ascii(struct str s)
{
	unsigned char all = 0;

	for (size_t i = 0; i < s.len; i++)
		all |= (unsigned char)s.p[i];
	return all < 0x80;
}
