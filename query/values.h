/*
 * Values: what of the index a field, an address or a state stands for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A field has no kind here: its values are looked for as names, words,
 * numbers, dates, and true or false. Ranges become the values that there are.
 *
 * Threads: one at a time. Memory: queries live in the planner's pool, the rest
 * in its arena.
 */
#ifndef PRESSMARK_QUERY_VALUES_H
#define PRESSMARK_QUERY_VALUES_H

#include "query/plan.h"

/* The query of a DATE, FIELD, URL, LINK, PATH or STATE; NULL
 * with err set: ERR_QUERY, named in the planner's query, for more than
 * LIMIT_FIELD_VALUES values, and what the shim returns. */
const struct xap_query *values_query(const struct planner *planner,
				     const struct query_node *node,
				     struct err *err);

/* The articles that are not to be shown; NULL where there can be none, or
 * with err set. */
const struct xap_query *values_hidden(const struct planner *planner,
				      struct err *err);

#endif
