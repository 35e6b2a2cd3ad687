/*
 * Labels: how values of fields are written for people.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/labels.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"
#include "text/fold.h"
#include "text/schema.h"

void labels_show(enum catalog_kind kind, struct str value, struct buf *out)
{
	struct json json;
	double number;

	if (kind == CATALOG_NUMBER && schema_number_read(value, &number)) {
		json_init(&json, out, 0);
		json_double(&json, number);
		return;
	}
	for (size_t i = 0; i < value.len; i++) {
		if (kind == CATALOG_DATE && (i == 4 || i == 6))
			buf_add_char(out, '-');
		buf_add_char(out, value.p[i]);
	}
}

/* One way of writing one of the values. */
struct spelling {
	size_t value;
	struct catalog_spelling as;
};

struct spellings {
	const struct map *values; /* folded, to their number plus one */
	struct arena *arena;	  /* of the result */
	struct arena scratch;
	struct spelling *list;
	size_t count, cap;
	size_t skip;
	struct err *err;
};

static int by_value(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static void add_spelling(struct spellings *s, size_t value, struct str text,
			 uint32_t articles)
{
	struct spelling *list = arena_grow(&s->scratch, s->list, s->count,
					   &s->cap, sizeof(*list));

	if (!list) {
		arena_check(&s->scratch, s->err);
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
	if (!buf_check(&folded, s->err))
		entry = map_get(s->values, buf_view(&folded));
	buf_release(&folded);
	if (entry)
		add_spelling(s, entry->value - 1, arena_copy(s->arena, written),
			     frequency);
	return (int)s->err->code;
}

static int by_use(const void *a, const void *b)
{
	const struct catalog_spelling *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* The ways in which a value is written; what is left of its articles writes
 * it as it is folded. */
static void set_ways(struct spellings *s, struct catalog_value *v,
		     const struct spelling *list, size_t count)
{
	struct catalog_spelling *ways =
		arena_array(s->arena, count + 1, sizeof(*ways));
	uint32_t rest = v->articles;

	if (!ways)
		return;
	for (size_t i = 0; i < count; i++) {
		ways[i] = list[i].as;
		rest -= rest < ways[i].articles ? rest : ways[i].articles;
	}
	if (rest)
		ways[count++] = (struct catalog_spelling){ v->text, rest };
	qsort(ways, count, sizeof(*ways), by_use);
	v->text = ways[0].text;
	v->others = ways + 1;
	v->other_count = count - 1;
}

static void set_all_ways(struct spellings *s, struct catalog_value *values)
{
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), by_value);
	for (size_t i = 0; i < s->count && !s->err->code;) {
		size_t first = i;

		while (i < s->count && s->list[i].value == s->list[first].value)
			i++;
		set_ways(s, &values[s->list[first].value], s->list + first,
			 i - first);
	}
}

int labels_spell(struct xap_db *db, struct str key,
		 struct catalog_value *values, size_t count,
		 struct arena *arena, struct err *err)
{
	struct map folded = MAP_INIT;
	struct spellings s = { .values = &folded,
			       .arena = arena,
			       .scratch = ARENA_INIT(SEARCH_MEMORY),
			       .err = err };
	struct buf prefix = BUF_INIT;

	for (size_t i = 0; i < count && !err->code; i++) {
		struct map_entry *entry;

		if (values[i].kind != CATALOG_NAME)
			continue;
		entry = map_put(&folded, values[i].text, err);
		if (entry)
			entry->value = i + 1;
	}
	schema_value_term(SCHEMA_SPELLING, key, str_make(NULL, 0), &prefix);
	s.skip = prefix.len;
	if (!err->code && !buf_check(&prefix, err) && folded.count)
		xap_db_each_term(db, buf_view(&prefix), take_spelling, &s, err);
	set_all_ways(&s, values);
	buf_release(&prefix);
	map_release(&folded);
	arena_release(&s.scratch);
	return err->code ? (int)err->code : arena_check(arena, err);
}
