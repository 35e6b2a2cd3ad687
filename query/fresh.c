/*
 * Freshness: how much more articles count for being new.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/fresh.h"

#include <math.h>

#include "text/schema.h"

static double factor(struct str newest, void *payload)
{
	const struct planner *p = payload;
	const double *weights = p->ranking->weights;
	int64_t date, today, day;
	double age;

	if (!schema_newest_read(newest, &date))
		return 1;
	today = zone_day(p->zone, p->now);
	day = zone_day(p->zone, date);
	age = day < today ? (double)(today - day) : 0;
	return 1 + weights[RANKING_RECENCY] *
			   exp2(-age / weights[RANKING_HALF_LIFE]);
}

void fresh_set(const struct planner *planner, struct xap_search *search)
{
	const double *weights = planner->ranking->weights;

	if (search->order != XAP_BY_WEIGHT || weights[RANKING_HALF_LIFE] == 0 ||
	    weights[RANKING_RECENCY] == 0)
		return;
	search->factor = factor;
	search->payload = (void *)planner;
	search->most = 1 + weights[RANKING_RECENCY];
}
