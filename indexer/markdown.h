/*
 * Markdown to plain text: what a reader sees, without the markup.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only user of md4c. CommonMark with tables, strikethrough and task
 * lists. The text keeps what is read (prose, headings, code, alt texts, link
 * titles) and leaves out what is not (HTML tags, comments; URLs, but the
 * targets of links are kept beside it). Blocks
 * (paragraphs, headings, items, cells, code blocks) end in one '\n'; inside a
 * block soft line breaks are a space, so phrases run across them and never
 * across blocks. Entities are decoded.
 *
 * The input may be anything; see reliability notes in docs/limits.md for what
 * md4c 0.4.8 does with hostile input and how it is bounded here.
 *
 * Threads: pure functions. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_INDEXER_MARKDOWN_H
#define PRESSMARK_INDEXER_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "text/lines.h"

struct prepared; /* indexer/prepare.h */

enum markdown_kind {
	MARKDOWN_PROSE, /* paragraph, item, quote */
	MARKDOWN_HEADING,
	MARKDOWN_CODE,
	MARKDOWN_CELL, /* of a table */
};

/* A block of the text: where it starts, and on which lines of the file. */
struct markdown_block {
	enum markdown_kind kind;
	unsigned int level;  /* of a heading, 1 to 6; else 0 */
	struct str language; /* of a code block, lower case; may be empty */
	size_t start;	     /* byte offset in text */
	size_t end;	     /* before its '\n' */
	size_t source_start, source_end; /* bytes of the body as given */
	unsigned int line;		 /* in the file, from 1 */
	unsigned int end_line;		 /* its last */
};

/* A part of the text: inline code, an alternative text. */
struct markdown_span {
	size_t start, end;
};

/* A heading, with what its id is made from: its text without alt texts and
 * link titles, its white space as written, a '-' inside code as '\1'. */
struct markdown_heading {
	size_t block; /* index in blocks, or MARKDOWN_NO_BLOCK: no text */
	unsigned int level;
	struct str plain;
	/* The Markdown of its last line without its '#'s, in the body, and
	 * where that line begins there. */
	struct str raw;
	size_t source_start;
	unsigned int line; /* in the file */
	bool is_muted;	   /* it is not to be searched, nor what it begins */
};

#define MARKDOWN_NO_BLOCK SIZE_MAX

struct markdown {
	struct str text;
	struct markdown_block *blocks;
	size_t block_count;
	struct line_start *lines;
	size_t line_count;
	struct markdown_span *codes;
	size_t code_count;
	struct markdown_span *alts; /* instead of images */
	size_t alt_count;
	/* The targets of its links, as written but that references are decoded,
	 * LIMIT_LINKS at most. They may view the prepared text. */
	struct str *links;
	size_t link_count;
	struct markdown_heading *headings; /* LIMIT_HEADINGS at most */
	size_t heading_count;
	/* Where in the text the summary ends, at <!--more--> or the like;
	 * SIZE_MAX when nothing says so. */
	size_t more;
	unsigned int more_line;
	unsigned int last_line; /* of the body, in the file */
	/* Of the <!-- nosearch --> that is never closed, or 0. */
	unsigned int muting_line;
	bool has_more_links; /* than LIMIT_LINKS */
	bool is_cut;	 /* more text than LIMIT_TEXT_BYTES or LIMIT_BLOCKS */
	bool is_defused; /* markup was taken for text: too much of it */
};

/* Converts a body as it was prepared; the buffer of that may be written over.
 * `line` is the number of the body's first line in the file. What lies between
 * the comments <!-- nosearch --> and <!-- /nosearch -->, or below a heading
 * with the attribute {.nosearch}, is left out, but its headings are listed.
 * ERR_LIMIT when the work would pass a bound (hostile input), ERR_MEMORY. */
int markdown_read(struct str body, struct prepared *prepared, unsigned int line,
		  struct arena *arena, struct markdown *out, struct err *err);

#endif
