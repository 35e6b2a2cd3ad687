/*
 * Typesetting: text for a terminal, cleaned, measured, wrapped and marked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/typeset.h"

#include "base/utf8.h"
#include "query/bounds.h"

#include <unilbrk.h>
#include <uniwidth.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define RESET "\x1b[0m"

/* A paragraph on its way: cleaned text and, byte by byte, what is known. */
struct paragraph {
	struct buf text;
	struct buf flags;  /* MARKED for the bytes inside a mark */
	struct buf breaks; /* libunistring's UC_BREAK_..., before the byte */
	struct buf lines;  /* of struct line */
};

#define PLAIN  0
#define MARKED 1

struct line {
	size_t start, end; /* byte offsets in the text */
};

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x2028 ||
	       c == 0x2029;
}

/* Controls, what turns the direction of text around, and two characters that
 * are there to be unseen and that terminals disagree about. */
static bool is_unfit(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       c == 0xad || c == 0xfeff;
}

static size_t columns_of(uint32_t c)
{
	int width = uc_width(c, "UTF-8");

	return width > 0 ? (size_t)width : 0;
}

/* The next character of text at *at; what is not UTF-8 is U+FFFD. */
static uint32_t next(struct str text, size_t *at)
{
	uint32_t c;
	size_t n = utf8_decode(text.p + *at, text.len - *at, &c);

	if (n == 0) {
		c = 0xfffd;
		n = 1;
	}
	*at += n;
	return c;
}

static void add_flags(struct buf *flags, char flag, size_t count)
{
	while (flags && count--)
		buf_add_char(flags, flag);
}

/* Cleans text into out and, if wanted, says of each byte whether it is within
 * a mark. A blank is marked only between two characters of one mark. */
static void clean(struct str text, const struct mark *marks, size_t count,
		  struct buf *out, struct buf *flags)
{
	const struct mark *end = marks + count;
	uint32_t index = 0;
	bool started = false, blank = false;
	char blank_flag = PLAIN;

	for (size_t at = 0; at < text.len; index++) {
		char bytes[4], flag;
		uint32_t c = next(text, &at);
		size_t n;

		while (marks < end && marks->end <= index)
			marks++;
		flag = marks < end && marks->start <= index ? MARKED : PLAIN;
		if (is_blank(c)) {
			blank_flag = blank ? blank_flag : flag;
			blank = true;
			continue;
		}
		if (is_unfit(c))
			continue;
		if (blank && started) {
			buf_add_char(out, ' ');
			add_flags(flags, flag & blank_flag, 1);
		}
		blank = false;
		started = true;
		n = utf8_encode(c, bytes);
		buf_add(out, bytes, n);
		add_flags(flags, flag, n);
	}
}

void typeset_clean(struct str text, struct buf *out)
{
	clean(text, NULL, 0, out, NULL);
}

void typeset_plain(struct str text, struct buf *out)
{
	for (size_t at = 0; at < text.len;) {
		char bytes[4];
		uint32_t c = next(text, &at);

		if (is_blank(c))
			buf_add_char(out, ' ');
		else if (!is_unfit(c))
			buf_add(out, bytes, utf8_encode(c, bytes));
	}
}

size_t typeset_width(struct str clean_text)
{
	size_t width = 0;

	for (size_t at = 0; at < clean_text.len;)
		width += columns_of(next(clean_text, &at));
	return width;
}

struct str typeset_head(struct str clean_text, size_t columns)
{
	size_t at = 0, end = 0, width = 0;

	while (at < clean_text.len) {
		width += columns_of(next(clean_text, &at));
		if (width > columns)
			break;
		end = at;
	}
	while (!bounds_character(clean_text, end))
		end = bounds_back(clean_text, end);
	return str_head(clean_text, end);
}

void typeset_cut(struct str clean_text, size_t columns, struct buf *out)
{
	if (typeset_width(clean_text) <= columns) {
		buf_add_str(out, clean_text);
		return;
	}
	if (columns == 0)
		return;
	buf_add_str(out, str_trim(typeset_head(clean_text, columns - 1)));
	buf_add_str(out, STR(TYPESET_ELLIPSIS));
}

void typeset_span(struct str clean_text, const char *sgr, struct buf *out)
{
	if (sgr)
		buf_printf(out, "\x1b[%sm", sgr);
	buf_add_str(out, clean_text);
	if (sgr)
		buf_add_str(out, STR(RESET));
}

static void add_line(struct paragraph *par, size_t start, size_t end)
{
	const char *p = par->text.p;
	struct line line;

	while (start < end && p[start] == ' ')
		start++;
	while (end > start && p[end - 1] == ' ')
		end--;
	line.start = start;
	line.end = end;
	if (start < end)
		buf_add(&par->lines, &line, sizeof(line));
}

static struct line line_at(const struct paragraph *par, size_t index)
{
	struct line line;

	memcpy(&line, par->lines.p + index * sizeof(line), sizeof(line));
	return line;
}

static size_t line_count(const struct paragraph *par)
{
	return par->lines.len / sizeof(struct line);
}

/* The last edge of a character, as people see it, up to `at`; `at` itself for a
 * character that begins at `start` and takes more than a line. */
static size_t edge_before(struct str text, size_t at, size_t start)
{
	size_t edge = at;

	while (edge > start && !bounds_character(text, edge))
		edge = bounds_back(text, edge);
	return edge > start ? edge : at;
}

/* Fills lines of at most `width` columns, as early as each may end. A word
 * wider than a line is broken where the line is full. */
static void break_lines(struct paragraph *par, size_t width)
{
	struct str text = buf_view(&par->text);
	const char *breaks = par->breaks.p;
	size_t start = 0, possible = 0, column = 0;

	buf_clear(&par->lines);
	for (size_t at = 0; at < text.len;) {
		size_t here = at;
		uint32_t c = next(text, &at);
		size_t w = columns_of(c);

		if (breaks[here] == UC_BREAK_POSSIBLE)
			possible = here;
		/* A blank may hang over the edge: it is not shown there. */
		while (c != ' ' && w && column + w > width && here > start) {
			size_t end = possible > start
					     ? possible
					     : edge_before(text, here, start);

			add_line(par, start, end);
			start = end;
			column = typeset_width(
				str_make(text.p + start, here - start));
		}
		column += w;
	}
	add_line(par, start, text.len);
}

static size_t marked_bytes(const struct paragraph *par, struct line line)
{
	size_t count = 0;

	for (size_t i = line.start; i < line.end; i++)
		count += par->flags.p[i] == MARKED;
	return count;
}

/* The first of `max` neighbouring lines that have the most marked bytes. */
static size_t best_window(const struct paragraph *par, size_t max)
{
	size_t best = 0, best_marked = 0;

	for (size_t i = 0; i + max <= line_count(par); i++) {
		size_t marked = 0;

		for (size_t k = i; k < i + max; k++)
			marked += marked_bytes(par, line_at(par, k));
		if (marked > best_marked) {
			best = i;
			best_marked = marked;
		}
	}
	return best;
}

static void add_runs(const struct paragraph *par, struct line line,
		     const struct typeset_style *style, struct buf *out)
{
	size_t at = line.start;

	while (at < line.end) {
		char flag = par->flags.p[at];
		size_t end = at;

		while (end < line.end && par->flags.p[end] == flag)
			end++;
		typeset_span(str_make(par->text.p + at, end - at),
			     flag == MARKED ? style->marked : style->text, out);
		at = end;
	}
}

static void add_ellipsis(const struct typeset_style *style, struct buf *out)
{
	typeset_span(STR(TYPESET_ELLIPSIS), style->text, out);
}

/* Writes the lines from first to last (excluded). A link is opened and closed
 * on each line, so that it does not cover the indent. */
static void write_lines(const struct paragraph *par, size_t first, size_t last,
			const struct typeset_style *style, struct buf *out)
{
	struct str ellipsis = STR(TYPESET_ELLIPSIS);
	bool has_link = style->link.len > 0;

	for (size_t i = first; i < last; i++) {
		struct line line = line_at(par, i);
		struct str text = str_make(par->text.p + line.start,
					   line.end - line.start);

		for (size_t k = 0; k < style->indent; k++)
			buf_add_char(out, ' ');
		if (has_link) {
			buf_add_str(out, STR("\x1b]8;;"));
			buf_add_str(out, style->link);
			buf_add_str(out, STR("\x1b\\"));
		}
		if (i == first && first > 0 && !str_starts(text, ellipsis))
			add_ellipsis(style, out);
		add_runs(par, line, style, out);
		if (i + 1 == last && last < line_count(par) &&
		    !str_ends(text, ellipsis))
			add_ellipsis(style, out);
		if (has_link)
			buf_add_str(out, STR("\x1b]8;;\x1b\\"));
		buf_add_char(out, '\n');
	}
}

static bool prepare(struct paragraph *par, struct str text,
		    const struct mark *marks, size_t mark_count)
{
	char *room;

	clean(text, marks, mark_count, &par->text, &par->flags);
	room = buf_reserve(&par->breaks, par->text.len);
	if (!room || par->text.failed || par->flags.failed)
		return false;
	if (par->text.len) {
		u8_possible_linebreaks((const uint8_t *)par->text.p,
				       par->text.len, "UTF-8", room);
		par->breaks.len = par->text.len;
	}
	return true;
}

void typeset_paragraph(struct str text, const struct mark *marks,
		       size_t mark_count, const struct typeset_style *style,
		       struct buf *out)
{
	struct paragraph par = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	size_t width, first = 0, last;

	width = style->width > style->indent ? style->width - style->indent : 1;
	if (!prepare(&par, text, marks, mark_count))
		goto out;
	break_lines(&par, width);
	last = line_count(&par);
	if (style->max_lines && last > style->max_lines) {
		/* Once more, with room for an ellipsis at both ends. */
		break_lines(&par, width > 3 ? width - 2 : 1);
		first = best_window(&par, style->max_lines);
		last = first + style->max_lines;
		if (last > line_count(&par))
			last = line_count(&par);
	}
	if (!par.lines.failed)
		write_lines(&par, first, last, style, out);
out:
	if (!out->failed && (par.text.failed || par.flags.failed ||
			     par.breaks.failed || par.lines.failed))
		out->failed = ERR_MEMORY;
	buf_release(&par.text);
	buf_release(&par.flags);
	buf_release(&par.breaks);
	buf_release(&par.lines);
}
