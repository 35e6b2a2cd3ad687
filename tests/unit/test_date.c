/*
 * Tests of text/date: what is a date, and which.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "text/zone.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The instants of 2025-10-26, 00:00:00Z and 09:28:25Z. */
#define DAY_START 1761436800
#define INSTANT	  1761470905

struct reading {
	const char *text;
	enum date_precision precision;
	int64_t start;
	bool has_zone;
	const char *formatted;
};

static void check_readings(const struct reading *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct reading *c = &cases[i];
		char text[DATE_TEXT_SIZE];
		struct date d;
		bool ok = date_parse(str_of(c->text), &d);

		if (!ok)
			print_message("# no date: %s\n", c->text);
		assert_true(ok);
		assert_int_equal(d.precision, c->precision);
		assert_int_equal(d.start, c->start);
		assert_int_equal(d.has_zone, c->has_zone);
		assert_int_equal(date_format(&d, text), strlen(c->formatted));
		assert_string_equal(text, c->formatted);
	}
}

static void reads_every_row_of_the_contract(void **state)
{
	static const struct reading cases[] = {
		{ "2025-10-26", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "2025-10-26T09:28:25.706Z", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "2025-10-26T09:28:25+05:00", DATE_SECOND, INSTANT - 18000,
		  true, "2025-10-26T09:28:25+05:00" },
		{ "2025-10-26 09:28 +0500", DATE_MINUTE, INSTANT - 18025, true,
		  "2025-10-26T09:28+05:00" },
		{ "2025-10-26 09:28:25 +0500", DATE_SECOND, INSTANT - 18000,
		  true, "2025-10-26T09:28:25+05:00" },
		{ "2025-10-26 09:28:25 +05:00", DATE_SECOND, INSTANT - 18000,
		  true, "2025-10-26T09:28:25+05:00" },
		{ "2025-10-26 09:28:25 -4", DATE_SECOND, INSTANT + 14400, true,
		  "2025-10-26T09:28:25-04:00" },
		{ "2025-10-26 09:28:25", DATE_SECOND, INSTANT, false,
		  "2025-10-26T09:28:25" },
		{ "2025-10-26 09:28", DATE_MINUTE, INSTANT - 25, false,
		  "2025-10-26T09:28" },
		{ "2025-10-26T09:28:25", DATE_SECOND, INSTANT, false,
		  "2025-10-26T09:28:25" },
		{ "2025-10-26T09:28", DATE_MINUTE, INSTANT - 25, false,
		  "2025-10-26T09:28" },
		{ "2025-10-26T09:28:25+0500", DATE_SECOND, INSTANT - 18000,
		  true, "2025-10-26T09:28:25+05:00" },
		{ "2025-10-26T09:28+05:00", DATE_MINUTE, INSTANT - 18025, true,
		  "2025-10-26T09:28+05:00" },
		{ "2025-10-26 9:28:25", DATE_SECOND, INSTANT, false,
		  "2025-10-26T09:28:25" },
		{ "2025-1-6", DATE_DAY, 1736121600, false, "2025-01-06" },
		{ "2025/10/26", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "26 Oct 2025", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "October 26, 2025", DATE_DAY, DAY_START, false,
		  "2025-10-26" },
		{ "Oct 26 2025", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "Sun, 26 Oct 2025 09:28:25 +0500", DATE_SECOND,
		  INSTANT - 18000, true, "2025-10-26T09:28:25+05:00" },
		{ "2025-10-26 09:28:25 UTC", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "2025-10", DATE_MONTH, 1759276800, false, "2025-10" },
		{ "2025", DATE_YEAR, 1735689600, false, "2025" },
		{ "20251026", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "1761470905", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "1761470905706", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
	};

	(void)state;
	check_readings(cases, COUNT(cases));
}

static void reads_common_variants(void **state)
{
	static const struct reading cases[] = {
		{ "  2025-10-26\n", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "2025-10-26t09:28:25z", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "2025-10-26 09:28:25,5 -04:30", DATE_SECOND, INSTANT + 16200,
		  true, "2025-10-26T09:28:25-04:30" },
		{ "2025-10-26T09:28:25-00:00", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "2025/10/26 09:28:25", DATE_SECOND, INSTANT, false,
		  "2025-10-26T09:28:25" },
		{ "26 october 2025", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "Sunday, October 26, 2025", DATE_DAY, DAY_START, false,
		  "2025-10-26" },
		{ "Oct. 26, 2025", DATE_DAY, DAY_START, false, "2025-10-26" },
		{ "1 Sept 2025", DATE_DAY, 1756684800, false, "2025-09-01" },
		{ "Sun, 26 Oct 2025 09:28:25 GMT", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "0001-01-01", DATE_DAY, -62135596800, false, "0001-01-01" },
		{ "9999-12-31T23:59:59Z", DATE_SECOND, 253402300799, true,
		  "9999-12-31T23:59:59Z" },
		{ "2024-02-29", DATE_DAY, 1709164800, false, "2024-02-29" },
		{ "2000-02-29", DATE_DAY, 951782400, false, "2000-02-29" },
		{ "2016-12-31T23:59:60Z", DATE_SECOND, 1483228800, true,
		  "2016-12-31T23:59:60Z" },
		{ "100000000", DATE_SECOND, 100000000, true,
		  "1973-03-03T09:46:40Z" },
		{ "2025-10-26 09:28:25 -0400 EDT", DATE_SECOND, INSTANT + 14400,
		  true, "2025-10-26T09:28:25-04:00" },
		{ "Sun, 26 Oct 2025 09:28:25 +0500 (PKT)", DATE_SECOND,
		  INSTANT - 18000, true, "2025-10-26T09:28:25+05:00" },
		{ "Sun Oct 26 09:28:25 UTC 2025", DATE_SECOND, INSTANT, true,
		  "2025-10-26T09:28:25Z" },
		{ "Sun Oct 26 09:28:25 2025", DATE_SECOND, INSTANT, false,
		  "2025-10-26T09:28:25" },
		{ "Sun Oct 26 09:28:25 +0500 2025", DATE_SECOND,
		  INSTANT - 18000, true, "2025-10-26T09:28:25+05:00" },
		{ "Sun Oct  6 09:28 2025", DATE_MINUTE, 1759742880, false,
		  "2025-10-06T09:28" },
	};

	(void)state;
	check_readings(cases, COUNT(cases));
}

static void refuses_what_is_no_date(void **state)
{
	static const char *const cases[] = {
		"",
		" ",
		"x",
		"true",
		"03/04/2025",
		"04.03.2025",
		"2025-13",
		"2025-00",
		"2025-10-00",
		"2025-10-32",
		"2025-02-29",
		"1900-02-29",
		"2025-04-31",
		"0000-01-01",
		"0000",
		"12025",
		"99999-01-01",
		"2025-10-26x",
		"2025-10-26T",
		"2025-10-26 ago",
		"2025-10/26",
		"2025/10",
		"2025-10-",
		"2025-",
		"-2025",
		"2025-10-26T24:00:00",
		"2025-10-26T23:60",
		"2025-10-26T9",
		"2025-10-26T23:59:61",
		"2025-10-26T12:00:60",
		"2025-10-26T1:2",
		"2025-10-26T09:28:25.",
		"2025-10-26T09:28:25 +24:00",
		"2025-10-26T09:28:25 +05:60",
		"2025-10-26T09:28:25 +050",
		"2025-10-26T09:28:25 +5:",
		"2025-10-26T09:28:25 IST",
		"2025-10-26T09:28:25 EST+0500",
		"2025-10-26T09:28:25 GMT+0500 (x",
		"2025-10-26 13:28 PM",
		"2025-10-26 0:28 AM",
		"2025-10-26 9:28 XM",
		"2025-10-26,",
		"26xx October 2025",
		"26-Oct-25",
		"2025-10-26T09:28:25 +",
		"2025-10-26T09:28:25Zx",
		"26 Oct 25",
		"32 Oct 2025",
		"26 Octo 2025",
		"Oct 2025 9:28",
		"Sun",
		"Sun,",
		"20251326",
		"2025102",
		"17614709051",
		"176147090570",
		"17614709057060",
		"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5",
		"2025-10-26 09:28:25 +0500 junk",
		"2025-10-26 09:28:25 +0500 (PKT",
		"2025-10-26 09:28:25 +0500 TOOLONG",
		"Sun Oct 26 09:28:25 IST 2025",
		"Sun Oct 26 09:28:25 2025 +0500",
		"Sun Oct 26 09:28:25",
		"03-04-2025",
		"25/12/2025",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date d;

		if (date_parse(str_of(cases[i]), &d))
			print_message("# read: case %zu\n", i);
		assert_false(date_parse(str_of(cases[i]), &d));
		assert_int_equal(d.precision, DATE_NONE);
	}
}

static void reads_days_before_years_when_told_their_order(void **state)
{
	static const struct {
		const char *text, *dmy, *mdy;
	} cases[] = {
		{ "03/04/2025", "2025-04-03", "2025-03-04" },
		{ "04.03.2025", "2025-03-04", "2025-04-03" },
		{ "3-4-2025", "2025-04-03", "2025-03-04" },
		{ "25/12/2025", "2025-12-25", "" },
		{ "12/25/2025 9:28", "", "2025-12-25T09:28" },
		{ "3/4/2025 09:28:25 +05:00", "2025-04-03T09:28:25+05:00",
		  "2025-03-04T09:28:25+05:00" },
		{ "03/04-2025", "", "" },
		{ "03/04/25", "", "" },
		{ "31/02/2025", "", "" },
		{ "03 04 2025", "", "" },
		{ "2025-03-04", "2025-03-04", "2025-03-04" },
		{ "4 March 2025", "2025-03-04", "2025-03-04" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[DATE_TEXT_SIZE];
		struct date d;

		date_parse_order(str_of(cases[i].text), DATE_DMY, &d);
		date_format(&d, text);
		assert_string_equal(text, cases[i].dmy);
		date_parse_order(str_of(cases[i].text), DATE_MDY, &d);
		date_format(&d, text);
		assert_string_equal(text, cases[i].mdy);
	}
}

static void remembers_the_zone_as_written(void **state)
{
	static const struct {
		const char *text, *zone;
	} cases[] = {
		{ "2025-10-26", "site" },
		{ "2025-10-26T09:28", "site" },
		{ "2025-10-26T09:28Z", "Z" },
		{ "2025-10-26 09:28 GMT", "Z" },
		{ "2025-10-26T09:28-00:00", "Z" },
		{ "1761470905", "Z" },
		{ "2025-10-26T09:28:25 -4", "-04:00" },
		{ "2025-10-26T09:28:25+05:30", "+05:30" },
	};
	struct arena arena = ARENA_INIT((size_t)1 << 20);
	struct err err = ERR_INIT;
	const struct zone *zone;

	(void)state;
	assert_int_equal(zone_load(STR("Asia/Karachi"), &arena, &zone, &err),
			 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[DATE_TEXT_SIZE];
		struct date d;

		assert_true(date_parse(str_of(cases[i].text), &d));
		assert_int_equal(date_format_zone(&d, text),
				 strlen(cases[i].zone));
		assert_string_equal(text, cases[i].zone);
		date_resolve(&d, zone);
		date_format_zone(&d, text);
		assert_string_equal(text, cases[i].zone);
	}
	arena_release(&arena);
}

/* What a date becomes on a site with a zone. */
static void goes_to_the_zone_of_a_site(void **state)
{
	static const struct {
		const char *zone, *text, *start, *shown;
		int64_t seconds; /* from the first to the last */
	} cases[] = {
		{ "Asia/Karachi", "2025-10-26", "2025-10-25T19:00Z",
		  "2025-10-26", 86399 },
		{ "Asia/Karachi", "2025-10-26 09:28", "2025-10-26T04:28Z",
		  "2025-10-26T09:28+05:00", 59 },
		{ "Asia/Karachi", "2025-10-26T20:28:25Z",
		  "2025-10-26T20:28:25Z", "2025-10-27T01:28:25+05:00", 0 },
		{ "Asia/Karachi", "2025-10-26T23:30-08:00", "2025-10-27T07:30Z",
		  "2025-10-27T12:30+05:00", 59 },
		{ "Asia/Karachi", "1761470905", "2025-10-26T09:28:25Z",
		  "2025-10-26T14:28:25+05:00", 0 },
		{ "UTC", "2025-10-26T23:30-08:00", "2025-10-27T07:30Z",
		  "2025-10-27T07:30Z", 59 },
		{ "UTC", "2025-10-26 09:28", "2025-10-26T09:28Z",
		  "2025-10-26T09:28Z", 59 },
		/* Days of 25 and 23 hours, and what lies around them. */
		{ "Europe/Berlin", "2025-10-26", "2025-10-25T22:00Z",
		  "2025-10-26", 90000 - 1 },
		{ "Europe/Berlin", "2025-03-30", "2025-03-29T23:00Z",
		  "2025-03-30", 82800 - 1 },
		{ "Europe/Berlin", "2025-10", "2025-09-30T22:00Z", "2025-10",
		  31 * 86400 + 3600 - 1 },
		{ "Europe/Berlin", "2024", "2023-12-31T23:00Z", "2024",
		  366 * 86400 - 1 },
		{ "Europe/Berlin", "2024-02", "2024-01-31T23:00Z", "2024-02",
		  29 * 86400 - 1 },
		/* A time that clocks skip, one that they show twice. */
		{ "Europe/Berlin", "2025-03-30 02:30", "2025-03-30T01:30Z",
		  "2025-03-30T03:30+02:00", 59 },
		{ "Europe/Berlin", "2025-10-26 02:30", "2025-10-26T00:30Z",
		  "2025-10-26T02:30+02:00", 59 },
		/* A midnight and a day that they skip. */
		{ "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00Z",
		  "2018-11-04", 82800 - 1 },
		{ "Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z",
		  "2011-12-30", 0 },
		/* The ends of the calendar. */
		{ "Asia/Karachi", "9999-12-31", "9999-12-30T19:00Z",
		  "9999-12-31", 86399 },
		{ "Asia/Karachi", "9999", "9998-12-31T19:00Z", "9999",
		  365 * 86400 - 1 },
		{ "Asia/Karachi", "9999-12-31T23:00:00Z",
		  "9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z", 0 },
		{ "America/New_York", "0001-01-01T00:00:00Z",
		  "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT((size_t)1 << 20);
		struct err err = ERR_INIT;
		const struct zone *zone;
		char text[DATE_TEXT_SIZE];
		struct date d, start;
		enum date_precision precision;

		assert_int_equal(
			zone_load(str_of(cases[i].zone), &arena, &zone, &err),
			0);
		assert_true(date_parse(str_of(cases[i].start), &start));
		assert_true(date_parse(str_of(cases[i].text), &d));
		precision = d.precision;
		date_resolve(&d, zone);
		date_format(&d, text);
		if (d.start != start.start || strcmp(text, cases[i].shown) != 0)
			fail_msg("%s in %s: %lld, %s", cases[i].text,
				 cases[i].zone, (long long)d.start, text);
		assert_int_equal(d.end - d.start, cases[i].seconds);
		assert_int_equal(d.precision, precision);
		arena_release(&arena);
	}
}

static void stays_as_it_is_without_a_zone(void **state)
{
	struct date d, same, none = { .precision = DATE_NONE };

	(void)state;
	assert_true(date_parse(STR("2025-10-26T23:30-08:00"), &d));
	same = d;
	date_resolve(&d, NULL);
	assert_memory_equal(&d, &same, sizeof(d));
	date_resolve(&none, NULL);
	assert_int_equal(none.precision, DATE_NONE);
}

static void spans_what_was_written(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* from the first to the last */
	} cases[] = {
		{ "2025", 365 * 86400 - 1 },   { "2024", 366 * 86400 - 1 },
		{ "1900", 365 * 86400 - 1 },   { "2025-02", 28 * 86400 - 1 },
		{ "2024-02", 29 * 86400 - 1 }, { "2025-12", 31 * 86400 - 1 },
		{ "2025-10-26", 86399 },       { "2025-10-26 09:28 +0500", 59 },
		{ "2025-10-26T09:28:25", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date d;

		assert_true(date_parse(str_of(cases[i].text), &d));
		assert_int_equal(d.end - d.start, cases[i].seconds);
	}
}

static void tells_epochs_from_days(void **state)
{
	struct date d;

	(void)state;
	assert_true(date_parse(STR("1761470905"), &d));
	assert_true(d.is_epoch);
	assert_int_equal(d.day, 26);
	assert_true(date_parse(STR("20251026"), &d));
	assert_false(d.is_epoch);
}

static void keeps_the_day_as_written_whatever_the_zone(void **state)
{
	struct date d;

	(void)state;
	assert_true(date_parse(STR("2025-10-26T23:30:00-08:00"), &d));
	assert_int_equal(d.day, 26);
	assert_int_equal(d.hour, 23);
	assert_int_equal(d.offset_minutes, -480);
}

static void counts_days_there_and_back(void **state)
{
	int64_t expected = date_days(1, 1, 1);

	(void)state;
	assert_int_equal(date_days(1970, 1, 1), 0);
	assert_int_equal(date_days(2000, 3, 1), 11017);
	assert_int_equal(expected, -719162);
	for (int year = 1; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			int days = date_month_days(year, month);

			for (int day = 1; day <= days; day++, expected++) {
				int y, m, d;

				if (date_days(year, month, day) != expected)
					fail();
				date_from_days(expected, &y, &m, &d);
				if (y != year || m != month || d != day)
					fail();
			}
		}
	}
	assert_int_equal(expected, 2932897);
	assert_int_equal(date_month_days(2025, 0), 0);
	assert_int_equal(date_month_days(2025, 13), 0);
}

static void writes_dates_for_people(void **state)
{
	static const struct {
		const char *text, *formatted;
	} cases[] = {
		{ "2025-10-26T09:28:25Z", "26 October 2025" },
		{ "2025-01-06", "6 January 2025" },
		{ "2025-09", "September 2025" },
		{ "0800", "800" },
	};
	struct date none = { .precision = DATE_NONE };
	char text[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date d;

		assert_true(date_parse(str_of(cases[i].text), &d));
		assert_int_equal(date_format_long(&d, text),
				 strlen(cases[i].formatted));
		assert_string_equal(text, cases[i].formatted);
	}
	assert_int_equal(date_format(&none, text), 0);
	assert_string_equal(text, "");
	assert_int_equal(date_format_long(&none, text), 0);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_row_of_the_contract),
		cmocka_unit_test(reads_common_variants),
		cmocka_unit_test(refuses_what_is_no_date),
		cmocka_unit_test(reads_days_before_years_when_told_their_order),
		cmocka_unit_test(remembers_the_zone_as_written),
		cmocka_unit_test(goes_to_the_zone_of_a_site),
		cmocka_unit_test(stays_as_it_is_without_a_zone),
		cmocka_unit_test(spans_what_was_written),
		cmocka_unit_test(tells_epochs_from_days),
		cmocka_unit_test(keeps_the_day_as_written_whatever_the_zone),
		cmocka_unit_test(counts_days_there_and_back),
		cmocka_unit_test(writes_dates_for_people),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
