/*
 * What the oracle knows of an article besides its words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fields, states, addresses and code, read from the normal form.
 */
#ifndef PRESSMARK_TESTS_PROP_FACETS_H
#define PRESSMARK_TESTS_PROP_FACETS_H

#include "query/parse.h"
#include "world.h"

/* Is it what a FIELD, URL, PATH, STATE, or the DATE of a field, asks for? */
bool facets_match(struct world *world, const struct known *known,
		  const struct query_node *node, int64_t now);

/* Is it to be shown? */
bool facets_shown(const struct article *article, int64_t now);

/* The values of any field of an article, until the next call. */
size_t facets_values(const struct article *article, struct str key,
		     const struct article_value **out);

/* Learns which fields the articles have. */
void facets_learn(struct world *world);

/* Appends a random query of one of these. */
void facets_query(const struct world *world, struct buf *out);

#endif
