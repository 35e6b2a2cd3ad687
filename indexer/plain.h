/*
 * Plain text as it is made of an article: blocks, lines, spans.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text is added piece by piece; where a piece lies in the source it is told
 * by the piece's own address, and what was made up elsewhere (a blank, a
 * decoded entity) tells nothing. A block begins with its first text and ends
 * in '\n'; it neither begins nor ends with a blank.
 *
 * Every function that adds returns 0 or PLAIN_FULL: LIMIT_TEXT_BYTES or
 * LIMIT_BLOCKS is reached. Memory that runs out shows at the end, when the
 * bufs are checked.
 *
 * Threads: one at a time. Memory: owns its bufs.
 */
#ifndef PRESSMARK_INDEXER_PLAIN_H
#define PRESSMARK_INDEXER_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "indexer/markdown.h"

#define PLAIN_FULL 1

struct plain {
	struct buf text;
	struct buf blocks; /* struct markdown_block; source: as written */
	struct buf lines;  /* struct line_start */

	/* The source, and up to where its lines are counted. */
	const char *source, *source_end, *counted;
	unsigned int line; /* of `counted` */

	/* For blocks to come: */
	enum markdown_kind kind;
	unsigned int level;
	struct str language;

	struct markdown_block block;
	bool is_muted;	  /* what comes is not to be searched: it is left out */
	bool is_open;	  /* block has text */
	bool wants_blank; /* before the next letter */
	bool is_apart;	  /* what comes stands elsewhere in the source */
	bool is_made;	  /* the last text added is not in the source */
};

/* Begins with a source of clean text whose first line has this number. */
void plain_init(struct plain *plain, struct str source, unsigned int line);

/* Adds text as it is, but that a block begins with no blank. */
int plain_add(struct plain *plain, struct str s);

/* The same, each run of white space made one blank. */
int plain_add_folded(struct plain *plain, struct str s);

/* Adds a blank, unless nothing or a blank is before it. */
int plain_blank(struct plain *plain);

/* Does p lie in the source? */
bool plain_holds(const struct plain *plain, const char *p);

/* Moves on in the source: p is known to be read. */
void plain_reach(struct plain *plain, const char *p);

/* The last text added, if it is not in the source as it is, was made of what
 * ends before p there: a character reference, an attribute. */
void plain_cover(struct plain *plain, const char *p);

/* Ends the block, if one is open; *is_block says whether it has text, and so
 * is the last of `blocks` now. */
int plain_close(struct plain *plain, bool *is_block);

void plain_release(struct plain *plain);

#endif
