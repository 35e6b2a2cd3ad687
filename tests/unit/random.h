/*
 * Random numbers that are the same in every run: for tests with a seed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift
 * generators, scrambled" (2016).
 */
#ifndef PRESSMARK_TESTS_UNIT_RANDOM_H
#define PRESSMARK_TESTS_UNIT_RANDOM_H

#include <stdint.h>

/* Not 0; a test may set it to its seed. */
static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

/* A number from 0 to n - 1. */
static inline unsigned int random_below(unsigned int n)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (unsigned int)((random_state * UINT64_C(0x2545f4914f6cdd1d)) >>
			      33) %
	       n;
}

#endif
