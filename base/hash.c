/*
 * Hashes: xxHash's XXH3, 64 and 128 bits (libxxhash).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/hash.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

/* Header only: the short keys of a map gain most from inlining, and there is
 * no library to be found at run time. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash64(struct str s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.len ? s.p : "", s.len, seed);
}

uint64_t hash64_pair(const uint64_t pair[2], uint64_t seed)
{
	return XXH3_64bits_withSeed(pair, 2 * sizeof(*pair), seed);
}

void hash128(struct str s, unsigned char out[HASH128_SIZE])
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical,
				 XXH3_128bits(s.len ? s.p : "", s.len));
	memcpy(out, canonical.digest, HASH128_SIZE);
}

uint64_t hash_random_seed(void)
{
	uint64_t seed = 0;
	struct {
		struct timespec now;
		pid_t pid;
		const void *stack;
	} state;

	/* Up to 256 bytes come whole or not at all. */
	for (;;) {
		ssize_t n = getrandom(&seed, sizeof(seed), 0);

		if (n == (ssize_t)sizeof(seed))
			return seed;
		if (n >= 0 || errno != EINTR)
			break;
	}
	/* A kernel or a sandbox without the call: time, process and the
	 * randomised address of the stack still differ. */
	memset(&state, 0, sizeof(state));
	clock_gettime(CLOCK_REALTIME, &state.now);
	state.pid = getpid();
	state.stack = &state;
	return XXH3_64bits(&state, sizeof(state));
}
