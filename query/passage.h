/*
 * Passages: from where to where a snippet goes, and how well it would read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the query side: query/snippet.c chooses among passages. A passage
 * begins with the sentence of its first match if there is room, goes on to the
 * end of a sentence or of a block, and stops before the next heading.
 *
 * Lengths are in characters of the snippet, where the end of a block is a
 * blank or PASSAGE_DOT.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_QUERY_PASSAGE_H
#define PRESSMARK_QUERY_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "query/snippet.h"

#define PASSAGE_DOT " \xc2\xb7 " /* between two blocks */

struct passage {
	size_t start, end;  /* byte offsets */
	bool is_from_start; /* of a sentence or block; else of a word */
	bool is_to_end;	    /* likewise */
};

/* What stands for the end of a block at `at` inside of a passage: a blank
 * where it ends as a sentence does, else a dot, as after a heading. */
struct str passage_joint(struct str text, size_t at);

/* The length of text[start, end). */
size_t passage_length(struct str text, size_t start, size_t end);

/* Is the byte at `at` one of a heading? */
bool passage_is_heading(const struct snippet_source *source, size_t at);

/* Are two bytes in one section? */
bool passage_is_one_section(const struct snippet_source *source, size_t a,
			    size_t b);

/* The passage of about `width` around text[from, to), which may be longer. */
struct passage passage_around(const struct snippet_source *source, size_t from,
			      size_t to, size_t width);

/* The passage with which the prose of the source begins. */
struct passage passage_first(const struct snippet_source *source, size_t width);

/* How well it reads, without regard to what matches: 0 to PASSAGE_BEST. */
double passage_quality(const struct snippet_source *source,
		       const struct passage *passage, size_t width);
#define PASSAGE_BEST 1.0

#endif
