/*
 * Markup: HTML and XML, in which text is always text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/markup.h"

#include "base/utf8.h"

static bool is_blank(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 ||
	       c == 0x2029;
}

static bool turns_around(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* XML 1.0, 2.2, and the controls that HTML forbids. */
static bool is_unfit(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c & 0xfffe) == 0xfffe ||
	       (c >= 0xfdd0 && c <= 0xfdef);
}

/* Appends the character at the start of text; returns its length. */
static size_t add_next(struct str text, struct buf *out)
{
	uint32_t c;
	size_t len = utf8_decode(text.p, text.len, &c);

	if (len == 0) {
		buf_add_str(out, STR(UTF8_REPLACEMENT));
		return 1;
	}
	if (is_blank(c))
		buf_add_char(out, ' ');
	else if (c == '<')
		buf_add_str(out, STR("&lt;"));
	else if (c == '>')
		buf_add_str(out, STR("&gt;"));
	else if (c == '&')
		buf_add_str(out, STR("&amp;"));
	else if (c == '"')
		buf_add_str(out, STR("&quot;"));
	else if (c == '\'')
		buf_add_str(out, STR("&#39;"));
	else if (is_unfit(c))
		buf_add_str(out, STR(UTF8_REPLACEMENT));
	else if (!turns_around(c))
		buf_add(out, text.p, len);
	return len;
}

void markup_text(struct buf *out, struct str text)
{
	markup_marked(out, text, NULL, 0);
}

void markup_marked(struct buf *out, struct str text, const struct mark *marks,
		   size_t count)
{
	const struct mark *end = marks + count;
	bool is_inside = false;

	for (uint32_t index = 0; text.len; index++) {
		if (is_inside && index == marks->end) {
			buf_add_str(out, STR("</mark>"));
			is_inside = false;
			marks++;
		}
		if (!is_inside && marks < end && index == marks->start) {
			buf_add_str(out, STR("<mark>"));
			is_inside = true;
		}
		text = str_skip(text, add_next(text, out));
	}
	if (is_inside)
		buf_add_str(out, STR("</mark>"));
}
