/*
 * The authors of a site: a data file of its generator's, by their keys.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/authors.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/opt.h"
#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/config_value.h"
#include "indexer/fields.h"
#include "indexer/front.h"
#include "text/fold.h"
#include "text/limits.h"

/* How much of a key a message repeats. */
#define QUOTED_BYTES 60

static enum front_fence language_of(struct str path)
{
	static const struct {
		const char *end;
		enum front_fence fence;
	} rows[] = { { ".json", FRONT_JSON }, { ".toml", FRONT_TOML } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str end = str_of(rows[i].end);

		if (path.len > end.len &&
		    str_eq_nocase(str_skip(path, path.len - end.len), end))
			return rows[i].fence;
	}
	return FRONT_YAML;
}

static int by_slug(const struct authors_entry *x, const struct authors_entry *y)
{
	int order = str_cmp(x->slug, y->slug);

	return order ? order : str_cmp(x->key, y->key);
}

/* Equal keys in the order of the file. */
static int by_key(const void *a, const void *b)
{
	const struct authors_entry *x = a, *y = b;
	int order = by_slug(x, y);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = (x->column > y->column) - (x->column < y->column);
	return order;
}

/* The name and the URL of an author; without them the key is the name. */
static int read_entry(struct config_reader *r, struct arena *arena,
		      const struct front_node *node, struct authors_entry *out)
{
	const struct front_node *name = node, *url = NULL;

	if (node->kind == FRONT_MAP) {
		name = front_get(node, "name");
		url = front_get(node, "url");
		if (!url)
			url = front_get(node, "uri");
	}
	if (name && name->kind != FRONT_SCALAR && name->kind != FRONT_NULL)
		return config_fault(r, name,
				    name == node ? "a name, or a map with "
						   "'name' and 'url', is "
						   "expected here"
						 : "text is expected here");
	if (name && name->kind == FRONT_SCALAR)
		out->name = clean_line(arena, name->value, LIMIT_NAME_BYTES);
	if (out->name.len == 0)
		out->name = out->key;
	if (url && url->kind == FRONT_SCALAR)
		out->url = clean_line(arena, url->value, LIMIT_FIELD_BYTES);
	if (!fields_is_link(out->url))
		out->url.len = 0;
	return 0;
}

static int read_entries(struct config_reader *r, struct arena *arena,
			const struct front_node *root, struct authors *out)
{
	struct buf slug = BUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < root->count && !ret; i++) {
		const struct front_node *item = &root->items[i];
		struct authors_entry *entry = &out->entries[i];

		entry->key = arena_copy(arena, clean_line(r->arena, item->key,
							  LIMIT_NAME_BYTES));
		entry->line = item->key_line;
		entry->column = item->key_column;
		buf_clear(&slug);
		fold_name(entry->key, &slug);
		ret = buf_check(&slug, r->err);
		entry->slug = arena_copy(arena, buf_view(&slug));
		if (!ret)
			ret = read_entry(r, arena, item, entry);
		if (!ret)
			ret = arena_check(arena, r->err);
	}
	buf_release(&slug);
	return ret;
}

static int check_twice(struct config_reader *r, const struct authors *authors)
{
	for (size_t i = 1; i < authors->count; i++) {
		const struct authors_entry *entry = &authors->entries[i];
		struct front_node place = { .line = entry->line,
					    .column = entry->column };

		if (str_eq(entry->key, entry[-1].key))
			return config_fault(
				r, &place, "the author '%.*s' is given twice",
				STR_ARG(utf8_head(entry->key, QUOTED_BYTES)));
	}
	return 0;
}

/* Takes what matters of the tree, which lives in an arena of its own. */
static int take(struct config_reader *r, struct arena *arena,
		const struct front_node *root, struct authors *out)
{
	struct front_node place = { .line = 1, .column = 1 };
	int ret;

	if (root->count > LIMIT_AUTHOR_KEYS)
		return config_fault(r, &place,
				    "the file has more than %u authors",
				    LIMIT_AUTHOR_KEYS);
	out->entries = arena_array(arena, root->count, sizeof(*out->entries));
	out->keys = arena_array(arena, root->count, sizeof(*out->keys));
	if (!out->entries || !out->keys)
		return arena_check(arena, r->err);
	ret = read_entries(r, arena, root, out);
	if (ret)
		return ret;
	out->count = root->count;
	if (out->count)
		qsort(out->entries, out->count, sizeof(*out->entries), by_key);
	for (size_t i = 0; i < out->count; i++)
		out->keys[i] = out->entries[i].key.p;
	return check_twice(r, out);
}

int authors_read(struct str bytes, struct str path, struct arena *arena,
		 struct authors *out, struct err *err)
{
	struct arena scratch = ARENA_INIT(LIMIT_ARTICLE_MEMORY);
	struct config_reader r = { path, &scratch, NULL, err };
	struct front_split split = { .fence = language_of(path),
				     .max_bytes = LIMIT_AUTHOR_FILE_BYTES,
				     .max_nodes = LIMIT_AUTHOR_FILE_NODES };
	struct front_node root = { .kind = FRONT_MAP };
	int ret = config_parse(&r, bytes, &split, &root);

	*out = (struct authors){ .path = arena_copy(arena, path),
				 .bytes = arena_copy(arena, bytes) };
	if (!ret)
		ret = take(&r, arena, &root, out);
	arena_release(&scratch);
	return ret ? ret : arena_check(arena, err);
}

/* The first that is not before this one. */
static size_t lower_bound(const struct authors *authors,
			  const struct authors_entry *wanted)
{
	size_t low = 0, high = authors->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_slug(&authors->entries[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct authors_entry *authors_find(const struct authors *authors,
					 struct str key)
{
	struct buf slug = BUF_INIT;
	struct authors_entry wanted = { .key = key };
	const struct authors_entry *found = NULL;
	size_t at;

	fold_name(key, &slug);
	wanted.slug = buf_view(&slug);
	at = lower_bound(authors, &wanted);
	if (at == authors->count || !str_eq(authors->entries[at].key, key)) {
		wanted.key.len = 0;
		at = lower_bound(authors, &wanted);
	}
	if (at < authors->count && slug.len > 0 &&
	    str_eq(authors->entries[at].slug, wanted.slug))
		found = &authors->entries[at];
	buf_release(&slug);
	return found;
}

const char *authors_nearest(const struct authors *authors, struct str key)
{
	struct arena scratch = ARENA_INIT(LIMIT_FIELD_BYTES);
	struct str word = arena_copy(&scratch, key);
	const char *nearest = NULL;

	if (word.p)
		nearest = opt_nearest(word.p, authors->keys, authors->count);
	arena_release(&scratch);
	return nearest;
}
