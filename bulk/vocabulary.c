/*
 * The different terms of many documents, each once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/vocabulary.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "bulk/grow.h"

#define ALIGNMENT    _Alignof(struct vocabulary_term)
#define PLACES_LEAST 4096
#define AHEAD	     8 /* look-ups */
#define FEW	     8 /* terms that are sorted by insertion */

/* So much of a term that is refused goes into the message. */
#define SHOWN_MAX 60

static struct str term_of(const struct vocabulary *v, uint32_t at)
{
	const struct vocabulary_term *t = vocabulary_at(v, at);

	return str_make(t->bytes, t->len);
}

/* A place is two numbers: the upper half of the hash, and where the term is. */
static uint32_t *find(const struct vocabulary *v, struct str term,
		      uint64_t hash)
{
	size_t mask = v->place_count - 1;
	uint32_t part = (uint32_t)(hash >> 32);

	for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
		uint32_t *place = v->places + 2 * i;

		if (place[1] == 0 ||
		    (place[0] == part && str_eq(term_of(v, place[1]), term)))
			return place;
	}
}

static int make_places(struct vocabulary *v, size_t count, struct err *err)
{
	uint32_t *places = calloc(count, 2 * sizeof(*places));
	size_t mask = count - 1;

	if (!places)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	if (!v->seed)
		v->seed = hash_random_seed();
	for (size_t i = 0; i < v->count; i++) {
		uint64_t hash = hash64(term_of(v, v->all[i]), v->seed);
		size_t at = (size_t)hash & mask;

		while (places[2 * at + 1])
			at = (at + 1) & mask;
		places[2 * at] = (uint32_t)(hash >> 32);
		places[2 * at + 1] = v->all[i];
	}
	free(v->places);
	v->places = places;
	v->place_count = count;
	return 0;
}

static int refuse(struct str term, const char *fault, struct err *err)
{
	struct str shown = utf8_head(term, SHOWN_MAX);

	return err_set(err, ERR_LIMIT, "the term '%.*s'%s %s", STR_ARG(shown),
		       shown.len < term.len ? "..." : "", fault);
}

static uint32_t add(struct vocabulary *v, struct str term, struct err *err)
{
	const char *fault = xap_term_fault(term);
	size_t size = sizeof(struct vocabulary_term) + term.len;
	size_t at = v->len ? v->len : ALIGNMENT;
	struct vocabulary_term *t;
	unsigned char *bytes;
	uint32_t *all;

	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (fault) {
		refuse(term, fault, err);
		return 0;
	}
	if (at + size > UINT32_MAX - VOCABULARY_ROOM) {
		err_set(err, ERR_LIMIT, "too many different terms");
		return 0;
	}
	bytes = grow(v->bytes, at + size + VOCABULARY_ROOM, &v->cap, 1, err);
	if (!bytes)
		return 0;
	v->bytes = bytes;
	all = grow(v->all, v->count + 1, &v->all_cap, sizeof(*all), err);
	if (!all)
		return 0;
	v->all = all;
	v->all[v->count++] = (uint32_t)at;
	v->len = at + size;
	t = vocabulary_at(v, (uint32_t)at);
	*t = (struct vocabulary_term){ 0, 0, (uint32_t)term.len };
	memcpy(t->bytes, term.p, term.len);
	return (uint32_t)at;
}

static uint32_t look_up(struct vocabulary *v, struct str term, uint64_t hash,
			struct err *err)
{
	uint32_t *place;

	if (v->count >= v->place_count / 2 &&
	    make_places(v, 2 * v->place_count, err))
		return 0;
	place = find(v, term, hash);
	if (place[1] == 0) {
		place[1] = add(v, term, err);
		place[0] = (uint32_t)(hash >> 32);
	}
	return place[1];
}

int vocabulary_get(struct vocabulary *v, const struct xap_posting *postings,
		   size_t count, uint32_t *out, struct err *err)
{
	uint64_t *hashes =
		grow(v->hashes, count, &v->hash_cap, sizeof(*hashes), err);

	if (!hashes)
		return (int)err->code;
	v->hashes = hashes;
	if (v->place_count == 0 && make_places(v, PLACES_LEAST, err))
		return (int)err->code;
	for (size_t i = 0; i < count; i++)
		hashes[i] = hash64(postings[i].term, v->seed);
	/* Each look-up waits for memory twice, so it is asked for ahead: for
	 * the place, and then for the term. */
	for (size_t i = 0; i < count; i++) {
		size_t mask = v->place_count - 1;

		if (i + 2 * AHEAD < count)
			__builtin_prefetch(v->places +
					   2 * (hashes[i + 2 * AHEAD] & mask));
		if (v->bytes && i + AHEAD < count)
			__builtin_prefetch(
				v->bytes +
				v->places[2 * (hashes[i + AHEAD] & mask) + 1]);
		out[i] = look_up(v, postings[i].term, hashes[i], err);
		if (!out[i])
			return (int)err->code;
	}
	return 0;
}

/* What is compared stands beside where the rest is: the first bytes of a
 * term. */
struct item {
	uint64_t head;
	uint32_t at;
};

static uint64_t head_of(struct str term)
{
	unsigned char bytes[8] = { 0 };
	uint64_t head = 0;

	memcpy(bytes, term.p, term.len < 8 ? term.len : 8);
	for (int i = 0; i < 8; i++)
		head = head << 8 | bytes[i];
	return head;
}

static int compare(const struct vocabulary *v, const struct item *a,
		   const struct item *b)
{
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return str_cmp(term_of(v, a->at), term_of(v, b->at));
}

static void sort_few(const struct vocabulary *v, struct item *items,
		     size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct item one = items[i];
		size_t at = i;

		for (; at && compare(v, &one, &items[at - 1]) < 0; at--)
			items[at] = items[at - 1];
		items[at] = one;
	}
}

/* Merges two halves that are in order: stable, and bounded in time whatever
 * the terms are. */
static void sort(const struct vocabulary *v, struct item *items,
		 struct item *other, size_t count)
{
	size_t half = count / 2, a = 0, b = half;

	if (count <= FEW) {
		sort_few(v, items, count);
		return;
	}
	sort(v, items, other, half);
	sort(v, items + half, other, count - half);
	memcpy(other, items, half * sizeof(*items));
	for (size_t i = 0; a < half; i++) {
		if (b < count && compare(v, &items[b], &other[a]) < 0)
			items[i] = items[b++];
		else
			items[i] = other[a++];
	}
}

int vocabulary_sort(struct vocabulary *v, struct err *err)
{
	struct item *items = calloc(2 * v->count + 1, sizeof(*items));

	if (!items)
		return err_set(err, ERR_MEMORY, "no memory to build an index");
	for (size_t i = 0; i < v->count; i++)
		items[i] = (struct item){ head_of(term_of(v, v->all[i])),
					  v->all[i] };
	sort(v, items, items + v->count, v->count);
	for (size_t i = 0; i < v->count; i++)
		v->all[i] = items[i].at;
	free(items);
	return 0;
}

void vocabulary_clear(struct vocabulary *v)
{
	if (v->places)
		memset(v->places, 0, v->place_count * 2 * sizeof(*v->places));
	v->count = v->len = 0;
}

void vocabulary_release(struct vocabulary *v)
{
	free(v->bytes);
	free(v->places);
	free(v->all);
	free(v->hashes);
}
