/*
 * Addresses: what makes URLs of one article equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/address.h"

#include "base/utf8.h"

/* Behind "https://host" or "//host"; a path stays as it is. */
static struct str without_host(struct str url)
{
	size_t colon = str_find(url, ':');
	struct str rest = url;

	if (str_starts(str_skip(url, colon), STR("://")) &&
	    str_find(url, '/') > colon)
		rest = str_skip(url, colon + 1);
	if (!str_starts(rest, STR("//")))
		return url;
	rest = str_skip(rest, 2);
	return str_skip(rest, str_find(rest, '/'));
}

static struct str without_ends(struct str path)
{
	static const struct str index = STR_INIT("index.html");

	path = str_head(path, str_find(path, '?'));
	path = str_head(path, str_find(path, '#'));
	if (str_ends(path, index) &&
	    (path.len == index.len || path.p[path.len - index.len - 1] == '/'))
		path.len -= index.len;
	while (str_starts(path, STR("/")))
		path = str_skip(path, 1);
	while (str_ends(path, STR("/")))
		path.len--;
	return path;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void decode(struct str path, struct buf *out)
{
	for (size_t i = 0; i < path.len; i++) {
		int high = -1, low = -1;

		if (path.p[i] == '%' && i + 2 < path.len) {
			high = hex_digit(path.p[i + 1]);
			low = hex_digit(path.p[i + 2]);
		}
		if (high < 0 || low < 0) {
			buf_add_char(out, path.p[i]);
			continue;
		}
		buf_add_char(out, (char)(high * 16 + low));
		i += 2;
	}
}

static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	}
	return utf8_invalid(s) == s.len;
}

void address_key(struct str url, struct buf *out)
{
	struct str path = without_ends(without_host(url));
	size_t start = out->len;

	if (path.len == 0) {
		buf_add_char(out, '/');
		return;
	}
	decode(path, out);
	if (out->failed || is_text(str_skip(buf_view(out), start)))
		return;
	out->len = start;
	buf_add_str(out, path);
}
