/*
 * The rule by which a zone's clocks change, year after year.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/zone_rule.h"

#include "text/date.h"

#define DAY_SECONDS 86400

/* After 400 years the calendar repeats, its weekdays too. */
#define ERA_SECONDS ((int64_t)146097 * DAY_SECONDS)

/* The hours of an offset, and of a change. */
#define OFFSET_HOURS 24
#define CHANGE_HOURS 167

#define CHANGE_DEFAULT (2 * 3600)

static bool take(struct str *s, char c)
{
	if (s->len == 0 || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* Takes one to three digits. */
static bool take_number(struct str *s, int min, int max, int *out)
{
	size_t n = 0;
	int value = 0;

	while (n < s->len && n < 3 && s->p[n] >= '0' && s->p[n] <= '9')
		value = value * 10 + (s->p[n++] - '0');
	*s = str_skip(*s, n);
	*out = value;
	return n > 0 && value >= min && value <= max;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(struct str *s, int hours_max, int32_t *out)
{
	int hours, minutes = 0, seconds = 0;
	int sign = take(s, '-') ? -1 : 1;

	if (sign > 0)
		take(s, '+');
	if (!take_number(s, 0, hours_max, &hours))
		return false;
	if (take(s, ':') &&
	    (!take_number(s, 0, 59, &minutes) ||
	     (take(s, ':') && !take_number(s, 0, 59, &seconds))))
		return false;
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

/* CET, <+03>. */
static bool take_name(struct str *s)
{
	bool is_quoted = take(s, '<');
	size_t n = 0;

	for (; n < s->len; n++) {
		char c = s->p[n];
		bool is_letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool is_other = (c >= '0' && c <= '9') || c == '+' || c == '-';

		if (!is_letter && !(is_quoted && is_other))
			break;
	}
	*s = str_skip(*s, n);
	return n >= 3 && (!is_quoted || take(s, '>'));
}

/* ,J60 or ,59/3 or ,M3.5.0/-1:30. */
static bool take_change(struct str *s, struct zone_change *out)
{
	bool ok = take(s, ',');

	if (ok && take(s, 'M')) {
		out->kind = ZONE_WEEKDAY;
		ok = take_number(s, 1, 12, &out->month) && take(s, '.') &&
		     take_number(s, 1, 5, &out->week) && take(s, '.') &&
		     take_number(s, 0, 6, &out->day);
	} else if (ok && take(s, 'J')) {
		out->kind = ZONE_JULIAN;
		ok = take_number(s, 1, 365, &out->day);
	} else if (ok) {
		out->kind = ZONE_ORDINAL;
		ok = take_number(s, 0, 365, &out->day);
	}
	out->seconds = CHANGE_DEFAULT;
	return ok &&
	       (!take(s, '/') || take_time(s, CHANGE_HOURS, &out->seconds));
}

bool zone_rule_parse(struct str s, struct zone_rule *out)
{
	static const struct zone_rule none = { .has_summer = false };
	struct zone_rule rule = none;
	int32_t west;

	*out = none;
	if (!take_name(&s) || !take_time(&s, OFFSET_HOURS, &west))
		return false;
	rule.standard = -west;
	if (s.len) {
		rule.has_summer = true;
		rule.summer = rule.standard + 3600;
		if (!take_name(&s))
			return false;
		if (s.len && s.p[0] != ',') {
			if (!take_time(&s, OFFSET_HOURS, &west))
				return false;
			rule.summer = -west;
		}
		if (!take_change(&s, &rule.to_summer) ||
		    !take_change(&s, &rule.to_standard) || s.len)
			return false;
	}
	*out = rule;
	return true;
}

/* The days since 1970 of a change in a year. */
static int64_t change_day(const struct zone_change *c, int year)
{
	int64_t first = date_days(year, 1, 1);
	int64_t back;

	if (c->kind == ZONE_ORDINAL)
		return first + c->day;
	if (c->kind == ZONE_JULIAN) {
		bool is_leap = date_month_days(year, 2) == 29;

		return first + c->day - 1 + (is_leap && c->day > 59);
	}
	/* The last one of the first week * 7 days, or of the month. Day 0 of
	 * the count was a Thursday. */
	back = date_days(year, c->month,
			 c->week < 5 ? c->week * 7
				     : date_month_days(year, c->month));
	return back - ((back + 4 - c->day) % 7 + 7) % 7;
}

/* The same as local seconds. */
static int64_t change_at(const struct zone_change *c, int year)
{
	return change_day(c, year) * DAY_SECONDS + c->seconds;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t instant)
{
	int64_t latest = INT64_MIN;
	int32_t offset = rule->standard;
	int year, month, day;

	if (!rule->has_summer)
		return rule->standard;
	instant %= ERA_SECONDS;
	if (instant < 0)
		instant += ERA_SECONDS;
	date_from_days(instant / DAY_SECONDS, &year, &month, &day);
	/* The latest change up to then; of two at once, as where it is always
	 * summer, the one to summer. A change may lie outside its year. */
	for (int y = year - 1; y <= year + 1; y++) {
		int64_t summer =
			change_at(&rule->to_summer, y) - rule->standard;
		int64_t standard =
			change_at(&rule->to_standard, y) - rule->summer;

		if (summer <= instant && summer >= latest) {
			latest = summer;
			offset = rule->summer;
		}
		if (standard <= instant && standard > latest) {
			latest = standard;
			offset = rule->standard;
		}
	}
	return offset;
}
