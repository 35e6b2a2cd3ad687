/*
 * How lines of data files write bytes that no line can hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_ESCAPE_H
#define PRESSMARK_TESTS_UNIT_ESCAPE_H

#include <stdlib.h>

#include "base/buf.h"

/* Appends a text with \xHH, \\ and \N{text} (N times text) undone. */
static inline void unescape(struct str s, struct buf *out)
{
	struct buf again = BUF_INIT;

	for (size_t i = 0; i < s.len; i++) {
		char *end;
		size_t stop;
		long n;

		if (s.p[i] != '\\' || i + 1 == s.len) {
			buf_add_char(out, s.p[i]);
		} else if (s.p[i + 1] == 'x' && i + 3 < s.len) {
			char hex[3] = { s.p[i + 2], s.p[i + 3], 0 };

			buf_add_char(out, (char)strtol(hex, NULL, 16));
			i += 3;
		} else if (s.p[i + 1] == '\\') {
			buf_add_char(out, s.p[++i]);
		} else {
			n = strtol(s.p + i + 1, &end, 10);
			i = (size_t)(end - s.p) + 1;
			stop = i + str_find(str_skip(s, i), '}');
			buf_clear(&again);
			unescape(str_make(s.p + i, stop - i), &again);
			for (; n > 0; n--)
				buf_add_str(out, buf_view(&again));
			i = stop;
		}
	}
	buf_release(&again);
}

#endif
