/*
 * What an article says to the search itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Themes have many keys that keep a page out of their search; all of them are
 * believed, whatever the preset. `search` is ours too: {exclude, boost, pin,
 * also, section_boost}.
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_SEARCH_KEYS_H
#define PRESSMARK_INDEXER_SEARCH_KEYS_H

#include <stdbool.h>

#include "indexer/fields.h"

/* Does a key keep it out of the search? *from then says which. */
bool search_keys_exclude(const struct fields *f, struct article_from *from);

/* Sets search. */
void search_keys_read(struct fields *f);

#endif
