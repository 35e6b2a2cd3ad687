/*
 * Paths of hits: where a hit's file is, as typed from the current folder.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render_path.h"

#include "base/utf8.h"
#include "query/typeset.h"

void render_add_file(const struct render_style *style,
		     const struct record *record, struct buf *out)
{
	if (record->source < style->source_count) {
		struct str source = style->sources[record->source];

		buf_add_str(out, source);
		if (record->id.len && !str_ends(source, STR("/")))
			buf_add_char(out, '/');
	}
	buf_add_str(out, record->id);
}

struct str render_short_path(const struct render_style *style, struct str path)
{
	struct str here = style->here;

	while (str_ends(here, STR("/")))
		here.len--;
	/* What begins with a dash would be an option of what it is given to. */
	if (style->here.len && path.len > here.len + 1 &&
	    str_starts(path, here) && path.p[here.len] == '/' &&
	    path.p[here.len + 1] != '-')
		return str_skip(path, here.len + 1);
	return path;
}

void render_add_path(const struct render_style *style, struct str path,
		     struct buf *out)
{
	if (style->is_terminal) {
		typeset_plain(path, out);
		return;
	}
	for (size_t at = 0; at < path.len;) {
		uint32_t c;
		size_t n = utf8_decode(path.p + at, path.len - at, &c);

		if (n && (c < 0x20 || (c >= 0x7f && c < 0xa0)))
			buf_add_char(out, '?');
		else
			buf_add(out, path.p + at, n ? n : 1);
		at += n ? n : 1;
	}
}
