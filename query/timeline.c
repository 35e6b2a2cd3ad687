/*
 * The timeline of a result: how many articles in each step of time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/timeline.h"

#include <inttypes.h>

#include "base/buf.h"
#include "text/date.h"
#include "text/schema.h"

#define MONTHS 12 /* of a year */
#define DAYS   28 /* of a month, at least */

enum unit { YEARS, MONTHS_OF_YEARS, DAYS_OF_MONTHS };

/* How many articles a step has; its number counts years, months or days. */
struct step {
	int64_t number;
	uint32_t articles;
};

/* The steps of one unit that have articles, rising. */
struct steps {
	enum unit unit;
	struct step *list;
	size_t count, cap;
};

struct counting {
	struct columns *columns;
	struct xap_db *db;
	const struct columns_set *set;
	struct arena *arena;
	struct err *err;
	struct steps *steps; /* being listed */
};

static int digits_to_int(struct str digits)
{
	int n = 0;

	for (size_t i = 0; i < digits.len; i++)
		n = n * 10 + (digits.p[i] - '0');
	return n;
}

/* Of 2025, 202510 or 20251026. */
static int64_t number_of(enum unit unit, struct str digits)
{
	int year = digits_to_int(str_head(digits, 4)), month;

	if (unit == YEARS)
		return year;
	month = digits_to_int(str_head(str_skip(digits, 4), 2));
	if (unit == MONTHS_OF_YEARS)
		return (int64_t)year * MONTHS + month - 1;
	return date_days(year, month, digits_to_int(str_skip(digits, 6)));
}

static int take_step(const struct column_value *value, uint32_t articles,
		     void *payload)
{
	struct counting *c = payload;
	struct steps *s = c->steps;
	struct step *steps = arena_grow(c->arena, s->list, s->count, &s->cap,
					sizeof(*steps));

	if (!steps)
		return arena_check(c->arena, c->err);
	s->list = steps;
	steps[s->count++] =
		(struct step){ number_of(s->unit, value->text), articles };
	return 0;
}

static void list(struct counting *c, enum schema_field field, struct steps *out)
{
	c->steps = out;
	if (!c->err->code)
		columns_count(c->columns, c->db, field, str_make(NULL, 0),
			      c->set, take_step, c, c->err);
}

/* The steps from the first to the last, those between included. */
static int64_t span(const struct steps *s)
{
	return s->list[s->count - 1].number - s->list[0].number + 1;
}

/* May steps so many times as short be few enough? The first and the last may
 * be the end and the beginning of the longer ones. */
static bool may_divide(const struct steps *s, int64_t into, size_t most)
{
	return s->count && (span(s) - 2) * into + 2 <= (int64_t)most;
}

/* The step of the next longer unit that one is in. */
static int64_t longer_of(enum unit unit, int64_t number)
{
	int year, month, day;

	if (unit == MONTHS_OF_YEARS)
		return number / MONTHS;
	date_from_days(number, &year, &month, &day);
	return (int64_t)year * MONTHS + month - 1;
}

/* Divides steps by shorter ones where these may be few enough, and go as far:
 * else a date that does not say them would be cut off at an end. */
static void divide(struct counting *c, const struct steps *longer, int64_t into,
		   size_t most, enum schema_field field, struct steps *out)
{
	if (may_divide(longer, into, most))
		list(c, field, out);
	if (out->count &&
	    (longer_of(out->unit, out->list[0].number) !=
		     longer->list[0].number ||
	     longer_of(out->unit, out->list[out->count - 1].number) !=
		     longer->list[longer->count - 1].number))
		out->count = 0;
}

static bool will_do(const struct steps *s, size_t most)
{
	return s->count && span(s) <= (int64_t)most;
}

static void set_text(struct counting *c, enum unit unit, int64_t number,
		     int64_t years, struct facet_value *value)
{
	struct buf b = BUF_INIT;
	int year, month, day;

	if (unit == DAYS_OF_MONTHS) {
		date_from_days(number, &year, &month, &day);
		buf_printf(&b, "%04d-%02d-%02d", year, month, day);
	} else if (unit == MONTHS_OF_YEARS) {
		buf_printf(&b, "%04" PRId64 "-%02" PRId64, number / MONTHS,
			   number % MONTHS + 1);
	} else if (years == 1) {
		buf_printf(&b, "%04" PRId64, number);
	} else {
		/* There is no year 0. */
		buf_printf(&b, "%04" PRId64 "..%04" PRId64,
			   number ? number * years : 1,
			   number * years + years - 1);
	}
	if (!buf_check(&b, c->err))
		value->text = arena_copy(c->arena, buf_view(&b));
	buf_release(&b);
}

/* `years` is how many a step has. */
static void set_bars(struct counting *c, const struct steps *s, int64_t years,
		     struct facet *out)
{
	int64_t first = s->list[0].number / years;
	size_t count =
		(size_t)(s->list[s->count - 1].number / years - first) + 1;
	struct facet_value *values =
		arena_array(c->arena, count, sizeof(*values));

	if (!values)
		return;
	for (size_t i = 0; i < count; i++)
		set_text(c, s->unit, first + (int64_t)i, years, &values[i]);
	for (size_t i = 0; i < s->count; i++)
		values[s->list[i].number / years - first].articles +=
			s->list[i].articles;
	out->values = values;
	out->count = out->total = count;
}

static int64_t years_of_step(const struct steps *s, size_t most)
{
	int64_t years = 1;

	while (s->list[s->count - 1].number / years -
		       s->list[0].number / years >=
	       (int64_t)most)
		years *= 10;
	return years;
}

int timeline_count(struct columns *columns, struct xap_db *db,
		   const struct columns_set *set, size_t most,
		   struct arena *arena, struct facet *out, struct err *err)
{
	struct counting c = { columns, db, set, arena, err, NULL };
	struct steps years = { .unit = YEARS };
	struct steps months = { .unit = MONTHS_OF_YEARS };
	struct steps days = { .unit = DAYS_OF_MONTHS };

	out->is_timeline = true;
	list(&c, SCHEMA_YEAR, &years);
	divide(&c, &years, MONTHS, most, SCHEMA_MONTH, &months);
	divide(&c, &months, DAYS, most, SCHEMA_DAY, &days);
	if (err->code)
		return (int)err->code;
	if (will_do(&days, most))
		set_bars(&c, &days, 1, out);
	else if (will_do(&months, most))
		set_bars(&c, &months, 1, out);
	else if (years.count)
		set_bars(&c, &years, years_of_step(&years, most), out);
	return err->code ? (int)err->code : arena_check(arena, err);
}
