/*
 * Most: which choices of the words of a query say most of what it says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/most.h"

#include <math.h>
#include <stdbool.h>

/* So that a quarter of four equal words is one of them. */
#define ROUNDING 1e-9

double most_bits(uint32_t articles, uint32_t frequency)
{
	return frequency ? log2((articles + 1.0) / (frequency + 0.5)) : 0;
}

static double sum_of(const double *bits, size_t count, unsigned int choice)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += choice >> i & 1 ? bits[i] : 0;
	return sum;
}

/* Does it suffice, but with no word less? */
static bool is_least(const double *bits, size_t count, unsigned int choice,
		     double need)
{
	double sum = sum_of(bits, count, choice);

	for (size_t i = 0; i < count; i++) {
		if (choice >> i & 1 && sum - bits[i] >= need)
			return false;
	}
	return sum >= need;
}

size_t most_choices(const double *bits, size_t count, uint8_t out[MOST_CHOICES])
{
	size_t found = 0, single = 0;
	double need;

	if (count > MOST_WORDS)
		return 0;
	need = MOST_PART * sum_of(bits, count, UINT32_MAX) - ROUNDING;
	for (unsigned int choice = 1; choice < 1u << count; choice++) {
		if (!is_least(bits, count, choice, need))
			continue;
		out[found++] = (uint8_t)choice;
		single += (choice & (choice - 1)) == 0;
	}
	return single == count ? 0 : found;
}
