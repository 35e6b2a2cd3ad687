/*
 * Answers that were given, kept for who asks the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Readers who type ask the same beginnings of words, and most of them look for
 * what others look for. What is kept is of one state of the index, by whatever
 * number the caller gives it, and forgotten when that is another, so that an
 * answer from here is what a search would give, but for the time that it took.
 * The oldest go first, but for those that were asked for since: like the second
 * chance of a clock (Corbató 1968), for as many rounds as they were asked for,
 * three at most.
 *
 * Threads: one at a time. Memory: a budget in bytes, for bodies, names and
 * what is around them, taken at once, though the system gives it page by page;
 * it is not that of processes that are forked.
 */
#ifndef PRESSMARK_SERVER_CACHE_H
#define PRESSMARK_SERVER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "server/response.h"

struct cache;

/* ERR_MEMORY. */
int cache_new(size_t budget, struct cache **out, struct err *err);
void cache_free(struct cache *cache);

/* Forgets all unless it is of this state. */
void cache_follow(struct cache *cache, uint64_t state);

/* Fills the response, and appends its body, if there is one of that name that
 * holds at `now`, in seconds since 1970. */
bool cache_get(struct cache *cache, struct str name, int64_t now,
	       struct response *out);

/* Keeps a response made at `now`, in place of one of that name, unless it is
 * large or does not hold. */
void cache_put(struct cache *cache, struct str name, int64_t now,
	       const struct response *response);

#endif
