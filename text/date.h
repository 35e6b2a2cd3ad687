/*
 * Dates: as articles write them, as days and as instants.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The proleptic Gregorian calendar, years 1 to 9999. A date may be as short
 * as a year; it then is the span of that year. The *day* is the calendar day
 * as written (what a reader sees under the title); the *instant* takes the
 * zone into account, UTC where none is written. date_resolve puts both into
 * the zone of a site.
 *
 * Threads: pure functions, no locale, no system zone.
 */
#ifndef PRESSMARK_TEXT_DATE_H
#define PRESSMARK_TEXT_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "text/zone.h"

enum date_precision {
	DATE_NONE, /* no date */
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_MINUTE,
	DATE_SECOND,
};

/* In which zone a date was written. */
enum date_zone {
	DATE_ZONE_SITE,	  /* none was: it is the site's, see date_resolve */
	DATE_ZONE_UTC,	  /* Z, UTC, GMT, +00:00, or a count of seconds */
	DATE_ZONE_OFFSET, /* written_minutes east of UTC */
};

/* How 03/04/2025 and 04.03.2025 are read. */
enum date_order {
	DATE_NO_ORDER, /* they are ambiguous, and no dates */
	DATE_DMY,      /* day, month, year */
	DATE_MDY,      /* month, day, year */
};

struct date {
	enum date_precision precision;
	bool has_zone; /* offset_minutes is known: written, or the site's */
	bool is_epoch; /* was written as a bare count of seconds */
	enum date_zone zone;
	int written_minutes; /* 0 unless zone is DATE_ZONE_OFFSET */
	int year;
	int month;		  /* 1 to 12; 1 when precision is DATE_YEAR */
	int day;		  /* 1 to 31; 1 when coarser */
	int hour, minute, second; /* 0 when coarser; second <= 60 */
	int offset_minutes;	  /* of year to second; 0 unless has_zone */
	int64_t start; /* its first second, since 1970-01-01T00:00:00Z */
	int64_t end;   /* its last second, inclusive */
};

/* Reads the whole of s (blanks around it are skipped) in the forms of the
 * article contract: ISO 8601 and RFC 3339 and their common variants (a blank
 * for T, one-digit month, day or hour, no seconds, fractions, offsets as
 * Z, UTC, EST, +05:00, +0500, -4, GMT+0500, a zone's name behind an offset, AM
 * and PM), 2025/10/26, 20251026, 26 Oct 2025, October 26th, 2025, RFC 5322
 * dates, those of date(1) and ctime (Sun Oct 26 09:28:25 UTC 2025) and of
 * JavaScript, 26-Oct-2025, October 2025, 2025-10, 2025, and Unix
 * times of 9 to 10 (seconds) or 13 digits (milliseconds). Returns false, *out
 * DATE_NONE, for anything else: 03/04/2025 and 04.03.2025 are ambiguous and no
 * dates. */
bool date_parse(struct str s, struct date *out);

/* The same, with a meaning for days before years: 03/04/2025, 04.03.2025 and
 * 3-4-2025, each with or without a time. */
bool date_parse_order(struct str s, enum date_order order, struct date *out);

/* 9999-12-31T23:59:59Z, in seconds since 1970. */
#define DATE_SECONDS_MAX INT64_C(253402300799)

/* The date of an instant, to the second, in UTC. Returns false, *out
 * DATE_NONE, for one before 1970 or above DATE_SECONDS_MAX. */
bool date_of_instant(int64_t seconds, struct date *out);

/* Puts a date that was parsed into a zone, that of the site; NULL, no zone is
 * configured, leaves all as it is. A date that was written without a zone is
 * one there: a time by the clocks there, a day from its first second there to
 * its last, be it one of 23 hours. (A time that clocks there skip is what they
 * show after it; a day that they skip is its first second.) Any other keeps
 * its start and end. Year to second, of a time, become what the clocks there
 * show, unless that is out of the years 1 to 9999; precision, zone and
 * written_minutes stay. */
void date_resolve(struct date *date, const struct zone *zone);

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

/* Writes the zone that it was written in: "Z", "+05:00" or "site". */
size_t date_format_zone(const struct date *date, char out[DATE_TEXT_SIZE]);

/* Writes it for people: "26 October 2025", "October 2025", "2025". */
size_t date_format_long(const struct date *date, char out[DATE_TEXT_SIZE]);

#endif
