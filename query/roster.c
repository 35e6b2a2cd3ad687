/*
 * The roster: tags and authors of an index, read once and kept.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/roster.h"

#include <string.h>

#include "query/labels.h"
#include "text/schema.h"

struct reading {
	struct roster *roster;
	bool is_author;
	size_t first; /* of this kind */
	size_t skip;
	struct err *err;
};

static int take_term(struct str term, uint32_t frequency, void *payload)
{
	struct reading *r = payload;
	struct roster *roster = r->roster;
	struct roster_name *list;

	if (roster->count - r->first == ROSTER_MOST)
		return 0;
	list = arena_grow(&roster->arena, roster->list, roster->count,
			  &roster->cap, sizeof(*list));
	if (!list)
		return arena_check(&roster->arena, r->err);
	roster->list = list;
	list[roster->count++] = (struct roster_name){
		.is_author = r->is_author,
		.folded = arena_copy(&roster->arena, str_skip(term, r->skip)),
		.articles = frequency,
	};
	return arena_check(&roster->arena, r->err);
}

/* How all of a kind are commonly written. */
static int set_labels(struct reading *r, struct xap_db *db)
{
	struct roster *roster = r->roster;
	size_t count = roster->count - r->first;
	struct arena scratch = ARENA_INIT(SIZE_MAX);
	struct catalog_value *labels =
		arena_array(&scratch, count, sizeof(*labels));
	int ret = arena_check(&scratch, r->err);

	for (size_t i = 0; i < count && !ret; i++)
		labels[i] = (struct catalog_value){
			.kind = CATALOG_NAME,
			.text = roster->list[r->first + i].folded,
			.articles = roster->list[r->first + i].articles,
		};
	if (!ret)
		ret = labels_spell(db,
				   r->is_author ? STR("author") : STR("tag"),
				   labels, count, &scratch, r->err);
	for (size_t i = 0; i < count && !ret; i++) {
		struct roster_name *name = &roster->list[r->first + i];

		name->label =
			str_eq(labels[i].text, name->folded)
				? name->folded
				: arena_copy(&roster->arena, labels[i].text);
	}
	arena_release(&scratch);
	return ret ? ret : arena_check(&roster->arena, r->err);
}

static int read_kind(struct roster *roster, struct xap_db *db, bool is_author,
		     struct err *err)
{
	struct str prefix = str_of(
		schema_rows[is_author ? SCHEMA_AUTHOR : SCHEMA_TAG].prefix);
	struct reading r = { roster, is_author, roster->count, prefix.len,
			     err };
	int ret = xap_db_each_term(db, prefix, take_term, &r, err);

	return ret ? ret : set_labels(&r, db);
}

void roster_release(struct roster *roster)
{
	arena_release(&roster->arena);
	memset(roster, 0, sizeof(*roster));
}

int roster_read(struct roster *roster, struct xap_db *db, struct err *err)
{
	struct xap_db_info now;
	int ret = xap_db_info(db, &now, err);

	if (ret || (now.revision == roster->of.revision &&
		    strcmp(now.uuid, roster->of.uuid) == 0))
		return ret;
	roster_release(roster);
	roster->arena.budget = SIZE_MAX;
	ret = read_kind(roster, db, false, err);
	if (!ret)
		ret = read_kind(roster, db, true, err);
	if (ret)
		roster_release(roster);
	else
		roster->of = now;
	return ret;
}
