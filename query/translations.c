/*
 * Translations: in which other languages the hits of a page are there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/translations.h"

#include <stdlib.h>

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

/* A hit on its way. */
struct reading {
	struct searcher *s;
	const struct planner *planner;
	const struct xap_query *hidden; /* NULL: none */
	struct arena *arena;
	struct arena scratch;  /* for one record after the other */
	struct str lang, term; /* of the hit */
	uint32_t *docids;      /* rising, and so is the list at first */
	size_t docid_count, docid_cap;
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

static int take_docid(uint32_t docid, void *payload)
{
	struct reading *r = payload;
	uint32_t *docids = arena_grow(r->arena, r->docids, r->docid_count,
				      &r->docid_cap, sizeof(*docids));

	if (!docids)
		return arena_check(r->arena, r->err);
	r->docids = docids;
	docids[r->docid_count++] = docid;
	return 0;
}

static int take_lang(uint32_t docid, struct str value, void *payload)
{
	struct reading *r = payload;
	struct candidate *list;
	struct str lang, term;

	if (!schema_translation_read(value, &lang, &term) ||
	    str_eq(lang, r->lang))
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

/* Those that are shown and have the key of the hit, in other languages. */
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
	ret = xap_db_each_match(p->db, query, p->deadline, take_docid, r,
				r->err);
	if (!ret)
		ret = xap_db_values_among(p->db, SCHEMA_SLOT_TRANSLATION,
					  r->docids, r->docid_count, take_lang,
					  r, r->err);
	if (!ret)
		ret = xap_db_values_among(p->db, SCHEMA_SLOT_NEWEST, r->docids,
					  r->docid_count, take_order, r,
					  r->err);
	if (r->count)
		qsort(r->list, r->count, sizeof(*r->list), by_language);
	return ret;
}

/* Keeps the first of each language. */
static void thin(struct reading *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count && kept < LIMIT_TRANSLATIONS; i++) {
		if (kept == 0 ||
		    !str_eq(r->list[i].lang, r->list[kept - 1].lang))
			r->list[kept++] = r->list[i];
	}
	r->count = kept;
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
	struct search_translation *list;
	int ret;

	r->term = str_make(NULL, 0);
	r->docid_count = r->count = r->ordered = 0;
	ret = xap_db_values_among(r->planner->db, SCHEMA_SLOT_TRANSLATION,
				  &docid, 1, take_own, r, r->err);
	if (!ret && r->term.len)
		ret = find(r);
	thin(r);
	if (ret || r->count == 0)
		return ret;
	list = arena_array(r->arena, r->count, sizeof(*list));
	if (!list)
		return arena_check(r->arena, r->err);
	for (size_t i = 0; i < r->count && !ret; i++)
		ret = read_one(r, r->list[i].docid, &list[i]);
	hit->translations = list;
	hit->translation_count = r->count;
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
	arena_release(&r.scratch);
	return ret;
}
