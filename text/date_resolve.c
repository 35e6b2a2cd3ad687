/*
 * Dates in the zone of a site.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/date.h"

#define DAY_SECONDS 86400

/* The count of the day that follows the year, month or day. */
static int64_t next_day(const struct date *d)
{
	if (d->precision == DATE_YEAR)
		return date_days(d->year + 1, 1, 1);
	if (d->precision == DATE_DAY)
		return date_days(d->year, d->month, d->day) + 1;
	return date_days(d->year, d->month, 1) +
	       date_month_days(d->year, d->month);
}

/* What the clocks show at its start. */
static void set_clock(struct date *d, const struct zone *zone)
{
	int32_t offset = zone_offset_at(zone, d->start);
	int64_t local = d->start + offset;
	int64_t of_day = local % DAY_SECONDS;
	int year, month, day;

	if (of_day < 0)
		of_day += DAY_SECONDS;
	date_from_days((local - of_day) / DAY_SECONDS, &year, &month, &day);
	if (year < 1 || year > 9999)
		return;
	d->year = year;
	d->month = month;
	d->day = day;
	d->hour = (int)(of_day / 3600);
	d->minute = (int)(of_day / 60 % 60);
	d->second = (int)(of_day % 60);
	d->offset_minutes = offset / 60;
	d->has_zone = true;
}

void date_resolve(struct date *d, const struct zone *zone)
{
	bool is_time = d->precision >= DATE_MINUTE;

	if (!zone || d->precision == DATE_NONE)
		return;
	if (d->zone == DATE_ZONE_SITE) {
		/* So far it was taken for UTC. */
		int64_t seconds = d->end - d->start;

		d->start = zone_instant(zone, d->start);
		d->end = is_time ? d->start + seconds
				 : zone_instant(zone,
						next_day(d) * DAY_SECONDS) -
					   1;
		if (d->end < d->start)
			d->end = d->start;
	}
	if (is_time)
		set_clock(d, zone);
}
