/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/fields.h"

#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/extra.h"
#include "indexer/hidden.h"
#include "indexer/names.h"
#include "indexer/url.h"
#include "indexer/when.h"
#include "text/limits.h"

#include <stdlib.h>

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool fields_is_set(const struct front_node *node)
{
	if (!node || node->kind == FRONT_NULL)
		return false;
	if (node->kind == FRONT_SCALAR)
		return str_trim(node->value).len > 0;
	return node->count > 0;
}

/* The value of a key of a map, or NULL when it is not set. */
static const struct front_node *get(const struct front_node *map,
				    const char *key)
{
	const struct front_node *node = front_get(map, key);

	return fields_is_set(node) ? node : NULL;
}

const struct front_node *fields_get(const struct fields *f, const char *key,
				    struct article_from *from)
{
	const struct front_node *node = get(f->front, key);

	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	if (!node)
		return NULL;
	from->rule = ARTICLE_BY_KEY;
	from->key = node->key;
	from->line = node->key_line;
	return node;
}

struct str fields_text(const struct front_node *node, const char *const *keys,
		       size_t count)
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
static struct str read_text(struct fields *f, enum article_field field,
			    const char *const *keys, size_t count, size_t max)
{
	struct article_from *from = &f->out->from[field];

	for (size_t i = 0; i < count; i++) {
		const struct front_node *node = fields_get(f, keys[i], from);

		if (!node)
			continue;
		if (node->kind == FRONT_SCALAR)
			return clean_line(f->arena, node->value, max);
		warnings_add(f->warnings, node->line, node->column, "bad-value",
			     "'%s' is not text", keys[i]);
	}
	return str_make(NULL, 0);
}

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
			node = fields_is_set(&node->items[0]) ? &node->items[0]
							      : NULL;
		text = fields_text(node, parts, COUNT(parts));
	}
	out->image = clean_line(f->arena, text, LIMIT_FIELD_BYTES);
	text = read_text(f, ARTICLE_IMAGE_DESCRIPTION, alts, COUNT(alts),
			 LIMIT_FIELD_BYTES);
	for (size_t i = 0; i < 3 && text.len == 0; i += 2) {
		const struct front_node *node = get(f->front, keys[i]);

		if (node && node->kind == FRONT_MAP)
			text = fields_text(node, alt, 1);
	}
	out->image_description = clean_line(f->arena, text, LIMIT_FIELD_BYTES);
}

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

void fields_read(const struct front_node *front, const struct site *site,
		 struct warnings *warnings, struct article *out)
{
	static const char *const titles[] = { "title", "linkTitle" };
	static const char *const descriptions[] = { "description", "summary",
						    "excerpt", "deck", "lead" };
	static const char *const langs[] = { "lang", "language", "locale" };
	static const char *const layouts[] = { "layout" };
	struct fields f = { front, site, warnings, warnings->arena, out };

	warn_duplicates(&f);
	out->title = read_text(&f, ARTICLE_TITLE, titles, COUNT(titles),
			       LIMIT_TITLE_BYTES);
	when_read(&f);
	names_read(&f);
	out->description = read_text(&f, ARTICLE_DESCRIPTION, descriptions,
				     COUNT(descriptions), LIMIT_FIELD_BYTES);
	read_image(&f, out);
	out->lang = read_text(&f, ARTICLE_LANG, langs, COUNT(langs),
			      LIMIT_NAME_BYTES);
	out->layout = read_text(&f, ARTICLE_LAYOUT, layouts, COUNT(layouts),
				LIMIT_NAME_BYTES);
	hidden_read(&f);
	url_read(&f);
	extra_read(&f);
}
