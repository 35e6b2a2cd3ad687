/*
 * Tags, categories, keywords and authors: their shapes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/names.h"

#include "base/buf.h"
#include "indexer/clean.h"
#include "text/fold.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A list of names under construction. */
struct names {
	struct str *list;
	struct str *folded; /* of each */
	size_t count, cap, folded_cap, max;
	bool is_full;
};

static void add_name(struct fields *f, struct names *names, struct str name,
		     const struct front_node *node)
{
	struct str *list, *all_folded, folded;
	struct buf fold = BUF_INIT;

	name = clean_line(f->arena, name, LIMIT_NAME_BYTES);
	if (name.len == 0)
		return;
	fold_name(name, &fold);
	folded = arena_copy(f->arena, buf_view(&fold));
	buf_release(&fold);
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq(names->folded[i], folded))
			return;
	}
	if (names->count == names->max) {
		if (!names->is_full)
			warnings_add(f->warnings, node->line, node->column,
				     "too-many", "only the first %zu are kept",
				     names->max);
		names->is_full = true;
		return;
	}
	list = arena_grow(f->arena, names->list, names->count, &names->cap,
			  sizeof(*list));
	if (!list)
		return;
	/* At once: cap speaks of this array, whatever fails next. */
	names->list = list;
	all_folded = arena_grow(f->arena, names->folded, names->count,
				&names->folded_cap, sizeof(*all_folded));
	if (!all_folded)
		return;
	names->folded = all_folded;
	list[names->count] = name;
	all_folded[names->count++] = folded;
}

/* One item: text, or a map that has a name. */
static void add_item(struct fields *f, struct names *names,
		     const struct front_node *node, const char *key)
{
	static const char *const keys[] = { "label", "name", "title" };
	struct str text = fields_text(node, keys, COUNT(keys));

	if (!fields_is_set(node))
		return;
	if (text.len == 0)
		warnings_add(f->warnings, node->line, node->column, "bad-value",
			     "an item of '%s' is not text", key);
	else
		add_name(f, names, text, node);
}

static void add_items(struct fields *f, struct names *names, const char *key,
		      bool splits)
{
	struct article_from from;
	const struct front_node *node = fields_get(f, key, &from);
	struct str rest;

	if (!node)
		return;
	if (node->kind == FRONT_LIST) {
		for (size_t i = 0; i < node->count; i++)
			add_item(f, names, &node->items[i], key);
		return;
	}
	rest = node->value;
	if (!splits || node->kind != FRONT_SCALAR ||
	    str_find(rest, ',') == rest.len) {
		add_item(f, names, node, key);
		return;
	}
	while (rest.len) {
		size_t end = str_find(rest, ',');

		add_name(f, names, str_head(rest, end), node);
		rest = str_skip(rest, end + 1);
	}
	warnings_add(f->warnings, node->line, node->column, "split-tags",
		     "'%s' is one text, split at its commas; write it as "
		     "[a, b]",
		     key);
}

static void read_tags(struct fields *f)
{
	struct article *out = f->out;
	struct article_name *tags;
	struct names names = { .max = LIMIT_TAGS };

	add_items(f, &names, "tags", true);
	add_items(f, &names, "tag", true);
	tags = arena_array(f->arena, names.count, sizeof(*tags));
	for (size_t i = 0; tags && i < names.count; i++)
		tags[i] =
			(struct article_name){ names.list[i], names.folded[i] };
	out->tags = tags;
	out->tag_count = tags ? names.count : 0;
}

static void read_authors(struct fields *f)
{
	struct article *out = f->out;
	struct article_author *authors;
	struct names names = { .max = LIMIT_AUTHORS };

	add_items(f, &names, "authors", false);
	if (names.count == 0)
		add_items(f, &names, "author", false);
	authors = arena_array(f->arena, names.count, sizeof(*authors));
	for (size_t i = 0; authors && i < names.count; i++)
		authors[i].name = names.list[i];
	out->authors = authors;
	out->author_count = authors ? names.count : 0;
}

void names_read(struct fields *f)
{
	read_tags(f);
	read_authors(f);
}

void names_add_tags(struct fields *f, const struct str *tags, size_t count)
{
	(void)f;
	(void)tags;
	(void)count;
}
