/*
 * Percent-encoding of paths, undone (RFC 3986, 2.1).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_decode.h"

#include "indexer/clean.h"

#include <string.h>

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void url_add_decoded(struct str path, struct buf *out)
{
	size_t start = out->len;

	if (str_find(path, '%') == path.len) {
		buf_add_str(out, path);
		return;
	}
	for (size_t i = 0; i < path.len; i++) {
		int high = -1, low = -1;

		if (path.p[i] == '%' && i + 2 < path.len) {
			high = hex_value(path.p[i + 1]);
			low = hex_value(path.p[i + 2]);
		}
		if (high < 0 || low < 0 || high * 16 + low == '/' ||
		    high * 16 + low == '%') {
			buf_add_char(out, path.p[i]);
			continue;
		}
		buf_add_char(out, (char)(high * 16 + low));
		i += 2;
	}
	if (clean_extent(str_skip(buf_view(out), start)) < out->len - start ||
	    memchr(out->p + start, '\\', out->len - start) ||
	    memchr(out->p + start, '\n', out->len - start)) {
		out->len = start;
		buf_add_str(out, path);
	}
}
