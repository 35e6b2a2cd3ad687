/*
 * Tests of text/zone: the same offsets as libc's, and no harm from bad data.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/random.h"
#include "text/date.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ARENA_BYTES ((size_t)1 << 20)

/* 1900 and 2100. */
#define FIRST_INSTANT (-2208988800)
#define LAST_INSTANT  4133894400

/* 1971: glibc takes every year before 1970 for that one when it follows a
 * rule. */
#define LIBC_RULES 31536000

static const char *const zone_names[] = {
	"UTC",
	"Etc/GMT+5",
	"Asia/Karachi",
	"Asia/Kolkata",
	"Asia/Kathmandu",
	"Asia/Tokyo",
	"Asia/Tehran",
	"Asia/Gaza",
	"Europe/Berlin",
	"Europe/London",
	"Europe/Dublin",
	"Europe/Moscow",
	"Africa/Casablanca",
	"Africa/Cairo",
	"America/New_York",
	"America/St_Johns",
	"America/Sao_Paulo",
	"America/Godthab",
	"America/Argentina/Buenos_Aires",
	"Australia/Lord_Howe",
	"Pacific/Apia",
	"Pacific/Chatham",
	"Antarctica/Troll",
	"EST5EDT",
};

static const struct zone *load(struct arena *arena, const char *name)
{
	const struct zone *zone;
	struct err err = ERR_INIT;

	if (zone_load(str_of(name), arena, &zone, &err) < 0)
		fail_msg("%s: %s", name, err.message);
	assert_true(str_eq(zone_name(zone), str_of(name)));
	return zone;
}

static void set_libc_zone(const char *name)
{
	assert_int_equal(setenv("TZ", name, 1), 0);
	tzset();
}

/* What localtime_r shows, as seconds since 1970 as if that were UTC. */
static int64_t libc_local(int64_t instant)
{
	time_t t = (time_t)instant;
	struct tm tm;

	assert_non_null(localtime_r(&t, &tm));
	return date_days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 86400 +
	       tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
}

static int64_t random_instant(int64_t first)
{
	const int64_t days = (LAST_INSTANT - first) / 86400;

	return first + (int64_t)random_below((unsigned int)days) * 86400 +
	       random_below(86400);
}

static void check_against_libc(const struct zone *zone, const char *name,
			       int64_t instant)
{
	int64_t offset = libc_local(instant) - instant;

	if (zone_offset_at(zone, instant) != offset)
		fail_msg("%s at %lld: %d, libc has %lld", name,
			 (long long)instant, zone_offset_at(zone, instant),
			 (long long)offset);
}

/* Both sides of the change between two instants that lie less than the time
 * from one change to the next apart. */
static void check_change(const struct zone *zone, const char *name, int64_t low,
			 int64_t high)
{
	int32_t before = zone_offset_at(zone, low);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (zone_offset_at(zone, middle) == before)
			low = middle;
		else
			high = middle;
	}
	check_against_libc(zone, name, low);
	check_against_libc(zone, name, high);
}

static void agrees_with_libc(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(zone_names); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		const struct zone *zone = load(&arena, zone_names[i]);
		const int64_t step = 20 * 86400;

		set_libc_zone(zone_names[i]);
		for (int j = 0; j < 2000; j++)
			check_against_libc(zone, zone_names[i],
					   random_instant(FIRST_INSTANT));
		for (int64_t t = FIRST_INSTANT; t < LAST_INSTANT; t += step) {
			if (zone_offset_at(zone, t) !=
			    zone_offset_at(zone, t + step))
				check_change(zone, zone_names[i], t, t + step);
		}
		arena_release(&arena);
	}
	set_libc_zone("UTC");
}

static void finds_the_instant_of_what_clocks_show(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(zone_names); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		const struct zone *zone = load(&arena, zone_names[i]);

		for (int j = 0; j < 2000; j++) {
			int64_t t = random_instant(FIRST_INSTANT);
			int64_t local = t + zone_offset_at(zone, t);
			int64_t found = zone_instant(zone, local);

			/* It may be the first of two. */
			assert_true(found <= t);
			assert_int_equal(found + zone_offset_at(zone, found),
					 local);
		}
		arena_release(&arena);
	}
}

static int64_t at(const char *text)
{
	struct date d;

	assert_true(date_parse(str_of(text), &d));
	return d.start;
}

static void knows_times_that_come_twice_or_never(void **state)
{
	static const struct {
		const char *zone, *local, *instant;
	} cases[] = {
		{ "Europe/Berlin", "2025-10-26T02:30", "2025-10-26T00:30Z" },
		{ "Europe/Berlin", "2025-10-26T03:00", "2025-10-26T02:00Z" },
		{ "Europe/Berlin", "2025-03-30T02:30", "2025-03-30T01:30Z" },
		{ "Europe/Berlin", "2025-03-30T03:00", "2025-03-30T01:00Z" },
		{ "Europe/Berlin", "2095-03-27T02:30", "2095-03-27T01:30Z" },
		{ "America/Sao_Paulo", "2018-11-04T00:00",
		  "2018-11-04T03:00Z" },
		{ "Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00Z" },
		{ "Asia/Karachi", "0001-01-01T04:28:12", "0001-01-01T00:00Z" },
		{ "Asia/Karachi", "9999-12-31T00:00", "9999-12-30T19:00Z" },
		{ "UTC", "2025-10-26T02:30", "2025-10-26T02:30Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		const struct zone *zone = load(&arena, cases[i].zone);

		if (zone_instant(zone, at(cases[i].local)) !=
		    at(cases[i].instant))
			fail_msg("%s in %s: %lld", cases[i].local,
				 cases[i].zone,
				 (long long)zone_instant(zone,
							 at(cases[i].local)));
		arena_release(&arena);
	}
}

static void says_which_names_are_none(void **state)
{
	static const struct {
		const char *name, *message;
	} cases[] = {
		{ "Europe/Berln", "there is no time zone 'Europe/Berln'; did "
				  "you mean 'Europe/Berlin'?" },
		{ "asia/karachi", "there is no time zone 'asia/karachi'; did "
				  "you mean 'Asia/Karachi'?" },
		{ "", "there is no time zone ''; write a name such as "
		      "'Europe/Berlin'" },
		{ "../../../etc/passwd", NULL },
		{ "/usr/share/zoneinfo/UTC", NULL },
		{ "Europe//Berlin", NULL },
		{ "Europe/", NULL },
		{ "Europe", NULL },
		{ "Europe/..", NULL },
		{ "+05:00", NULL },
		{ "zone.tab", NULL },
		{ "localtime", NULL },
		{ "posixrules", NULL },
		{ "right/Europe/Berlin", NULL },
		{ "posix/Europe/Berlin", NULL },
		{ "A very long name that is none, and goes on for longer than "
		  "any name has to",
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		struct err err = ERR_INIT;
		const struct zone *zone;

		if (zone_load(str_of(cases[i].name), &arena, &zone, &err) !=
		    ERR_USAGE)
			fail_msg("it is a zone: '%s'", cases[i].name);
		assert_null(zone);
		if (cases[i].message)
			assert_string_equal(err.message, cases[i].message);
		arena_release(&arena);
	}
}

/* ---- Data made here */

static void add_number(struct buf *out, uint64_t value, int bytes)
{
	while (bytes-- > 0) {
		char byte = (char)(bytes < 8 ? value >> (8 * bytes) : 0);

		buf_add_char(out, byte);
	}
}

struct parts {
	char version;
	uint32_t leaps, changes, types, names;
};

static void add_header(struct buf *out, const struct parts *p)
{
	buf_add_str(out, STR("TZif"));
	buf_add_char(out, p->version);
	add_number(out, 0, 15);
	add_number(out, 0, 4);
	add_number(out, 0, 4);
	add_number(out, p->leaps, 4);
	add_number(out, p->changes, 4);
	add_number(out, p->types, 4);
	add_number(out, p->names, 4);
}

/* A zone of version 2 without changes, one hour east, and this rule. */
static void add_rule_zone(struct buf *out, const char *rule)
{
	struct parts first = { .version = '2' };
	struct parts second = { .version = '2', .types = 1, .names = 4 };

	add_header(out, &first);
	add_header(out, &second);
	add_number(out, 3600, 4);
	add_number(out, 0, 2);
	buf_add(out, "LMT\0", 4);
	buf_add_str(out, STR("\n"));
	buf_add_str(out, str_of(rule));
	buf_add_str(out, STR("\n"));
}

static int parse(struct str bytes, struct arena *arena,
		 const struct zone **zone)
{
	struct err err = ERR_INIT;

	return zone_parse(bytes, STR("Test"), arena, zone, &err);
}

static void follows_every_form_of_a_rule(void **state)
{
	static const char *const rules[] = {
		"PKT-5",
		"<+0530>-5:30",
		"<-03>3",
		"AAA-0:00:01",
		"CET-1CEST,M3.5.0,M10.5.0/3",
		"EST5EDT,M3.2.0,M11.1.0",
		"IST-1GMT0,M10.5.0,M3.5.0/1",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		"<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
		"EET-2EEST,M3.4.4/50,M10.4.4/50",
		"AAA4BBB,J60,J300/3:30:30",
		"AAA4BBB,59/0,300/24",
		"AAA-13BBB-14:15,J300/20,59/5",
		"AAA3EDT4,0/0,J365/23",
		"AAA-1BBB,M1.2.0/-100,M12.3.6/100",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		struct buf bytes = BUF_INIT;
		const struct zone *zone;

		add_rule_zone(&bytes, rules[i]);
		assert_int_equal(parse(buf_view(&bytes), &arena, &zone), 0);
		set_libc_zone(rules[i]);
		for (int j = 0; j < 5000; j++)
			check_against_libc(zone, rules[i],
					   random_instant(LIBC_RULES));
		buf_release(&bytes);
		arena_release(&arena);
	}
	set_libc_zone("UTC");
}

/* Where glibc, which takes the year from UTC, is wrong. */
static void follows_a_rule_across_new_year(void **state)
{
	struct arena arena = ARENA_INIT(ARENA_BYTES);
	struct buf bytes = BUF_INIT;
	const struct zone *zone;

	(void)state;
	add_rule_zone(&bytes, "AAA-13BBB-14,J365/20,0/5");
	assert_int_equal(parse(buf_view(&bytes), &arena, &zone), 0);
	assert_int_equal(zone_offset_at(zone, at("2019-12-31T06:59:59Z")),
			 13 * 3600);
	assert_int_equal(zone_offset_at(zone, at("2019-12-31T07:00:00Z")),
			 14 * 3600);
	assert_int_equal(zone_offset_at(zone, at("2019-12-31T14:59:59Z")),
			 14 * 3600);
	assert_int_equal(zone_offset_at(zone, at("2019-12-31T15:00:00Z")),
			 13 * 3600);
	assert_int_equal(zone_offset_at(zone, at("2419-12-31T07:00:00Z")),
			 14 * 3600);
	assert_int_equal(zone_offset_at(zone, at("1619-12-31T07:00:00Z")),
			 14 * 3600);
	buf_release(&bytes);
	arena_release(&arena);
}

static void refuses_rules_that_are_none(void **state)
{
	static const char *const rules[] = {
		"5",
		"CE-1",
		"CET",
		"CET-25",
		"CET-1:60",
		"CET-1:00:60",
		"<+05-5",
		"<>-5",
		"CET-1CEST",
		"CET-1CEST,M3.5.0",
		"CET-1CEST,M3.5.0,M10.5.0/3x",
		"CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0",
		"CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,M3.5.0/168,M10.5.0",
		"CET-1CEST,J0,J300",
		"CET-1CEST,366,J300",
		"CET-1CEST-99999999999999999999,J1,J300",
		":Europe/Berlin",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		struct buf bytes = BUF_INIT;
		const struct zone *zone;

		add_rule_zone(&bytes, rules[i]);
		if (parse(buf_view(&bytes), &arena, &zone) != ERR_INPUT)
			fail_msg("it is a rule: %s", rules[i]);
		buf_release(&bytes);
		arena_release(&arena);
	}
}

/* Two changes, at 100 and 200, between two types. */
static void add_small_zone(struct buf *out, char version)
{
	struct parts p = { .version = version,
			   .leaps = 1,
			   .changes = 2,
			   .types = 2,
			   .names = 4 };
	int width = version ? 8 : 4;

	if (version) {
		struct parts none = { .version = version };

		add_header(out, &none);
	}
	add_header(out, &p);
	add_number(out, 100, width);
	add_number(out, 200, width);
	add_number(out, 0x0100, 2);
	add_number(out, 3600, 4);
	add_number(out, 0, 2);
	add_number(out, 7200, 4);
	add_number(out, 0x0100, 2);
	buf_add(out, "ABC\0", 4);
	add_number(out, 150, width);
	add_number(out, 1, 4);
	if (version)
		buf_add_str(out, STR("\n\n"));
}

static void reads_every_version_and_passes_leap_seconds_over(void **state)
{
	static const char versions[] = { '\0', '2', '3', '4' };

	(void)state;
	for (size_t i = 0; i < COUNT(versions); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		struct buf bytes = BUF_INIT;
		const struct zone *zone;

		add_small_zone(&bytes, versions[i]);
		assert_int_equal(parse(buf_view(&bytes), &arena, &zone), 0);
		assert_int_equal(zone_offset_at(zone, INT64_MIN), 3600);
		assert_int_equal(zone_offset_at(zone, 99), 3600);
		assert_int_equal(zone_offset_at(zone, 100), 7200);
		assert_int_equal(zone_offset_at(zone, 199), 7200);
		assert_int_equal(zone_offset_at(zone, 200), 3600);
		assert_int_equal(zone_offset_at(zone, INT64_MAX), 3600);
		buf_release(&bytes);
		arena_release(&arena);
	}
}

static void check_cut_anywhere(char version)
{
	struct buf bytes = BUF_INIT;

	add_small_zone(&bytes, version);
	for (size_t len = 0; len < bytes.len; len++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		const struct zone *zone;
		char *copy = malloc(len ? len : 1);

		/* Of exactly this length, so that a sanitizer sees more. */
		assert_non_null(copy);
		memcpy(copy, bytes.p, len);
		assert_int_equal(parse(str_make(copy, len), &arena, &zone),
				 ERR_INPUT);
		assert_null(zone);
		free(copy);
		arena_release(&arena);
	}
	buf_release(&bytes);
}

static void survives_data_cut_anywhere(void **state)
{
	(void)state;
	check_cut_anywhere('\0');
	check_cut_anywhere('2');
}

static void survives_any_damage(void **state)
{
	struct buf bytes = BUF_INIT;

	(void)state;
	add_small_zone(&bytes, '2');
	for (int i = 0; i < 20000; i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		const struct zone *zone;
		char copy[512];
		int changes = 1 + (int)random_below(4);

		assert_true(bytes.len <= sizeof(copy));
		memcpy(copy, bytes.p, bytes.len);
		while (changes-- > 0)
			copy[random_below((unsigned int)bytes.len)] =
				(char)random_below(256);
		if (parse(str_make(copy, bytes.len), &arena, &zone) == 0) {
			zone_offset_at(zone, random_instant(FIRST_INSTANT));
			zone_instant(zone, random_instant(FIRST_INSTANT));
		}
		arena_release(&arena);
	}
	buf_release(&bytes);
}

/* Each number that must not be believed. */
static void refuses_what_does_not_fit_together(void **state)
{
	static const struct {
		size_t at; /* behind the first header */
		const char *bytes;
		size_t len;
	} cases[] = {
		{ 0, "XZif", 4 },		    /* no magic number */
		{ 28, "\xff\xff\xff\xff", 4 },	    /* leap seconds */
		{ 32, "\xff\xff\xff\xff", 4 },	    /* changes */
		{ 36, "\xff\xff\xff\xff", 4 },	    /* types */
		{ 36, "\0\0\0\0", 4 },		    /* no type */
		{ 40, "\xff\xff\xff\xff", 4 },	    /* bytes of names */
		{ 44 + 8, "\0\0\0\0\0\0\0\1", 8 },  /* not ascending */
		{ 44 + 16, "\2", 1 },		    /* no such type */
		{ 44 + 18, "\x7f\xff\xff\xff", 4 }, /* 68 years east */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = ARENA_INIT(ARENA_BYTES);
		struct buf bytes = BUF_INIT;
		const struct zone *zone;

		add_small_zone(&bytes, '2');
		memcpy(bytes.p + 44 + cases[i].at, cases[i].bytes,
		       cases[i].len);
		if (parse(buf_view(&bytes), &arena, &zone) != ERR_INPUT)
			fail_msg("case %zu is read", i);
		buf_release(&bytes);
		arena_release(&arena);
	}
}

static void says_when_memory_ends(void **state)
{
	struct arena arena = ARENA_INIT(64);
	struct buf bytes = BUF_INIT;
	const struct zone *zone;

	(void)state;
	add_small_zone(&bytes, '2');
	assert_int_equal(parse(buf_view(&bytes), &arena, &zone), ERR_LIMIT);
	assert_null(zone);
	buf_release(&bytes);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_libc),
		cmocka_unit_test(finds_the_instant_of_what_clocks_show),
		cmocka_unit_test(knows_times_that_come_twice_or_never),
		cmocka_unit_test(says_which_names_are_none),
		cmocka_unit_test(follows_every_form_of_a_rule),
		cmocka_unit_test(follows_a_rule_across_new_year),
		cmocka_unit_test(refuses_rules_that_are_none),
		cmocka_unit_test(
			reads_every_version_and_passes_leap_seconds_over),
		cmocka_unit_test(survives_data_cut_anywhere),
		cmocka_unit_test(survives_any_damage),
		cmocka_unit_test(refuses_what_does_not_fit_together),
		cmocka_unit_test(says_when_memory_ends),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
