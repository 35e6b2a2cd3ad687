/*
 * A hash map from bytes to a pointer-sized value.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/map.h"

#include <stdlib.h>

#include "base/hash.h"

#define FIRST_CAP 16

static uint64_t hash_of(const struct map *m, struct str key)
{
	uint64_t hash = hash64(key, m->seed);

	return hash ? hash : 1;
}

/* The entry of key, or the free place where it belongs. There always is one:
 * a quarter of the places is free. */
static struct map_entry *find(const struct map *m, struct str key,
			      uint64_t hash)
{
	size_t at = (size_t)hash & (m->cap - 1);

	for (;;) {
		struct map_entry *e = &m->entries[at];

		if (!e->hash || (e->hash == hash && str_eq(e->key, key)))
			return e;
		at = (at + 1) & (m->cap - 1);
	}
}

static int grow(struct map *m, struct err *err)
{
	struct map grown = *m;

	if (m->cap > SIZE_MAX / 2 / sizeof(*m->entries))
		return err_set(err, ERR_MEMORY, "a map of %zu entries is full",
			       m->count);
	grown.cap = m->cap ? m->cap * 2 : FIRST_CAP;
	if (!m->cap)
		grown.seed = hash_random_seed();
	grown.entries = calloc(grown.cap, sizeof(*grown.entries));
	if (!grown.entries)
		return err_set(err, ERR_MEMORY,
			       "not enough memory for a map of %zu entries",
			       grown.cap);
	for (size_t i = 0; i < m->cap; i++) {
		const struct map_entry *e = &m->entries[i];

		if (e->hash)
			*find(&grown, e->key, e->hash) = *e;
	}
	free(m->entries);
	*m = grown;
	return 0;
}

struct map_entry *map_get(const struct map *m, struct str key)
{
	struct map_entry *e;

	if (!m->cap)
		return NULL;
	e = find(m, key, hash_of(m, key));
	return e->hash ? e : NULL;
}

struct map_entry *map_put(struct map *m, struct str key, struct err *err)
{
	struct map_entry *e;
	uint64_t hash;

	/* The seed comes with the first places. */
	if (!m->cap && grow(m, err) < 0)
		return NULL;
	hash = hash_of(m, key);
	e = find(m, key, hash);
	if (e->hash)
		return e;
	if (m->count >= m->cap / 4 * 3) {
		if (grow(m, err) < 0)
			return NULL;
		e = find(m, key, hash);
	}
	e->key = key;
	e->hash = hash;
	e->value = 0;
	m->count++;
	return e;
}

struct map_entry *map_next(const struct map *m, struct map_entry *e)
{
	size_t at = e ? (size_t)(e - m->entries) + 1 : 0;

	for (; at < m->cap; at++) {
		if (m->entries[at].hash)
			return &m->entries[at];
	}
	return NULL;
}

void map_release(struct map *m)
{
	struct map fresh = MAP_INIT;

	free(m->entries);
	*m = fresh;
}
