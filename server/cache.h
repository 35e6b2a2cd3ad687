/*
 * Answers that were given, kept for who asks the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Readers who type ask the same beginnings of words, and most of them look for
 * what others look for. What is kept is of one state of the index (see
 * searcher_state_id), and forgotten when that is another, so that an answer
 * from here is what a search would give, but for the time that it took. Those
 * that were asked for least recently go first.
 *
 * Threads: one at a time. Memory: a budget in bytes, for bodies, names and
 * what is around them.
 */
#ifndef PRESSMARK_SERVER_CACHE_H
#define PRESSMARK_SERVER_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "query/search.h"
#include "server/response.h"

struct cache;

/* ERR_MEMORY. */
int cache_new(size_t budget, struct cache **out, struct err *err);
void cache_free(struct cache *cache);

/* Forgets all unless it is of this state. */
void cache_follow(struct cache *cache, const struct search_state_id *state);

/* Fills the response, and appends its body, if there is one of that name. */
bool cache_get(struct cache *cache, struct str name, struct response *out);

/* Keeps a response, unless it is large; one of that name must not be there. */
void cache_put(struct cache *cache, struct str name,
	       const struct response *response);

#endif
