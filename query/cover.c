/*
 * Covering a range of days by years, months and days.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/cover.h"

#include <stdio.h>

#include "text/date.h"

struct cover {
	int64_t first, last;
	cover_fn fn;
	void *payload;
};

static void emit(const struct cover *c, enum schema_field field, int digits,
		 unsigned int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%0*u", digits, number);
	c->fn(field, str_of(text), c->payload);
}

/* Does the range hold all the days from a to b; does it hold any? */
static bool holds(const struct cover *c, int64_t a, int64_t b)
{
	return c->first <= a && b <= c->last;
}

static bool meets(const struct cover *c, int64_t a, int64_t b)
{
	return c->first <= b && a <= c->last;
}

static void cover_month(const struct cover *c, int year, int month)
{
	int64_t start = date_days(year, month, 1);
	int days = date_month_days(year, month);
	unsigned int number = (unsigned int)(year * 100 + month);

	if (!meets(c, start, start + days - 1))
		return;
	if (holds(c, start, start + days - 1)) {
		emit(c, SCHEMA_MONTH, 6, number);
		return;
	}
	emit(c, SCHEMA_WHOLE_MONTH, 6, number);
	for (int day = 0; day < days; day++) {
		if (holds(c, start + day, start + day))
			emit(c, SCHEMA_DAY, 8,
			     number * 100 + (unsigned int)day + 1);
	}
}

static void cover_year(const struct cover *c, int year)
{
	int64_t start = date_days(year, 1, 1);
	int64_t end = date_days(year, 12, 31);

	if (!meets(c, start, end))
		return;
	if (holds(c, start, end)) {
		emit(c, SCHEMA_YEAR, 4, (unsigned int)year);
		return;
	}
	emit(c, SCHEMA_WHOLE_YEAR, 4, (unsigned int)year);
	for (int month = 1; month <= 12; month++)
		cover_month(c, year, month);
}

void cover_dates(int64_t first, int64_t last, const int *years, size_t count,
		 cover_fn fn, void *payload)
{
	struct cover c = { first, last, fn, payload };

	for (size_t i = 0; i < count; i++)
		cover_year(&c, years[i]);
}
