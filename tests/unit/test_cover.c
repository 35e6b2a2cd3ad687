/*
 * Tests of query/cover: a range of days and the articles it overlaps.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/buf.h"
#include "query/parse.h"
#include "tests/unit/random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SEED	     UINT64_C(0x9e3779b97f4a7c15)
#define ARTICLES     60
#define TERMS	     4096

/* Terms, in order of being made. */
struct terms {
	char text[TERMS][16];
	size_t count;
};

static void add_term(enum schema_field field, struct str digits, void *payload)
{
	struct terms *terms = payload;
	struct buf b = BUF_INIT;

	assert_true(terms->count < TERMS);
	schema_term(field, digits, &b);
	assert_true(b.len < sizeof(terms->text[0]));
	memcpy(terms->text[terms->count++], b.p, b.len + 1);
	buf_release(&b);
}

static bool have_common(const struct terms *a, const struct terms *b)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			if (!strcmp(a->text[i], b->text[j]))
				return true;
		}
	}
	return false;
}

/* A date of any precision and the days that it spans. */
struct article {
	struct date date;
	int64_t first, last;
	struct terms terms;
};

static void random_article(struct article *a, int least, unsigned int years)
{
	struct date *d = &a->date;

	*d = (struct date){
		.precision = DATE_YEAR + random_below(5),
		.year = least + (int)random_below(years),
		.month = 1,
		.day = 1,
	};
	if (d->precision >= DATE_MONTH)
		d->month = 1 + (int)random_below(12);
	if (d->precision >= DATE_DAY)
		d->day = 1 + (int)random_below((unsigned int)date_month_days(
				     d->year, d->month));
	a->first = a->last = date_days(d->year, d->month, d->day);
	if (d->precision == DATE_MONTH)
		a->last += date_month_days(d->year, d->month) - 1;
	if (d->precision == DATE_YEAR)
		a->last = date_days(d->year, 12, 31);
	a->terms.count = 0;
	schema_date_terms(d, add_term, &a->terms);
}

/* A day in or about these years; ends of months and years more often. */
static int64_t random_day(int least, unsigned int years)
{
	int year = least - 1 + (int)random_below(years + 2);
	int month = random_below(3) ? 1 + (int)random_below(12)
				    : (random_below(2) ? 1 : 12);
	int days = date_month_days(year, month);

	switch (random_below(3)) {
	case 0:
		return date_days(year, month, 1);
	case 1:
		return date_days(year, month, days);
	default:
		return date_days(year, month,
				 1 + (int)random_below((unsigned int)days));
	}
}

static int compare_ints(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static size_t years_of(const struct article *articles, int *years)
{
	size_t count = 0;

	for (size_t i = 0; i < ARTICLES; i++)
		years[i] = articles[i].date.year;
	qsort(years, ARTICLES, sizeof(*years), compare_ints);
	for (size_t i = 0; i < ARTICLES; i++) {
		if (count == 0 || years[count - 1] != years[i])
			years[count++] = years[i];
	}
	return count;
}

static void check_range(const struct article *articles, const int *years,
			size_t year_count, int64_t first, int64_t last)
{
	static struct terms cover;

	cover.count = 0;
	cover_dates(first, last, years, year_count, add_term, &cover);
	/* Never a long list of days. */
	assert_true(cover.count <= year_count + 2 * 13 + 2 * 31);
	for (size_t i = 0; i < ARTICLES; i++) {
		const struct article *a = &articles[i];
		bool overlaps = a->first <= last && first <= a->last;

		if (have_common(&cover, &a->terms) != overlaps)
			fail_msg("seed %llx: days %lld to %lld, article %lld "
				 "to %lld (precision %d): %s",
				 (unsigned long long)SEED, (long long)first,
				 (long long)last, (long long)a->first,
				 (long long)a->last, a->date.precision,
				 overlaps ? "missed" : "not meant");
	}
}

static void a_cover_matches_what_overlaps_and_nothing_else(void **state)
{
	static const struct {
		int least;
		unsigned int years;
	} spans[] = { { 2024, 1 }, { 2023, 3 }, { 1896, 12 }, { 2, 9997 } };
	static struct article articles[ARTICLES];
	int years[ARTICLES];

	(void)state;
	random_state = SEED;
	for (int run = 0; run < 4000; run++) {
		int least = spans[run % 4].least;
		unsigned int span = spans[run % 4].years;
		size_t year_count;
		int64_t a, b;

		for (size_t i = 0; i < ARTICLES; i++)
			random_article(&articles[i], least, span);
		year_count = years_of(articles, years);
		a = random_day(least, span);
		b = random_below(4) ? random_day(least, span)
				    : a + random_below(40);
		if (a > b) {
			int64_t swap = a;

			a = b;
			b = swap;
		}
		if (random_below(8) == 0)
			a = QUERY_DAY_MIN;
		if (random_below(8) == 0)
			b = QUERY_DAY_MAX;
		check_range(articles, years, year_count, a, b);
	}
}

static void check_terms(int64_t first, int64_t last, const char *expected)
{
	static const int years[] = { 2023, 2024, 2025 };
	static struct terms cover;
	struct buf all = BUF_INIT;

	cover.count = 0;
	cover_dates(first, last, years, COUNT(years), add_term, &cover);
	for (size_t i = 0; i < cover.count; i++)
		buf_printf(&all, "%s%s", i ? " " : "", cover.text[i]);
	assert_string_equal(all.p ? all.p : "", expected);
	buf_release(&all);
}

static void whole_years_and_months_are_a_term_each(void **state)
{
	(void)state;
	check_terms(QUERY_DAY_MIN, QUERY_DAY_MAX, "Y2023 Y2024 Y2025");
	check_terms(date_days(2024, 1, 1), date_days(2024, 12, 31), "Y2024");
	check_terms(date_days(2024, 2, 1), date_days(2024, 2, 29),
		    "XYO2024 M202402");
	check_terms(date_days(2024, 2, 28), date_days(2024, 3, 1),
		    "XYO2024 XMO202402 D20240228 D20240229 XMO202403 "
		    "D20240301");
	check_terms(date_days(2024, 12, 31), date_days(2025, 12, 31),
		    "XYO2024 XMO202412 D20241231 Y2025");
}

static void years_that_no_article_has_give_no_term(void **state)
{
	(void)state;
	check_terms(date_days(1900, 1, 1), date_days(2022, 12, 31), "");
	check_terms(date_days(2026, 1, 1), QUERY_DAY_MAX, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_cover_matches_what_overlaps_and_nothing_else),
		cmocka_unit_test(whole_years_and_months_are_a_term_each),
		cmocka_unit_test(years_that_no_article_has_give_no_term),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cover", tests, NULL, NULL);
}
