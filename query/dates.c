/*
 * Days as queries name them: 2025-10, 2025-09..2025-10, <2025, today, 7d.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/dates.h"

#include "text/date.h"

#define YEAR_MAX 9999

/* More of any unit than the calendar has: where counting stops. */
#define COUNT_MAX 10000000

struct span {
	int64_t first, last;
};

static int64_t calendar_first(void)
{
	return date_days(1, 1, 1);
}

static int64_t calendar_last(void)
{
	return date_days(YEAR_MAX, 12, 31);
}

/* Takes `least` to `most` digits off the front of s. */
static bool take_number(struct str *s, size_t least, size_t most, int *out)
{
	size_t n = 0;
	int value = 0;

	while (n < s->len && n < most && s->p[n] >= '0' && s->p[n] <= '9')
		value = value * 10 + (s->p[n++] - '0');
	if (n < least)
		return false;
	*s = str_skip(*s, n);
	*out = value;
	return true;
}

/* YYYY, YYYY-MM, YYYY-MM-DD; "/" for both "-"; months and days of one digit. */
static bool read_calendar(struct str s, struct span *out)
{
	int year, month, day;
	char separator;

	if (!take_number(&s, 4, 4, &year) || year < 1)
		return false;
	if (!s.len) {
		out->first = date_days(year, 1, 1);
		out->last = date_days(year, 12, 31);
		return true;
	}
	separator = s.p[0];
	if (separator != '-' && separator != '/')
		return false;
	s = str_skip(s, 1);
	if (!take_number(&s, 1, 2, &month) || month < 1 || month > 12)
		return false;
	if (!s.len) {
		out->first = date_days(year, month, 1);
		out->last =
			date_days(year, month, date_month_days(year, month));
		return true;
	}
	if (s.p[0] != separator)
		return false;
	s = str_skip(s, 1);
	if (!take_number(&s, 1, 2, &day) || s.len || day < 1 ||
	    day > date_month_days(year, month))
		return false;
	out->first = out->last = date_days(year, month, day);
	return true;
}

/* The first of the last so many months. */
static int64_t months_back(int64_t today, int64_t months)
{
	int year, month, day, month_days;
	int64_t target;

	date_from_days(today, &year, &month, &day);
	target = (int64_t)year * 12 + (month - 1) - months;
	if (target < 12)
		return calendar_first();
	year = (int)(target / 12);
	month = (int)(target % 12) + 1;
	month_days = date_month_days(year, month);
	return date_days(year, month, day < month_days ? day : month_days) + 1;
}

/* 7d, 2w, 6m, 1y. */
static bool read_count(struct str s, int64_t today, struct span *out)
{
	int64_t n = 0;
	int64_t first;
	size_t i = 0;

	for (; i < s.len && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
		n = n * 10 + (s.p[i] - '0');
		if (n > COUNT_MAX)
			n = COUNT_MAX;
	}
	s = str_skip(s, i);
	if (n < 1)
		return false;
	if (str_eq_nocase(s, STR("d")))
		first = today - n + 1;
	else if (str_eq_nocase(s, STR("w")))
		first = today - 7 * n + 1;
	else if (str_eq_nocase(s, STR("m")))
		first = months_back(today, n);
	else if (str_eq_nocase(s, STR("y")))
		first = months_back(today, 12 * n);
	else
		return false;
	if (first < calendar_first())
		first = calendar_first();
	out->first = first;
	out->last = today;
	return true;
}

static bool read_point(struct str s, int64_t today, struct span *out)
{
	if (str_eq_nocase(s, STR("today"))) {
		out->first = out->last = today;
		return true;
	}
	if (str_eq_nocase(s, STR("yesterday"))) {
		if (today > calendar_first())
			today--;
		out->first = out->last = today;
		return true;
	}
	return read_calendar(s, out) || read_count(s, today, out);
}

/* A..B, A.., ..B: `dots` is where the dots are. */
static bool read_range(struct str s, size_t dots, int64_t today,
		       struct span *out)
{
	struct str left = str_head(s, dots);
	struct str right = str_skip(s, dots + 2);
	struct span a = { INT64_MIN, INT64_MIN };
	struct span b = { INT64_MAX, INT64_MAX };

	if (!left.len && !right.len)
		return false;
	if ((left.len && !read_point(left, today, &a)) ||
	    (right.len && !read_point(right, today, &b)))
		return false;
	out->first = a.first <= b.last ? a.first : b.first;
	out->last = a.first <= b.last ? b.last : a.last;
	return true;
}

/* >=A, >A, <=A, <A, or a point. */
static bool read_comparison(struct str s, int64_t today, struct span *out)
{
	bool is_above = str_starts(s, STR(">"));
	bool is_below = str_starts(s, STR("<"));
	bool is_included;
	struct span span;

	if (!is_above && !is_below)
		return read_point(s, today, out);
	s = str_skip(s, 1);
	is_included = str_starts(s, STR("="));
	if (!read_point(str_skip(s, is_included), today, &span))
		return false;
	out->first = INT64_MIN;
	out->last = INT64_MAX;
	if (is_above)
		out->first = is_included ? span.first : span.last + 1;
	else
		out->last = is_included ? span.last : span.first - 1;
	return true;
}

static bool read_on(struct str s, int64_t today, struct span *out)
{
	if (str_eq(s, STR("*"))) {
		*out = (struct span){ INT64_MIN, INT64_MAX };
		return true;
	}
	for (size_t i = 0; i + 1 < s.len; i++) {
		if (s.p[i] == '.' && s.p[i + 1] == '.')
			return read_range(s, i, today, out);
	}
	return read_comparison(s, today, out);
}

bool dates_read_calendar(struct str value, int64_t *first, int64_t *last)
{
	struct span span;

	if (!read_calendar(value, &span))
		return false;
	*first = span.first;
	*last = span.last;
	return true;
}

bool dates_read(struct str value, enum dates_use use, int64_t today,
		int64_t *first, int64_t *last)
{
	struct span span;

	if (today < calendar_first())
		today = calendar_first();
	if (today > calendar_last())
		today = calendar_last();
	if (use == DATES_ON) {
		if (!read_on(value, today, &span))
			return false;
		*first = span.first;
		*last = span.last;
		return true;
	}
	if (!read_point(value, today, &span))
		return false;
	*first = INT64_MIN;
	*last = INT64_MAX;
	if (use == DATES_AFTER)
		*first = span.last + 1;
	else if (use == DATES_BEFORE)
		*last = span.first - 1;
	else if (use == DATES_SINCE)
		*first = span.first;
	else
		*last = span.last;
	return true;
}

/* The shortest name of a span that begins (or ends) with this day. */
static void print_end(int64_t days, bool is_first, struct buf *out)
{
	int year, month, day;

	date_from_days(days, &year, &month, &day);
	buf_printf(out, "%04d", year);
	if (is_first ? month == 1 && day == 1 : month == 12 && day == 31)
		return;
	buf_printf(out, "-%02d", month);
	if (day != (is_first ? 1 : date_month_days(year, month)))
		buf_printf(out, "-%02d", day);
}

/* A whole year, a whole month or a day in one; false if it is none. */
static bool print_point(int64_t first, int64_t last, struct buf *out)
{
	int year, month, day;

	date_from_days(first, &year, &month, &day);
	if (first == date_days(year, 1, 1) && last == date_days(year, 12, 31))
		buf_printf(out, "%04d", year);
	else if (day == 1 && last - first + 1 == date_month_days(year, month))
		buf_printf(out, "%04d-%02d", year, month);
	else if (first == last)
		buf_printf(out, "%04d-%02d-%02d", year, month, day);
	else
		return false;
	return true;
}

void dates_print(int64_t first, int64_t last, struct buf *out)
{
	/* Beyond the calendar there is only what > and < can say. */
	if (first != INT64_MIN && first > calendar_last()) {
		buf_printf(out, ">%d", YEAR_MAX);
		return;
	}
	if (last != INT64_MAX && last < calendar_first()) {
		buf_add_str(out, STR("<0001"));
		return;
	}
	if (first == INT64_MIN && last == INT64_MAX) {
		buf_add_char(out, '*');
		return;
	}
	if (first != INT64_MIN && last != INT64_MAX &&
	    print_point(first, last, out))
		return;
	if (first != INT64_MIN)
		print_end(first, true, out);
	buf_add_str(out, STR(".."));
	if (last != INT64_MAX)
		print_end(last, false, out);
}

static void print_day(int64_t days, struct buf *out)
{
	int year, month, day;

	date_from_days(days, &year, &month, &day);
	buf_printf(out, "%04d-%02d-%02d", year, month, day);
}

void dates_print_range(int64_t first, int64_t last, struct buf *out)
{
	/* Beyond the calendar there is only what > and < can say. */
	if (first != INT64_MIN && first > calendar_last()) {
		buf_add_char(out, '>');
		print_day(first - 1, out);
		return;
	}
	if (last != INT64_MAX && last < calendar_first()) {
		buf_add_char(out, '<');
		print_day(last + 1, out);
		return;
	}
	if (first != INT64_MIN)
		print_day(first, out);
	buf_add_str(out, STR(".."));
	if (last != INT64_MAX)
		print_day(last, out);
}
