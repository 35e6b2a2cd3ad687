/*
 * Freshness: how much more articles count for being new.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a site says in how many days half of it is left (RANKING_HALF_LIFE), a
 * score is multiplied by 1 + w 2^(-age / half life), w being RANKING_RECENCY:
 * by 1 + w on the day of its date, by next to 1 where it is long past. An age
 * is in whole days, from that of the article's date to that of the request in
 * the zone of the site, or in UTC: so an order holds for a day. One that is yet
 * to come is none, and without a date nothing is gained.
 *
 * Threads: one at a time. Memory: none is kept.
 */
#ifndef PRESSMARK_QUERY_FRESH_H
#define PRESSMARK_QUERY_FRESH_H

#include "query/plan.h"
#include "shim/xap.h"

/* Lets a search that is ordered by weight, with SCHEMA_SLOT_NEWEST for ties,
 * multiply weights so, if the site says it. The planner is to outlive it. */
void fresh_set(const struct planner *planner, struct xap_search *search);

#endif
