/*
 * Pins: the articles that say of themselves that they answer a query first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_PINS_H
#define PRESSMARK_QUERY_PINS_H

#include "base/err.h"
#include "query/parse.h"
#include "query/plan.h"
#include "shim/xap.h"

/* Sets *out to a query for the articles one of whose pins is this query, word
 * for word (text/pin.h); NULL where there are none, which costs a look at one
 * term. They need not have its words, but weigh what they have of them. Only a
 * query of words, by relevance, may be a pin; filters, typed or not, and what
 * hides articles hold. As plan_all.
 *
 * Sets *others to one for all articles but those that have the pin, to filter
 * by: to exclude *out itself would not be safe, as libxapian 1.4.22 looks at
 * numbers that it has not set where an AND_MAYBE is excluded. */
int pins_plan(const struct planner *planner, const struct query *query,
	      bool takes_parts, const struct xap_query **out,
	      const struct xap_query **others, struct err *err);

#endif
