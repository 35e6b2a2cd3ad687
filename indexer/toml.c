/*
 * TOML front matter to a tree of values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * While it is read each table is a list of entries, found by the table's
 * number and the key in one hash map, so that no number of keys or headers
 * takes more than linear time. Values that are complete where they stand
 * (scalars, arrays, inline tables) are nodes at once; tables that later lines
 * may add to become nodes at the end.
 */
#include "indexer/toml.h"

#include "base/map.h"
#include "base/utf8.h"
#include "indexer/toml_value.h"
#include "text/limits.h"

/* What made a table, which decides what may add to it. */
enum origin {
	BY_CHILD,  /* a header of a table below it: [a] by [a.b] */
	BY_HEADER, /* its own header: [a] or [[a]] */
	BY_DOT,	   /* a dotted key: a by a.b = 1 */
};

struct table {
	uint32_t number;
	unsigned int depth; /* 1 for the front matter itself */
	enum origin origin;
	struct entry *first, *last;
	size_t count;
	struct table *next; /* in an array of tables */
};

/* A key and what it names: a value, a table, or an array of tables. */
struct entry {
	struct entry *next;
	struct front_node node; /* complete for a value */
	struct table *table;	/* the first of an array of tables */
	struct table *last;	/* of an array of tables, else NULL */
	size_t count;		/* of tables in an array */
};

struct parser {
	struct toml_text text;
	struct map entries; /* number of the table and key: struct entry */
	uint32_t tables;
	size_t nodes;
	unsigned int max_nodes;
	struct table *current; /* that keys go to */
};

/* A part of a dotted key. */
struct part {
	struct str name;
	struct position place;
};

static int limit(struct parser *p, const char *what, unsigned int max)
{
	struct toml_text *t = &p->text;

	position_move(&t->place, t->p);
	*t->line = t->place.line;
	*t->column = t->place.column;
	return err_set(t->err, ERR_LIMIT, "front matter has more than %u %s",
		       max, what);
}

static int add_nodes(struct parser *p, size_t count)
{
	p->nodes += count;
	return p->nodes > p->max_nodes ? limit(p, "values", p->max_nodes) : 0;
}

static int no_memory(struct parser *p)
{
	return arena_check(p->text.arena, p->text.err);
}

/* ---- Blanks and line ends */

static char peek(const struct parser *p)
{
	return p->text.p < p->text.end ? *p->text.p : '\0';
}

static void skip_blanks(struct parser *p)
{
	while (peek(p) == ' ' || peek(p) == '\t')
		p->text.p++;
}

static bool take(struct parser *p, struct str s)
{
	if (!str_starts(toml_rest(&p->text), s))
		return false;
	p->text.p += s.len;
	return true;
}

/* Blanks and a comment; then a line end, unless the text is at its end.
 * *has_end says whether there was one or the other. */
static int skip_line_end(struct parser *p, bool *has_end)
{
	struct toml_text *t = &p->text;

	skip_blanks(p);
	if (peek(p) == '#') {
		while (t->p < t->end && !toml_is_control(*t->p))
			t->p++;
	}
	*has_end = t->p == t->end || take(p, STR("\n")) || take(p, STR("\r\n"));
	if (!*has_end && toml_is_control(*t->p))
		return toml_error(t, t->p, "a control character");
	return 0;
}

/* Blanks, comments and line ends, as many as there are. */
static int skip_lines(struct parser *p)
{
	bool has_end = true;
	int ret = 0;

	while (ret == 0 && has_end && p->text.p < p->text.end)
		ret = skip_line_end(p, &has_end);
	return ret;
}

/* ---- Tables */

static struct table *new_table(struct parser *p, unsigned int depth,
			       enum origin origin)
{
	struct table *table;

	if (depth > LIMIT_FRONT_MATTER_DEPTH) {
		limit(p, "levels", LIMIT_FRONT_MATTER_DEPTH);
		return NULL;
	}
	table = arena_alloc(p->text.arena, sizeof(*table));
	if (!table) {
		no_memory(p);
		return NULL;
	}
	table->number = ++p->tables;
	table->depth = depth;
	table->origin = origin;
	return table;
}

/* The entry of a key, a new one when it has none yet; *is_new says so. */
static struct entry *find(struct parser *p, struct table *table,
			  const struct part *part, bool *is_new)
{
	struct map_entry *at;
	struct entry *entry;
	size_t len = sizeof(table->number) + part->name.len;
	char *key = arena_alloc(p->text.arena, len);

	if (!key) {
		no_memory(p);
		return NULL;
	}
	memcpy(key, &table->number, sizeof(table->number));
	if (part->name.len)
		memcpy(key + sizeof(table->number), part->name.p,
		       part->name.len);
	at = map_put(&p->entries, str_make(key, len), p->text.err);
	if (!at)
		return NULL;
	*is_new = at->value == 0;
	if (!*is_new)
		return (struct entry *)at->value;
	if (add_nodes(p, 2) < 0) /* the key and its value */
		return NULL;
	entry = arena_alloc(p->text.arena, sizeof(*entry));
	if (!entry) {
		no_memory(p);
		return NULL;
	}
	at->value = (uintptr_t)entry;
	entry->node.key = part->name;
	entry->node.key_line = part->place.line;
	entry->node.key_column = part->place.column;
	entry->node.line = part->place.line;
	entry->node.column = part->place.column;
	if (table->last)
		table->last->next = entry;
	else
		table->first = entry;
	table->last = entry;
	table->count++;
	return entry;
}

static int taken(struct parser *p, const struct part *part,
		 const struct entry *entry)
{
	return toml_error(
		&p->text, part->place.p, "'%.*s' is there already, on line %u",
		STR_ARG(str_head(part->name, 100)), entry->node.key_line);
}

static int not_a_table(struct parser *p, const struct part *part,
		       const struct entry *entry)
{
	const char *what =
		entry->node.kind == FRONT_LIST ? "an array" : "a value";

	if (entry->node.kind == FRONT_MAP)
		return toml_error(&p->text, part->place.p,
				  "'%.*s' is an inline table (line %u), to "
				  "which nothing can be added",
				  STR_ARG(str_head(part->name, 100)),
				  entry->node.key_line);
	return toml_error(
		&p->text, part->place.p, "'%.*s' is %s (line %u), not a table",
		STR_ARG(str_head(part->name, 100)), what, entry->node.key_line);
}

/* The table below *table that a part of a key or header names, made when
 * there is none: by a dotted key (BY_DOT) or a header (BY_CHILD). */
static int descend(struct parser *p, struct table **table,
		   const struct part *part, enum origin origin)
{
	bool is_new;
	struct entry *entry = find(p, *table, part, &is_new);

	if (!entry)
		return p->text.err->code;
	if (is_new) {
		entry->table = new_table(p, (*table)->depth + 1, origin);
		if (!entry->table)
			return p->text.err->code;
	}
	if (!entry->table)
		return not_a_table(p, part, entry);
	/* Dotted keys define the tables that they name, once. */
	if (origin == BY_DOT &&
	    (entry->last || entry->table->origin == BY_HEADER))
		return taken(p, part, entry);
	if (origin == BY_DOT)
		entry->table->origin = BY_DOT;
	*table = entry->last ? entry->last : entry->table;
	return 0;
}

static int read_part(struct parser *p, struct part *part)
{
	struct toml_text *t = &p->text;

	skip_blanks(p);
	position_move(&t->place, t->p);
	part->place = t->place;
	if (toml_key(t, &part->name) < 0)
		return t->err->code;
	skip_blanks(p);
	return 0;
}

/* A dotted key: *table becomes the one that its last part belongs to. */
static int read_key(struct parser *p, struct table **table, struct part *last,
		    enum origin origin)
{
	int ret = read_part(p, last);

	while (ret == 0 && take(p, STR("."))) {
		ret = descend(p, table, last, origin);
		if (ret == 0)
			ret = read_part(p, last);
	}
	return ret;
}

/* [a.b]: the header of a table. */
static int open_table(struct parser *p, struct table *parent,
		      const struct part *part)
{
	bool is_new;
	struct entry *entry = find(p, parent, part, &is_new);

	if (!entry)
		return p->text.err->code;
	if (is_new)
		entry->table = new_table(p, parent->depth + 1, BY_HEADER);
	else if (!entry->table || entry->last ||
		 entry->table->origin != BY_CHILD)
		return taken(p, part, entry);
	if (!entry->table)
		return p->text.err->code;
	entry->table->origin = BY_HEADER;
	p->current = entry->table;
	return 0;
}

/* [[a.b]]: the header of one more table of an array. */
static int open_item(struct parser *p, struct table *parent,
		     const struct part *part)
{
	bool is_new;
	struct entry *entry = find(p, parent, part, &is_new);
	struct table *table;

	if (!entry)
		return p->text.err->code;
	if (!is_new && !entry->last)
		return taken(p, part, entry);
	table = new_table(p, parent->depth + 2, BY_HEADER);
	if (!table || add_nodes(p, 1) < 0)
		return p->text.err->code;
	if (is_new)
		entry->table = table;
	else
		entry->last->next = table;
	entry->last = table;
	entry->count++;
	p->current = table;
	return 0;
}

static int read_header(struct parser *p, struct table *root)
{
	bool is_array = take(p, STR("[["));
	struct str closer = is_array ? STR("]]") : STR("]");
	struct table *parent = root;
	struct part part;
	int ret;

	if (!is_array)
		take(p, STR("["));
	ret = read_key(p, &parent, &part, BY_CHILD);
	if (ret < 0)
		return ret;
	if (!take(p, closer))
		return toml_error(&p->text, p->text.p,
				  "a table's header ends in '%.*s'",
				  STR_ARG(closer));
	return is_array ? open_item(p, parent, &part)
			: open_table(p, parent, &part);
}

/* ---- From tables to nodes */

/* Bounded by LIMIT_FRONT_MATTER_DEPTH, which new_table sees to. */
static int finish(struct parser *p, const struct table *table,
		  struct front_node *out)
{
	struct front_node *items =
		arena_array(p->text.arena, table->count, sizeof(*items));
	struct front_node *item = items;
	int ret = 0;

	if (!items)
		return no_memory(p);
	for (struct entry *e = table->first; e && ret == 0; e = e->next) {
		*item = e->node;
		if (e->last) {
			const struct table *t = e->table;
			struct front_node *list = arena_array(
				p->text.arena, e->count, sizeof(*list));

			if (!list)
				return no_memory(p);
			item->kind = FRONT_LIST;
			item->items = list;
			item->count = e->count;
			for (; t && ret == 0; t = t->next, list++) {
				list->line = e->node.line;
				list->column = e->node.column;
				ret = finish(p, t, list);
			}
		} else if (e->table) {
			ret = finish(p, e->table, item);
		}
		item++;
	}
	out->kind = FRONT_MAP;
	out->items = items;
	out->count = table->count;
	return ret;
}

/* ---- Values */

static int read_value(struct parser *p, unsigned int depth,
		      struct front_node *out);

static int read_key_value(struct parser *p, struct table *table)
{
	struct toml_text *t = &p->text;
	struct entry *entry;
	struct part part;
	bool is_new;
	int ret = read_key(p, &table, &part, BY_DOT);

	if (ret < 0)
		return ret;
	if (!take(p, STR("=")))
		return toml_error(t, t->p,
				  peek(p) == ':'
					  ? "in TOML a key is followed by "
					    "'=', not by ':'"
					  : "a key is followed by '=' and a "
					    "value");
	entry = find(p, table, &part, &is_new);
	if (!entry)
		return t->err->code;
	if (!is_new)
		return taken(p, &part, entry);
	skip_blanks(p);
	return read_value(p, table->depth + 1, &entry->node);
}

static int read_inline_table(struct parser *p, unsigned int depth,
			     struct front_node *out)
{
	struct toml_text *t = &p->text;
	struct table *table = new_table(p, depth, BY_DOT);
	int ret = 0;

	if (!table)
		return t->err->code;
	take(p, STR("{"));
	skip_blanks(p);
	if (take(p, STR("}")))
		return finish(p, table, out);
	do {
		ret = read_key_value(p, table);
		skip_blanks(p);
	} while (ret == 0 && take(p, STR(",")));
	if (ret < 0)
		return ret;
	if (!take(p, STR("}")))
		return toml_error(t, t->p,
				  "an inline table ends in '}' on its line, "
				  "with ',' between its keys");
	return finish(p, table, out);
}

static int read_array(struct parser *p, unsigned int depth,
		      struct front_node *out)
{
	struct toml_text *t = &p->text;
	struct front_node *items = NULL, *grown;
	size_t cap = 0;
	int ret;

	if (depth > LIMIT_FRONT_MATTER_DEPTH)
		return limit(p, "levels", LIMIT_FRONT_MATTER_DEPTH);
	take(p, STR("["));
	out->kind = FRONT_LIST;
	for (;;) {
		ret = skip_lines(p);
		if (ret < 0 || peek(p) == ']')
			break;
		grown = arena_grow(t->arena, items, out->count, &cap,
				   sizeof(*items));
		if (!grown)
			return no_memory(p);
		items = grown;
		ret = add_nodes(p, 1);
		if (ret == 0)
			ret = read_value(p, depth + 1, &items[out->count++]);
		if (ret == 0)
			ret = skip_lines(p);
		if (ret < 0 || !take(p, STR(",")))
			break;
	}
	out->items = items;
	if (ret == 0 && !take(p, STR("]")))
		return toml_error(t, t->p,
				  "an array ends in ']', with ',' between its "
				  "values");
	return ret;
}

static int read_value(struct parser *p, unsigned int depth,
		      struct front_node *out)
{
	struct toml_text *t = &p->text;

	position_move(&t->place, t->p);
	out->line = t->place.line;
	out->column = t->place.column;
	switch (peek(p)) {
	case '[':
		return read_array(p, depth, out);
	case '{':
		return read_inline_table(p, depth, out);
	case '"':
	case '\'':
		out->kind = FRONT_SCALAR;
		out->quoted = true;
		return toml_string(t, false, &out->value);
	default:
		return toml_word(t, out);
	}
}

/* ---- The whole */

static int read_statement(struct parser *p, struct table *root)
{
	bool has_end;
	int ret = peek(p) == '[' ? read_header(p, root)
				 : read_key_value(p, p->current);

	if (ret == 0)
		ret = skip_line_end(p, &has_end);
	if (ret == 0 && !has_end)
		return toml_error(&p->text, p->text.p,
				  "a line ends after its value");
	return ret;
}

static int read_all(struct parser *p, struct front_node *out)
{
	struct table *root = new_table(p, 1, BY_HEADER);
	int ret = root ? skip_lines(p) : p->text.err->code;

	p->current = root;
	while (ret == 0 && p->text.p < p->text.end) {
		ret = read_statement(p, root);
		if (ret == 0)
			ret = skip_lines(p);
	}
	return ret < 0 ? ret : finish(p, root, out);
}

int toml_read(const struct front_split *split, struct arena *arena,
	      struct front_node *out, unsigned int *line, unsigned int *column,
	      struct err *err)
{
	const char *start = split->matter.len ? split->matter.p : "";
	struct position place = { start, split->matter_line, 1 };
	struct parser p = {
		.text = { .p = start,
			  .end = start + split->matter.len,
			  .start = place,
			  .place = place,
			  .arena = arena,
			  .line = line,
			  .column = column,
			  .err = err },
		.entries = MAP_INIT,
		.max_nodes = front_max_nodes(split),
	};
	size_t good = utf8_invalid(split->matter);
	int ret;

	if (good < split->matter.len)
		return toml_error(&p.text, start + good, "it is not UTF-8");
	ret = read_all(&p, out);
	map_release(&p.entries);
	return ret;
}
