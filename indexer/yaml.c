/*
 * YAML front matter to a tree of values; the only user of libyaml.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libyaml's event interface only: its loader is quadratic in the number of
 * anchors, and its parser in the depth of flow collections, so that parsing
 * stops at LIMIT_FRONT_MATTER_DEPTH (a megabyte of `[` then takes no time).
 * libyaml counts U+0085, U+2028 and U+2029 as line breaks, which no editor
 * does; clean text (indexer/clean.h) has none.
 */
#include "indexer/yaml.h"

#include "base/map.h"
#include "base/utf8.h"
#include "indexer/position.h"
#include "text/limits.h"

#include <yaml.h>

#include <string.h>

#define ANCHORS_MAX 256

/* A list or map that is still open. */
struct frame {
	struct front_node node;
	struct front_node *items;
	size_t count, cap;
	size_t nodes;	     /* in it, aliases expanded */
	unsigned int height; /* of the highest item */
	struct str anchor;
	struct str key; /* read, its value not yet */
	unsigned int key_line, key_column;
	bool has_key;
	bool has_merge; /* a key `<<`, not in quotes */
};

struct anchor {
	struct str name;
	struct front_node node;
	size_t nodes;
	unsigned int height;
};

struct builder {
	yaml_parser_t parser;
	struct arena *arena;
	struct err *err;
	struct str matter;
	unsigned int first_line;
	unsigned int *line, *column; /* of what is wrong */
	struct frame *stack;	     /* LIMIT_FRONT_MATTER_DEPTH at most */
	unsigned int depth;
	size_t stack_cap;
	size_t nodes; /* in all, aliases expanded */
	unsigned int max_nodes;
	struct anchor *anchors;
	size_t anchor_count, anchor_cap;
	struct front_node root;
	bool is_done;
};

static unsigned int clamp(size_t n)
{
	return n < 0x7fffffff ? (unsigned int)n : 0x7fffffff;
}

static unsigned int line_of(const struct builder *b, yaml_mark_t mark)
{
	return b->first_line + clamp(mark.line);
}

static void set_place(struct builder *b, yaml_mark_t mark)
{
	*b->line = line_of(b, mark);
	*b->column = clamp(mark.column) + 1;
}

static int limit(struct builder *b, yaml_mark_t mark, const char *what,
		 unsigned int max)
{
	set_place(b, mark);
	return err_set(b->err, ERR_LIMIT, "front matter has more than %u %s",
		       max, what);
}

/* The byte of the matter at a mark (which counts characters), or 0. */
static char byte_at(const struct builder *b, yaml_mark_t mark)
{
	size_t at = 0;

	for (size_t i = 0; i < mark.index && at < b->matter.len; i++) {
		uint32_t c;
		size_t n =
			utf8_decode(b->matter.p + at, b->matter.len - at, &c);

		at += n ? n : 1;
	}
	return at < b->matter.len ? b->matter.p[at] : '\0';
}

/* What to do about the commonest slips. */
static const char *hint(const struct builder *b)
{
	const char *problem = b->parser.problem;
	char c;

	if (strstr(problem, "mapping values are not allowed"))
		return " (a value that holds a colon: put it in quotes)";
	c = byte_at(b, b->parser.problem_mark);
	if (strstr(problem, "did not find expected key") && c != ':')
		return " (text behind a closing quote, or a line that is "
		       "indented otherwise)";
	if (!strstr(problem, "cannot start any token"))
		return "";
	if (c == '\t')
		return " (a tab: indent with spaces)";
	if (c == '@' || c == '`' || c == '%')
		return " (put the value in quotes)";
	return "";
}

/* libyaml's error as ours. */
static int bad_yaml(struct builder *b)
{
	yaml_parser_t *p = &b->parser;

	if (p->error == YAML_MEMORY_ERROR)
		return err_set(b->err, ERR_MEMORY, "out of memory");
	if (!p->problem)
		return err_set(b->err, ERR_INPUT,
			       "front matter is not valid YAML");
	/* Only within quotes; of all the rest it is their beginning that is
	 * wrong. */
	if (!strcmp(p->problem, "found unexpected end of stream")) {
		set_place(b, p->context_mark);
		return err_set(b->err, ERR_INPUT,
			       "front matter is not valid YAML: the quote that "
			       "begins here is never closed");
	}
	if (p->error == YAML_READER_ERROR) {
		/* No mark: the reader is ahead of the parser. */
		struct position place = { b->matter.p, b->first_line, 1 };

		position_move(
			&place,
			b->matter.p +
				str_head(b->matter, p->problem_offset).len);
		*b->line = place.line;
		*b->column = place.column;
	} else {
		set_place(b, p->problem_mark);
	}
	return err_set(b->err, ERR_INPUT,
		       "front matter is not valid YAML: %s%s", p->problem,
		       hint(b));
}

static bool is_null(struct str value)
{
	static const char *const names[] = { "", "~", "null", "Null", "NULL" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq(value, str_of(names[i])))
			return true;
	}
	return false;
}

static struct str name_of(struct builder *b, const yaml_char_t *name)
{
	if (!name)
		return str_make(NULL, 0);
	return arena_copy(b->arena, str_of((const char *)name));
}

static struct anchor *find_anchor(const struct builder *b, struct str name)
{
	for (size_t i = 0; i < b->anchor_count; i++) {
		if (str_eq(b->anchors[i].name, name))
			return &b->anchors[i];
	}
	return NULL;
}

/* Remembers a complete value under its anchor; a later one of the same name
 * takes its place. */
static int remember(struct builder *b, struct str name, yaml_mark_t mark,
		    const struct front_node *node, size_t nodes,
		    unsigned int height)
{
	struct anchor *a = find_anchor(b, name);

	if (name.len == 0)
		return 0;
	if (!a) {
		if (b->anchor_count == ANCHORS_MAX)
			return limit(b, mark, "anchors", ANCHORS_MAX);
		a = arena_grow(b->arena, b->anchors, b->anchor_count,
			       &b->anchor_cap, sizeof(*a));
		if (!a)
			return arena_check(b->arena, b->err);
		b->anchors = a;
		a += b->anchor_count++;
	}
	a->name = name;
	a->node = *node;
	a->node.key = str_make(NULL, 0);
	a->nodes = nodes;
	a->height = height;
	return 0;
}

static int keep(struct builder *b, struct frame *f,
		const struct front_node *node)
{
	struct front_node *items = arena_grow(b->arena, f->items, f->count,
					      &f->cap, sizeof(*items));

	if (!items)
		return arena_check(b->arena, b->err);
	items[f->count++] = *node;
	f->items = items;
	return 0;
}

static bool is_merge(struct str key)
{
	return str_eq(key, STR("<<"));
}

/* Puts a complete value where it belongs. */
static int attach(struct builder *b, struct front_node node, size_t nodes,
		  unsigned int height)
{
	struct frame *top = b->depth ? &b->stack[b->depth - 1] : NULL;

	if (!top) {
		b->root = node;
		return 0;
	}
	top->nodes += nodes;
	if (height > top->height)
		top->height = height;
	if (top->node.kind == FRONT_MAP && !top->has_key) {
		top->has_key = true;
		top->key = node.value;
		top->key_line = node.line;
		top->key_column = node.column;
		top->has_merge = top->has_merge ||
				 (!node.quoted && is_merge(node.value));
		return 0;
	}
	if (top->node.kind == FRONT_MAP) {
		node.key = top->key;
		node.key_line = top->key_line;
		node.key_column = top->key_column;
		top->has_key = false;
	}
	return keep(b, top, &node);
}

static int on_scalar(struct builder *b, const yaml_event_t *e)
{
	struct front_node node = { .kind = FRONT_SCALAR };
	struct str value = str_make((const char *)e->data.scalar.value,
				    e->data.scalar.length);
	int ret;

	node.line = line_of(b, e->start_mark);
	node.column = clamp(e->start_mark.column) + 1;
	node.quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	if (!node.quoted && is_null(value))
		node.kind = FRONT_NULL;
	node.value = arena_copy(b->arena, value);
	ret = remember(b, name_of(b, e->data.scalar.anchor), e->start_mark,
		       &node, 1, 0);
	return ret < 0 ? ret : attach(b, node, 1, 0);
}

static int on_open(struct builder *b, const yaml_event_t *e,
		   enum front_kind kind, const yaml_char_t *anchor)
{
	struct frame *f;

	if (b->depth == LIMIT_FRONT_MATTER_DEPTH)
		return limit(b, e->start_mark, "levels",
			     LIMIT_FRONT_MATTER_DEPTH);
	f = arena_grow(b->arena, b->stack, b->depth, &b->stack_cap, sizeof(*f));
	if (!f)
		return arena_check(b->arena, b->err);
	b->stack = f;
	f += b->depth++;
	memset(f, 0, sizeof(*f));
	f->node.kind = kind;
	f->node.line = line_of(b, e->start_mark);
	f->node.column = clamp(e->start_mark.column) + 1;
	f->nodes = 1;
	f->anchor = name_of(b, anchor);
	return 0;
}

/* The maps that a value of `<<` names, itself or the items of a list; NULL
 * when it names anything else. */
static const struct front_node *sources(const struct front_node *value,
					size_t *count)
{
	if (value->kind == FRONT_MAP) {
		*count = 1;
		return value;
	}
	*count = value->kind == FRONT_LIST ? value->count : 0;
	for (size_t i = 0; i < *count; i++) {
		if (value->items[i].kind != FRONT_MAP)
			return NULL;
	}
	return *count ? value->items : NULL;
}

/* Adds what a map has and none before it. In `from` each key has the number
 * of the map that gave it. */
static int add_merged(struct builder *b, struct frame *f, struct map *from,
		      const struct front_node *map, size_t number)
{
	int ret = 0;

	for (size_t i = 0; i < map->count && ret == 0; i++) {
		struct map_entry *entry =
			map_put(from, map->items[i].key, b->err);

		if (!entry)
			return b->err->code;
		if (entry->value == 0)
			entry->value = number;
		if (entry->value == number)
			ret = keep(b, f, &map->items[i]);
	}
	return ret;
}

/* Puts what it stands for after the other keys, for each `<<`: keys of the
 * map itself win, then those of earlier maps. */
static int merge(struct builder *b, struct frame *f)
{
	struct front_node all = { .kind = FRONT_MAP,
				  .items = f->items,
				  .count = f->count };
	struct map from = MAP_INIT;
	const struct front_node *maps;
	size_t count, number = 1;
	int ret = 0;

	f->items = NULL;
	f->count = f->cap = 0;
	for (size_t i = 0; i < all.count && ret == 0; i++) {
		struct front_node one = { .items = &all.items[i], .count = 1 };

		if (!is_merge(all.items[i].key) ||
		    !sources(&all.items[i], &count))
			ret = add_merged(b, f, &from, &one, number);
	}
	for (size_t i = 0; i < all.count && ret == 0; i++) {
		if (!is_merge(all.items[i].key))
			continue;
		maps = sources(&all.items[i], &count);
		for (size_t j = 0; maps && j < count && ret == 0; j++)
			ret = add_merged(b, f, &from, &maps[j], ++number);
	}
	map_release(&from);
	return ret;
}

static int on_close(struct builder *b, const yaml_event_t *e)
{
	struct frame *f = &b->stack[--b->depth];
	int ret = 0;

	if (f->has_merge)
		ret = merge(b, f);
	if (ret < 0)
		return ret;
	f->node.items = f->items;
	f->node.count = f->count;
	ret = remember(b, f->anchor, e->start_mark, &f->node, f->nodes,
		       f->height + 1);
	return ret < 0 ? ret : attach(b, f->node, f->nodes, f->height + 1);
}

/* The items are shared, not copied, but counted each time, for whoever walks
 * the tree meets them each time. An anchor exists once its value is complete,
 * so nothing can contain itself. */
static int on_alias(struct builder *b, const yaml_event_t *e)
{
	struct str name = str_of((const char *)e->data.alias.anchor);
	const struct anchor *a = find_anchor(b, name);
	struct front_node node;

	if (!a) {
		set_place(b, e->start_mark);
		return err_set(b->err, ERR_INPUT,
			       "front matter is not valid YAML: there is no "
			       "anchor '%.*s' before this",
			       STR_ARG(str_head(name, 100)));
	}
	if (a->height + b->depth > LIMIT_FRONT_MATTER_DEPTH)
		return limit(b, e->start_mark, "levels",
			     LIMIT_FRONT_MATTER_DEPTH);
	b->nodes += a->nodes - 1;
	if (b->nodes > b->max_nodes)
		return limit(b, e->start_mark, "values", b->max_nodes);
	node = a->node;
	node.line = line_of(b, e->start_mark);
	node.column = clamp(e->start_mark.column) + 1;
	return attach(b, node, a->nodes, a->height);
}

static int on_event(struct builder *b, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
	case YAML_ALIAS_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		if (++b->nodes > b->max_nodes)
			return limit(b, e->start_mark, "values", b->max_nodes);
		break;
	default:
		break;
	}
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(b, e);
	case YAML_ALIAS_EVENT:
		return on_alias(b, e);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(b, e, FRONT_LIST, e->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return on_open(b, e, FRONT_MAP, e->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return on_close(b, e);
	case YAML_DOCUMENT_END_EVENT: /* a second document is not read */
	case YAML_STREAM_END_EVENT:
		b->is_done = true;
		return 0;
	default:
		return 0;
	}
}

static int build(struct builder *b)
{
	yaml_event_t event;
	int ret = 0;

	while (!b->is_done && ret == 0) {
		if (!yaml_parser_parse(&b->parser, &event))
			return bad_yaml(b);
		ret = on_event(b, &event);
		yaml_event_delete(&event);
	}
	return ret < 0 ? ret : arena_check(b->arena, b->err);
}

int yaml_read(const struct front_split *split, struct arena *arena,
	      struct front_node *out, unsigned int *line, unsigned int *column,
	      struct err *err)
{
	struct builder *b = arena_alloc(arena, sizeof(*b));
	int ret;

	if (!b)
		return arena_check(arena, err);
	b->arena = arena;
	b->err = err;
	b->matter = split->matter;
	b->first_line = split->matter_line;
	b->max_nodes = front_max_nodes(split);
	b->line = line;
	b->column = column;
	if (!yaml_parser_initialize(&b->parser))
		return err_set(err, ERR_MEMORY, "out of memory");
	yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&b->parser,
		(const unsigned char *)(b->matter.len ? b->matter.p : ""),
		b->matter.len);
	ret = build(b);
	yaml_parser_delete(&b->parser);
	if (ret == 0 && b->root.kind != FRONT_NULL)
		*out = b->root;
	return ret;
}
