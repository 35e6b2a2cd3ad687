/*
 * Rendering facets as text: values with their numbers, a timeline as bars.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	tag
 *	    world-politics (9), trade (4), energy (2) and 12 more
 *	timeline
 *	    2025-09  ██▌ 3
 *	    2025-10  ████████ 9
 */
#include "query/render.h"

#include <inttypes.h>

#include "query/typeset.h"
#include "text/number.h"

#define INDENT	   4
#define LINES_MAX  200
#define BAR_MAX	   40 /* columns of the longest bar */
#define NUMBER_MAX 11 /* columns of a number, with the blank before it */
#define EIGHTHS	   8  /* of a column */

#define SGR_NAME "1"
#define SGR_BAR	 "32"

static void add_value(const struct facet_value *value, bool is_first,
		      struct buf *line)
{
	if (!is_first)
		buf_add_str(line, STR(", "));
	typeset_clean(value->text, line);
	buf_add_str(line, STR(" ("));
	number_add(value->articles, line);
	buf_add_char(line, ')');
}

static void write_values(const struct facet *f,
			 const struct render_style *style, struct buf *out)
{
	struct typeset_style paragraph = { .width = style->width,
					   .indent = INDENT,
					   .max_lines = LINES_MAX };
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < f->count; i++)
		add_value(&f->values[i], i == 0, &line);
	if (f->count == 0)
		buf_add_str(&line, STR("none"));
	if (f->total > f->count) {
		buf_add_str(&line, STR(" and "));
		number_add((uint32_t)(f->total - f->count), &line);
		buf_add_str(&line, STR(" more"));
	}
	typeset_paragraph(buf_view(&line), NULL, 0, &paragraph, out);
	if (line.failed)
		out->failed = line.failed;
	buf_release(&line);
}

/* A bar of so many eighths of a column: U+2588 FULL BLOCK, and one of the
 * blocks of seven eighths to one, U+2589 to U+258F. */
static void add_bar(uint64_t eighths, struct buf *out)
{
	for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
		buf_add_str(out, STR("\xe2\x96\x88"));
	if (eighths) {
		buf_add_str(out, STR("\xe2\x96"));
		buf_add_char(out, (char)(0x90 - eighths));
	}
}

static void write_bars(const struct facet *f, const struct render_style *style,
		       struct buf *out)
{
	size_t text = f->count ? f->values[0].text.len : 0;
	size_t used = INDENT + text + 2 + NUMBER_MAX;
	uint64_t room = style->width > used ? style->width - used : 1;
	uint32_t most = 1;

	if (room > BAR_MAX)
		room = BAR_MAX;
	for (size_t i = 0; i < f->count; i++) {
		if (f->values[i].articles > most)
			most = f->values[i].articles;
	}
	for (size_t i = 0; i < f->count; i++) {
		const struct facet_value *v = &f->values[i];
		uint64_t eighths = room * EIGHTHS * v->articles / most;
		struct buf bar = BUF_INIT;

		buf_printf(out, "%*s%.*s  ", INDENT, "", STR_ARG(v->text));
		/* What is there is seen. */
		add_bar(eighths || !v->articles ? eighths : 1, &bar);
		if (bar.len) {
			typeset_span(buf_view(&bar),
				     style->color ? SGR_BAR : NULL, out);
			buf_add_char(out, ' ');
		}
		number_add(v->articles, out);
		buf_add_char(out, '\n');
		if (bar.failed)
			out->failed = bar.failed;
		buf_release(&bar);
	}
}

void render_facets(const struct search_page *page,
		   const struct render_style *style, struct buf *out)
{
	for (size_t i = 0; i < page->facet_count; i++) {
		const struct facet *f = &page->facets[i];
		struct buf name = BUF_INIT;

		typeset_clean(f->key, &name);
		if (i == 0 && page->hit_count)
			buf_add_char(out, '\n');
		typeset_span(buf_view(&name), style->color ? SGR_NAME : NULL,
			     out);
		if (name.failed)
			out->failed = name.failed;
		buf_release(&name);
		buf_add_char(out, '\n');
		if (f->is_timeline && f->count)
			write_bars(f, style, out);
		else
			write_values(f, style, out);
	}
}
