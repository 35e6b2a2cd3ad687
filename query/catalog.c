/*
 * The fields of an index: which there are, what they hold, what is odd.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/catalog.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/map.h"
#include "base/opt.h"
#include "query/index.h"
#include "text/fold.h"
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
	struct json json;
	double number;

	if (r->kind == CATALOG_NUMBER && schema_number_read(value, &number)) {
		json_init(&json, &b, 0);
		json_double(&json, number);
	} else {
		for (size_t i = 0; i < value.len; i++) {
			if (r->kind == CATALOG_DATE && (i == 4 || i == 6))
				buf_add_char(&b, '-');
			buf_add_char(&b, value.p[i]);
		}
	}
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

/* ---- Spellings ---------------------------------------------------------- */

/* One way of writing one of the values that are shown. */
struct spelling {
	size_t value;
	struct catalog_spelling as;
};

struct spellings {
	struct reading *r;
	const struct map *values; /* folded, to their number plus one */
	struct spelling *list;
	size_t count, cap;
	size_t skip;
};

static int by_value(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static void add_spelling(struct spellings *s, size_t value, struct str text,
			 uint32_t articles)
{
	struct spelling *list = arena_grow(&s->r->scratch, s->list, s->count,
					   &s->cap, sizeof(*list));

	if (!list) {
		arena_check(&s->r->scratch, s->r->err);
		return;
	}
	s->list = list;
	list[s->count++] = (struct spelling){ value, { text, articles } };
}

static int take_spelling(struct str term, uint32_t frequency, void *payload)
{
	struct spellings *s = payload;
	struct str written = str_skip(term, s->skip);
	struct buf folded = BUF_INIT;
	const struct map_entry *entry = NULL;

	fold_name(written, &folded);
	if (!buf_check(&folded, s->r->err))
		entry = map_get(s->values, buf_view(&folded));
	buf_release(&folded);
	if (entry)
		add_spelling(s, entry->value - 1,
			     arena_copy(s->r->arena, written), frequency);
	return (int)s->r->err->code;
}

static int by_use_of_way(const void *a, const void *b)
{
	const struct catalog_spelling *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* The ways in which a value is written; what is left of its articles writes
 * it as it is folded. */
static void set_ways(struct reading *r, struct catalog_value *v,
		     const struct spelling *list, size_t count)
{
	struct catalog_spelling *ways =
		arena_array(r->arena, count + 1, sizeof(*ways));
	uint32_t rest = v->articles;

	if (!ways)
		return;
	for (size_t i = 0; i < count; i++) {
		ways[i] = list[i].as;
		rest -= rest < ways[i].articles ? rest : ways[i].articles;
	}
	if (rest)
		ways[count++] = (struct catalog_spelling){ v->text, rest };
	qsort(ways, count, sizeof(*ways), by_use_of_way);
	v->text = ways[0].text;
	v->others = ways + 1;
	v->other_count = count - 1;
}

/* How values are commonly written, and how else. */
static void spell(struct reading *r, struct catalog_value *values, size_t count)
{
	struct map folded = MAP_INIT;
	struct spellings s = { .r = r, .values = &folded };
	struct buf prefix = BUF_INIT;

	for (size_t i = 0; i < count && !r->err->code; i++) {
		struct map_entry *entry;

		if (values[i].kind != CATALOG_NAME)
			continue;
		entry = map_put(&folded, values[i].text, r->err);
		if (entry)
			entry->value = i + 1;
	}
	schema_value_term(SCHEMA_SPELLING, r->key, str_make(NULL, 0), &prefix);
	s.skip = prefix.len;
	if (!buf_check(&prefix, r->err))
		list_terms(r, buf_view(&prefix), take_spelling, &s);
	buf_release(&prefix);
	map_release(&folded);
	if (s.count)
		qsort(s.list, s.count, sizeof(*s.list), by_value);
	for (size_t i = 0; i < s.count && !r->err->code;) {
		size_t first = i;

		while (i < s.count && s.list[i].value == s.list[first].value)
			i++;
		set_ways(r, &values[s.list[first].value], s.list + first,
			 i - first);
	}
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
		struct record record;

		if (record_decode(xap_results_hit(found, i).data, &r->scratch,
				  &record, r->err))
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
	spell(r, odd, out->odd_count);
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
		spell(r, list, out->list_count);
	out->list = list;
}

/* A key is stored folded; how it was written is the spelling of no key. */
static struct str name_of_key(struct reading *r)
{
	struct catalog_value name = { .kind = CATALOG_NAME,
				      .text = r->key,
				      .articles = 0 };
	struct str key = r->key;

	if (str_eq(key, STR("date")))
		return key;
	r->key = str_make(NULL, 0);
	spell(r, &name, 1);
	r->key = key;
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

int catalog_get(struct searcher *s, struct str name, struct arena *arena,
		struct catalog_field *out, struct err *err)
{
	struct buf folded = BUF_INIT;
	struct str key;
	const char *near;
	bool is_known;

	schema_key(name, &folded);
	key = arena_copy(arena, buf_view(&folded));
	if (buf_check(&folded, err) || arena_check(arena, err)) {
		buf_release(&folded);
		return (int)err->code;
	}
	buf_release(&folded);
	is_known = s->year_count && str_eq(key, STR("date"));
	for (size_t i = 0; i < s->key_count && !is_known; i++)
		is_known = str_eq(key, s->keys[i]);
	if (is_known)
		return read_field(s, key, LIMIT_FIELD_VALUES, arena, out, err);
	near = nearest(s, key, arena);
	if (near)
		return err_set(err, ERR_USAGE,
			       "no article has a field '%.*s', did you mean "
			       "'%s'?",
			       STR_ARG(name), near);
	return err_set(err, ERR_USAGE, "no article has a field '%.*s'",
		       STR_ARG(name));
}
