/*
 * The keys of front matter: which ones mean something, and their order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/keys.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/limits.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include <stdlib.h>

/* How much of a key a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *const keys_containers[KEYS_CONTAINERS] = { "params", "extra",
						       "taxonomies" };

bool keys_is_container(const struct front_node *node)
{
	for (size_t i = 0; i < KEYS_CONTAINERS; i++) {
		if (node->kind == FRONT_MAP &&
		    str_eq_nocase(node->key, str_of(keys_containers[i])))
			return true;
	}
	return false;
}

/* Second choices, in lower case. */
static const struct {
	const char *key;
	enum article_field field;
} seconds[] = {
	{ "linktitle", ARTICLE_TITLE },
	{ "summary", ARTICLE_DESCRIPTION },
	{ "excerpt", ARTICLE_DESCRIPTION },
	{ "deck", ARTICLE_DESCRIPTION },
	{ "lead", ARTICLE_DESCRIPTION },
	{ "type", ARTICLE_LAYOUT },
	{ "template", ARTICLE_LAYOUT },
	{ "order", ARTICLE_WEIGHT },
	{ "nav_order", ARTICLE_WEIGHT },
	{ "sidebar.order", ARTICLE_WEIGHT },
	{ "sidebar_position", ARTICLE_WEIGHT },
};

/* All others, likewise; what is in such a map belongs to it. */
static const char *const known[] = {
	/* Texts, image, language, place in a book. */
	"title", "description", "image", "heroimage", "cover", "featured_image",
	"primary_image", "images", "image_description", "image_alt", "lang",
	"language", "locale", "translationkey", "translation_key", "version",
	"weight", "layout",
	/* Dates. */
	"date", "pubdate", "publishdate", "published", "created", "lastmod",
	"modified", "updated", "updateddate", "last_modified_at", "lastupdated",
	"last_update", "expirydate", "unpublishdate",
	/* Names. */
	"tags", "tag", "categories", "category", "keywords", "authors",
	"author", "author_title", "author_url", "author_image_url",
	"authortitle", "authorurl", "authorimageurl",
	/* Addresses. */
	"permalink", "url", "path", "slug", "aliases", "redirect_from",
	"redirect_to",
	/* How a generator reads the file, and those below it. */
	"excerpt_separator", "cascade"
};

/* What hides it, and what it says to the search, likewise. */
static const char *const for_search[] = { "draft",
					  "unlisted",
					  "render",
					  "build",
					  "_build",
					  "headless",
					  "eleventyexcludefromcollections",
					  "in_search_index",
					  "pagefind",
					  "search",
					  "search_exclude",
					  "searchhidden",
					  "robotsnoindex",
					  "exclude_search",
					  "booksearchexclude",
					  "excludesearch",
					  "excludefromsearch",
					  "searchable",
					  "skip_index",
					  "noindex",
					  "prevent_indexing",
					  "sitemap",
					  "robots" };

/* Without the container that it is in. */
static struct str outside(struct str key)
{
	for (size_t i = 0; i < KEYS_CONTAINERS; i++) {
		struct str name = str_of(keys_containers[i]);

		if (key.len > name.len && key.p[name.len] == '.' &&
		    str_eq_nocase(str_head(key, name.len), name))
			return str_skip(key, name.len + 1);
	}
	return key;
}

bool keys_is_for_search(struct str key)
{
	for (size_t i = 0; i < COUNT(for_search); i++) {
		if (str_eq_nocase(key, str_of(for_search[i])))
			return true;
	}
	return false;
}

bool keys_is_known(struct str key, const struct article *article,
		   enum site_preset preset)
{
	if (keys_is_for_search(key) ||
	    (preset == SITE_GENERIC && str_eq(key, STR("topics"))))
		return true;
	for (size_t i = 0; i < COUNT(known); i++) {
		if (str_eq(key, str_of(known[i])))
			return true;
	}
	for (size_t i = 0; i < COUNT(seconds); i++) {
		if (str_eq(key, str_of(seconds[i].key)))
			return str_eq_nocase(
				outside(article->from[seconds[i].field].key),
				key);
	}
	return false;
}

static bool is_typed(uint32_t c)
{
	if (c < 128)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		       strchr("_-./+#@$%&", (int)c);
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L |
							   UC_CATEGORY_MASK_M |
							   UC_CATEGORY_MASK_N);
}

/* Adds what can be typed of lower-case text. */
static void add_typed(struct str s, struct buf *out)
{
	bool pending = false;

	for (size_t at = 0; at < s.len;) {
		uint32_t c = 0xfffd;
		size_t n = utf8_decode(s.p + at, s.len - at, &c);

		if (n == 0 || !is_typed(c)) {
			pending = true;
		} else {
			if (pending)
				buf_add_char(out, '_');
			pending = false;
			buf_add(out, s.p + at, n);
		}
		at += n ? n : 1;
	}
}

static struct str trim_marks(struct str s)
{
	while (s.len && strchr("_-.", s.p[0]))
		s = str_skip(s, 1);
	while (s.len && strchr("_-.", s.p[s.len - 1]))
		s.len--;
	return s;
}

struct str keys_fold(struct str key, struct arena *arena)
{
	struct buf typed = BUF_INIT, low = BUF_INIT;
	struct str out = { NULL, 0 };
	size_t len = 0;
	uint8_t *lower;

	if (key.len == 0)
		return out;
	if (str_is_ascii(key)) {
		buf_add_lower(&low, key);
		add_typed(buf_view(&low), &typed);
		if (low.failed)
			arena->failed = low.failed;
		buf_release(&low);
	} else {
		lower = u8_tolower((const uint8_t *)key.p, key.len, NULL,
				   UNINORM_NFC, NULL, &len);
		if (!lower) {
			arena->failed = ERR_MEMORY;
			return out;
		}
		add_typed(str_make((const char *)lower, len), &typed);
		free(lower);
	}
	if (typed.failed)
		arena->failed = typed.failed;
	else
		out = arena_copy(arena, trim_marks(buf_view(&typed)));
	buf_release(&typed);
	return out;
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static int compare_nocase(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int x = lower(a.p[i]), y = lower(b.p[i]);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.len > b.len) - (a.len < b.len);
}

/* Without case, then with it: of keys that are alike the one in lower case is
 * the last. */
static int compare_keys(const void *a, const void *b)
{
	const struct front_node *const *x = a, *const *y = b;
	int c = compare_nocase((*x)->key, (*y)->key);

	if (c == 0)
		c = str_cmp((*x)->key, (*y)->key);

	/* Items of one map lie in one array. */
	return c ? c : (*x > *y) - (*x < *y);
}

/* The items of a map by their keys, those of one key in order. */
static const struct front_node **sort_items(const struct front_node *map,
					    struct arena *arena)
{
	const struct front_node **sorted;

	sorted = arena_array(arena, map->count, sizeof(*sorted));
	for (size_t i = 0; sorted && i < map->count; i++)
		sorted[i] = &map->items[i];
	if (sorted)
		qsort(sorted, map->count, sizeof(const struct front_node *),
		      compare_keys);
	return sorted;
}

const struct front_node **keys_last(const struct front_node *map,
				    struct arena *arena, size_t *count)
{
	const struct front_node **sorted = sort_items(map, arena), **last;

	*count = 0;
	last = arena_array(arena, map->count, sizeof(*last));
	if (!sorted || !last)
		return NULL;
	for (size_t i = 0; i < map->count; i++) {
		if (i + 1 == map->count ||
		    !str_eq_nocase(sorted[i]->key, sorted[i + 1]->key))
			last[sorted[i] - map->items] = sorted[i];
	}
	for (size_t i = 0; i < map->count; i++) {
		if (last[i])
			last[(*count)++] = last[i];
	}
	return last;
}

static void warn_duplicates(const struct front_node *node,
			    struct warnings *warnings, unsigned int depth)
{
	const struct front_node **sorted;

	if (node->kind == FRONT_MAP && node->count > 1 &&
	    (sorted = sort_items(node, warnings->arena)) != NULL) {
		for (size_t i = 1; i < node->count; i++) {
			struct str key = sorted[i]->key;

			if (key.len && str_eq(key, sorted[i - 1]->key))
				warnings_add(
					warnings, sorted[i]->key_line,
					sorted[i]->key_column, "duplicate-key",
					"'%.*s' is given again; the last "
					"one counts",
					STR_ARG(utf8_head(key, QUOTED_BYTES)));
		}
	}
	if (depth == LIMIT_FRONT_MATTER_DEPTH)
		return;
	for (size_t i = 0; i < node->count; i++) {
		if (node->items[i].kind == FRONT_MAP ||
		    node->items[i].kind == FRONT_LIST)
			warn_duplicates(&node->items[i], warnings, depth + 1);
	}
}

void keys_warn_duplicates(const struct front_node *map,
			  struct warnings *warnings)
{
	warn_duplicates(map, warnings, 0);
}
