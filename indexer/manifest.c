/*
 * The manifest: which articles an index holds, with their content hashes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/manifest.h"

#include <stdlib.h>

#include "text/schema.h"

struct load {
	struct manifest *manifest;
	struct err *err;
};

static int add(uint32_t docid, struct str value, void *payload)
{
	struct load *load = payload;
	struct manifest *m = load->manifest;
	struct manifest_entry *entries;
	struct manifest_entry entry = { .docid = docid };
	struct str copy = arena_copy(&m->arena, value);

	entries = arena_grow(&m->arena, m->entries, m->count, &m->cap,
			     sizeof(*entries));
	if (!copy.p || !entries)
		return arena_check(&m->arena, load->err);
	m->entries = entries;
	if (!schema_source_read(copy, &entry.source))
		return err_set(load->err, ERR_CORRUPT,
			       "an article's source is damaged");
	entries[m->count++] = entry;
	return 0;
}

static struct str id_at(const struct manifest *m, size_t place)
{
	return m->entries[m->by_id[place]].source.id;
}

/* An entry while they are sorted. */
struct place {
	struct str id;
	uint32_t number;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return str_cmp(x->id, y->id);
}

/* Documents are made in order of ids; those that came later are behind. */
static int sort(struct manifest *m, struct err *err)
{
	struct arena scratch = ARENA_INIT(SIZE_MAX);
	struct place *places = arena_array(&scratch, m->count, sizeof(*places));
	bool is_sorted = true;
	int ret = arena_check(&scratch, err);

	m->by_id = arena_array(&m->arena, m->count, sizeof(*m->by_id));
	if (!ret)
		ret = arena_check(&m->arena, err);
	for (size_t i = 0; i < m->count && !ret; i++) {
		places[i] =
			(struct place){ m->entries[i].source.id, (uint32_t)i };
		is_sorted = is_sorted &&
			    (i == 0 ||
			     compare_places(&places[i - 1], &places[i]) < 0);
	}
	if (!ret && !is_sorted)
		qsort(places, m->count, sizeof(*places), compare_places);
	for (size_t i = 0; i < m->count && !ret; i++) {
		m->by_id[i] = places[i].number;
		if (i && str_eq(places[i].id, places[i - 1].id))
			ret = err_set(err, ERR_CORRUPT,
				      "'%.*s' is in the index twice",
				      STR_ARG(places[i].id));
	}
	arena_release(&scratch);
	return ret;
}

int manifest_load(struct xap_db *db, struct manifest *out, struct err *err)
{
	struct load load = { out, err };
	struct xap_db_info info;
	int ret;

	*out = (struct manifest){ .arena = ARENA_INIT(SIZE_MAX) };
	ret = xap_db_info(db, &info, err);
	if (ret)
		return ret;
	out->cap = info.documents;
	out->entries =
		arena_array(&out->arena, out->cap, sizeof(*out->entries));
	if (!out->entries)
		return arena_check(&out->arena, err);
	ret = xap_db_each_value(db, SCHEMA_SLOT_SOURCE, add, &load, err);
	return ret ? ret : sort(out, err);
}

void manifest_release(struct manifest *m)
{
	arena_release(&m->arena);
	m->entries = NULL;
	m->by_id = NULL;
	m->count = m->cap = m->next = 0;
}

struct manifest_entry *manifest_find(struct manifest *m, struct str id)
{
	size_t low = 0, high = m->count;

	if (m->next < m->count && str_eq(id_at(m, m->next), id))
		return &m->entries[m->by_id[m->next++]];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(id, id_at(m, middle));

		if (order == 0) {
			m->next = middle + 1;
			return &m->entries[m->by_id[middle]];
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
