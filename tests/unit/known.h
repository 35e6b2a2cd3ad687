/*
 * What the tests of the query language take for known.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_KNOWN_H
#define PRESSMARK_TESTS_UNIT_KNOWN_H

#include "query/parse.h"

/* Keys of fields; "odd(key" cannot be typed. */
static const struct str known_keys[] = {
	STR_INIT("class"),	  STR_INIT("event"),  STR_INIT("featured"),
	STR_INIT("odd(key"),	  STR_INIT("rating"), STR_INIT("reading-time"),
	STR_INIT("seo.priority"), STR_INIT("series"),
};

static inline struct query_known known_on(int64_t today)
{
	struct query_known known = { today, known_keys,
				     sizeof(known_keys) / sizeof(known_keys[0]),
				     NULL };

	return known;
}

#endif
