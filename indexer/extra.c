/*
 * All other keys: fields of their own, typed by what they hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/extra.h"

#include "base/map.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/keys.h"
#include "text/limits.h"
#include "text/number.h"

/* How much of a key a message repeats. */
#define QUOTED_BYTES 60

/* Where a value is: under which name, on which line its key, how deep. */
struct place {
	struct str name;
	unsigned int line;
	unsigned int depth;
};

/* A field under construction. */
struct field {
	struct article_value *values;
	size_t count, cap;
	unsigned int rank; /* of the map that gave it */
	bool is_full;
};

struct reader {
	struct fields *f;
	struct map map; /* key to 1 + index */
	struct article_extra *list;
	struct field *fields; /* of each */
	size_t count;
	unsigned int rank; /* of the map that is read: the first one's is 0 */
	bool is_full;	   /* there are LIMIT_EXTRAS, and was one more */
};

/* The field of a key, made when new; NULL when it is not to have a value. */
static struct field *field_of(struct reader *r, const struct place *place)
{
	struct map_entry *entry = map_get(&r->map, place->name);
	struct err err = ERR_INIT;
	struct article_extra *extra;

	if (entry) {
		struct field *field = &r->fields[entry->value - 1];

		return field->rank == r->rank ? field : NULL;
	}
	if (r->count == LIMIT_EXTRAS) {
		if (!r->is_full)
			warnings_add(r->f->warnings, place->line, 0, "too-many",
				     "only the first %d keys of its own are "
				     "kept",
				     LIMIT_EXTRAS);
		r->is_full = true;
		return NULL;
	}
	entry = map_put(&r->map, place->name, &err);
	if (!entry) {
		r->f->arena->failed = err.code;
		return NULL;
	}
	entry->value = ++r->count;
	extra = &r->list[r->count - 1];
	extra->key = place->name;
	extra->line = place->line;
	r->fields[r->count - 1].rank = r->rank;
	return &r->fields[r->count - 1];
}

/* As full as a day, and not digits alone. */
static bool read_date(const struct site *site, struct str text,
		      struct date *out)
{
	bool is_digits = true;

	for (size_t i = 0; i < text.len; i++)
		is_digits = is_digits && text.p[i] >= '0' && text.p[i] <= '9';
	if (is_digits || !date_parse_order(text, site->date_order, out) ||
	    out->precision < DATE_DAY)
		return false;
	date_resolve(out, site->zone);
	return true;
}

static struct article_value value_of(struct fields *f,
				     const struct front_node *node)
{
	struct str text = str_trim(node->value);
	struct article_value value = { .kind = ARTICLE_IS_NAME };

	value.text = clean_line(f->arena, text, LIMIT_FIELD_BYTES);
	if (!node->quoted && number_parse(text, &value.number)) {
		value.kind = ARTICLE_IS_NUMBER;
	} else if (!node->quoted && front_bool(node, &value.flag)) {
		value.kind = ARTICLE_IS_BOOL;
	} else if (read_date(f->site, text, &value.date)) {
		value.kind = ARTICLE_IS_DATE;
	} else if (text.len > LIMIT_NAME_BYTES ||
		   str_find(text, '\n') < text.len) {
		value.kind = ARTICLE_IS_TEXT;
		if (text.len > LIMIT_FIELD_BYTES)
			warnings_note(f->warnings, node->line, node->column,
				      "cut",
				      "only the first %d bytes are indexed",
				      LIMIT_FIELD_BYTES);
	}
	return value;
}

static void add_value(struct reader *r, const struct place *place,
		      const struct front_node *node)
{
	struct article_value value, *values;
	struct field *field;

	if (!fields_is_set(node))
		return;
	field = field_of(r, place);
	if (!field)
		return;
	if (field->count == LIMIT_EXTRA_VALUES) {
		if (!field->is_full)
			warnings_add(
				r->f->warnings, node->line, node->column,
				"too-many",
				"only the first %d values of '%.*s' are "
				"kept",
				LIMIT_EXTRA_VALUES,
				STR_ARG(utf8_head(place->name, QUOTED_BYTES)));
		field->is_full = true;
		return;
	}
	value = value_of(r->f, node);
	values = arena_grow(r->f->arena, field->values, field->count,
			    &field->cap, sizeof(*values));
	if (!values)
		return;
	field->values = values;
	values[field->count++] = value;
}

static void add_map(struct reader *r, struct str prefix,
		    const struct front_node *map, unsigned int depth);

static void add_node(struct reader *r, struct place place,
		     const struct front_node *node)
{
	if (node->kind == FRONT_SCALAR) {
		add_value(r, &place, node);
		return;
	}
	if (node->count && place.depth == LIMIT_EXTRA_DEPTH) {
		warnings_add(r->f->warnings, place.line, 0, "too-deep",
			     "'%.*s' has more than %d levels; what is below is "
			     "left out",
			     STR_ARG(utf8_head(place.name, QUOTED_BYTES)),
			     LIMIT_EXTRA_DEPTH);
		return;
	}
	place.depth++;
	if (node->kind == FRONT_MAP)
		add_map(r, place.name, node, place.depth);
	for (size_t i = 0; node->kind == FRONT_LIST && i < node->count; i++)
		add_node(r, place, &node->items[i]);
}

/* The name of a field: prefix, '.', key. Empty when it cannot be one. */
static struct str name_of(struct reader *r, struct str prefix,
			  const struct front_node *item)
{
	struct str key = keys_fold(item->key, r->f->arena), name;
	size_t len = prefix.len ? prefix.len + 1 + key.len : key.len;
	char *p;

	if (key.len == 0 || len > LIMIT_KEY_BYTES) {
		warnings_add(r->f->warnings, item->key_line, item->key_column,
			     "odd-key",
			     key.len ? "the key '%.*s' is too long, and left "
				       "out"
				     : "the key '%.*s' has neither letters nor "
				       "digits, and is left out",
			     STR_ARG(utf8_head(item->key, QUOTED_BYTES)));
		return str_make(NULL, 0);
	}
	if (prefix.len == 0)
		return key;
	p = arena_alloc(r->f->arena, len);
	if (!p)
		return str_make(NULL, 0);
	name = str_make(p, len);
	memcpy(p, prefix.p, prefix.len);
	p[prefix.len] = '.';
	memcpy(p + prefix.len + 1, key.p, key.len);
	return name;
}

static void add_map(struct reader *r, struct str prefix,
		    const struct front_node *map, unsigned int depth)
{
	size_t count;
	const struct front_node **items = keys_last(map, r->f->arena, &count);

	for (size_t i = 0; i < count; i++) {
		struct place place = { .line = items[i]->key_line,
				       .depth = depth };

		if (!fields_is_set(items[i]) ||
		    (depth == 0 && keys_is_container(items[i])))
			continue;
		place.name = name_of(r, prefix, items[i]);
		if (place.name.len &&
		    !keys_is_known(place.name, r->f->out, r->f->site->preset))
			add_node(r, place, items[i]);
	}
}

/* The map's own keys, then those of the maps that count as outside. */
static void add_source(struct reader *r, const struct front_node *map)
{
	add_map(r, str_make(NULL, 0), map, 0);
	r->rank++;
	for (size_t i = 0; i < KEYS_CONTAINERS; i++) {
		const struct front_node *inner =
			front_get(map, keys_containers[i]);

		if (!inner || !keys_is_container(inner))
			continue;
		add_map(r, str_make(NULL, 0), inner, 1);
		r->rank++;
	}
}

void extra_read(struct fields *f)
{
	struct reader r = { .f = f, .map = MAP_INIT };

	r.list = arena_array(f->arena, LIMIT_EXTRAS, sizeof(*r.list));
	r.fields = arena_array(f->arena, LIMIT_EXTRAS, sizeof(*r.fields));
	if (!r.list || !r.fields)
		return;
	add_source(&r, f->front);
	for (size_t i = 0; i < f->default_count; i++)
		add_source(&r, &f->defaults[i]->values);
	map_release(&r.map);
	for (size_t i = 0; i < r.count; i++) {
		r.list[i].values = r.fields[i].values;
		r.list[i].value_count = r.fields[i].count;
	}
	f->out->extras = r.list;
	f->out->extra_count = r.count;
}
