/*
 * What md4c does not tell of a heading or a fence, read from their lines.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_INDEXER_MARKUP_H
#define PRESSMARK_INDEXER_MARKUP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* A heading's line without what makes it one: "> ## Title ##" is "Title".
 * What belongs to the text stays: "Title {#id}". */
struct str markup_heading(struct str line);

/* Does the heading's line end in attributes with the class .nosearch? */
bool markup_is_nosearch(struct str line);

/* The language that a fence's first word names, in lower case: "js" of "JS",
 * "{.js}", "js:a.js", "language-js". */
struct str markup_language(struct str word, struct arena *arena);

#endif
