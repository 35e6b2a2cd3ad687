/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/fields.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "text/fold.h"
#include "text/limits.h"

#include <stdlib.h>
#include <string.h>

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fields {
	const struct front_node *front;
	struct warnings *warnings;
	struct arena *arena;
};

static bool is_set(const struct front_node *node)
{
	if (!node || node->kind == FRONT_NULL)
		return false;
	if (node->kind == FRONT_SCALAR)
		return str_trim(node->value).len > 0;
	return node->count > 0;
}

/* The value of a key, or NULL when it is not set. */
static const struct front_node *get(const struct front_node *map,
				    const char *key)
{
	const struct front_node *node = front_get(map, key);

	return is_set(node) ? node : NULL;
}

/* The text of a node, or of the first of these keys of a map that has text;
 * the empty view when there is none. */
static struct str text_of(const struct front_node *node,
			  const char *const *keys, size_t count)
{
	if (!node)
		return str_make(NULL, 0);
	if (node->kind == FRONT_SCALAR)
		return node->value;
	for (size_t i = 0; node->kind == FRONT_MAP && i < count; i++) {
		const struct front_node *item = get(node, keys[i]);

		if (item && item->kind == FRONT_SCALAR)
			return item->value;
	}
	return str_make(NULL, 0);
}

/* The first key that holds text, as one line. */
static struct str read_text(struct fields *f, const char *const *keys,
			    size_t count, size_t max)
{
	for (size_t i = 0; i < count; i++) {
		const struct front_node *node = get(f->front, keys[i]);

		if (!node)
			continue;
		if (node->kind == FRONT_SCALAR)
			return clean_line(f->arena, node->value, max);
		warnings_add(f->warnings, node->line, node->column, "bad-value",
			     "'%s' is not text", keys[i]);
	}
	return str_make(NULL, 0);
}

static void read_date(struct fields *f, struct date *out)
{
	static const char *const keys[] = { "date",	   "pubDate",
					    "publishDate", "pubdate",
					    "published",   "created" };
	const struct front_node *seen[COUNT(keys)];

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = get(f->front, keys[i]);
		bool is_known = false;

		/* Case is ignored: pubDate and pubdate may be one key. */
		for (size_t j = 0; j < i; j++)
			is_known = is_known || seen[j] == node;
		seen[i] = node;
		if (!node || is_known)
			continue;
		if (node->kind == FRONT_SCALAR &&
		    date_parse(node->value, out)) {
			if (out->is_epoch)
				warnings_add(f->warnings, node->line,
					     node->column, "epoch-date",
					     "'%s' is a bare number, read as "
					     "Unix time",
					     keys[i]);
			return;
		}
		/* For some generators it says whether, not when. */
		if (!strcmp(keys[i], "published"))
			continue;
		warnings_add(f->warnings, node->line, node->column, "bad-date",
			     "'%.*s' is not a date; write it as 2025-10-26",
			     STR_ARG(utf8_head(node->value, QUOTED_BYTES)));
	}
}

/* ---- Tags and authors --------------------------------------------------- */

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
	struct str text = text_of(node, keys, COUNT(keys));

	if (!is_set(node))
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
	const struct front_node *node = get(f->front, key);
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

static void read_tags(struct fields *f, struct article *out)
{
	struct names names = { .max = LIMIT_TAGS };

	add_items(f, &names, "tags", true);
	add_items(f, &names, "tag", true);
	out->tags = names.list;
	out->tag_count = names.count;
}

static void read_authors(struct fields *f, struct article *out)
{
	struct names names = { .max = LIMIT_AUTHORS };

	add_items(f, &names, "authors", false);
	if (names.count == 0)
		add_items(f, &names, "author", false);
	out->authors = names.list;
	out->author_count = names.count;
}

/* ---- Images and addresses ----------------------------------------------- */

static void read_image(struct fields *f, struct article *out)
{
	static const char *const keys[] = { "image", "heroImage", "cover",
					    "featured_image", "images" };
	static const char *const parts[] = { "path", "src", "url" };
	static const char *const alt[] = { "alt" };
	static const char *const alts[] = { "image_description", "image_alt" };
	struct str text = { NULL, 0 };

	for (size_t i = 0; i < COUNT(keys) && text.len == 0; i++) {
		const struct front_node *node = get(f->front, keys[i]);

		if (node && node->kind == FRONT_LIST)
			node = is_set(&node->items[0]) ? &node->items[0] : NULL;
		text = text_of(node, parts, COUNT(parts));
	}
	out->image = clean_line(f->arena, text, LIMIT_FIELD_BYTES);
	text = read_text(f, alts, COUNT(alts), LIMIT_FIELD_BYTES);
	for (size_t i = 0; i < 3 && text.len == 0; i += 2) {
		const struct front_node *node = get(f->front, keys[i]);

		if (node && node->kind == FRONT_MAP)
			text = text_of(node, alt, 1);
	}
	out->image_description = clean_line(f->arena, text, LIMIT_FIELD_BYTES);
}

static bool contains(struct str s, const char *needle)
{
	struct str n = str_of(needle);

	for (; s.len >= n.len; s = str_skip(s, 1)) {
		if (str_starts(s, n))
			return true;
	}
	return false;
}

/* A path of this site; patterns are for a generator to fill in, and what
 * begins with two slashes leads to another host. */
static void read_url(struct fields *f, struct article *out)
{
	static const char *const keys[] = { "permalink", "url" };

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = get(f->front, keys[i]);
		struct str url;

		if (!node || node->kind != FRONT_SCALAR)
			continue;
		url = clean_line(f->arena, node->value, LIMIT_PATH_BYTES);
		if (contains(url, "{{") || contains(url, "{%")) {
			warnings_add(f->warnings, node->line, node->column,
				     "template-url",
				     "'%s' is a template; the URL is made from "
				     "the path of the file",
				     keys[i]);
			continue;
		}
		if (!str_starts(url, STR("/")) || str_starts(url, STR("//")) ||
		    contains(url, ":") || contains(url, "\\"))
			continue;
		out->url = url;
		return;
	}
}

/* ---- All of them -------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
	const struct front_node *const *x = a, *const *y = b;
	int c = str_cmp((*x)->key, (*y)->key);

	/* Items of one map lie in one array. */
	return c ? c : (*x > *y) - (*x < *y);
}

static void warn_duplicates(struct fields *f)
{
	const struct front_node **sorted;
	size_t count = f->front->count;

	if (count < 2)
		return;
	sorted = arena_array(f->arena, count, sizeof(*sorted));
	if (!sorted)
		return;
	for (size_t i = 0; i < count; i++)
		sorted[i] = &f->front->items[i];
	qsort(sorted, count, sizeof(const struct front_node *), compare_keys);
	for (size_t i = 1; i < count; i++) {
		struct str key = sorted[i]->key;

		if (str_eq(key, sorted[i - 1]->key) && key.len)
			warnings_add(f->warnings, sorted[i]->key_line, 1,
				     "duplicate-key",
				     "'%.*s' is given again; the last one "
				     "counts",
				     STR_ARG(utf8_head(key, QUOTED_BYTES)));
	}
}

void fields_read(const struct front_node *front, struct warnings *warnings,
		 struct article *out)
{
	static const char *const titles[] = { "title", "linkTitle" };
	static const char *const descriptions[] = { "description", "summary",
						    "excerpt", "deck", "lead" };
	static const char *const langs[] = { "lang", "language", "locale" };
	static const char *const layouts[] = { "layout" };
	struct fields f = { front, warnings, warnings->arena };

	warn_duplicates(&f);
	out->title = read_text(&f, titles, COUNT(titles), LIMIT_TITLE_BYTES);
	read_date(&f, &out->date);
	read_tags(&f, out);
	read_authors(&f, out);
	out->description = read_text(&f, descriptions, COUNT(descriptions),
				     LIMIT_FIELD_BYTES);
	read_image(&f, out);
	out->lang = read_text(&f, langs, COUNT(langs), LIMIT_NAME_BYTES);
	out->layout = read_text(&f, layouts, COUNT(layouts), LIMIT_NAME_BYTES);
	read_url(&f, out);
}
