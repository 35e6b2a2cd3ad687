/*
 * For tests of text/positions: random lists.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_UNIT_RANDOM_LIST_H
#define PRESSMARK_TESTS_UNIT_RANDOM_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "random.h"

#define EACH 400

/* Of 1 to EACH positions, close and far apart; returns how many. */
static inline size_t random_list(uint32_t *out)
{
	static const uint32_t gaps[] = { 1, 2, 100, 100000, 2000000 };
	uint32_t gap = gaps[random_below(5)], at = 0;
	size_t count =
		random_below(3) ? 1 + random_below(3) : 1 + random_below(EACH);

	for (size_t i = 0; i < count; i++)
		out[i] = at += 1 + random_below(gap);
	return count;
}

#endif
