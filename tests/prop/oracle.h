/*
 * What a search is to find, by reading every article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Evaluates the tree of a query over the words of each article. NEAR is of two
 * single, different words.
 */
#ifndef PRESSMARK_TESTS_PROP_ORACLE_H
#define PRESSMARK_TESTS_PROP_ORACLE_H

#include "query/parse.h"
#include "world.h"

/* Sets for each article whether the search finds it: 0 not, 1 with all words,
 * 2 behind these with most of them, which are asked for when fewer than `limit`
 * have all. Of three words and more, 1 with most or all.
 * Returns how many it finds. */
size_t oracle_ask(struct world *world, const struct query *query,
		  unsigned int limit, unsigned char *found);

#endif
