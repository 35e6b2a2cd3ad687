/*
 * Answers that were given, kept for who asks the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define BUCKETS 4096 /* a power of two */

/* Of the budget; a larger one would push out too many others. */
#define LARGEST 32

struct entry {
	struct entry *next; /* in its bucket */
	/* In the order in which they were last asked for. */
	struct entry *older, *newer;
	uint64_t hash;
	int64_t since;		  /* seconds since 1970 */
	struct response response; /* its body is what follows */
	size_t name_len, body_len;
	char bytes[]; /* the name, then the body */
};

struct cache {
	struct entry *buckets[BUCKETS];
	struct entry *oldest, *newest;
	size_t budget, used;
	uint64_t seed;
	uint64_t state;
};

int cache_new(size_t budget, struct cache **out, struct err *err)
{
	struct cache *cache = calloc(1, sizeof(*cache));

	*out = cache;
	if (!cache)
		return err_set(err, ERR_MEMORY, "no memory to keep answers");
	cache->budget = budget;
	cache->seed = hash_random_seed();
	return 0;
}

static size_t size_of(const struct entry *e)
{
	return sizeof(*e) + e->name_len + e->body_len;
}

static void unlink_age(struct cache *cache, struct entry *e)
{
	*(e->older ? &e->older->newer : &cache->oldest) = e->newer;
	*(e->newer ? &e->newer->older : &cache->newest) = e->older;
}

static void make_newest(struct cache *cache, struct entry *e)
{
	e->older = cache->newest;
	e->newer = NULL;
	*(e->older ? &e->older->newer : &cache->oldest) = e;
	cache->newest = e;
}

static void drop(struct cache *cache, struct entry *e)
{
	struct entry **at = &cache->buckets[e->hash % BUCKETS];

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	unlink_age(cache, e);
	cache->used -= size_of(e);
	free(e);
}

void cache_free(struct cache *cache)
{
	while (cache && cache->oldest)
		drop(cache, cache->oldest);
	free(cache);
}

void cache_follow(struct cache *cache, uint64_t state)
{
	if (state == cache->state)
		return;
	while (cache->oldest)
		drop(cache, cache->oldest);
	cache->state = state;
}

static struct entry *find(const struct cache *cache, struct str name,
			  uint64_t hash)
{
	struct entry *e = cache->buckets[hash % BUCKETS];

	while (e && !(e->hash == hash &&
		      str_eq(str_make(e->bytes, e->name_len), name)))
		e = e->next;
	return e;
}

bool cache_get(struct cache *cache, struct str name, int64_t now,
	       struct response *out)
{
	struct entry *e = find(cache, name, hash64(name, cache->seed));
	struct buf body = out->body;

	/* A clock may also be set back. */
	if (!e || now < e->since || now >= e->response.holds_until)
		return false;
	unlink_age(cache, e);
	make_newest(cache, e);
	*out = e->response;
	out->body = body;
	buf_add(&out->body, e->bytes + e->name_len, e->body_len);
	return true;
}

void cache_put(struct cache *cache, struct str name, int64_t now,
	       const struct response *response)
{
	size_t size = sizeof(struct entry) + name.len + response->body.len;
	uint64_t hash = hash64(name, cache->seed);
	struct entry *e = find(cache, name, hash);

	if (e)
		drop(cache, e);
	if (now >= response->holds_until || size > cache->budget / LARGEST)
		return;
	while (cache->used + size > cache->budget)
		drop(cache, cache->oldest);
	e = malloc(size);
	if (!e)
		return; /* then it is searched for again */
	e->hash = hash;
	e->since = now;
	e->response = *response;
	e->response.body = (struct buf)BUF_INIT;
	e->name_len = name.len;
	e->body_len = response->body.len;
	memcpy(e->bytes, name.p, name.len);
	if (e->body_len)
		memcpy(e->bytes + name.len, response->body.p, e->body_len);
	e->next = cache->buckets[e->hash % BUCKETS];
	cache->buckets[e->hash % BUCKETS] = e;
	make_newest(cache, e);
	cache->used += size;
}
