/*
 * The keys of front matter: which ones mean something, and their order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_INDEXER_KEYS_H
#define PRESSMARK_INDEXER_KEYS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/front.h"
#include "indexer/site.h"
#include "indexer/warnings.h"

/* Top-level maps whose members count as if they stood outside of them: Hugo's
 * params, Zola's extra and taxonomies. */
#define KEYS_CONTAINERS 3
extern const char *const keys_containers[KEYS_CONTAINERS];

/* Is it one? */
bool keys_is_container(const struct front_node *node);

/* Does a key (in lower case, '.' between the parts of a nested one) belong to
 * a field of struct article or to what a generator does with the file, so
 * that it is no field of its own? A key that is only the second choice, such
 * as `deck` for the description, does when the article, all but whose extras
 * are read, took it. */
bool keys_is_known(struct str key, const struct article *article,
		   enum site_preset preset);

/* Is it, in any case, one of those that hide an article, or that speak to the
 * search itself? */
bool keys_is_for_search(struct str key);

/* A key as a field's name, one that can be typed in a query before a ':': in
 * lower case (Unicode, NFC), what is neither letter, mark, digit nor one of
 * _-./+#@$%& made one '_', none of "_-." at its ends. Empty when nothing is
 * left. */
struct str keys_fold(struct str key, struct arena *arena);

/* The items of a map, those left out that a later one with the same key
 * replaces, or one with the same key in lower case, in order; *count of them.
 * NULL when there is no memory (the arena knows) or no item. */
const struct front_node **keys_last(const struct front_node *map,
				    struct arena *arena, size_t *count);

/* Warns of each key that is given again, in the map and those within. */
void keys_warn_duplicates(const struct front_node *map,
			  struct warnings *warnings);

#endif
