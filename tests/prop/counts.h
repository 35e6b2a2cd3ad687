/*
 * What facets are to say, by counting the values of every article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_PROP_COUNTS_H
#define PRESSMARK_TESTS_PROP_COUNTS_H

#include "query/search.h"
#include "world.h"

/* Appends random facets to be asked for. */
void counts_ask(const struct world *world, struct buf *out);

/* What is wrong with the facets of a page of which `found` says which articles
 * it is drawn from; NULL for nothing. */
const char *counts_check(struct world *world, const unsigned char *found,
			 const struct search_page *page);

#endif
