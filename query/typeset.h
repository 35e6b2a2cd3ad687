/*
 * Typesetting: text for a terminal, cleaned, measured, wrapped and marked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text from articles may hold anything. What is shown of it is valid UTF-8
 * without control characters (C0, DEL, C1) and without the bidirectional
 * overrides and isolates (U+202A-202E, U+2066-2069), so that it can neither
 * drive a terminal nor show something else than it says. Runs of blanks
 * become one. Widths are those of UAX #11, breaks those of UAX #14, both as
 * libunistring has them: ideographs are two columns, combining characters
 * none, and a line may end between ideographs.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_TYPESET_H
#define PRESSMARK_QUERY_TYPESET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "query/snippet.h"

#define TYPESET_ELLIPSIS "\xe2\x80\xa6" /* U+2026, one column */

/* Appends text, cleaned; blanks at both ends are left out. */
void typeset_clean(struct str text, struct buf *out);

/* The same, but every blank stays, as a space. */
void typeset_plain(struct str text, struct buf *out);

/* The columns that cleaned text takes. */
size_t typeset_width(struct str clean);

/* The longest head of cleaned text that takes at most `columns`; nothing is cut
 * amid what people see as one character. */
struct str typeset_head(struct str clean, size_t columns);

/* Appends cleaned text, cut with an ellipsis to at most `columns`. */
void typeset_cut(struct str clean, size_t columns, struct buf *out);

struct typeset_style {
	size_t width;	    /* of the whole line, with the indent */
	size_t indent;	    /* blanks before each line */
	size_t max_lines;   /* the rest is cut, with an ellipsis */
	const char *text;   /* SGR parameters, such as "1"; NULL for none */
	const char *marked; /* SGR parameters inside marks; NULL for none */
	struct str link;    /* target of an OSC 8 link; empty for none */
};

/* Appends text as a paragraph, each line ended. Marks are ranges of code
 * points of text, in order. Of a text that is too long the lines with the
 * most marks are shown, the first of equals. Text in which nothing is left
 * to show gives no line. */
void typeset_paragraph(struct str text, const struct mark *marks,
		       size_t mark_count, const struct typeset_style *style,
		       struct buf *out);

/* Appends cleaned text between SGR parameters (NULL: none) and a reset. */
void typeset_span(struct str clean, const char *sgr, struct buf *out);

#endif
