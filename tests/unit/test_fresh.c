/*
 * Tests of query/fresh: how much more articles count for being new.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/fresh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "text/date.h"
#include "text/schema.h"

/* 2026-03-10 00:00 in UTC. */
#define DAY  INT64_C(86400)
#define NOW  (20522 * DAY)
#define HOUR INT64_C(3600)

static struct ranking ranking;

/* What an article of this instant gains when it is asked for at `now`. */
static double gain(const struct zone *zone, int64_t now, int64_t date)
{
	struct planner planner = { .ranking = &ranking,
				   .zone = zone,
				   .now = now };
	struct xap_search search = XAP_SEARCH_INIT;
	unsigned char newest[SCHEMA_ORDER_SIZE] = { 0 };

	ranking.weights[RANKING_HALF_LIFE] = 10;
	ranking.weights[RANKING_RECENCY] = 1;
	search.order = XAP_BY_WEIGHT;
	fresh_set(&planner, &search);
	assert_non_null(search.factor);
	schema_instant(date, newest);
	return search.factor(str_make((const char *)newest, sizeof(newest)),
			     search.payload) -
	       1;
}

static void an_age_is_in_whole_days(void **state)
{
	(void)state;
	for (int64_t now = NOW; now < NOW + DAY; now += HOUR) {
		assert_true(gain(NULL, now, NOW + DAY - 1) == 1);
		assert_true(gain(NULL, now, NOW) == 1);
		assert_true(gain(NULL, now, NOW + 3 * DAY) == 1);
		for (int64_t date = NOW - 10 * DAY; date < NOW - 9 * DAY;
		     date += HOUR)
			assert_true(gain(NULL, now, date) == 0.5);
	}
	assert_true(gain(NULL, 0, -1) == exp2(-0.1));
	assert_true(gain(NULL, 0, -DAY) == exp2(-0.1));
	assert_true(gain(NULL, 0, -DAY - 1) == exp2(-0.2));
}

static void days_are_those_of_the_site(void **state)
{
	struct arena arena = ARENA_INIT(1 << 20);
	struct err err = ERR_INIT;
	const struct zone *zone;
	/* Midnight five hours before that of UTC. */
	int64_t start = NOW - 5 * HOUR;

	(void)state;
	assert_int_equal(zone_load(STR("Asia/Karachi"), &arena, &zone, &err),
			 0);
	for (int64_t now = start; now < start + DAY; now += HOUR) {
		assert_true(gain(zone, now, start) == 1);
		assert_true(gain(zone, now, start - 1) == exp2(-0.1));
		assert_true(gain(zone, now, start - DAY) == exp2(-0.1));
	}
	assert_true(gain(zone, start - 1, start - 1) == 1);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_age_is_in_whole_days),
		cmocka_unit_test(days_are_those_of_the_site),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fresh", tests, NULL, NULL);
}
