/*
 * URIs: paths percent-encoded (RFC 3986).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/uri.h"

#include <stdbool.h>
#include <string.h>

/* unreserved, sub-delims, ':' and '@', and the '/' between segments. */
static bool stands(char c)
{
	static const char others[] = "-._~!$&'()*+,;=:@/";

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr(others, c));
}

void uri_add_path(struct str path, struct buf *out)
{
	for (size_t i = 0; i < path.len; i++) {
		char c = path.p[i];

		if (stands(c))
			buf_add_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}
