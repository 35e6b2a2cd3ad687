/*
 * Dates: as articles write them, as days and as instants.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/date.h"

#include <stdio.h>
#include <string.h>

#define DAY_SECONDS 86400

static const char *const month_names[12] = {
	"January", "February", "March",	    "April",   "May",	   "June",
	"July",	   "August",   "September", "October", "November", "December",
};

static const char *const weekday_names[7] = {
	"Monday", "Tuesday",  "Wednesday", "Thursday",
	"Friday", "Saturday", "Sunday",
};

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30,
				      31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap(year));
}

int64_t date_days(int year, int month, int day)
{
	/* The year is taken to begin in March, so that the leap day is its
	 * last; an era is the 400 years after which the calendar repeats. */
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = month > 2 ? month - 3 : month + 9;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * m + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
			     year_of_era / 100 + day_of_year;

	/* 719468 days lie between 0000-03-01 and 1970-01-01. */
	return era * 146097 + day_of_era - 719468;
}

void date_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
			       day_of_era / 36524 - day_of_era / 146096) /
			      365;
	int64_t day_of_year =
		day_of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The number of bytes at the start of s for which is() holds. */
static size_t run(struct str s, bool (*is)(char))
{
	size_t n = 0;

	while (n < s.len && is(s.p[n]))
		n++;
	return n;
}

/* Takes c off the front of s. */
static bool take(struct str *s, char c)
{
	if (s->len == 0 || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* Takes blanks; were there any? */
static bool take_blanks(struct str *s)
{
	bool any = false;

	while (take(s, ' ') || take(s, '\t'))
		any = true;
	return any;
}

/* Takes a run of min to max digits that is followed by no other digit. */
static bool take_number(struct str *s, size_t min, size_t max, int *out)
{
	size_t n = run(*s, is_digit);
	int value = 0;

	if (n < min || n > max)
		return false;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (s->p[i] - '0');
	*s = str_skip(*s, n);
	*out = value;
	return true;
}

/* Takes a name from a list, whole or its first letters (at least three, as in
 * Oct and Sept), any case, a full stop behind a short one; 1 is the first. */
static bool take_name(struct str *s, const char *const *names, int count,
		      int *out)
{
	size_t n = run(*s, is_alpha);

	for (int i = 0; i < count; i++) {
		struct str name = str_of(names[i]);
		bool is_whole = n == name.len;
		bool is_short = n == 3 || (n == 4 && name.len == 9);

		if ((!is_whole && !is_short) || n > name.len ||
		    !str_eq_nocase(str_head(*s, n), str_head(name, n)))
			continue;
		*s = str_skip(*s, n);
		if (!is_whole)
			take(s, '.');
		*out = i + 1;
		return true;
	}
	return false;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* What may follow an offset and says nothing more: EDT, or a comment such as
 * (EDT) and (Central European Standard Time). */
static void take_zone_name(struct str *s)
{
	struct str rest = *s;
	size_t n;

	if (!take_blanks(&rest))
		return;
	if (take(&rest, '(')) {
		rest = str_skip(rest, str_find(rest, ')'));
		if (take(&rest, ')'))
			*s = rest;
		return;
	}
	n = run(rest, is_upper);
	if (n >= 1 && n <= 5)
		*s = str_skip(rest, n);
}

static void set_zone(struct date *d, int minutes)
{
	d->has_zone = true;
	d->offset_minutes = d->written_minutes = minutes;
	d->zone = minutes ? DATE_ZONE_OFFSET : DATE_ZONE_UTC;
}

/* UTC's names, and those of RFC 5322, section 4.3; all others mean different
 * zones to different readers. */
static bool take_named_zone(struct str *s, struct date *d)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = {
		{ "Z", 0 },    { "UTC", 0 },  { "GMT", 0 },  { "UT", 0 },
		{ "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
		{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
	};
	size_t n = run(*s, is_alpha);

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (str_eq_nocase(str_head(*s, n), str_of(zones[i].name))) {
			*s = str_skip(*s, n);
			set_zone(d, zones[i].hours * 60);
			return true;
		}
	}
	return false;
}

static bool take_zone(struct str *s, struct date *d)
{
	int hours, minutes = 0, sign;

	/* GMT+0100 is how JavaScript writes +0100. */
	if (take_named_zone(s, d) && (d->offset_minutes || s->len == 0 ||
				      (s->p[0] != '+' && s->p[0] != '-')))
		return true;
	if (take(s, '+'))
		sign = 1;
	else if (take(s, '-'))
		sign = -1;
	else
		return false;
	if (run(*s, is_digit) == 4) {
		if (!take_number(s, 4, 4, &hours))
			return false;
		minutes = hours % 100;
		hours /= 100;
	} else if (!take_number(s, 1, 2, &hours) ||
		   (take(s, ':') && !take_number(s, 2, 2, &minutes))) {
		return false;
	}
	if (hours > 23 || minutes > 59)
		return false;
	set_zone(d, sign * (hours * 60 + minutes));
	take_zone_name(s);
	return true;
}

/* AM or PM, if it is there; false when the hour is none of twelve. */
static bool take_half(struct str *s, struct date *d)
{
	struct str rest = *s, word;
	bool is_pm;

	take_blanks(&rest);
	word = str_head(rest, run(rest, is_alpha));
	is_pm = str_eq_nocase(word, STR("pm"));
	if (!is_pm && !str_eq_nocase(word, STR("am")))
		return true;
	*s = str_skip(rest, word.len);
	if (d->hour < 1 || d->hour > 12)
		return false;
	d->hour = d->hour % 12 + (is_pm ? 12 : 0);
	return true;
}

/* 09:28, 9:28:25, 09:28:25.706, 9:28 PM. */
static bool take_clock(struct str *s, struct date *d)
{
	if (!take_number(s, 1, 2, &d->hour) || !take(s, ':') ||
	    !take_number(s, 2, 2, &d->minute))
		return false;
	d->precision = DATE_MINUTE;
	if (take(s, ':')) {
		if (!take_number(s, 2, 2, &d->second))
			return false;
		d->precision = DATE_SECOND;
		if (take(s, '.') || take(s, ',')) {
			size_t digits = run(*s, is_digit);

			if (digits == 0)
				return false;
			*s = str_skip(*s, digits);
		}
	}
	return take_half(s, d) && d->hour <= 23 && d->minute <= 59 &&
	       d->second <= (d->minute == 59 ? 60 : 59);
}

/* A time and perhaps a zone, to the end of s. */
static bool take_time(struct str *s, struct date *d)
{
	if (!take_clock(s, d))
		return false;
	if (s->len == 0)
		return true;
	take_blanks(s);
	return take_zone(s, d);
}

/* Nothing more, or what may stand between day and time, and a time. */
static bool take_rest(struct str *s, struct date *d)
{
	if (s->len == 0)
		return true;
	take(s, ',');
	if (!take(s, 'T') && !take(s, 't') && !take_blanks(s))
		return false;
	return take_time(s, d);
}

/* 2025-10-26, 2025/10/26, 2025-10, each but the last with a time. */
static bool read_year_first(struct str *s, struct date *d)
{
	char sep;

	if (!take_number(s, 4, 4, &d->year) || s->len == 0)
		return false;
	sep = s->p[0];
	if ((sep != '-' && sep != '/') || !take(s, sep) ||
	    !take_number(s, 1, 2, &d->month))
		return false;
	if (s->len == 0) {
		d->precision = DATE_MONTH;
		return sep == '-';
	}
	if (!take(s, sep) || !take_number(s, 1, 2, &d->day))
		return false;
	d->precision = DATE_DAY;
	return take_rest(s, d);
}

/* 09:28:25 2025, 09:28:25 UTC 2025: the end of what ctime and date(1) write
 * behind weekday, month and day. */
static bool read_clock_and_year(struct str *s, struct date *d)
{
	if (!take_clock(s, d) || !take_blanks(s))
		return false;
	if (run(*s, is_digit) == 0 && (!take_zone(s, d) || !take_blanks(s)))
		return false;
	return take_number(s, 4, 4, &d->year);
}

/* 26, 26th. */
static bool take_month_day(struct str *s, struct date *d)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };

	if (!take_number(s, 1, 2, &d->day))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (run(*s, is_alpha) == 2 &&
		    str_eq_nocase(str_head(*s, 2), str_of(ends[i]))) {
			*s = str_skip(*s, 2);
			break;
		}
	}
	return true;
}

/* 26 Oct 2025, 26-Oct-2025, October 26, 2025, a weekday before each, a time
 * after; October 2025. */
static bool read_named_month(struct str *s, struct date *d)
{
	int weekday;

	if (take_name(s, weekday_names, 7, &weekday)) {
		bool comma = take(s, ',');

		if (!take_blanks(s) && !comma)
			return false;
	}
	d->precision = DATE_DAY;
	if (take_month_day(s, d)) {
		if ((!take_blanks(s) && !take(s, '-')) ||
		    !take_name(s, month_names, 12, &d->month))
			return false;
		if (take(s, '-'))
			return take_number(s, 4, 4, &d->year) &&
			       take_rest(s, d);
	} else {
		if (!take_name(s, month_names, 12, &d->month) ||
		    !take_blanks(s))
			return false;
		if (run(*s, is_digit) == 4) {
			d->precision = DATE_MONTH;
			return take_number(s, 4, 4, &d->year);
		}
		if (!take_month_day(s, d))
			return false;
		take(s, ',');
	}
	if (!take_blanks(s))
		return false;
	if (run(*s, is_digit) < 4)
		return read_clock_and_year(s, d);
	return take_number(s, 4, 4, &d->year) && take_rest(s, d);
}

/* 03/04/2025, 04.03.2025, 3-4-2025, a time after. */
static bool read_year_last(struct str *s, enum date_order order, struct date *d)
{
	int first, second;
	char sep;

	if (order == DATE_NO_ORDER || !take_number(s, 1, 2, &first) ||
	    s->len == 0)
		return false;
	sep = s->p[0];
	if ((sep != '/' && sep != '.' && sep != '-') || !take(s, sep) ||
	    !take_number(s, 1, 2, &second) || !take(s, sep) ||
	    !take_number(s, 4, 4, &d->year))
		return false;
	d->day = order == DATE_DMY ? first : second;
	d->month = order == DATE_DMY ? second : first;
	d->precision = DATE_DAY;
	return take_rest(s, d);
}

static void set_instant(int64_t seconds, struct date *d)
{
	int of_day = (int)(seconds % DAY_SECONDS);

	date_from_days(seconds / DAY_SECONDS, &d->year, &d->month, &d->day);
	d->hour = of_day / 3600;
	d->minute = of_day / 60 % 60;
	d->second = of_day % 60;
	d->precision = DATE_SECOND;
	d->has_zone = true;
	d->zone = DATE_ZONE_UTC;
	d->start = d->end = seconds;
}

static bool read_epoch(struct str s, struct date *d)
{
	int64_t seconds = 0;

	for (size_t i = 0; i < s.len; i++)
		seconds = seconds * 10 + (s.p[i] - '0');
	set_instant(s.len == 13 ? seconds / 1000 : seconds, d);
	d->is_epoch = true;
	return true;
}

/* Digits alone: their number says what they are. */
static bool read_digits(struct str s, struct date *d)
{
	int all;

	switch (s.len) {
	case 4:
		d->precision = DATE_YEAR;
		return take_number(&s, 4, 4, &d->year);
	case 8:
		if (!take_number(&s, 8, 8, &all))
			return false;
		d->year = all / 10000;
		d->month = all / 100 % 100;
		d->day = all % 100;
		d->precision = DATE_DAY;
		return true;
	case 9:
	case 10:
	case 13:
		return read_epoch(s, d);
	default:
		return false;
	}
}

/* Start and end from the rest; false when there is no such day. */
static bool set_span(struct date *d)
{
	int64_t day;

	if (d->year < 1 || d->year > 9999 || d->month < 1 || d->month > 12 ||
	    d->day < 1 || d->day > date_month_days(d->year, d->month))
		return false;
	day = date_days(d->year, d->month, d->day);
	d->start = day * DAY_SECONDS + d->hour * 3600 + d->minute * 60 +
		   d->second - d->offset_minutes * 60;
	d->end = d->start;
	if (d->precision == DATE_MINUTE)
		d->end += 59;
	else if (d->precision == DATE_DAY)
		d->end += DAY_SECONDS - 1;
	else if (d->precision == DATE_MONTH)
		d->end += (int64_t)date_month_days(d->year, d->month) *
				  DAY_SECONDS -
			  1;
	else if (d->precision == DATE_YEAR)
		d->end += (int64_t)(365 + is_leap(d->year)) * DAY_SECONDS - 1;
	return true;
}

/* Does it begin as 03/04/ does? */
static bool is_year_last(struct str s)
{
	struct str rest = str_skip(s, run(s, is_digit));

	return rest.len > 1 && strchr("/.-", rest.p[0]) && is_digit(rest.p[1]);
}

bool date_parse(struct str s, struct date *out)
{
	return date_parse_order(s, DATE_NO_ORDER, out);
}

bool date_parse_order(struct str s, enum date_order order, struct date *out)
{
	static const struct date none = { .precision = DATE_NONE };
	struct date d = { .month = 1, .day = 1 };
	size_t digits;
	bool ok;

	*out = none;
	s = str_trim(s);
	digits = run(s, is_digit);
	if (digits == s.len)
		ok = read_digits(s, &d);
	else if (digits == 4)
		ok = read_year_first(&s, &d) && s.len == 0;
	else if (digits && is_year_last(s))
		ok = read_year_last(&s, order, &d) && s.len == 0;
	else
		ok = read_named_month(&s, &d) && s.len == 0;
	if (!ok || !set_span(&d))
		return false;
	*out = d;
	return true;
}

bool date_of_instant(int64_t seconds, struct date *out)
{
	static const struct date none = { .precision = DATE_NONE };

	*out = none;
	if (seconds < 0 || seconds > DATE_SECONDS_MAX)
		return false;
	set_instant(seconds, out);
	return true;
}

/* snprintf's result as a length; what is written always fits. */
static size_t length(int n)
{
	return n > 0 ? (size_t)n : 0;
}

/* "Z", "+05:00". */
static size_t format_offset(int minutes, char *out, size_t size)
{
	unsigned int offset = (unsigned int)(minutes < 0 ? -minutes : minutes);

	if (offset == 0)
		return length(snprintf(out, size, "Z"));
	return length(snprintf(out, size, "%c%02u:%02u",
			       minutes < 0 ? '-' : '+', offset / 60,
			       offset % 60));
}

size_t date_format(const struct date *d, char out[DATE_TEXT_SIZE])
{
	const size_t size = DATE_TEXT_SIZE;
	size_t n = 0;

	out[0] = '\0';
	if (d->precision >= DATE_YEAR)
		n += length(snprintf(out, size, "%04d", d->year));
	if (d->precision >= DATE_MONTH)
		n += length(snprintf(out + n, size - n, "-%02d", d->month));
	if (d->precision >= DATE_DAY)
		n += length(snprintf(out + n, size - n, "-%02d", d->day));
	if (d->precision >= DATE_MINUTE)
		n += length(snprintf(out + n, size - n, "T%02d:%02d", d->hour,
				     d->minute));
	if (d->precision >= DATE_SECOND)
		n += length(snprintf(out + n, size - n, ":%02d", d->second));
	if (d->precision < DATE_MINUTE || !d->has_zone)
		return n;
	return n + format_offset(d->offset_minutes, out + n, size - n);
}

size_t date_format_zone(const struct date *d, char out[DATE_TEXT_SIZE])
{
	if (d->zone == DATE_ZONE_SITE)
		return length(snprintf(out, DATE_TEXT_SIZE, "site"));
	return format_offset(d->written_minutes, out, DATE_TEXT_SIZE);
}

size_t date_format_long(const struct date *d, char out[DATE_TEXT_SIZE])
{
	const char *month;

	out[0] = '\0';
	if (d->precision == DATE_NONE || d->month < 1 || d->month > 12)
		return 0;
	month = month_names[d->month - 1];
	if (d->precision == DATE_YEAR)
		return length(snprintf(out, DATE_TEXT_SIZE, "%d", d->year));
	if (d->precision == DATE_MONTH)
		return length(
			snprintf(out, DATE_TEXT_SIZE, "%s %d", month, d->year));
	return length(snprintf(out, DATE_TEXT_SIZE, "%d %s %d", d->day, month,
			       d->year));
}
