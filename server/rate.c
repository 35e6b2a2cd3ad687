/*
 * Rates: how much one client may ask for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/rate.h"

#include <stdlib.h>

#include "base/hash.h"

#define ROWS	     2
#define COLUMNS	     16384 /* a power of two */
#define A_SECOND     1000000000
#define TO_MS	     1000000
#define DEBT_SECONDS 10

struct rate {
	int64_t each_ns, burst_ns;
	uint64_t seed;
	int64_t empty_at_ns[ROWS][COLUMNS];
};

int rate_new(unsigned int per_s, unsigned int burst, struct rate **out,
	     struct err *err)
{
	struct rate *rate = calloc(1, sizeof(*rate));

	*out = rate;
	if (!rate)
		return err_set(err, ERR_MEMORY, "no memory to count requests");
	rate->each_ns = A_SECOND / (per_s ? per_s : 1);
	rate->burst_ns = rate->each_ns * burst;
	rate->seed = hash_random_seed();
	return 0;
}

void rate_free(struct rate *rate)
{
	free(rate);
}

static void find(struct rate *rate, struct str key, int64_t now_ns,
		 int64_t *found[ROWS])
{
	uint64_t hash = hash64(key, rate->seed);

	for (int i = 0; i < ROWS; i++) {
		found[i] = &rate->empty_at_ns[i][hash % COLUMNS];
		if (*found[i] < now_ns)
			*found[i] = now_ns;
		hash >>= 32;
	}
}

unsigned int rate_take(struct rate *rate, struct str key, int64_t now_ns)
{
	int64_t *at[ROWS];
	int64_t ahead;

	find(rate, key, now_ns, at);
	ahead = (*at[0] < *at[1] ? *at[0] : *at[1]) - now_ns;
	/* What is left of a burst must hold one whole. */
	if (ahead + rate->each_ns > rate->burst_ns)
		return (unsigned int)((ahead + rate->each_ns - rate->burst_ns) /
				      TO_MS) +
		       1;
	for (int i = 0; i < ROWS; i++)
		*at[i] += rate->each_ns;
	return 0;
}

void rate_charge(struct rate *rate, struct str key, unsigned int thousandths,
		 int64_t now_ns)
{
	int64_t most =
		now_ns + rate->burst_ns + (int64_t)DEBT_SECONDS * A_SECOND;
	int64_t *at[ROWS];

	find(rate, key, now_ns, at);
	for (int i = 0; i < ROWS; i++) {
		*at[i] += rate->each_ns * thousandths / 1000;
		if (*at[i] > most)
			*at[i] = most;
	}
}
