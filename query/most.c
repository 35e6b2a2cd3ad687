/*
 * Most: which words of a query say enough of what it says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/most.h"

#include <math.h>

double most_bits(uint32_t articles, uint32_t frequency)
{
	return frequency ? log2((articles + 1.0) / (frequency + 0.5)) : 0;
}

bool most_suffices(double bits, double greatest)
{
	return bits >= MOST_PART * greatest;
}
