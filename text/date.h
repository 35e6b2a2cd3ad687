/*
 * Dates: as articles write them, as days and as instants.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The proleptic Gregorian calendar, years 1 to 9999. A date may be as short
 * as a year; it then is the span of that year. The *day* is the calendar day
 * as written (what a reader sees under the title); the *instant* takes the
 * zone into account, UTC where none is written.
 *
 * Threads: pure functions, no locale, no system zone.
 */
#ifndef PRESSMARK_TEXT_DATE_H
#define PRESSMARK_TEXT_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum date_precision {
	DATE_NONE, /* no date */
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_MINUTE,
	DATE_SECOND,
};

struct date {
	enum date_precision precision;
	bool has_zone; /* a zone was written (Z, UTC, an offset), or is_epoch */
	bool is_epoch; /* was written as a bare count of seconds */
	int year;
	int month;		  /* 1 to 12; 1 when precision is DATE_YEAR */
	int day;		  /* 1 to 31; 1 when coarser */
	int hour, minute, second; /* 0 when coarser; second <= 60 */
	int offset_minutes;	  /* east of UTC; 0 unless has_zone */
	int64_t start; /* its first second, since 1970-01-01T00:00:00Z */
	int64_t end;   /* its last second, inclusive */
};

/* Reads the whole of s (blanks around it are skipped) in the forms of the
 * article contract: ISO 8601 and RFC 3339 and their common variants (a blank
 * for T, one-digit month, day or hour, no seconds, fractions, offsets as
 * Z, UTC, +05:00, +0500, -4), 2025/10/26, 20251026, 26 Oct 2025,
 * October 26, 2025, RFC 5322 dates, 2025-10, 2025, and Unix times of 9 to 10
 * (seconds) or 13 digits (milliseconds). Returns false, *out DATE_NONE, for
 * anything else: 03/04/2025 and 04.03.2025 are ambiguous and no dates. */
bool date_parse(struct str s, struct date *out);

/* Days since 1970-01-01 of a calendar day (month 1 to 12, day 1 to 31).
 * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
int64_t date_days(int year, int month, int day);

/* The calendar day of a number of days since 1970-01-01. */
void date_from_days(int64_t days, int *year, int *month, int *day);

/* The number of days of a month. */
int date_month_days(int year, int month);

/* Room for the longest text below with its NUL. */
#define DATE_TEXT_SIZE 40

/* Writes it as RFC 3339 as far as it goes, zone as written: "2025",
 * "2025-10", "2025-10-26", "2025-10-26T09:28:25Z", "…+05:00"; a time without
 * a zone ends without one. Returns the length; 0 for DATE_NONE. */
size_t date_format(const struct date *date, char out[DATE_TEXT_SIZE]);

/* Writes it for people: "26 October 2025", "October 2025", "2025". */
size_t date_format_long(const struct date *date, char out[DATE_TEXT_SIZE]);

#endif
