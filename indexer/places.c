/*
 * Places: from offsets in a body to those in the file as it was given.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/places.h"

/* Walks the lines of a file and of its clean text side by side. Offsets are
 * asked for in ascending order, as far as they go; a smaller one begins anew.
 */
struct walk {
	struct str file, text;
	size_t file_line, text_line; /* where the present line begins */
};

/* The offset behind the line end of a line of the file that begins at `at`:
 * LF, CRLF or CR alone, as cleaning knows them. */
static size_t next_line(struct str file, size_t at)
{
	while (at < file.len && file.p[at] != '\n' && file.p[at] != '\r')
		at++;
	if (at + 1 < file.len && file.p[at] == '\r' && file.p[at + 1] == '\n')
		at++;
	return at < file.len ? at + 1 : file.len;
}

static size_t line_end(struct str file, size_t at)
{
	while (at < file.len && file.p[at] != '\n' && file.p[at] != '\r')
		at++;
	return at;
}

static size_t place(struct walk *w, size_t at)
{
	size_t end, column;

	if (w->file.p == w->text.p)
		return at;
	if (at < w->text_line)
		w->text_line = w->file_line = 0;
	for (;;) {
		size_t next = w->text_line +
			      str_find(str_skip(w->text, w->text_line), '\n') +
			      1;

		if (next > at || next > w->text.len)
			break;
		w->text_line = next;
		w->file_line = next_line(w->file, w->file_line);
	}
	column = at - w->text_line;
	end = line_end(w->file, w->file_line);
	return column < end - w->file_line ? w->file_line + column : end;
}

void places_in_file(struct article *article, struct str file, struct str text,
		    size_t body)
{
	struct walk starts = { file, text, 0, 0 }, ends = starts;

	for (size_t i = 0; i < article->block_count; i++) {
		struct markdown_block *b = &article->blocks[i];

		b->source_start = place(&starts, body + b->source_start);
		b->source_end = place(&ends, body + b->source_end);
	}
	starts.text_line = starts.file_line = 0;
	ends.text_line = ends.file_line = 0;
	for (size_t i = 0; i < article->section_count; i++) {
		struct article_section *s = &article->sections[i];

		s->source_start = place(&starts, body + s->source_start);
		s->source_end = place(&ends, body + s->source_end);
	}
}
