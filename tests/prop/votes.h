/*
 * Of which languages the stop words of a query are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each word votes for the languages whose articles hold it.
 */
#ifndef PRESSMARK_TESTS_PROP_VOTES_H
#define PRESSMARK_TESTS_PROP_VOTES_H

#include "query/languages.h"
#include "query/parse.h"
#include "world.h"

/* The one of those asked for that the words are of; all of them where that
 * cannot be said. */
struct languages votes_tell(struct world *world, const struct query *query,
			    const struct languages *asked);

#endif
