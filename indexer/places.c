/*
 * Places: from offsets in a body to those in the file as it was given.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/places.h"

#include "indexer/clean.h"

/* Walks a file and its clean text side by side. Offsets are asked for in
 * ascending order, as far as they go; a smaller one begins anew. */
struct walk {
	struct str file;
	size_t at, text_at; /* the same place in both */
	bool is_clean;	    /* both are one */
};

static size_t place(struct walk *w, size_t at)
{
	if (w->is_clean)
		return at;
	if (at < w->text_at)
		w->at = w->text_at = 0;
	while (w->text_at < at && w->at < w->file.len) {
		struct str rest = str_skip(w->file, w->at), instead;
		size_t n = clean_extent(str_head(rest, at - w->text_at));

		w->at += n;
		w->text_at += n;
		if (w->text_at == at || w->at == w->file.len)
			break;
		/* Not clean, or a character beyond `at`. */
		n = clean_piece(str_skip(rest, n), &instead);
		if (w->text_at + instead.len > at)
			break;
		w->at += n;
		w->text_at += instead.len;
	}
	return w->at;
}

void places_in_file(struct article *article, struct str file, struct str text,
		    size_t body)
{
	struct walk starts = { file, 0, 0, file.p == text.p };
	struct walk ends = starts;

	for (size_t i = 0; i < article->block_count; i++) {
		struct markdown_block *b = &article->blocks[i];

		b->source_start = place(&starts, body + b->source_start);
		b->source_end = place(&ends, body + b->source_end);
	}
	starts.text_at = starts.at = 0;
	ends.text_at = ends.at = 0;
	for (size_t i = 0; i < article->section_count; i++) {
		struct article_section *s = &article->sections[i];

		s->source_start = place(&starts, body + s->source_start);
		s->source_end = place(&ends, body + s->source_end);
	}
}
