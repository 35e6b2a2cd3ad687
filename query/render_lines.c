/*
 * Rendering as lines for other programs: grep's form, and paths alone.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render.h"

#include <inttypes.h>

#include "query/render_path.h"
#include "query/typeset.h"

#define GREP_MATCH "1;31" /* as GNU grep has it by default */
#define TEXT_MIN   20	  /* columns for a text to say anything */

/* What is shown behind the place: the passage, but the title where only that
 * matches, or where there is no text. */
static void add_text(const struct search_hit *hit, size_t columns,
		     const char *marked, struct buf *out)
{
	const struct typeset_style style = {
		.width = columns,
		.max_lines = 1,
		.marked = marked,
	};
	const struct snippet *s = &hit->snippet;
	size_t start = out->len;

	if (s->mark_count || !hit->title_mark_count)
		typeset_paragraph(s->text, s->marks, s->mark_count, &style,
				  out);
	if (out->len == start)
		typeset_paragraph(hit->record.title, hit->title_marks,
				  hit->title_mark_count, &style, out);
	if (out->len == start)
		buf_add_char(out, '\n');
}

void render_grep(const struct search_page *page,
		 const struct render_style *style, struct buf *out)
{
	struct buf file = BUF_INIT;

	for (size_t i = 0; i < page->hit_count && !out->failed; i++) {
		const struct search_hit *hit = &page->hits[i];
		size_t start = out->len, used, columns = SIZE_MAX;

		buf_clear(&file);
		render_add_file(style, &hit->record, &file);
		render_add_path(style,
				render_short_path(style, buf_view(&file)), out);
		buf_printf(out, ":%" PRIu32 ": ", hit->line ? hit->line : 1);
		if (style->width) {
			used = typeset_width(str_skip(buf_view(out), start));
			columns = style->width > used + TEXT_MIN
					  ? style->width - used
					  : TEXT_MIN;
		}
		add_text(hit, columns, style->color ? GREP_MATCH : NULL, out);
		if (file.failed)
			out->failed = file.failed;
	}
	buf_release(&file);
}

void render_paths(const struct search_page *page,
		  const struct render_style *style, bool end_with_nul,
		  struct buf *out)
{
	struct buf file = BUF_INIT;

	for (size_t i = 0; i < page->hit_count && !out->failed; i++) {
		struct str path;

		buf_clear(&file);
		render_add_file(style, &page->hits[i].record, &file);
		path = render_short_path(style, buf_view(&file));
		if (end_with_nul)
			buf_add_str(out, path);
		else
			render_add_path(style, path, out);
		buf_add_char(out, end_with_nul ? '\0' : '\n');
		if (file.failed)
			out->failed = file.failed;
	}
	buf_release(&file);
}
