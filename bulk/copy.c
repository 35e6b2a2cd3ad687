/*
 * A document of a database, read whole, to be written into another.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/copy.h"

#include <string.h>

/* What grows while it is listed; all of it in the arena. */
struct reading {
	struct arena *arena;
	struct err err;
	struct xap_posting *postings;
	size_t posting_count, posting_cap;
	struct xap_posting *posting; /* whose positions are read */
	struct bulk_value *values;
	size_t value_count, value_cap;
};

static int take_term(struct str term, uint32_t frequency, void *payload)
{
	struct reading *r = payload;
	struct xap_posting *all =
		arena_grow(r->arena, r->postings, r->posting_count,
			   &r->posting_cap, sizeof(*all));

	if (!all)
		return arena_check(r->arena, &r->err);
	r->postings = all;
	all[r->posting_count++] =
		(struct xap_posting){ arena_copy(r->arena, term), frequency,
				      NULL, 0 };
	return arena_check(r->arena, &r->err);
}

static int take_positions(uint32_t docid, const uint32_t *positions,
			  size_t count, void *payload)
{
	struct reading *r = payload;
	uint32_t *all = arena_array(r->arena, count, sizeof(*all));

	(void)docid;
	if (!all)
		return arena_check(r->arena, &r->err);
	memcpy(all, positions, count * sizeof(*all));
	r->posting->positions = all;
	r->posting->position_count = count;
	return 0;
}

static int take_value(uint32_t slot, struct str value, void *payload)
{
	struct reading *r = payload;
	struct bulk_value *all = arena_grow(r->arena, r->values, r->value_count,
					    &r->value_cap, sizeof(*all));

	if (!all)
		return arena_check(r->arena, &r->err);
	r->values = all;
	all[r->value_count++] =
		(struct bulk_value){ slot, arena_copy(r->arena, value) };
	return arena_check(r->arena, &r->err);
}

static int read_postings(struct xap_db *db, uint32_t docid, struct reading *r,
			 struct err *err)
{
	int ret = xap_db_each_document_term(db, docid, take_term, r, err);

	for (size_t i = 0; i < r->posting_count && !ret; i++) {
		r->posting = &r->postings[i];
		ret = xap_db_each_positions(db, r->posting->term, &docid, 1,
					    take_positions, r, err);
	}
	return ret;
}

int bulk_copy(struct xap_db *db, uint32_t docid, struct arena *arena,
	      struct bulk_document *out, struct err *err)
{
	struct reading r = { .arena = arena, .err = ERR_INIT };
	char *data;
	size_t len;
	int ret = xap_db_data(db, docid, &data, &len, err);

	*out = (struct bulk_document){ 0 };
	if (ret)
		return ret;
	out->data = arena_copy(arena, str_make(data, len));
	xap_free(data);
	ret = arena_check(arena, err);
	if (!ret)
		ret = read_postings(db, docid, &r, err);
	if (!ret)
		ret = xap_db_each_document_value(db, docid, take_value, &r,
						 err);
	err_copy(err, &r.err);
	out->postings = r.postings;
	out->posting_count = r.posting_count;
	out->values = r.values;
	out->value_count = r.value_count;
	return ret;
}
