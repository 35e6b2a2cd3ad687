/*
 * Markup: HTML and XML, in which text is always text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	markup_add(out, "<a");
 *	markup_attr(out, "href", url);
 *	markup_add(out, ">");
 *	markup_text(out, title);
 *	markup_add(out, "</a>");
 *
 * Only what stands in quotes in our sources is written as it is. All else goes
 * through markup_text, markup_marked or markup_attr, which escape it for both
 * places and both languages: the characters that mean something there as
 * entities; what is not UTF-8, and control characters and others that XML 1.0
 * does not have, as U+FFFD; ends of lines and tabs, U+2028 and U+2029 as
 *blanks; and no characters that turn the direction of text around (U+202A-202E,
 * U+2066-2069), so that it shows what it says.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_SERVER_MARKUP_H
#define PRESSMARK_SERVER_MARKUP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "query/snippet.h"

/* Appends a string literal, and nothing else: no other compiles. */
#define markup_add(out, literal) buf_add_str(out, STR(literal))

void markup_text(struct buf *out, struct str text);

/* The same with ranges of its code points, which rise, as <mark>. */
void markup_marked(struct buf *out, struct str text, const struct mark *marks,
		   size_t count);

/* Appends a blank, a name, which is a literal, and a value in quotes. */
#define markup_attr(out, name, value)                                          \
	(markup_add(out, " " name "=\""), markup_text(out, value),             \
	 markup_add(out, "\""))

#endif
