/*
 * Rendering as text for people: hits with their matches, and a summary.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	Second Thoughts on the Rail Corridor
 *	16 January 2025 . Leila Benhaddou . world-politics, trade
 *	content/2025/01/second-thoughts.md:12
 *	    Five years after the first freight train ran from Velm ...
 */
#include "query/render.h"

#include <inttypes.h>
#include <stdio.h>

#include "query/render_explain.h"
#include "query/render_path.h"
#include "query/typeset.h"
#include "query/uri.h"
#include "text/date.h"
#include "text/limits.h"
#include "text/number.h"

#define WIDTH_MIN      20
#define TITLE_LINES    3
#define SNIPPET_LINES  3
#define SNIPPET_INDENT 4
#define HEADING_MIN    12   /* columns below which a heading says too little */
#define LINK_MAX       2000 /* bytes; terminals ignore longer links */
#define DOT	       " \xc2\xb7 "
#define DOT_WIDTH      3

/* SGR parameters. A match looks the same wherever it stands; everything
 * but the title and the matches steps back. */
#define SGR_TITLE "1"
#define SGR_MATCH "1;31"
#define SGR_META  "2"
#define SGR_PATH  "32"

/* A hit on its way, with room that is used again for the next one. */
struct writer {
	const struct render_style *style;
	size_t width;
	struct buf *out;
	struct buf path; /* of the file, absolute where its source is known */
	struct buf link;
	struct buf line;
	struct buf item;
	struct buf marks; /* struct mark */
};

static const char *sgr(const struct writer *w, const char *parameters)
{
	return w->style->color ? parameters : NULL;
}

static struct str make_link(struct writer *w)
{
	buf_clear(&w->link);
	if (!w->style->links || !str_starts(buf_view(&w->path), STR("/")))
		return str_make(NULL, 0);
	buf_add_str(&w->link, STR("file://"));
	uri_add_path(w->style->host, &w->link);
	uri_add_path(buf_view(&w->path), &w->link);
	if (w->link.len > LINK_MAX)
		return str_make(NULL, 0);
	return buf_view(&w->link);
}

static void write_title(struct writer *w, const struct search_hit *hit)
{
	struct typeset_style style = {
		.width = w->width,
		.max_lines = TITLE_LINES,
		.text = sgr(w, SGR_TITLE),
		.marked = sgr(w, SGR_MATCH),
		.link = make_link(w),
	};
	struct str title = hit->record.title;
	const struct mark *marks = hit->title_marks;
	size_t count = hit->title_mark_count;

	buf_clear(&w->item);
	typeset_clean(title, &w->item);
	if (w->item.len == 0) {
		title = hit->record.id;
		marks = NULL;
		count = 0;
	}
	typeset_paragraph(title, marks, count, &style, w->out);
}

static void add_dot(struct buf *line)
{
	if (line->len)
		buf_add_str(line, STR(DOT));
}

/* Adds as many items as the line has room for, and how many are left. */
static void add_items(struct writer *w, const struct str *items, size_t count,
		      size_t room)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		char more[32] = "";
		size_t width, need;

		buf_clear(&w->item);
		typeset_clean(items[i], &w->item);
		width = typeset_width(buf_view(&w->item));
		if (i + 1 < count)
			snprintf(more, sizeof(more), " +%zu", count - i - 1);
		need = used + (i ? 2 : 0) + width + str_of(more).len;
		if (need > room && i > 0) {
			buf_printf(&w->line, " +%zu", count - i);
			return;
		}
		if (i > 0)
			buf_add_str(&w->line, STR(", "));
		if (need > room) {
			typeset_cut(buf_view(&w->item), room - str_of(more).len,
				    &w->line);
			buf_add_str(&w->line, str_of(more));
			return;
		}
		buf_add_str(&w->line, buf_view(&w->item));
		used += (i ? 2 : 0) + width;
	}
}

static size_t room_left(const struct writer *w)
{
	size_t used = typeset_width(buf_view(&w->line));

	if (used)
		used += DOT_WIDTH;
	return used < w->width ? w->width - used : 0;
}

/* "also in de, fr" */
static void add_languages(struct writer *w, const struct search_hit *hit)
{
	const struct str also = STR("also in ");
	struct str langs[LIMIT_TRANSLATIONS];
	size_t count = 0, room = room_left(w);

	for (size_t i = 0; i < hit->translation_count; i++) {
		if (hit->translations[i].lang.len)
			langs[count++] = hit->translations[i].lang;
	}
	if (count == 0 || room < also.len + 5)
		return;
	add_dot(&w->line);
	buf_add_str(&w->line, also);
	add_items(w, langs, count, room - also.len);
}

/* Date, languages, authors and tags on one line; tags get what the others
 * leave. */
static void write_meta(struct writer *w, const struct search_hit *hit)
{
	const size_t least = 8; /* columns for a name to say anything */
	const struct record *record = &hit->record;
	struct date date;
	char text[DATE_TEXT_SIZE];
	size_t room;

	buf_clear(&w->line);
	if (date_parse(record->date, &date))
		buf_add(&w->line, text, date_format_long(&date, text));
	add_languages(w, hit);
	room = room_left(w);
	if (record->author_count && room >= least) {
		add_dot(&w->line);
		/* Half of it, if that will do for the tags. */
		if (record->tag_count && room / 2 >= 2 * least)
			room /= 2;
		add_items(w, record->authors, record->author_count, room);
	}
	room = room_left(w);
	if (record->tag_count && room >= least) {
		add_dot(&w->line);
		add_items(w, record->tags, record->tag_count, room);
	}
	if (w->line.len == 0)
		return;
	typeset_span(buf_view(&w->line), sgr(w, SGR_META), w->out);
	buf_add_char(w->out, '\n');
}

/* The path, with the line of the passage as editors and compilers write it, is
 * never cut or wrapped: it is there to be copied. The heading
 * under which the passage stands follows where there is room. */
static void write_path(struct writer *w, const struct search_hit *hit)
{
	const struct record_section *section = hit->section;
	size_t used;

	buf_clear(&w->line);
	if (w->style->shows_url && hit->record.url.len)
		uri_add_path(hit->record.url, &w->line);
	else
		typeset_plain(render_short_path(w->style, buf_view(&w->path)),
			      &w->line);
	if (hit->line && !w->style->shows_url)
		buf_printf(&w->line, ":%" PRIu32, hit->line);
	typeset_span(buf_view(&w->line), sgr(w, SGR_PATH), w->out);
	used = typeset_width(buf_view(&w->line)) + 4;
	if (section && !str_eq(section->title, hit->record.title) &&
	    used + HEADING_MIN <= w->width) {
		buf_clear(&w->item);
		typeset_clean(section->title, &w->item);
		buf_clear(&w->line);
		buf_add_str(&w->line, STR("  \xc2\xa7 "));
		typeset_cut(buf_view(&w->item), w->width - used, &w->line);
		if (w->item.len)
			typeset_span(buf_view(&w->line), sgr(w, SGR_META),
				     w->out);
	}
	buf_add_char(w->out, '\n');
}

static void write_snippet(struct writer *w, const struct snippet *snippet)
{
	struct typeset_style style = {
		.width = w->width,
		.indent = SNIPPET_INDENT,
		.max_lines = SNIPPET_LINES,
		.marked = sgr(w, SGR_MATCH),
	};

	typeset_paragraph(snippet->text, snippet->marks, snippet->mark_count,
			  &style, w->out);
}

static void write_explanation(struct writer *w, const struct search_page *page,
			      const struct search_hit *hit)
{
	struct typeset_style style = {
		.width = w->width,
		.indent = SNIPPET_INDENT,
		.text = sgr(w, SGR_META),
		.marked = sgr(w, SGR_MATCH),
	};

	if (!hit->explanation)
		return;
	buf_clear(&w->line);
	buf_clear(&w->marks);
	render_explain_text(page, hit, &w->line, &w->marks);
	typeset_paragraph(buf_view(&w->line), (const void *)w->marks.p,
			  w->marks.len / sizeof(struct mark), &style, w->out);
}

void render_text(const struct search_page *page,
		 const struct render_style *style, struct buf *out)
{
	struct writer w = { .style = style,
			    .width = style->width,
			    .out = out,
			    .path = BUF_INIT,
			    .link = BUF_INIT,
			    .line = BUF_INIT,
			    .item = BUF_INIT,
			    .marks = BUF_INIT };

	if (w.width < WIDTH_MIN)
		w.width = WIDTH_MIN;
	for (size_t i = 0; i < page->hit_count; i++) {
		const struct search_hit *hit = &page->hits[i];

		if (i > 0)
			buf_add_char(out, '\n');
		buf_clear(&w.path);
		render_add_file(style, &hit->record, &w.path);
		write_title(&w, hit);
		write_meta(&w, hit);
		write_path(&w, hit);
		write_snippet(&w, &hit->snippet);
		write_explanation(&w, page, hit);
		if (!out->failed &&
		    (w.path.failed || w.link.failed || w.line.failed ||
		     w.item.failed || w.marks.failed))
			out->failed = ERR_MEMORY;
	}
	buf_release(&w.path);
	buf_release(&w.link);
	buf_release(&w.line);
	buf_release(&w.item);
	buf_release(&w.marks);
}

static void add_articles(uint32_t n, struct buf *out)
{
	number_add(n, out);
	buf_add_str(out, n == 1 ? STR(" article") : STR(" articles"));
}

/* "3 articles", "10 of 340 articles", "11-20 of about 1,200 articles". */
static void add_shown(const struct search_page *page, struct buf *out)
{
	uint32_t first = page->offset + 1;
	uint32_t last = page->offset + (uint32_t)page->hit_count;

	if (page->hit_count == 0 && page->total > 0 && page->offset > 0) {
		buf_add_str(out, STR("nothing after the first "));
	} else if (page->offset > 0) {
		number_add(first, out);
		if (last > first) {
			buf_add_str(out, STR("\xe2\x80\x93"));
			number_add(last, out);
		}
		buf_add_str(out, STR(" of "));
	} else if (!page->exact || last < page->total) {
		number_add(last, out);
		buf_add_str(out, STR(" of "));
	}
	if (!page->exact)
		buf_add_str(out, STR("about "));
	add_articles(page->total, out);
}

static void add_relaxed(const struct search_page *page, struct buf *out)
{
	if (!page->has_all) {
		buf_add_str(out, STR("; no article has all words, "
				     "these have most"));
		return;
	}
	if (page->is_mixed) {
		buf_add_str(out, STR("; with all words or most"));
		return;
	}
	buf_add_str(out, STR("; "));
	if (page->total_all == 1) {
		buf_add_str(out, STR("1 has all words, the others most"));
		return;
	}
	number_add(page->total_all, out);
	buf_add_str(out, STR(" have all words, the others most"));
}

void render_summary(const struct search_page *page, struct buf *out)
{
	add_shown(page, out);
	if (page->took_ms < 1000)
		buf_printf(out, " (%.1f ms)", page->took_ms);
	else
		buf_printf(out, " (%.1f s)", page->took_ms / 1000);
	if (page->relaxed)
		add_relaxed(page, out);
	if (page->is_cut)
		buf_printf(out, "; only %d words of a query this long count",
			   LIMIT_QUERY_WORDS);
}
