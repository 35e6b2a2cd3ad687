/*
 * The fields of an index: which there are, what they hold, what is odd.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/catalog.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/opt.h"
#include "query/index.h"
#include "query/labels.h"
#include "text/limits.h"
#include "text/record.h"
#include "text/schema.h"

#define ODD_MAX 5 /* odd values told of a field */
#define IDS_MAX 2 /* articles told of each */

/* A field while its terms are listed. */
struct reading {
	struct searcher *s;
	struct arena *arena; /* of the result */
	struct arena scratch;
	struct str key;
	enum catalog_kind kind; /* of the terms at hand */
	size_t skip;		/* of their bytes, to their value */

	struct catalog_value *values;
	size_t count, cap;
	uint32_t articles[CATALOG_KINDS]; /* with repetition */
	uint32_t different[CATALOG_KINDS];
	struct str first[CATALOG_KINDS], last[CATALOG_KINDS];
	struct err *err;
};

const char *catalog_kind_name(enum catalog_kind kind)
{
	static const char *const names[CATALOG_KINDS] = { "name", "text",
							  "number", "date",
							  "bool" };

	return names[kind];
}

/* The commonest first; of equals by their text. */
static int by_articles(const void *a, const void *b)
{
	const struct catalog_value *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_cmp(x->text, y->text);
}

static int by_rarity(const void *a, const void *b)
{
	const struct catalog_value *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles < y->articles ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* ---- Values ------------------------------------------------------------- */

/* A value as people write it. */
static struct str show(struct reading *r, struct str value)
{
	struct buf b = BUF_INIT;
	struct str shown;

	labels_show(r->kind, value, &b);
	buf_check(&b, r->err);
	shown = arena_copy(&r->scratch, buf_view(&b));
	buf_release(&b);
	return shown;
}

/* Of more values than are ever shown, the rarer half goes. */
static void make_room(struct reading *r)
{
	if (r->count < 2 * (size_t)LIMIT_FIELD_VALUES)
		return;
	qsort(r->values, r->count, sizeof(*r->values), by_articles);
	r->count = LIMIT_FIELD_VALUES;
}

static int take_value(struct str term, uint32_t frequency, void *payload)
{
	struct reading *r = payload;
	struct str value = str_skip(term, r->skip);
	struct catalog_value *values;

	make_room(r);
	values = arena_grow(&r->scratch, r->values, r->count, &r->cap,
			    sizeof(*values));
	if (!values)
		return arena_check(&r->scratch, r->err);
	r->values = values;
	values[r->count] = (struct catalog_value){
		.kind = r->kind,
		.text = show(r, value),
		.term = arena_copy(&r->scratch, term),
		.articles = frequency,
	};
	if (r->different[r->kind]++ == 0)
		r->first[r->kind] = values[r->count].text;
	r->last[r->kind] = values[r->count++].text;
	r->articles[r->kind] += frequency;
	return (int)r->err->code;
}

static void list_terms(struct reading *r, struct str prefix, xap_term_fn fn,
		       void *payload)
{
	if (!r->err->code)
		xap_db_each_term(r->s->db, prefix, fn, payload, r->err);
}

/* The values of one kind: behind the key, but for tags, authors and years. */
static void read_kind(struct reading *r, enum catalog_kind kind,
		      enum schema_field field, bool has_key)
{
	struct buf prefix = BUF_INIT;

	buf_add_str(&prefix, str_of(schema_rows[field].prefix));
	if (has_key) {
		buf_add_str(&prefix, r->key);
		buf_add_char(&prefix, ' ');
	}
	r->kind = kind;
	r->skip = prefix.len;
	if (!buf_check(&prefix, r->err))
		list_terms(r, buf_view(&prefix), take_value, r);
	buf_release(&prefix);
}

/* Of texts there are only words: how many articles have one is known. */
static void read_texts(struct reading *r)
{
	struct buf term = BUF_INIT;

	schema_value_term(SCHEMA_FIELD_TEXT, r->key, str_make(NULL, 0), &term);
	if (!buf_check(&term, r->err))
		xap_db_term_frequency(r->s->db, buf_view(&term),
				      &r->articles[CATALOG_TEXT], r->err);
	buf_release(&term);
}

static void read_values(struct reading *r)
{
	if (str_eq(r->key, STR("date"))) {
		read_kind(r, CATALOG_DATE, SCHEMA_YEAR, false);
		return;
	}
	if (str_eq(r->key, STR("tag")))
		read_kind(r, CATALOG_NAME, SCHEMA_TAG, false);
	if (str_eq(r->key, STR("author")))
		read_kind(r, CATALOG_NAME, SCHEMA_AUTHOR, false);
	read_kind(r, CATALOG_NAME, SCHEMA_FIELD_NAME, true);
	read_kind(r, CATALOG_NUMBER, SCHEMA_FIELD_NUMBER, true);
	read_kind(r, CATALOG_DATE, SCHEMA_FIELD_DATE, true);
	read_kind(r, CATALOG_BOOL, SCHEMA_FIELD_BOOL, true);
	read_texts(r);
}

/* ---- A field ------------------------------------------------------------ */

/* Names and texts are one: a value is the one or the other by its length. */
static enum catalog_kind family(enum catalog_kind kind)
{
	return kind == CATALOG_TEXT ? CATALOG_NAME : kind;
}

static enum catalog_kind kind_of_most(const struct reading *r)
{
	uint32_t most[CATALOG_KINDS] = { 0 };
	enum catalog_kind kind = CATALOG_NAME;

	for (int i = 0; i < CATALOG_KINDS; i++)
		most[family((enum catalog_kind)i)] += r->articles[i];
	for (int i = 0; i < CATALOG_KINDS; i++) {
		if (most[i] > most[kind])
			kind = (enum catalog_kind)i;
	}
	return kind == CATALOG_NAME && r->articles[CATALOG_TEXT] >
					       r->articles[CATALOG_NAME]
		       ? CATALOG_TEXT
		       : kind;
}

/* Some articles that have a value. */
static void find_ids(struct reading *r, struct catalog_value *value)
{
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	struct xap_queries *pool = NULL;
	struct str *ids = arena_array(r->arena, IDS_MAX, sizeof(*ids));

	if (!ids || r->err->code || xap_queries_new(&pool, r->err))
		return;
	search.query = xap_query_term(pool, value->term, r->err);
	search.limit = IDS_MAX;
	search.order = XAP_BY_VALUE_ASCENDING;
	search.order_slot = SCHEMA_SLOT_TITLE;
	if (!r->err->code)
		xap_search(r->s->db, &search, &found, r->err);
	for (size_t i = 0; found && i < xap_results_count(found); i++) {
		uint32_t docid = xap_results_hit(found, i).docid;
		struct record record;
		struct str data;

		if (records_get(&r->s->records, r->s->db, docid, &data,
				r->err) ||
		    record_decode(data, &r->scratch, &record, r->err))
			break;
		ids[value->id_count++] = arena_copy(r->arena, record.id);
	}
	value->ids = ids;
	xap_results_free(found);
	xap_queries_free(pool);
}

/* Values that outlive the reading. */
static const struct catalog_value *keep(struct reading *r, size_t count)
{
	struct catalog_value *list =
		arena_array(r->arena, count, sizeof(*list));

	for (size_t i = 0; list && i < count; i++) {
		list[i] = r->values[i];
		list[i].text = arena_copy(r->arena, list[i].text);
		list[i].term = arena_copy(r->arena, list[i].term);
	}
	return list;
}

static void spell(struct reading *r, struct str key,
		  struct catalog_value *values, size_t count)
{
	if (!r->err->code)
		labels_spell(r->s->db, key, values, count, r->arena, r->err);
}

/* Puts the odd values in front, the rarest first, and tells of some. */
static void set_odd(struct reading *r, struct catalog_field *out)
{
	struct catalog_value *odd;
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct catalog_value v = r->values[i];

		if (family(v.kind) == family(out->kind))
			continue;
		r->values[i] = r->values[count];
		r->values[count++] = v;
	}
	for (int i = 0; i < CATALOG_KINDS; i++) {
		if (family((enum catalog_kind)i) != family(out->kind))
			out->odd_total += r->different[i];
	}
	if (count == 0)
		return;
	qsort(r->values, count, sizeof(*r->values), by_rarity);
	out->odd_count = count < ODD_MAX ? count : ODD_MAX;
	odd = (struct catalog_value *)keep(r, out->odd_count);
	if (!odd)
		return;
	spell(r, r->key, odd, out->odd_count);
	for (size_t i = 0; i < out->odd_count && !r->err->code; i++)
		find_ids(r, &odd[i]);
	out->odd = odd;
}

static void set_list(struct reading *r, size_t most, struct catalog_field *out)
{
	struct catalog_value *list;

	if (r->count)
		qsort(r->values, r->count, sizeof(*r->values), by_articles);
	out->list_count = r->count < most ? r->count : most;
	list = (struct catalog_value *)keep(r, out->list_count);
	if (list)
		spell(r, r->key, list, out->list_count);
	out->list = list;
}

/* A key is stored folded; how it was written is the spelling of no key. */
static struct str name_of_key(struct reading *r)
{
	struct catalog_value name = { .kind = CATALOG_NAME,
				      .text = r->key,
				      .articles = 0 };

	if (!str_eq(r->key, STR("date")))
		spell(r, str_make(NULL, 0), &name, 1);
	return name.text;
}

static int read_field(struct searcher *s, struct str key, size_t most,
		      struct arena *arena, struct catalog_field *out,
		      struct err *err)
{
	struct reading r = { .s = s,
			     .arena = arena,
			     .scratch = ARENA_INIT(SEARCH_MEMORY),
			     .key = key,
			     .err = err };
	struct buf term = BUF_INIT;

	memset(out, 0, sizeof(*out));
	read_values(&r);
	schema_term(SCHEMA_FIELD, key, &term);
	if (!err->code && !buf_check(&term, err))
		xap_db_term_frequency(s->db, buf_view(&term), &out->articles,
				      err);
	buf_release(&term);
	out->key = key;
	out->kind = kind_of_most(&r);
	if (str_eq(key, STR("date")))
		out->articles = r.articles[CATALOG_DATE];
	for (int i = 0; i < CATALOG_KINDS; i++)
		out->values += r.different[i];
	if (out->kind == CATALOG_NUMBER || out->kind == CATALOG_DATE) {
		out->low = arena_copy(arena, r.first[out->kind]);
		out->high = arena_copy(arena, r.last[out->kind]);
	}
	if (!err->code) {
		out->name = name_of_key(&r);
		set_odd(&r, out);
		set_list(&r, most, out);
	}
	if (!err->code && !arena_check(&r.scratch, err))
		arena_check(arena, err);
	arena_release(&r.scratch);
	return searcher_explain(s, (int)err->code, err);
}

static int by_use(const void *a, const void *b)
{
	const struct catalog_field *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_cmp(x->key, y->key);
}

int catalog_list(struct searcher *s, size_t most, struct arena *arena,
		 const struct catalog_field **out, size_t *count,
		 struct err *err)
{
	struct catalog_field *list =
		arena_array(arena, s->key_count + 1, sizeof(*list));
	int ret = list ? 0 : arena_check(arena, err);

	*out = list;
	*count = 0;
	if (!ret && s->year_count)
		ret = read_field(s, STR("date"), most, arena, &list[(*count)++],
				 err);
	for (size_t i = 0; i < s->key_count && !ret; i++)
		ret = read_field(s, s->keys[i], most, arena, &list[(*count)++],
				 err);
	if (*count)
		qsort(list, *count, sizeof(*list), by_use);
	return ret;
}

/* The name most like one that is none, for a message; or NULL. */
static const char *nearest(struct searcher *s, struct str name,
			   struct arena *arena)
{
	const char **names = arena_array(arena, s->key_count, sizeof(*names));
	struct str copy = arena_copy(arena, name);

	for (size_t i = 0; names && i < s->key_count; i++)
		names[i] = s->keys[i].p;
	return names && copy.p ? opt_nearest(copy.p, names, s->key_count)
			       : NULL;
}

int catalog_key(struct searcher *s, struct str name, struct arena *arena,
		struct str *out, struct err *err)
{
	struct buf folded = BUF_INIT;
	const char *near;
	bool is_known;

	schema_key(name, &folded);
	*out = arena_copy(arena, buf_view(&folded));
	if (buf_check(&folded, err) || arena_check(arena, err)) {
		buf_release(&folded);
		return (int)err->code;
	}
	buf_release(&folded);
	is_known = s->year_count && str_eq(*out, STR("date"));
	for (size_t i = 0; i < s->key_count && !is_known; i++)
		is_known = str_eq(*out, s->keys[i]);
	if (is_known)
		return 0;
	near = nearest(s, *out, arena);
	if (near)
		return err_set(err, ERR_USAGE,
			       "no article has a field '%.*s', did you mean "
			       "'%s'?",
			       STR_ARG(name), near);
	return err_set(err, ERR_USAGE, "no article has a field '%.*s'",
		       STR_ARG(name));
}

int catalog_get(struct searcher *s, struct str name, struct arena *arena,
		struct catalog_field *out, struct err *err)
{
	struct str key;
	int ret = catalog_key(s, name, arena, &key, err);

	return ret ? ret
		   : read_field(s, key, LIMIT_FIELD_VALUES, arena, out, err);
}
