/*
 * Chance: could two rankings differ so much without one being better?
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eval/chance.h"

#include <math.h>
#include <stdint.h>

/* Sums of the same numbers in another order are equal up to so much, as a
 * mean. */
#define EQUAL 1e-12

#define SEED 1

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014. */
static uint64_t throw_bits(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* The sum with the signs that bits say, 64 of them from *state at a time. */
static double throw_signs(const double *d, size_t count, uint64_t *state)
{
	double sum = 0;
	uint64_t bits = 0;

	for (size_t i = 0; i < count; i++) {
		if (i % 64 == 0)
			bits = throw_bits(state);
		sum += bits & 1 ? d[i] : -d[i];
		bits >>= 1;
	}
	return sum;
}

/* The sum with the signs that the lowest bits say. */
static double set_signs(const double *d, size_t count, uint64_t bits)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += bits >> i & 1 ? d[i] : -d[i];
	return sum;
}

static double p_of(const double *d, size_t count, double least)
{
	uint64_t ways = count < 64 ? (uint64_t)1 << count : UINT64_MAX;
	uint64_t state = SEED, as_far = 0;

	if (ways <= CHANCE_THROWS) {
		for (uint64_t bits = 0; bits < ways; bits++)
			as_far += fabs(set_signs(d, count, bits)) >= least;
		return (double)as_far / (double)ways;
	}
	for (int i = 0; i < CHANCE_THROWS; i++)
		as_far += fabs(throw_signs(d, count, &state)) >= least;
	return (double)(as_far + 1) / (CHANCE_THROWS + 1);
}

int chance_p(const double *differences, size_t count, struct arena *arena,
	     double *p, struct err *err)
{
	double *d = arena_array(arena, count, sizeof(*d));
	size_t used = 0;
	double sum = 0;

	if (!d)
		return arena_check(arena, err);
	/* Those that are zero have no sign. */
	for (size_t i = 0; i < count; i++) {
		if (differences[i] != 0)
			d[used++] = differences[i];
		sum += differences[i];
	}
	*p = p_of(d, used, fabs(sum) - EQUAL * (double)count);
	return 0;
}
