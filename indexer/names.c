/*
 * Tags, categories, keywords and authors: their shapes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/names.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "indexer/authors.h"
#include "indexer/clean.h"
#include "indexer/path.h"
#include "text/fold.h"
#include "text/limits.h"

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

/* The most keys that one field has. */
#define MAX_KEYS 5

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What text that is no list is. */
enum split {
	AT_COMMAS,	  /* one name; several if it has commas: warned of */
	AT_COMMAS_OR_NOT, /* the same, and no warning */
	AT_BLANKS,	  /* several; at commas, warned of, if it has some */
	AT_EITHER,	  /* several at commas, else at blanks */
	NOWHERE,	  /* one name */
};

struct source {
	const char *key;
	enum split split;
};

/* A list of names under construction. */
struct names {
	struct fields *f;
	enum article_field field;
	struct article_author *list;
	struct str *slugs; /* of each */
	size_t count, cap, slug_cap, max;
	bool is_full;
	const struct front_node *seen[MAX_KEYS];
	size_t seen_count;
};

static struct str fold(struct arena *arena, struct str name)
{
	struct buf folded = BUF_INIT;
	struct str slug;

	fold_name(name, &folded);
	if (folded.failed)
		arena->failed = folded.failed;
	slug = arena_copy(arena, buf_view(&folded));
	buf_release(&folded);
	return slug;
}

static bool has(const struct names *names, struct str slug)
{
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq(names->slugs[i], slug))
			return true;
	}
	return false;
}

/* Room for one more; its slug is set. */
static struct article_author *grow(struct names *names, struct str slug)
{
	struct article_author *list;
	struct str *slugs;

	list = arena_grow(names->f->arena, names->list, names->count,
			  &names->cap, sizeof(*list));
	if (!list)
		return NULL;
	/* At once: cap speaks of this array, whatever fails next. */
	names->list = list;
	slugs = arena_grow(names->f->arena, names->slugs, names->count,
			   &names->slug_cap, sizeof(*slugs));
	if (!slugs)
		return NULL;
	names->slugs = slugs;
	slugs[names->count] = slug;
	return &list[names->count++];
}

/* Adds a name, unless it is none, or there already. The node (NULL: the path
 * or the text) is for warnings. Returns it, or NULL. */
static struct article_author *add_name(struct names *names, struct str name,
				       const struct front_node *node)
{
	struct fields *f = names->f;
	unsigned int line = node ? node->line : 0;
	unsigned int column = node ? node->column : 0;
	struct article_author *added;
	struct str slug;

	name = clean_line(f->arena, name, LIMIT_NAME_BYTES);
	if (name.len == 0)
		return NULL;
	slug = fold(f->arena, name);
	if (slug.len == 0) {
		warnings_add(f->warnings, line, column, "bad-value",
			     "'%.*s' is no name, it has neither letters nor "
			     "digits",
			     STR_ARG(utf8_head(name, QUOTED_BYTES)));
		return NULL;
	}
	if (has(names, slug))
		return NULL;
	if (names->count == names->max) {
		if (!names->is_full)
			warnings_add(f->warnings, line, column, "too-many",
				     "only the first %zu are kept", names->max);
		names->is_full = true;
		return NULL;
	}
	added = grow(names, slug);
	if (added)
		added->name = name;
	return added;
}

/* A link of an author's, or the empty view. */
static struct str link_of(struct fields *f, const struct front_node *node)
{
	struct str url = { NULL, 0 };

	if (node && node->kind == FRONT_SCALAR)
		url = clean_line(f->arena, node->value, LIMIT_FIELD_BYTES);
	if (fields_is_link(url))
		return url;
	warnings_add(f->warnings, node->line, node->column, "bad-url",
		     "an author's URL is neither a path nor an http or https "
		     "URL; it is left out");
	return str_make(NULL, 0);
}

/* Docusaurus, where `authors` has keys, stops at one that it does not know. */
static void note_unknown(struct fields *f, struct str key,
			 const struct front_node *node)
{
	const struct authors *authors = f->site->authors;
	const char *near = authors_nearest(authors, key);

	warnings_note(f->warnings, node->line, node->column, "unknown-author",
		      "there is no author '%.*s' in %.*s%s%s%s",
		      STR_ARG(utf8_head(key, QUOTED_BYTES)),
		      STR_ARG(authors->path), near ? "; did you mean '" : "",
		      near ? near : "", near ? "'?" : "");
}

/* The author in the data file whose key this is, or NULL. Not every text is
 * meant for a key; a `key` is. */
static const struct authors_entry *look_up(struct fields *f, struct str key,
					   const struct front_node *node,
					   bool is_key)
{
	const struct authors_entry *entry;

	if (!f->site->authors || key.len == 0)
		return NULL;
	entry = authors_find(f->site->authors, key);
	if (!entry && is_key && f->site->preset == SITE_DOCUSAURUS)
		note_unknown(f, key, node);
	return entry;
}

/* One author: text, or a map. What an article says itself comes before what
 * the data file says. */
static void add_author(struct names *names, const struct front_node *node,
		       const struct source *source)
{
	static const char *const keys[] = { "name", "key", "title", "email" };
	static const char *const name_key[] = { "name" };
	static const char *const key_key[] = { "key" };
	static const char *const urls[] = { "url", "uri" };
	struct fields *f = names->f;
	bool is_map = node->kind == FRONT_MAP;
	bool is_docusaurus = f->site->preset == SITE_DOCUSAURUS;
	struct str name = fields_text(node, keys, COUNT(keys));
	struct str key = clean_line(
		f->arena, is_map ? fields_text(node, key_key, 1) : name,
		LIMIT_NAME_BYTES);
	const struct authors_entry *entry = look_up(
		f, key, node, is_map || !strcmp(source->key, "authors"));
	struct article_author *author;

	if (entry && (!is_map || fields_text(node, name_key, 1).len == 0))
		name = entry->name;
	author = add_name(names, name, node);
	if (!author)
		return;
	if (entry)
		author->key = entry->key;
	else if (is_map || is_docusaurus)
		author->key = key;
	if (is_map)
		author->url =
			link_of(f, fields_scalar(node, urls, COUNT(urls)));
	if (entry && author->url.len == 0)
		author->url = entry->url;
}

static void add_parts(struct names *names, const struct front_node *node,
		      const char *separators)
{
	struct str rest = node->value;

	while (rest.len) {
		size_t end = 0;

		while (end < rest.len && !strchr(separators, rest.p[end]))
			end++;
		add_name(names, str_head(rest, end), node);
		rest = str_skip(rest, end + 1);
	}
}

/* Text that is not in a list. */
static void add_text(struct names *names, const struct front_node *node,
		     const struct source *source)
{
	bool has_comma = str_find(node->value, ',') < node->value.len;

	if (source->split == NOWHERE) {
		/* `author: false` shows none. */
		if (!fields_is_switch(node))
			add_author(names, node, source);
	} else if (has_comma) {
		add_parts(names, node, ",");
		if (source->split == AT_COMMAS || source->split == AT_BLANKS)
			warnings_add(names->f->warnings, node->line,
				     node->column, "split-tags",
				     "'%s' is one text, split at its commas; "
				     "write it as [a, b]",
				     source->key);
	} else if (source->split == AT_BLANKS || source->split == AT_EITHER) {
		add_parts(names, node, " \t\r\n\f\v");
	} else {
		add_name(names, node->value, node);
	}
}

/* One item: text, or a map that has a name. */
static void add_item(struct names *names, const struct front_node *node,
		     const struct source *source)
{
	static const char *const labels[] = { "label", "name", "title" };
	static const char *const authors[] = { "name", "key", "title",
					       "email" };
	bool is_author = names->field == ARTICLE_AUTHORS;
	struct str text = is_author ? fields_text(node, authors, COUNT(authors))
				    : fields_text(node, labels, COUNT(labels));

	if (!fields_is_set(node))
		return;
	if (text.len == 0)
		warnings_add(names->f->warnings, node->line, node->column,
			     "bad-value", "an item of '%s' is not text",
			     source->key);
	else if (is_author)
		add_author(names, node, source);
	else
		add_name(names, text, node);
}

/* A list within a list is taken for its items, as Jekyll does. */
static void add_list(struct names *names, const struct front_node *list,
		     const struct source *source, unsigned int depth)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct front_node *item = &list->items[i];

		if (item->kind != FRONT_LIST) {
			add_item(names, item, source);
			continue;
		}
		if (depth == 0)
			warnings_add(names->f->warnings, item->line,
				     item->column, "nested-list",
				     "'%s' has a list within a list; its items "
				     "are taken",
				     source->key);
		if (depth < LIMIT_FRONT_MATTER_DEPTH)
			add_list(names, item, source, depth + 1);
	}
}

/* Adds what a key has; false when it is not set. */
static bool add_source(struct names *names, const struct source *source)
{
	struct article_from from, *out = &names->f->out->from[names->field];
	const struct front_node *node =
		fields_get(names->f, source->key, &from);
	size_t count = names->count;

	if (!node)
		return false;
	/* Two keys may name one place, such as tags and taxonomies.tags. */
	for (size_t i = 0; i < names->seen_count; i++) {
		if (names->seen[i] == node)
			return true;
	}
	if (names->seen_count == MAX_KEYS)
		BUG("a field has too many keys");
	names->seen[names->seen_count++] = node;
	if (node->kind == FRONT_LIST)
		add_list(names, node, source, 0);
	else if (node->kind == FRONT_SCALAR)
		add_text(names, node, source);
	else
		add_item(names, node, source);
	if (names->count > count && out->rule == ARTICLE_BY_NOTHING)
		*out = from;
	return true;
}

static void take_names(struct names *names, const struct article_name **out,
		       size_t *out_count)
{
	struct article_name *list;

	list = arena_array(names->f->arena, names->count, sizeof(*list));
	for (size_t i = 0; list && i < names->count; i++)
		list[i] = (struct article_name){ names->list[i].name,
						 names->slugs[i] };
	*out = list;
	*out_count = list ? names->count : 0;
}

/* Zola takes tags from [taxonomies] alone. */
static void note_ignored(struct fields *f)
{
	struct article_from from;
	const struct front_node *node = fields_get(f, "tags", &from);

	if (node && from.rule == ARTICLE_BY_KEY &&
	    str_eq_nocase(from.key, STR("tags")))
		warnings_note(f->warnings, from.line, 0, "ignored-key",
			      "Zola ignores 'tags' outside of [taxonomies]");
}

static void read_tags(struct fields *f)
{
	static const struct source tag = { "tag", AT_COMMAS };
	static const struct source words = { "tags", AT_BLANKS };
	static const struct source zola = { "taxonomies.tags", AT_COMMAS };
	static const struct source tags = { "tags", AT_COMMAS };
	static const struct source topics = { "topics", AT_COMMAS };
	static const struct source keywords = { "keywords", AT_COMMAS_OR_NOT };
	enum site_preset preset = f->site->preset;
	struct names names = { .f = f,
			       .field = ARTICLE_TAGS,
			       .max = LIMIT_TAGS };

	if (preset == SITE_JEKYLL) {
		if (!add_source(&names, &tag))
			add_source(&names, &words);
	} else {
		if (preset == SITE_ZOLA) {
			add_source(&names, &zola);
			note_ignored(f);
		}
		add_source(&names, &tags);
		add_source(&names, &tag);
	}
	if (preset == SITE_GENERIC) {
		add_source(&names, &topics);
		add_source(&names, &zola);
		if (names.count == 0)
			add_source(&names, &keywords);
	}
	take_names(&names, &f->out->tags, &f->out->tag_count);
}

/* The folders above _posts or _drafts; none when there is no such folder. */
static void add_folders(struct names *names)
{
	struct fields *f = names->f;
	struct str path = path_below(f->out->path, f->site->content_dir);
	struct str folders = path, part;

	do {
		size_t end = str_find(folders, '/');

		if (end == folders.len)
			return;
		part = str_head(folders, end);
		folders = str_skip(folders, end + 1);
	} while (!str_eq(part, STR("_posts")) && !str_eq(part, STR("_drafts")));
	folders = str_make(path.p, (size_t)(part.p - path.p));
	while (folders.len) {
		size_t end = str_find(folders, '/');

		if (add_name(names, str_head(folders, end), NULL))
			f->out->from[names->field].rule = ARTICLE_BY_PATH;
		folders = str_skip(folders, end + 1);
	}
}

static void read_categories(struct fields *f)
{
	static const struct source words = { "categories", AT_BLANKS };
	static const struct source categories = { "categories", AT_COMMAS };
	static const struct source category = { "category", AT_COMMAS };
	bool is_jekyll = f->site->preset == SITE_JEKYLL;
	struct names names = { .f = f,
			       .field = ARTICLE_CATEGORIES,
			       .max = LIMIT_TAGS };

	if (is_jekyll)
		add_folders(&names);
	add_source(&names, is_jekyll ? &words : &categories);
	add_source(&names, &category);
	take_names(&names, &f->out->categories, &f->out->category_count);
}

static void read_keywords(struct fields *f)
{
	static const struct source keywords = { "keywords", AT_EITHER };
	struct names names = { .f = f,
			       .field = ARTICLE_KEYWORDS,
			       .max = LIMIT_TAGS };
	struct str *list;

	add_source(&names, &keywords);
	list = arena_array(f->arena, names.count, sizeof(*list));
	for (size_t i = 0; list && i < names.count; i++)
		list[i] = names.list[i].name;
	f->out->keywords = list;
	f->out->keyword_count = list ? names.count : 0;
}

static void read_authors(struct fields *f)
{
	static const struct source authors = { "authors", NOWHERE };
	static const struct source author = { "author", NOWHERE };
	static const char *const urls[] = { "author_url", "authorURL" };
	struct article_from from;
	struct names names = { .f = f,
			       .field = ARTICLE_AUTHORS,
			       .max = LIMIT_AUTHORS };

	add_source(&names, &authors);
	if (names.count == 0)
		add_source(&names, &author);
	for (size_t i = 0; names.count == 1 && i < COUNT(urls); i++) {
		const struct front_node *node = fields_get(f, urls[i], &from);

		if (node && names.list[0].url.len == 0)
			names.list[0].url = link_of(f, node);
	}
	f->out->authors = names.list;
	f->out->author_count = names.count;
}

void names_read(struct fields *f)
{
	read_tags(f);
	read_categories(f);
	read_keywords(f);
	read_authors(f);
}

void names_add_tags(struct fields *f, const struct str *tags, size_t count)
{
	struct article *out = f->out;
	struct names names = { .f = f,
			       .field = ARTICLE_TAGS,
			       .max = LIMIT_TAGS };

	for (size_t i = 0; i < out->tag_count; i++) {
		struct article_author *added = grow(&names, out->tags[i].slug);

		if (!added)
			return;
		added->name = out->tags[i].label;
	}
	for (size_t i = 0; i < count; i++) {
		if (add_name(&names, tags[i], NULL) &&
		    out->from[ARTICLE_TAGS].rule == ARTICLE_BY_NOTHING)
			out->from[ARTICLE_TAGS].rule = ARTICLE_BY_TEXT;
	}
	take_names(&names, &out->tags, &out->tag_count);
}
