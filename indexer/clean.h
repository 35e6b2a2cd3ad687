/*
 * Cleaning: any bytes to text that every later step may rely on.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Clean text is valid UTF-8, its lines end in LF, and it holds no control
 * characters but TAB and LF. A run of bytes that are not UTF-8, and each NUL,
 * become one U+FFFD; CR and CRLF become LF; other controls (C0, DEL, C1) and
 * the line separators U+2028 and U+2029 become a blank. Lines and columns
 * stay what an editor shows. The result is at most twice as long.
 *
 * Threads: pure functions. Memory: the caller's.
 */
#ifndef PRESSMARK_INDEXER_CLEAN_H
#define PRESSMARK_INDEXER_CLEAN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* The length of the clean head of s; s.len when all of it is. */
size_t clean_extent(struct str s);

/* The length of the piece that s, which is not empty, begins with, and what it
 * becomes: a line end, a run of bytes that is no UTF-8, or a character. */
size_t clean_piece(struct str s, struct str *instead);

/* Adds s, cleaned. */
void clean_add(struct buf *out, struct str s);

/* A one-line field from text that may be anything: cleaned, runs of white
 * space (no-break space included) made one blank, trimmed, cut to max bytes
 * at the edge of a character. On failure the empty view, the arena knows. */
struct str clean_line(struct arena *arena, struct str s, size_t max);

#endif
