/*
 * The manifest: which articles an index holds, with their content hashes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/manifest.h"

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
	struct map_entry *place;
	struct str copy = arena_copy(&m->arena, value);
	int ret;

	entries = arena_grow(&m->arena, m->entries, m->count, &m->cap,
			     sizeof(*entries));
	if (!copy.p || !entries)
		return arena_check(&m->arena, load->err);
	m->entries = entries;
	ret = document_source_read(copy, &entry.source, load->err);
	if (ret)
		return ret;
	place = map_put(&m->by_id, entry.source.id, load->err);
	if (!place)
		return load->err->code;
	if (place->value)
		return err_set(load->err, ERR_CORRUPT,
			       "'%.*s' is in the index twice",
			       STR_ARG(entry.source.id));
	entries[m->count++] = entry;
	place->value = m->count;
	return 0;
}

int manifest_load(struct xap_db *db, struct manifest *out, struct err *err)
{
	struct load load = { out, err };

	*out = (struct manifest){ .arena = ARENA_INIT(SIZE_MAX),
				  .by_id = MAP_INIT };
	return xap_db_each_value(db, SCHEMA_SLOT_SOURCE, add, &load, err);
}

void manifest_release(struct manifest *m)
{
	map_release(&m->by_id);
	arena_release(&m->arena);
	m->entries = NULL;
	m->count = m->cap = 0;
}

struct manifest_entry *manifest_find(const struct manifest *m, struct str id)
{
	struct map_entry *place = map_get(&m->by_id, id);

	return place ? &m->entries[place->value - 1] : NULL;
}
