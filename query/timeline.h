/*
 * The timeline of a result: how many articles in each step of time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as the database given. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_TIMELINE_H
#define PRESSMARK_QUERY_TIMELINE_H

#include "query/facets.h"

/* Sets the values of a facet to equal steps that follow each other, from the
 * first article to the last: days, else months, else years, else tens,
 * hundreds, thousands of years, the shortest of which at most `most` do. Days
 * and months only where the dates at both ends say them; what between them
 * does not is in no step. Texts are what `date:` takes: 2025-10-26, 2025-10,
 * 2025, 1990..1999. */
int timeline_count(struct columns *columns, struct xap_db *db,
		   const struct columns_set *set, size_t most,
		   struct arena *arena, struct facet *out, struct err *err);

#endif
