/*
 * The positions that documents tell, in the order of chunks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "told.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/positions.h"
#include "world.h"

static char difference[256];

static void add_posting(struct told *t, uint32_t docid,
			const struct xap_posting *p)
{
	struct told_entry *all = arena_grow(t->arena, t->entries, t->count,
					    &t->cap, sizeof(*all));
	uint32_t *positions =
		arena_array(t->arena, p->position_count, sizeof(*positions));

	if (!all || !positions)
		world_expect(false, "memory");
	memcpy(positions, p->positions, p->position_count * sizeof(*positions));
	t->entries = all;
	all[t->count++] = (struct told_entry){ p->term, docid, positions,
					       p->position_count };
}

void told_add(struct told *t, uint32_t docid, const struct bulk_document *d)
{
	for (size_t i = 0; i < d->posting_count; i++) {
		if (d->postings[i].position_count)
			add_posting(t, docid, &d->postings[i]);
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int by_place(const void *a, const void *b)
{
	const struct told_entry *x = a, *y = b;
	int order = str_cmp(x->term, y->term);

	return order ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

/* Takes the positions of one into those of another entry. */
static void unite(struct told *t, struct told_entry *e,
		  const struct told_entry *more)
{
	size_t count = e->count + more->count;
	uint32_t *all = arena_array(t->arena, count, sizeof(*all));

	if (!all)
		world_expect(false, "memory");
	memcpy(all, e->positions, e->count * sizeof(*all));
	memcpy(all + e->count, more->positions, more->count * sizeof(*all));
	e->positions = all;
	e->count = count;
}

static void sort_positions(struct told_entry *e)
{
	size_t different = 0;

	qsort(e->positions, e->count, sizeof(*e->positions), by_number);
	for (size_t i = 0; i < e->count; i++) {
		if (i == 0 || e->positions[i] != e->positions[different - 1])
			e->positions[different++] = e->positions[i];
	}
	e->count = different;
}

void told_sort(struct told *t)
{
	size_t different = 0;

	if (t->count)
		qsort(t->entries, t->count, sizeof(*t->entries), by_place);
	for (size_t i = 0; i < t->count; i++) {
		struct told_entry *last = &t->entries[different - !!different];

		if (different && by_place(last, &t->entries[i]) == 0)
			unite(t, last, &t->entries[i]);
		else
			t->entries[different++] = t->entries[i];
	}
	t->count = different;
	for (size_t i = 0; i < t->count; i++)
		sort_positions(&t->entries[i]);
}

struct bulk_document told_bare(struct arena *arena,
			       const struct bulk_document *d)
{
	struct bulk_document bare = *d;
	struct xap_posting *postings =
		arena_array(arena, d->posting_count + 1, sizeof(*postings));

	if (!postings)
		world_expect(false, "memory");
	for (size_t i = 0; i < d->posting_count; i++)
		postings[i] =
			(struct xap_posting){ d->postings[i].term,
					      d->postings[i].wdf, NULL, 0 };
	bare.postings = postings;
	return bare;
}

static int put(struct str key, struct str chunk, void *payload, struct err *err)
{
	return xap_writer_set_metadata(payload, key, chunk, err);
}

int told_write(const struct told *t, struct xap_writer *writer, struct err *err)
{
	struct positions_writer w;
	struct buf list = BUF_INIT;
	int ret = 0;

	positions_begin(&w, POSITIONS_CHUNK, put, writer);
	for (size_t i = 0; i < t->count && !ret; i++) {
		const struct told_entry *e = &t->entries[i];

		buf_clear(&list);
		positions_encode(e->positions, e->count, &list);
		ret = positions_add(&w, e->term, e->docid, buf_view(&list),
				    err);
	}
	if (!ret)
		ret = positions_end(&w, err);
	positions_writer_release(&w);
	buf_release(&list);
	return ret;
}

static int take(uint32_t docid, const uint32_t *positions, size_t count,
		void *payload)
{
	const struct told_entry **entry = payload;
	const struct told_entry *e = *entry;

	if (docid != e->docid || count != e->count ||
	    memcmp(positions, e->positions, count * sizeof(*positions)) != 0)
		return ERR_CORRUPT;
	++*entry;
	return 0;
}

/* The entries of a term, from this one on, as many as there are. */
static size_t count_same(const struct told *t, size_t at)
{
	size_t end = at;

	while (end < t->count &&
	       str_eq(t->entries[end].term, t->entries[at].term))
		end++;
	return end - at;
}

const char *told_differs(const struct told *t, const char *path)
{
	const struct told_entry *e = t->entries;
	struct err err = ERR_INIT;
	struct xap_db *db;
	int ret = xap_db_open(path, &db, &err);

	for (size_t at = 0; at < t->count && !ret;) {
		size_t count = count_same(t, at);
		uint32_t *docids = malloc(count * sizeof(*docids));

		if (!docids)
			world_expect(false, "memory");
		for (size_t i = 0; i < count; i++)
			docids[i] = t->entries[at + i].docid;
		ret = xap_db_each_positions(db, t->entries[at].term, docids,
					    count, take, &e, &err);
		free(docids);
		at += count;
		if (!ret && e != t->entries + at)
			ret = ERR_CORRUPT;
	}
	xap_db_free(db);
	if (!ret)
		return NULL;
	snprintf(difference, sizeof(difference),
		 "positions of entry %zu of %zu: %.150s",
		 (size_t)(e - t->entries), t->count, err.message);
	return difference;
}
