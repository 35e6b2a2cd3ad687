/*
 * Answers that were given, kept for who asks the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* Memory that is nobody's file, and no child's, is Linux's. */
#define _DEFAULT_SOURCE

#include "server/cache.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>

#include "base/hash.h"

#define BUCKETS 4096 /* a power of two */

/* Of the budget; a larger one would push out too many others. */
#define LARGEST 32

/* So often one that was asked for is spared; and so many are spared until one
 * goes all the same, so that room is made in little time. */
#define ASKED_MAX  3
#define SPARED_MAX 64

struct entry {
	struct entry *next; /* in its bucket */
	uint64_t hash;
	int64_t since;		  /* seconds since 1970 */
	struct response response; /* its body is what follows */
	size_t size;		  /* of all this, aligned */
	size_t name_len, body_len;
	unsigned int asked; /* since it was spared last */
	bool is_gone;	    /* from its bucket */
	char bytes[];	    /* the name, then the body */
};

/* Entries lie one behind the other, the oldest at `tail`, a new one at `head`.
 * Where there is no room up to the end of the memory, they go on at its
 * beginning. */
struct cache {
	struct entry *buckets[BUCKETS];
	char *memory;
	size_t budget;
	size_t head, tail;
	size_t end; /* where the entries before the beginning end; 0: they do
		     * not go on there */
	uint64_t seed;
	uint64_t state;
};

int cache_new(size_t budget, struct cache **out, struct err *err)
{
	struct cache *cache = calloc(1, sizeof(*cache));

	*out = NULL;
	if (!cache)
		return err_set(err, ERR_MEMORY, "no memory to keep answers");
	cache->memory = mmap(NULL, budget, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (cache->memory == MAP_FAILED) {
		free(cache);
		return err_set(err, ERR_MEMORY, "no memory to keep answers");
	}
	/* A worker would hold on to it as it was when the worker began. */
	madvise(cache->memory, budget, MADV_DONTFORK);
	cache->budget = budget;
	cache->seed = hash_random_seed();
	*out = cache;
	return 0;
}

void cache_free(struct cache *cache)
{
	if (cache)
		munmap(cache->memory, cache->budget);
	free(cache);
}

void cache_follow(struct cache *cache, uint64_t state)
{
	if (state == cache->state)
		return;
	memset(cache->buckets, 0, sizeof(cache->buckets));
	cache->head = cache->tail = cache->end = 0;
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

static void put_in(struct cache *cache, struct entry *e)
{
	struct entry **bucket = &cache->buckets[e->hash % BUCKETS];

	e->next = *bucket;
	*bucket = e;
}

static void take_out(struct cache *cache, struct entry *e)
{
	struct entry **at = &cache->buckets[e->hash % BUCKETS];

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	e->is_gone = true;
}

bool cache_get(struct cache *cache, struct str name, int64_t now,
	       struct response *out)
{
	struct entry *e = find(cache, name, hash64(name, cache->seed));
	struct buf body = out->body;

	/* A clock may also be set back. */
	if (!e || now < e->since || now >= e->response.holds_until)
		return false;
	if (e->asked < ASKED_MAX)
		e->asked++;
	*out = e->response;
	out->body = body;
	buf_add(&out->body, e->bytes + e->name_len, e->body_len);
	return true;
}

/* Lets the oldest entry go, or spares it: then it is the newest. The entries go
 * on at the beginning of the memory, so that the newest are before the
 * oldest. */
static void let_go(struct cache *cache, unsigned int *spared)
{
	struct entry *e = (struct entry *)(cache->memory + cache->tail);
	size_t size = e->size;
	bool is_spared = !e->is_gone && e->asked && *spared < SPARED_MAX;

	if (!e->is_gone)
		take_out(cache, e);
	cache->tail += size;
	if (cache->tail == cache->end)
		cache->tail = cache->end = 0;
	if (!is_spared)
		return;
	++*spared;
	/* To where it was, or before that. */
	e = memmove(cache->memory + cache->head, e, size);
	e->asked--;
	e->is_gone = false;
	put_in(cache, e);
	cache->head += size;
}

/* Room for an entry, at the head; it is smaller than all of the memory. */
static struct entry *make_room(struct cache *cache, size_t size)
{
	unsigned int spared = 0;

	for (;;) {
		size_t limit = cache->end ? cache->tail : cache->budget;

		if (limit - cache->head >= size)
			break;
		if (!cache->end) {
			cache->end = cache->head;
			cache->head = 0;
		} else {
			let_go(cache, &spared);
		}
	}
	cache->head += size;
	return (struct entry *)(cache->memory + cache->head - size);
}

void cache_put(struct cache *cache, struct str name, int64_t now,
	       const struct response *response)
{
	const size_t align = alignof(max_align_t);
	size_t size = sizeof(struct entry) + name.len + response->body.len;
	uint64_t hash = hash64(name, cache->seed);
	struct entry *e = find(cache, name, hash);

	if (e)
		take_out(cache, e);
	if (now >= response->holds_until || size > cache->budget / LARGEST)
		return;
	size = (size + align - 1) / align * align;
	e = make_room(cache, size);
	*e = (struct entry){ .hash = hash,
			     .since = now,
			     .response = *response,
			     .size = size,
			     .name_len = name.len,
			     .body_len = response->body.len };
	e->response.body = (struct buf)BUF_INIT;
	memcpy(e->bytes, name.p, name.len);
	if (e->body_len)
		memcpy(e->bytes + name.len, response->body.p, e->body_len);
	put_in(cache, e);
}
