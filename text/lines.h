/*
 * Lines: where the lines of an article's file begin in its text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list is a varint, how many there are, and bits (docs/schema.md): it is told
 * by the line feeds and blanks of the text, which is at hand where it is read,
 * and takes some 4 to 6 bits a line in most articles.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_LINES_H
#define PRESSMARK_TEXT_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* From this byte of the text on, until the next start, it stands on this line
 * of the file. */
struct line_start {
	size_t start; /* below 2^32, and none before the last one's */
	uint32_t line;
};

/* Appends a list. Starts that are not in the text are left out. */
void lines_encode(const struct line_start *starts, size_t count,
		  struct str text, struct buf *out);

/* The line at a byte of the text that a list was made of; 0 when it is not
 * known, or the list is damaged. */
uint32_t lines_at(struct str list, struct str text, size_t at);

#endif
