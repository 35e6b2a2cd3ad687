/*
 * Places: from offsets in a body to those in the file as it was given.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_INDEXER_PLACES_H
#define PRESSMARK_INDEXER_PLACES_H

#include <stddef.h>

#include "base/str.h"
#include "indexer/article.h"

/* Makes the source ranges of the article's blocks and sections, which are
 * offsets in the body, offsets in the file. `text` is what became of the file
 * by cleaning (clean.h; the same view when nothing had to be cleaned), the body
 * begins at `body` in it. A line of the text is a line of the file; within a
 * line that had to be cleaned the place is at most the line's end. */
void places_in_file(struct article *article, struct str file, struct str text,
		    size_t body);

#endif
