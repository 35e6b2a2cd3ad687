/*
 * Days as queries name them: 2025-10, 2025-09..2025-10, <2025, today, 7d.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A value is a point or made of points. A point is a span of days: a year, a
 * month, a day; today, yesterday; or the last so many days, weeks, months or
 * years, today included: 1d is today, 7d today and the six days before. 1m
 * goes back to the same day of the month before, clamped to that month's end,
 * and begins the day after: on 26 October it begins on 27 September, on
 * 31 March on 1 March; 1y on 29 February begins on 1 March a year before.
 * Nothing reaches beyond the years 1 to 9999.
 *
 * Threads: pure functions, no clock, no locale.
 */
#ifndef PRESSMARK_QUERY_DATES_H
#define PRESSMARK_QUERY_DATES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum dates_use {
	DATES_ON,     /* a point, A..B, A.., ..B, >=A, >A, <=A, <A, * */
	DATES_AFTER,  /* a point: the days after its last */
	DATES_BEFORE, /* a point: the days before its first */
	DATES_SINCE,  /* a point: its first day and later */
	DATES_UNTIL,  /* a point: its last day and earlier */
};

/* Reads the whole of value; today in days since 1970-01-01. Sets the first
 * and the last day, both included, INT64_MIN and INT64_MAX for no end. A
 * range whose ends are the wrong way round is turned. False, both untouched,
 * for what is no date. */
bool dates_read(struct str value, enum dates_use use, int64_t today,
		int64_t *first, int64_t *last);

/* Reads 2025, 2025-10 or 2025-10-26, and nothing that depends on the day. */
bool dates_read_calendar(struct str value, int64_t *first, int64_t *last);

/* Appends a value that DATES_ON reads as these days, whatever day is today. */
void dates_print(int64_t first, int64_t last, struct buf *out);

/* The same as a range, even where a point would do, with ends that are no
 * numbers. */
void dates_print_range(int64_t first, int64_t last, struct buf *out);

#endif
