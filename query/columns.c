/*
 * Columns: which articles have which values, ready to be counted.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/columns.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "query/labels.h"
#include "text/limits.h"

#define BITS 64 /* of an element of a set */

struct column {
	struct column *next; /* asked for before this one */
	struct arena arena;
	enum schema_field field;
	struct str key;
	struct column_value *values; /* rising */
	size_t count, cap;
	/* Those of all values, one after the other. */
	uint32_t *docids;
	size_t docid_count;
};

/* ---- Reading ------------------------------------------------------------ */

/* A column while it is read. */
struct reading {
	struct column *column;
	struct xap_db *db;
	uint32_t last_docid;
	struct buf prefix;
	size_t postings; /* that its terms say they have */
	struct err *err;
};

static int take_term(struct str term, uint32_t frequency, void *payload)
{
	struct reading *r = payload;
	struct column *c = r->column;
	struct column_value *values;

	if (c->count == LIMIT_FACET_TERMS)
		return err_set(r->err, ERR_LIMIT,
			       "there are more than %d different values",
			       LIMIT_FACET_TERMS);
	values = arena_grow(&c->arena, c->values, c->count, &c->cap,
			    sizeof(*values));
	if (!values)
		return arena_check(&c->arena, r->err);
	c->values = values;
	values[c->count++] = (struct column_value){
		.text = arena_copy(&c->arena, str_skip(term, r->prefix.len)),
		.articles = frequency,
	};
	r->postings += frequency;
	return arena_check(&c->arena, r->err);
}

static int take_posting(uint32_t docid, void *payload)
{
	struct reading *r = payload;
	struct column *c = r->column;

	if (c->docid_count == r->postings || docid > r->last_docid)
		return err_set(r->err, ERR_CORRUPT,
			       "a term has other articles than it says");
	c->docids[c->docid_count++] = docid;
	return 0;
}

static int read_postings(struct reading *r)
{
	struct column *c = r->column;
	struct buf term = BUF_INIT;
	int ret = 0;

	c->docids = arena_array(&c->arena, r->postings, sizeof(*c->docids));
	if (!c->docids)
		return arena_check(&c->arena, r->err);
	for (size_t i = 0; i < c->count && !ret; i++) {
		size_t before = c->docid_count;

		buf_clear(&term);
		buf_add_str(&term, buf_view(&r->prefix));
		buf_add_str(&term, c->values[i].text);
		ret = buf_check(&term, r->err);
		if (!ret)
			ret = xap_db_each_posting(r->db, buf_view(&term),
						  take_posting, r, r->err);
		if (!ret && c->docid_count - before != c->values[i].articles)
			ret = err_set(r->err, ERR_CORRUPT,
				      "a term has fewer articles than it says");
	}
	buf_release(&term);
	return ret;
}

/* How names are commonly written, all at once: to find out how one is, all
 * must be looked at. */
static int set_labels(struct reading *r, struct str key)
{
	struct column *c = r->column;
	struct arena scratch = ARENA_INIT(COLUMNS_MEMORY);
	struct catalog_value *labels =
		arena_array(&scratch, c->count, sizeof(*labels));
	int ret = arena_check(&scratch, r->err);

	for (size_t i = 0; i < c->count && !ret; i++)
		labels[i] = (struct catalog_value){
			.kind = CATALOG_NAME,
			.text = c->values[i].text,
			.articles = c->values[i].articles,
		};
	if (!ret)
		ret = labels_spell(r->db, key, labels, c->count, &scratch,
				   r->err);
	for (size_t i = 0; i < c->count && !ret; i++)
		c->values[i].label =
			str_eq(labels[i].text, c->values[i].text)
				? c->values[i].text
				: arena_copy(&c->arena, labels[i].text);
	arena_release(&scratch);
	return ret ? ret : arena_check(&c->arena, r->err);
}

static int read_column(struct column *c, struct xap_db *db,
		       const struct xap_db_info *info, struct err *err)
{
	struct reading r = { .column = c,
			     .db = db,
			     .last_docid = info->last_docid,
			     .prefix = BUF_INIT,
			     .err = err };
	int ret;

	if (c->key.len)
		schema_value_term(c->field, c->key, str_make(NULL, 0),
				  &r.prefix);
	else
		schema_term(c->field, str_make(NULL, 0), &r.prefix);
	ret = buf_check(&r.prefix, err);
	if (!ret)
		ret = xap_db_each_term(db, buf_view(&r.prefix), take_term, &r,
				       err);
	if (!ret)
		ret = read_postings(&r);
	if (!ret && c->field == SCHEMA_TAG)
		ret = set_labels(&r, STR("tag"));
	else if (!ret && c->field == SCHEMA_AUTHOR)
		ret = set_labels(&r, STR("author"));
	else if (!ret && c->field == SCHEMA_FIELD_NAME)
		ret = set_labels(&r, c->key);
	buf_release(&r.prefix);
	return ret;
}

/* ---- Keeping ------------------------------------------------------------ */

/* What a column takes, its own struct and its blocks included. */
static size_t size_of(const struct column *c)
{
	return c->arena.used + 4096;
}

static void column_free(struct column *c)
{
	arena_release(&c->arena);
	free(c);
}

void columns_release(struct columns *columns)
{
	while (columns->first) {
		struct column *next = columns->first->next;

		column_free(columns->first);
		columns->first = next;
	}
	columns->bytes = 0;
}

static void put_first(struct columns *columns, struct column *c)
{
	c->next = columns->first;
	columns->first = c;
	columns->bytes += size_of(c);
}

static struct column *take_out(struct columns *columns, struct column **at)
{
	struct column *c = *at;

	*at = c->next;
	columns->bytes -= size_of(c);
	return c;
}

static void trim(struct columns *columns)
{
	while (columns->first && columns->bytes > COLUMNS_MEMORY) {
		struct column **at = &columns->first;

		while ((*at)->next)
			at = &(*at)->next;
		column_free(take_out(columns, at));
	}
}

/* Puts the one that is there first. */
static bool find(struct columns *columns, enum schema_field field,
		 struct str key)
{
	struct column **at = &columns->first;

	while (*at && ((*at)->field != field || !str_eq((*at)->key, key)))
		at = &(*at)->next;
	if (!*at)
		return false;
	put_first(columns, take_out(columns, at));
	return true;
}

static int make(struct columns *columns, struct xap_db *db,
		enum schema_field field, struct str key, struct err *err)
{
	struct column *c = calloc(1, sizeof(*c));
	int ret;

	if (!c)
		return err_set(err, ERR_MEMORY, "out of memory");
	c->arena = (struct arena)ARENA_INIT(COLUMNS_MEMORY);
	c->field = field;
	c->key = arena_copy(&c->arena, key);
	ret = arena_check(&c->arena, err);
	if (!ret)
		ret = read_column(c, db, &columns->of, err);
	if (ret)
		column_free(c);
	else
		put_first(columns, c);
	return ret;
}

/* ---- Counting ----------------------------------------------------------- */

static int add_match(uint32_t docid, void *payload)
{
	struct columns_set *set = payload;

	if (docid <= set->of.last_docid) {
		set->bits[docid / BITS] |= UINT64_C(1) << docid % BITS;
		set->count++;
	}
	return 0;
}

int columns_match(struct columns *columns, struct xap_db *db,
		  const struct xap_query *query, struct deadline deadline,
		  struct arena *arena, struct columns_set *out, struct err *err)
{
	int ret;

	memset(out, 0, sizeof(*out));
	trim(columns);
	ret = xap_db_info(db, &out->of, err);
	if (ret)
		return ret;
	out->bits = arena_array(arena, out->of.last_docid / BITS + 1,
				sizeof(*out->bits));
	if (!out->bits)
		return arena_check(arena, err);
	return xap_db_each_match(db, query, deadline, add_match, out, err);
}

static bool is_same(const struct xap_db_info *a, const struct xap_db_info *b)
{
	return a->revision == b->revision && strcmp(a->uuid, b->uuid) == 0;
}

/* Lets everything go that is of another state of the index. */
static int follow(struct columns *columns, struct xap_db *db,
		  const struct columns_set *set, struct err *err)
{
	struct xap_db_info now;
	int ret = xap_db_info(db, &now, err);

	if (ret)
		return ret;
	if (!is_same(&now, &set->of))
		return err_set(err, ERR_STALE, "the index moved on");
	if (!is_same(&now, &columns->of))
		columns_release(columns);
	columns->of = now;
	return 0;
}

static uint32_t count_in(const struct columns_set *set, const uint32_t *docids,
			 uint32_t count)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < count; i++)
		found += set->bits[docids[i] / BITS] >> docids[i] % BITS & 1;
	return found;
}

int columns_count(struct columns *columns, struct xap_db *db,
		  enum schema_field field, struct str key,
		  const struct columns_set *set, column_fn fn, void *payload,
		  struct err *err)
{
	const struct column *c;
	const uint32_t *docids;
	int ret = follow(columns, db, set, err);

	if (!ret && set->count == 0)
		return 0;
	if (!ret && !find(columns, field, key))
		ret = make(columns, db, field, key, err);
	if (ret)
		return ret;
	c = columns->first;
	docids = c->docids;
	for (size_t i = 0; i < c->count && !ret; i++) {
		uint32_t found = count_in(set, docids, c->values[i].articles);

		docids += c->values[i].articles;
		if (found)
			ret = fn(&c->values[i], found, payload);
	}
	return ret;
}
