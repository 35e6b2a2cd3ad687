/*
 * The documents that a query matches, as a list.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/docids.h"

struct taking {
	struct docids *list;
	struct arena *arena;
	struct err *err;
};

static int take(uint32_t docid, void *payload)
{
	struct taking *t = payload;
	struct docids *list = t->list;
	uint32_t *items = arena_grow(t->arena, list->items, list->count,
				     &list->cap, sizeof(*items));

	if (!items)
		return arena_check(t->arena, t->err);
	list->items = items;
	items[list->count++] = docid;
	return 0;
}

int docids_find(struct xap_db *db, const struct xap_query *query,
		struct deadline deadline, struct arena *arena,
		struct docids *out, struct err *err)
{
	struct taking taking = { out, arena, err };

	out->count = 0;
	return xap_db_each_match(db, query, deadline, take, &taking, err);
}
