/*
 * Showing where in a query something is wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include "base/utf8.h"
#include "query/typeset.h"

#define LINE_WIDTH 76 /* columns of the query that are shown at most */
#define LEAD_WIDTH 50 /* of them before the place */

/* Copies text as the query language cleans it, a character for a character;
 * returns the offset in out of the one at `column`, counted from 1. */
static size_t copy(struct str text, unsigned int column, struct buf *out)
{
	size_t place = 0;
	bool found = false;

	for (size_t at = 0, i = 1; at < text.len; i++) {
		uint32_t c;
		size_t n = utf8_decode(text.p + at, text.len - at, &c);

		if (i == column) {
			place = out->len;
			found = true;
		}
		if (n == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_add_str(out, STR(UTF8_REPLACEMENT));
		else
			buf_add(out, text.p + at, n);
		at += n ? n : 1;
	}
	return found ? place : out->len;
}

void cli_say_place(struct str text, unsigned int column)
{
	struct buf clean = BUF_INIT, line = BUF_INIT;
	struct str head, tail;
	size_t place = copy(text, column, &clean);
	size_t width;

	head = str_head(buf_view(&clean), place);
	tail = str_skip(buf_view(&clean), place);
	width = typeset_width(head);
	if (width > LEAD_WIDTH) {
		buf_add_str(&line, STR(TYPESET_ELLIPSIS));
		head = str_skip(head,
				typeset_head(head, width - LEAD_WIDTH + 1).len);
		width = typeset_width(head) + 1;
	}
	buf_add_str(&line, head);
	typeset_cut(tail, LINE_WIDTH - width, &line);
	if (line.len && !line.failed && !clean.failed) {
		cli_say("  %s", line.p);
		cli_say("  %*s^", (int)width, "");
	}
	buf_release(&line);
	buf_release(&clean);
}
