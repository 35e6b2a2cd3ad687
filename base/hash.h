/*
 * Hashes: xxHash's XXH3, 64 and 128 bits (libxxhash).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fast and well mixed, not cryptographic: they tell whether an article has
 * changed, not whether somebody forged one.
 *
 * Threads: pure functions; hash_random_seed reads the system's entropy.
 */
#ifndef PRESSMARK_BASE_HASH_H
#define PRESSMARK_BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

#define HASH128_SIZE 16

uint64_t hash64(struct str s, uint64_t seed);

/* That of sixteen bytes, as two numbers in memory; in half the time. */
uint64_t hash64_pair(const uint64_t pair[2], uint64_t seed);

/* Writes the 128-bit hash in canonical (big-endian) form. */
void hash128(struct str s, unsigned char out[HASH128_SIZE]);

/* A seed that differs from process to process. */
uint64_t hash_random_seed(void);

#endif
