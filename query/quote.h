/*
 * Quotes: which begin and end a phrase, and which to print around a text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Straight quotes and the typographic ones that phones and word processors
 * make of them: "…" “…” ”…” „…“ «…» »…«. Texts are clean (see chunk_clean).
 *
 * Threads: pure functions but for the quote_finder that they are handed.
 */
#ifndef PRESSMARK_QUERY_QUOTE_H
#define PRESSMARK_QUERY_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

#define QUOTE_KINDS 4

/* Remembers for one text which quotes are not found any more, so that a
 * search that failed is not repeated and the whole stays linear. Zeroed to
 * begin with; used from the text's start towards its end. */
struct quote_finder {
	bool is_exhausted[QUOTE_KINDS];
};

/* Does s begin with a quote that may open a phrase? */
bool quote_opens(struct str s);

/* Reads the quoted text that begins at *at, where quote_opens, and moves *at
 * behind its closing quote. Where that is missing, straight and curled quotes
 * stand in for each other; else the text goes to the end. Returns what is
 * between the quotes, trimmed, perhaps empty. */
struct str quote_read(struct quote_finder *finder, struct str text, size_t *at);

/* Is there a kind of quotes that text does not hold itself? So it is for all
 * that quote_read returns. */
bool quote_fits(struct str text);

/* Appends text in such quotes, so that quote_read gives it back. */
void quote_print(struct str text, struct buf *out);

#endif
