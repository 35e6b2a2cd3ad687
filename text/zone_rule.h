/*
 * The rule by which a zone's clocks change, year after year.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What POSIX.1-2017 (Base Definitions, 8.3) allows for $TZ, such as
 * "CET-1CEST,M3.5.0,M10.5.0/3", with the extension of RFC 9636, 3.3.1: hours
 * of a change from -167 to 167. Zone data ends in such a rule, for all that
 * comes after the changes that it lists.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_ZONE_RULE_H
#define PRESSMARK_TEXT_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum zone_day {
	ZONE_JULIAN,  /* Jn: day 1 to 365, 29 February is never counted */
	ZONE_ORDINAL, /* n: day 0 to 365, it is */
	ZONE_WEEKDAY, /* Mm.w.d: that weekday of a month, the week-th or last */
};

/* A moment of every year. */
struct zone_change {
	enum zone_day kind;
	int day; /* of the year; of the week, 0 = Sunday, for ZONE_WEEKDAY */
	int month, week;
	int32_t seconds; /* from 00:00 of that day, by the clocks before it */
};

struct zone_rule {
	bool has_summer;  /* the rest but standard counts only then */
	int32_t standard; /* seconds east of UTC */
	int32_t summer;	  /* likewise */
	struct zone_change to_summer, to_standard;
};

/* Reads the whole of s; false when it is no such rule. A rule with summer
 * time must say when it begins and ends. */
bool zone_rule_parse(struct str s, struct zone_rule *out);

/* Seconds east of UTC at an instant (seconds since 1970 in UTC). */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t instant);

#endif
