/*
 * Rates: how much one client may ask for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A leaky bucket as a virtual schedule (ITU-T I.371, GCRA): of each client the
 * instant is kept at which its bucket will be empty. Clients are not kept
 * themselves but hashed, with a random seed, into two tables of a fixed size;
 * a client is only refused if both say so, so that two have to be unlucky
 * twice to stand in each other's way, and nothing grows however many ask.
 *
 * Threads: one at a time. Memory: 256 kB a handle.
 */
#ifndef PRESSMARK_SERVER_RATE_H
#define PRESSMARK_SERVER_RATE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct rate;

/* So many a second, and so many at once; ERR_MEMORY. */
int rate_new(unsigned int per_s, unsigned int burst, struct rate **out,
	     struct err *err);
void rate_free(struct rate *rate);

/* Takes one for a client. Returns 0, or in how many milliseconds there will be
 * one again. `now_ns` never falls. */
unsigned int rate_take(struct rate *rate, struct str key, int64_t now_ns);

/* Takes so many thousandths more for what was already given: a request that
 * was dearer than most. */
void rate_charge(struct rate *rate, struct str key, unsigned int thousandths,
		 int64_t now_ns);

#endif
