/*
 * The site of a property test: its articles, indexed and searched.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_PROP_SITE_H
#define PRESSMARK_TESTS_PROP_SITE_H

#include <stddef.h>

#include "query/search.h"

/* Indexes world_at("site/content") and opens what became of it, to be freed;
 * *articles is how many there are. What fails ends the program. */
struct searcher *site_open(size_t *articles);

#endif
