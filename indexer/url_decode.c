/*
 * Percent-encoding of paths, undone (RFC 3986, 2.1).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_decode.h"

#include "indexer/clean.h"
#include "text/address.h"

#include <string.h>

void url_add_decoded(struct str path, struct buf *out)
{
	size_t start = out->len;

	if (str_find(path, '%') == path.len) {
		buf_add_str(out, path);
		return;
	}
	address_decode(path, "/%", out);
	if (clean_extent(str_skip(buf_view(out), start)) < out->len - start ||
	    memchr(out->p + start, '\\', out->len - start) ||
	    memchr(out->p + start, '\n', out->len - start)) {
		out->len = start;
		buf_add_str(out, path);
	}
}
