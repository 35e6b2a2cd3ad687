/*
 * What hides an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A preset hides what its generator leaves out, and nothing else: what is on
 * the site is found. Keys that keep an article out of the search alone
 * (search_keys.h) count in each. What hides by date is not here, but in
 * article_hidden_at.
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_HIDDEN_H
#define PRESSMARK_INDEXER_HIDDEN_H

#include "indexer/fields.h"

/* Sets hidden and search. */
void hidden_read(struct fields *f);

#endif
