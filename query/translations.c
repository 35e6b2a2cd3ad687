/*
 * Translations: in which other languages the hits of a page are there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/translations.h"

#include <stdlib.h>

#include "base/map.h"
#include "query/docids.h"
#include "query/index.h"
#include "query/lookup.h"
#include "query/values.h"
#include "text/limits.h"
#include "text/schema.h"

/* An article with the translation key of a hit. */
struct candidate {
	struct str lang;  /* folded */
	struct str order; /* of SCHEMA_SLOT_NEWEST */
	uint32_t docid;
};

/* The articles with one key: of each language the newest, in the order of
 * their languages. One more than are told, as the hit is one of them. */
struct group {
	const struct candidate *list;
	size_t count;
};

/* The hits on their way. */
struct reading {
	struct searcher *s;
	const struct planner *planner;
	const struct xap_query *hidden; /* NULL: none */
	struct arena *arena;
	struct arena scratch;  /* for one record after the other */
	struct str lang, term; /* of the hit */
	struct map groups;     /* by term: numbers from 1 */
	struct group *group;
	size_t group_cap;
	struct docids docids; /* of a group, and so is the list at first */
	struct candidate *list;
	size_t count, cap, ordered;
	struct err *err;
};

static int take_own(uint32_t docid, struct str value, void *payload)
{
	struct reading *r = payload;
	struct str copy = arena_copy(r->arena, value);

	(void)docid;
	if (!schema_translation_read(copy, &r->lang, &r->term))
		r->term = str_make(NULL, 0);
	return arena_check(r->arena, r->err);
}

static int take_lang(uint32_t docid, struct str value, void *payload)
{
	struct reading *r = payload;
	struct candidate *list;
	struct str lang, term;

	if (!schema_translation_read(value, &lang, &term))
		return 0;
	list = arena_grow(r->arena, r->list, r->count, &r->cap, sizeof(*list));
	if (!list)
		return arena_check(r->arena, r->err);
	r->list = list;
	list[r->count++] = (struct candidate){
		.lang = arena_copy(r->arena, lang),
		.docid = docid,
	};
	return arena_check(r->arena, r->err);
}

static int take_order(uint32_t docid, struct str value, void *payload)
{
	struct reading *r = payload;

	while (r->ordered < r->count && r->list[r->ordered].docid < docid)
		r->ordered++;
	if (r->ordered < r->count && r->list[r->ordered].docid == docid)
		r->list[r->ordered].order = arena_copy(r->arena, value);
	return arena_check(r->arena, r->err);
}

/* Of those in one language the newest first. */
static int by_language(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = str_cmp(x->lang, y->lang);

	return order ? order : str_cmp(y->order, x->order);
}

/* Those that are shown and have the key of the hit. */
static int find(struct reading *r)
{
	const struct planner *p = r->planner;
	const struct xap_query *parts[2] = { NULL, r->hidden };
	const struct xap_query *query;
	int ret;

	parts[0] = xap_query_term(p->pool, r->term, r->err);
	query = xap_query_combine(p->pool, XAP_AND_NOT, parts,
				  r->hidden ? 2 : 1, r->err);
	if (!query)
		return (int)r->err->code;
	r->count = r->ordered = 0;
	ret = docids_find(p->db, query, p->deadline, r->arena, &r->docids,
			  r->err);
	if (!ret)
		ret = xap_db_values_among(p->db, SCHEMA_SLOT_TRANSLATION,
					  r->docids.items, r->docids.count,
					  take_lang, r, r->err);
	if (!ret)
		ret = xap_db_values_among(p->db, SCHEMA_SLOT_NEWEST,
					  r->docids.items, r->docids.count,
					  take_order, r, r->err);
	if (r->count)
		qsort(r->list, r->count, sizeof(*r->list), by_language);
	return ret;
}

/* The first of each language. */
static int thin(struct reading *r, struct group *out)
{
	struct candidate *list =
		arena_array(r->arena, LIMIT_TRANSLATIONS + 1, sizeof(*list));

	*out = (struct group){ list, 0 };
	if (!list)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < r->count && out->count <= LIMIT_TRANSLATIONS;
	     i++) {
		if (out->count == 0 ||
		    !str_eq(r->list[i].lang, list[out->count - 1].lang))
			list[out->count++] = r->list[i];
	}
	return 0;
}

/* The group of the hit, looked for once: many hits may have one key. */
static const struct group *group_of(struct reading *r)
{
	struct map_entry *entry = map_put(&r->groups, r->term, r->err);
	struct group *groups;

	if (!entry)
		return NULL;
	if (entry->value)
		return &r->group[entry->value - 1];
	groups = arena_grow(r->arena, r->group, r->groups.count - 1,
			    &r->group_cap, sizeof(*groups));
	if (!groups) {
		arena_check(r->arena, r->err);
		return NULL;
	}
	r->group = groups;
	entry->value = r->groups.count;
	if (find(r) || thin(r, &groups[entry->value - 1]))
		return NULL;
	return &groups[entry->value - 1];
}

static int read_one(struct reading *r, uint32_t docid,
		    struct search_translation *out)
{
	struct record record;
	int ret;

	arena_clear(&r->scratch);
	ret = lookup_record(r->s, docid, &r->scratch, &record, r->err);
	if (ret == LOOKUP_ABSENT)
		return err_set(r->err, ERR_STALE, "a translation is gone");
	if (ret)
		return ret;
	out->lang = arena_copy(r->arena, record.lang);
	out->id = arena_copy(r->arena, record.id);
	out->url = arena_copy(r->arena, record.url);
	return arena_check(r->arena, r->err);
}

static int add(struct reading *r, uint32_t docid, struct search_hit *hit)
{
	const struct group *group;
	struct search_translation *list;
	size_t count = 0;
	int ret;

	r->term = str_make(NULL, 0);
	ret = xap_db_values_among(r->planner->db, SCHEMA_SLOT_TRANSLATION,
				  &docid, 1, take_own, r, r->err);
	if (ret || !r->term.len)
		return ret;
	group = group_of(r);
	if (!group)
		return (int)r->err->code;
	list = arena_array(r->arena, group->count + 1, sizeof(*list));
	if (!list)
		return arena_check(r->arena, r->err);
	for (size_t i = 0;
	     i < group->count && count < LIMIT_TRANSLATIONS && !ret; i++) {
		if (!str_eq(group->list[i].lang, r->lang))
			ret = read_one(r, group->list[i].docid, &list[count++]);
	}
	hit->translations = list;
	hit->translation_count = count;
	return ret;
}

int translations_add(struct searcher *searcher, const struct planner *planner,
		     const struct ranked *ranked, struct search_hit *hits,
		     size_t count, struct err *err)
{
	struct reading r = { .s = searcher,
			     .planner = planner,
			     .arena = planner->arena,
			     .scratch = ARENA_INIT(SEARCH_MEMORY),
			     .groups = MAP_INIT,
			     .err = err };
	int ret = 0;

	if (!planner->with_hidden)
		r.hidden = values_hidden(planner, err);
	ret = (int)err->code;
	for (size_t i = 0; i < count && !ret; i++) {
		ret = deadline_check(&planner->deadline, err);
		if (!ret)
			ret = add(&r, ranked[i].docid, &hits[i]);
	}
	map_release(&r.groups);
	arena_release(&r.scratch);
	return ret;
}
