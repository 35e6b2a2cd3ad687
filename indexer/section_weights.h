/*
 * How much the words of the parts of a body count, by the headings above them
 * (`search: {section_boost: {"Old notes": 0.2}}`).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the reading of articles. Threads: pure. Memory: in the arena.
 */
#ifndef PRESSMARK_INDEXER_SECTION_WEIGHTS_H
#define PRESSMARK_INDEXER_SECTION_WEIGHTS_H

#include "base/arena.h"
#include "base/err.h"
#include "indexer/article.h"
#include "indexer/warnings.h"

/* Sets the weights of an article of which search and sections are known. What
 * is named counts with all below it, up to the next heading of its level or
 * higher, but for what is named there itself. A heading is named by its text,
 * compared as names are (fold_name), or by its id; one that the article's own
 * front matter names and the article has not is warned of. ERR_MEMORY. */
int section_weights(struct article *article, struct warnings *warnings,
		    struct arena *arena, struct err *err);

#endif
