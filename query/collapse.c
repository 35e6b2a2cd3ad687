/*
 * Collapsing: of articles that are translations of each other, those in one
 * language are found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/collapse.h"

#include "base/buf.h"
#include "query/docids.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/schema.h"

/* A language that articles of the result have. */
struct collapse_lang {
	struct str tag;
	bool is_ranked;	   /* what follows is known */
	unsigned int rank; /* see rank_of */
	uint32_t articles; /* in the index */
};

/* Translations of one article. */
struct collapse_group {
	size_t lang;   /* that is shown: number from 1; 0: none yet */
	bool is_found; /* by a query before */
};

struct member {
	uint32_t docid;
	size_t group, lang;
};

/* What one query matches, of articles that have a translation key. */
struct matches {
	struct collapse *collapse;
	struct arena *arena;
	struct docids docids;
	struct member *members;
	size_t count;
	struct err *err;
};

void collapse_release(struct collapse *c)
{
	map_release(&c->groups);
	map_release(&c->langs);
}

struct str collapse_reader(struct str given, struct arena *arena)
{
	struct buf folded = BUF_INIT;
	struct str out;

	given = str_head(given, str_find(given, '.'));
	given = str_head(given, str_find(given, '@'));
	fold_name(given, &folded);
	if (folded.failed)
		arena->failed = folded.failed;
	out = arena_copy(arena, buf_view(&folded));
	buf_release(&folded);
	return out;
}

/* ---- Which language -------------------------------------------------------
 */

static struct str first_part(struct str tag)
{
	return str_head(tag, str_find(tag, '-'));
}

/* The more, the rather it is shown. */
static unsigned int rank_of(const struct collapse *c, struct str tag)
{
	unsigned int language = language_of(tag);
	unsigned int rank = 0;

	if (c->reader.len && str_eq(tag, c->reader))
		rank = 3;
	else if (c->reader.len &&
		 str_eq(first_part(tag), first_part(c->reader)))
		rank = 2;
	else if (c->reader.len && language != LANGUAGE_NONE &&
		 language == language_of(c->reader))
		rank = 1;
	rank = 2 * rank + (language == c->planner->told);
	return 2 * rank + str_eq(tag, c->site);
}

static int rank_lang(struct collapse *c, struct collapse_lang *lang,
		     struct err *err)
{
	struct buf term = BUF_INIT;
	int ret;

	if (lang->is_ranked)
		return 0;
	lang->is_ranked = true;
	lang->rank = rank_of(c, lang->tag);
	schema_value_term(SCHEMA_FIELD_NAME, STR("lang"), lang->tag, &term);
	ret = buf_check(&term, err);
	if (!ret)
		ret = xap_db_term_frequency(c->planner->db, buf_view(&term),
					    &lang->articles, err);
	buf_release(&term);
	return ret;
}

static bool is_better(const struct collapse_lang *a,
		      const struct collapse_lang *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	if (a->articles != b->articles)
		return a->articles > b->articles;
	return str_cmp(a->tag, b->tag) < 0;
}

/* ---- What matches ---------------------------------------------------------
 */

/* The number of a text in a map, from 1 on; 0 on failure. *is_new: it is the
 * next one. */
static size_t number_of(struct matches *m, struct map *map, struct str text,
			bool *is_new)
{
	struct map_entry *entry = map_get(map, text);
	struct str copy;

	*is_new = !entry;
	if (entry)
		return entry->value;
	copy = arena_copy(m->arena, text);
	if (arena_check(m->arena, m->err))
		return 0;
	entry = map_put(map, copy, m->err);
	if (!entry)
		return 0;
	return entry->value = map->count;
}

static size_t group_of(struct matches *m, struct str term)
{
	struct collapse *c = m->collapse;
	bool is_new;
	size_t number = number_of(m, &c->groups, term, &is_new);
	struct collapse_group *list;

	if (number == 0 || !is_new)
		return number;
	list = arena_grow(m->arena, c->group, number - 1, &c->group_cap,
			  sizeof(*list));
	if (!list)
		return 0;
	c->group = list;
	list[number - 1] = (struct collapse_group){ 0, false };
	return number;
}

static size_t lang_of(struct matches *m, struct str tag)
{
	struct collapse *c = m->collapse;
	bool is_new;
	size_t number = number_of(m, &c->langs, tag, &is_new);
	struct collapse_lang *list;

	if (number == 0 || !is_new)
		return number;
	list = arena_grow(m->arena, c->lang, number - 1, &c->lang_cap,
			  sizeof(*list));
	if (!list)
		return 0;
	c->lang = list;
	list[number - 1] = (struct collapse_lang){
		.tag = arena_copy(m->arena, tag),
	};
	return number;
}

static int take_value(uint32_t docid, struct str value, void *payload)
{
	struct matches *m = payload;
	struct member *one = &m->members[m->count];
	struct str lang, term;

	if (!schema_translation_read(value, &lang, &term))
		return 0;
	one->docid = docid;
	one->group = group_of(m, term);
	one->lang = lang_of(m, lang);
	if (one->group == 0 || one->lang == 0)
		return m->err->code ? (int)m->err->code
				    : arena_check(m->arena, m->err);
	m->count++;
	return 0;
}

/* Only those that have a key, which are all or few. */
static int read_matches(struct matches *m, const struct xap_query *query)
{
	const struct planner *p = m->collapse->planner;
	const struct xap_query *both[2] = { query, NULL };
	struct buf term = BUF_INIT;
	int ret;

	schema_term(SCHEMA_FIELD, STR(SCHEMA_TRANSLATION_KEY), &term);
	if (!buf_check(&term, m->err))
		both[1] = xap_query_term(p->pool, buf_view(&term), m->err);
	buf_release(&term);
	query = xap_query_combine(p->pool, XAP_FILTER, both, 2, m->err);
	if (!query)
		return (int)m->err->code;
	ret = docids_find(p->db, query, p->deadline, m->arena, &m->docids,
			  m->err);
	if (ret || m->docids.count == 0)
		return ret;
	m->members =
		arena_array(m->arena, m->docids.count, sizeof(*m->members));
	if (!m->members)
		return arena_check(m->arena, m->err);
	ret = xap_db_values_among(p->db, SCHEMA_SLOT_TRANSLATION,
				  m->docids.items, m->docids.count, take_value,
				  m, m->err);
	return ret ? ret : deadline_check(&p->deadline, m->err);
}

/* Chooses the language of each article that no query before has found. */
static int choose(struct matches *m)
{
	struct collapse *c = m->collapse;
	int ret = 0;

	for (size_t i = 0; i < c->langs.count && !ret; i++)
		ret = rank_lang(c, &c->lang[i], m->err);
	for (size_t i = 0; i < m->count && !ret; i++) {
		const struct member *one = &m->members[i];
		struct collapse_group *group = &c->group[one->group - 1];

		if (!group->is_found &&
		    (group->lang == 0 || is_better(&c->lang[one->lang - 1],
						   &c->lang[group->lang - 1])))
			group->lang = one->lang;
	}
	return ret;
}

/* Puts those that are not to be shown at the beginning of the docids; returns
 * how many they are. */
static size_t drop(struct matches *m)
{
	struct collapse_group *groups = m->collapse->group;
	size_t dropped = 0;

	for (size_t i = 0; i < m->count; i++) {
		const struct member *one = &m->members[i];
		const struct collapse_group *group = &groups[one->group - 1];

		if (group->lang != one->lang)
			m->docids.items[dropped++] = one->docid;
	}
	for (size_t i = 0; i < m->count; i++)
		groups[m->members[i].group - 1].is_found = true;
	return dropped;
}

int collapse_query(struct collapse *c, const struct xap_query **query,
		   struct err *err)
{
	const struct planner *p = c->planner;
	struct matches m = { .collapse = c, .arena = p->arena, .err = err };
	const struct xap_query *both[2] = { *query, NULL };
	size_t dropped;
	int ret = read_matches(&m, *query);

	if (!ret)
		ret = choose(&m);
	if (ret)
		return ret;
	dropped = drop(&m);
	if (dropped == 0)
		return 0;
	both[1] = xap_query_documents(p->pool, p->db, m.docids.items, dropped,
				      err);
	*query = xap_query_combine(p->pool, XAP_AND_NOT, both, 2, err);
	return *query ? 0 : (int)err->code;
}
