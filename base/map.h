/*
 * A hash map from bytes to a pointer-sized value.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Open addressing, linear probing, XXH3 seeded per map (so that no input can
 * be made that collides), full hashes kept, grown at three quarters. No
 * removal: give an entry a value that means removed.
 *
 *	struct map m = MAP_INIT;
 *	struct map_entry *e = map_put(&m, key, &err);
 *	if (e)
 *		e->value = 1;
 *
 * Memory: keys are not copied; they must outlive the map. An entry's address
 * is valid until the next map_put.
 * Threads: one at a time for writing; map_get by many.
 */
#ifndef PRESSMARK_BASE_MAP_H
#define PRESSMARK_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct map_entry {
	struct str key;
	uint64_t hash;	 /* 0 marks a free place */
	uintptr_t value; /* 0 when new */
};

struct map {
	struct map_entry *entries;
	size_t cap; /* a power of two, or 0 */
	size_t count;
	uint64_t seed;
};

#define MAP_INIT                                                               \
	{                                                                      \
		NULL, 0, 0, 0                                                  \
	}

/* The entry of key, or NULL. */
struct map_entry *map_get(const struct map *m, struct str key);

/* The entry of key, made with value 0 when new; NULL with ERR_MEMORY. */
struct map_entry *map_put(struct map *m, struct str key, struct err *err);

/* All entries: start with NULL; NULL at the end. In no order. */
struct map_entry *map_next(const struct map *m, struct map_entry *e);

void map_release(struct map *m);

#endif
