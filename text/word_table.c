/*
 * A table of words: text to number, made for many look-ups of short text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/word_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/swar.h"

#define CACHE_LINE 64 /* bytes; rows of 32 do not lie across two */

/* ---- Keys --------------------------------------------------------------- */

/* The first bytes of text, of which `room` bytes may be read. */
static inline void read_head(struct str s, size_t room, uint64_t head[2])
{
	char bytes[WORD_KEY_BYTES] = { 0 };

	if (room < WORD_KEY_BYTES) {
		memcpy(bytes, s.p, s.len < room ? s.len : room);
		s.p = bytes;
	}
	head[0] = swar_head(swar_load(s.p), s.len);
	head[1] = s.len <= SWAR_BYTES ? 0
				      : swar_head(swar_load(s.p + SWAR_BYTES),
						  s.len - SWAR_BYTES);
}

static uint32_t fold_hash(uint64_t h)
{
	return (uint32_t)(h ^ h >> 32);
}

struct word_key word_key_of(struct str s, uint64_t seed)
{
	struct word_key key;

	read_head(s, s.len, key.head);
	key.hash =
		fold_hash(s.len <= WORD_KEY_BYTES ? hash64_pair(key.head, seed)
						  : hash64(s, seed));
	return key;
}

struct word_key word_key_lower(struct str s, size_t room, uint64_t seed)
{
	struct word_key key;

	read_head(s, room, key.head);
	if (!((key.head[0] | key.head[1]) & SWAR_MARKS)) {
		key.head[0] = swar_lower(key.head[0]);
		key.head[1] = swar_lower(key.head[1]);
	}
	key.hash = fold_hash(hash64_pair(key.head, seed));
	return key;
}

/* ---- The table ---------------------------------------------------------- */

static void take_place(struct word_place *places, size_t count,
		       struct word_place place)
{
	size_t at = place.hash & (count - 1);

	while (places[at].row)
		at = (at + 1) & (count - 1);
	places[at] = place;
}

static bool grow_places(struct word_table *t)
{
	size_t n = t->place_count ? t->place_count * 2 : 2048;
	struct word_place *places = calloc(n, sizeof(*places));

	if (!places)
		return false;
	for (size_t i = 0; i < t->place_count; i++) {
		if (t->places[i].row)
			take_place(places, n, t->places[i]);
	}
	free(t->places);
	t->places = places;
	t->place_count = n;
	return true;
}

struct word_row *word_table_get(const struct word_table *t,
				const struct word_key *key, struct str s,
				unsigned int language)
{
	size_t mask = t->place_count - 1;

	if (!t->place_count)
		return NULL;
	for (size_t at = key->hash & mask; t->places[at].row;
	     at = (at + 1) & mask) {
		struct word_row *row = &t->rows[t->places[at].row - 1];

		if (t->places[at].hash == key->hash &&
		    row->head[0] == key->head[0] &&
		    row->head[1] == key->head[1] && row->len == s.len &&
		    row->language == language &&
		    (row->len <= WORD_KEY_BYTES ||
		     !memcmp(row->p, s.p, row->len)))
			return row;
	}
	return NULL;
}

/* A row is not to lie in two places of the cache, so the rows begin where that
 * may be in their block. */
static bool grow_rows(struct word_table *t)
{
	size_t cap = t->cap ? t->cap + t->cap / 2 : 1024;
	size_t before = t->block ? (size_t)((char *)t->rows - t->block) : 0;
	char *block =
		realloc(t->block, cap * sizeof(struct word_row) + CACHE_LINE);
	size_t at;

	if (!block)
		return false;
	at = -(uintptr_t)block % CACHE_LINE;
	if (at != before)
		memmove(block + at, block + before,
			t->count * sizeof(struct word_row));
	t->block = block;
	t->rows = (struct word_row *)(void *)(block + at);
	t->cap = cap;
	return true;
}

bool word_table_put(struct word_table *t, const struct word_key *key,
		    struct str kept, unsigned int language, uint32_t number)
{
	if (t->count == t->cap && !grow_rows(t))
		return false;
	if (t->count * 2 >= t->place_count && !grow_places(t))
		return false;
	t->rows[t->count++] =
		(struct word_row){ .head = { key->head[0], key->head[1] },
				   .p = kept.p,
				   .number = number,
				   .len = (uint16_t)kept.len,
				   .language = (uint8_t)language };
	take_place(t->places, t->place_count,
		   (struct word_place){ key->hash, (uint32_t)t->count });
	return true;
}

void word_table_release(struct word_table *t)
{
	free(t->block);
	free(t->places);
	memset(t, 0, sizeof(*t));
}

void word_table_seek(const struct word_table *t, const struct word_key *key)
{
	if (t->place_count)
		__builtin_prefetch(
			&t->places[key->hash & (t->place_count - 1)]);
}

void word_table_approach(const struct word_table *t, const struct word_key *key)
{
	/* Most texts stand in their own places. */
	if (t->place_count) {
		uint32_t row = t->places[key->hash & (t->place_count - 1)].row;

		if (row)
			__builtin_prefetch(&t->rows[row - 1]);
	}
}
