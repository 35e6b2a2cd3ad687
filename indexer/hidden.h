/*
 * What hides an article, and what it says to the search itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_HIDDEN_H
#define PRESSMARK_INDEXER_HIDDEN_H

#include "indexer/fields.h"

/* Sets hidden and search. */
void hidden_read(struct fields *f);

#endif
