/*
 * Guarding md4c 0.4.8 against input that costs it quadratic time or memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Measured with md4c 0.4.8 (ms of CPU time; all other of some 120 repeated
 * patterns stayed below 30 ms at 256 KiB):
 *
 *					 64 KiB	 256 KiB
 *	"- " nested, then blank lines	    569	    5159
 *	"1. " nested, then blank lines	    357	    3511
 *	"](["  LF, repeated		    210	    1942
 *	"[a](" LF, repeated		    130	    1413
 *	"[[[…]]]", one definition	   4865	(not run)
 *
 * The causes, read in its source: a blank line visits every open list; a pair
 * of brackets visits every line of its paragraph before it; the text between
 * nested brackets is hashed once a level. No callback runs meanwhile, so the
 * parser cannot be stopped. Memory: up to 60 bytes for each byte of a
 * paragraph ('[' makes three marks of 20 bytes).
 *
 * The cure is to measure, in one linear pass, what the input would cost, and
 * to blank out the marks of what would cost too much: list and quote marks
 * behind column COLUMNS_MAX, and the brackets of a run of lines whose cost is
 * over the budget. The words stay. Small input is let through as it is.
 *
 * Input larger than PIECE_SIZE is handed out in pieces, so that memory is
 * bounded: at a blank line that is outside of fences and of HTML blocks, and
 * before a line that is not indented; if none comes, at a line's end. A link
 * reference definition holds in its own piece only.
 *
 * Threads: one at a time. Memory: the input is the caller's and is changed in
 * place, its length and lines kept.
 */
#ifndef PRESSMARK_INDEXER_GUARD_H
#define PRESSMARK_INDEXER_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct guard {
	char *p;
	size_t size, at;
	uint64_t spent; /* cost of the runs so far, in bytes and lines seen */
	size_t reach;	/* the last column where a mark may be within another */
	bool is_defused; /* some markup was taken for text */
};

/* size bytes of clean text that end in '\n', or none. */
void guard_init(struct guard *guard, char *p, size_t size);

/* The next piece to parse, ending in '\n'; false at the end. */
bool guard_next(struct guard *guard, struct str *piece);

#endif
