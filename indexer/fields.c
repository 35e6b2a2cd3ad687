/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/fields.h"

#include "base/glob.h"
#include "base/utf8.h"
#include "indexer/cascade.h"
#include "indexer/clean.h"
#include "indexer/extra.h"
#include "indexer/hidden.h"
#include "indexer/keys.h"
#include "indexer/lang.h"
#include "indexer/names.h"
#include "indexer/url.h"
#include "indexer/when.h"
#include "text/limits.h"
#include "text/number.h"

#include <string.h>

/* Of a key of ours: its bytes, and the maps that it leads through. */
#define KEY_SIZE  64
#define KEY_DEPTH 4

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The maps that lead to a value. */
struct trail {
	const struct front_node *maps[KEY_DEPTH];
	size_t count;
};

bool fields_is_set(const struct front_node *node)
{
	if (!node || node->kind == FRONT_NULL)
		return false;
	if (node->kind == FRONT_SCALAR)
		return str_trim(node->value).len > 0;
	return node->count > 0;
}

bool fields_is_switch(const struct front_node *node)
{
	struct str value = str_trim(node->value);

	return node->kind == FRONT_SCALAR && !node->quoted &&
	       (str_eq_nocase(value, STR("true")) ||
		str_eq_nocase(value, STR("false")));
}

/* The value of a key of a map, or NULL when it is not set. */
static const struct front_node *get(const struct front_node *map,
				    const char *key)
{
	const struct front_node *node = front_get(map, key);

	return fields_is_set(node) ? node : NULL;
}

/* Follows a key with dots into a map, which may also have it as it is. */
static const struct front_node *follow(const struct front_node *map,
				       const char *key, struct trail *trail)
{
	const struct front_node *node;
	const char *dot;

	while (!(node = get(map, key)) && (dot = strchr(key, '.')) != NULL) {
		char part[KEY_SIZE];
		size_t len = (size_t)(dot - key);

		if (len >= sizeof(part) || trail->count == KEY_DEPTH)
			BUG("a key that is too long");
		memcpy(part, key, len);
		part[len] = '\0';
		map = get(map, part);
		if (!map)
			return NULL;
		trail->maps[trail->count++] = map;
		key = dot + 1;
	}
	return node;
}

static const struct front_node *find(const struct front_node *map,
				     const char *key, struct trail *trail)
{
	const struct front_node *node;
	bool has_maps = false;

	trail->count = 0;
	node = follow(map, key, trail);
	/* A hundred keys are asked for, and few articles have maps. */
	for (size_t i = 0; !node && i < map->count; i++)
		has_maps = has_maps || map->items[i].kind == FRONT_MAP;
	for (size_t i = 0; has_maps && i < KEYS_CONTAINERS && !node; i++) {
		const struct front_node *inner = get(map, keys_containers[i]);

		if (!inner)
			continue;
		trail->maps[0] = inner;
		trail->count = 1;
		node = follow(inner, key, trail);
	}
	return node;
}

static struct str join(struct arena *arena, struct str a, struct str b)
{
	char *p = arena_alloc(arena, a.len + b.len + 1);

	if (!p)
		return str_make(NULL, 0);
	memcpy(p, a.p, a.len);
	p[a.len] = '.';
	if (b.len)
		memcpy(p + a.len + 1, b.p, b.len);
	return str_make(p, a.len + b.len + 1);
}

static struct str key_of(const struct fields *f, const struct trail *trail,
			 struct str key)
{
	for (size_t i = trail->count; i-- > 0;) {
		if (trail->maps[i]->key.len)
			key = join(f->arena, trail->maps[i]->key, key);
	}
	return key;
}

const struct front_node *fields_get(const struct fields *f, const char *key,
				    struct article_from *from)
{
	struct trail trail;
	const struct front_node *node = find(f->front, key, &trail);
	bool is_cascade = false;

	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	if (node) {
		from->rule = ARTICLE_BY_KEY;
		from->line = node->key_line;
	}
	for (size_t i = 0; !node && i < f->default_count; i++) {
		node = find(&f->defaults[i]->values, key, &trail);
		from->rule = node ? ARTICLE_BY_DEFAULT : ARTICLE_BY_NOTHING;
		is_cascade = f->defaults[i]->cascade != NULL;
	}
	if (node)
		from->key = key_of(f, &trail, node->key);
	if (node && is_cascade)
		from->key = join(f->arena, STR("cascade"), from->key);
	return node;
}

const struct front_node *fields_scalar(const struct front_node *node,
				       const char *const *keys, size_t count)
{
	if (!node || node->kind == FRONT_SCALAR)
		return node;
	for (size_t i = 0; node->kind == FRONT_MAP && i < count; i++) {
		const struct front_node *item = get(node, keys[i]);

		if (item && item->kind == FRONT_SCALAR)
			return item;
	}
	return NULL;
}

struct str fields_text(const struct front_node *node, const char *const *keys,
		       size_t count)
{
	const struct front_node *scalar = fields_scalar(node, keys, count);

	return scalar ? scalar->value : str_make(NULL, 0);
}

struct str fields_line(struct fields *f, enum article_field field,
		       const char *const *keys, size_t count, size_t max)
{
	struct article_from *from = &f->out->from[field];

	for (size_t i = 0; i < count; i++) {
		const struct front_node *node = fields_get(f, keys[i], from);
		struct str text;

		if (!node)
			continue;
		if (node->kind != FRONT_SCALAR) {
			warnings_add(f->warnings, node->line, node->column,
				     "bad-value", "'%s' is not text", keys[i]);
			continue;
		}
		/* A title may be "True"; `description: false` means none. */
		if (field != ARTICLE_TITLE && fields_is_switch(node))
			continue;
		text = clean_line(f->arena, node->value, max);
		if (text.len)
			return text;
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	return str_make(NULL, 0);
}

/* RFC 3986, section 3.1: a ':' before any of "/?#" ends a scheme. */
bool fields_is_link(struct str url)
{
	size_t colon = str_find(url, ':');
	struct str scheme = str_head(url, colon);

	return colon == url.len || str_find(scheme, '/') < colon ||
	       str_find(scheme, '?') < colon || str_find(scheme, '#') < colon ||
	       str_eq_nocase(scheme, STR("http")) ||
	       str_eq_nocase(scheme, STR("https"));
}

static const char *const image_keys[] = { "image",	   "heroImage",
					  "cover",	   "featured_image",
					  "primary_image", "images" };

/* The value of a key for images: of a list the first that is set. */
static const struct front_node *get_image(struct fields *f, const char *key,
					  struct article_from *from)
{
	const struct front_node *node = fields_get(f, key, from);

	if (!node || node->kind != FRONT_LIST)
		return node;
	for (size_t i = 0; i < node->count; i++) {
		if (fields_is_set(&node->items[i]))
			return &node->items[i];
	}
	return NULL;
}

/* The scalar in an image's value; *from then names it: image.alt. */
static const struct front_node *
image_part(struct fields *f, const struct front_node *node,
	   const char *const *parts, size_t count, struct article_from *from)
{
	const struct front_node *part = fields_scalar(node, parts, count);

	if (part && part != node) {
		from->key = join(f->arena, from->key, part->key);
		if (from->rule == ARTICLE_BY_KEY)
			from->line = part->key_line;
	}
	return part && !fields_is_switch(part) ? part : NULL;
}

static struct str read_image(struct fields *f)
{
	static const char *const parts[] = { "path", "src", "url", "image",
					     "uid" };
	struct article_from *from = &f->out->from[ARTICLE_IMAGE];

	for (size_t i = 0; i < COUNT(image_keys); i++) {
		const struct front_node *node =
			get_image(f, image_keys[i], from);
		struct str url;

		node = image_part(f, node, parts, COUNT(parts), from);
		if (!node)
			continue;
		url = clean_line(f->arena, node->value, LIMIT_FIELD_BYTES);
		if (url.len && fields_is_link(url))
			return url;
		if (url.len)
			warnings_add(f->warnings, node->line, node->column,
				     "bad-url",
				     "'%s' is neither a path nor an http or "
				     "https URL; it is left out",
				     image_keys[i]);
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	return str_make(NULL, 0);
}

static struct str read_image_description(struct fields *f)
{
	static const char *const keys[] = { "image_description", "image_alt" };
	static const char *const parts[] = { "alt" };
	struct article_from *from = &f->out->from[ARTICLE_IMAGE_DESCRIPTION];
	struct str text = fields_line(f, ARTICLE_IMAGE_DESCRIPTION, keys,
				      COUNT(keys), LIMIT_FIELD_BYTES);

	for (size_t i = 0; text.len == 0 && i < COUNT(image_keys); i++) {
		const struct front_node *node =
			get_image(f, image_keys[i], from);

		if (!node || node->kind != FRONT_MAP)
			continue;
		node = image_part(f, node, parts, COUNT(parts), from);
		if (node)
			text = clean_line(f->arena, node->value,
					  LIMIT_FIELD_BYTES);
	}
	if (text.len == 0)
		*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	return text;
}

static void read_weight(struct fields *f)
{
	static const char *const keys[] = { "weight", "order", "nav_order",
					    "sidebar.order",
					    "sidebar_position" };
	struct article_from *from = &f->out->from[ARTICLE_WEIGHT];
	double weight;

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = fields_get(f, keys[i], from);

		if (!node)
			continue;
		if (node->kind != FRONT_SCALAR ||
		    !number_parse(str_trim(node->value), &weight)) {
			warnings_add(f->warnings, node->line, node->column,
				     "bad-number", "'%s' is not a number",
				     keys[i]);
			continue;
		}
		/* Hugo orders what has weight 0 as if it had none. */
		if (weight == 0 && f->site->preset == SITE_HUGO)
			continue;
		f->out->has_weight = true;
		f->out->weight = weight;
		return;
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
}

static void read_texts(struct fields *f)
{
	static const char *const titles[] = { "title", "linkTitle" };
	static const char *const descriptions[] = { "description", "summary",
						    "excerpt", "deck", "lead" };
	static const char *const layouts[] = { "layout", "type", "template" };
	static const char *const revisions[] = { "version" };
	struct article *out = f->out;

	out->title = fields_line(f, ARTICLE_TITLE, titles, COUNT(titles),
				 LIMIT_TITLE_BYTES);
	out->description = fields_line(f, ARTICLE_DESCRIPTION, descriptions,
				       COUNT(descriptions), LIMIT_FIELD_BYTES);
	out->image = read_image(f);
	out->image_description = read_image_description(f);
	out->layout = fields_line(f, ARTICLE_LAYOUT, layouts, COUNT(layouts),
				  LIMIT_NAME_BYTES);
	out->revision = fields_line(f, ARTICLE_REVISION, revisions,
				    COUNT(revisions), LIMIT_NAME_BYTES);
}

/* Which of the site's defaults hold for the article, the last one first. */
static void find_defaults(struct fields *f)
{
	const struct site_default **list;

	if (f->site->default_count == 0)
		return;
	list = arena_array(f->arena, f->site->default_count, sizeof(*list));
	if (!list)
		return;
	f->defaults = list;
	for (size_t i = f->site->default_count; i-- > 0;) {
		const struct site_default *d = &f->site->defaults[i];

		if (d->cascade ? cascade_holds(d->cascade, f->site, f->out->id)
			       : glob_match(d->glob, f->out->id))
			list[f->default_count++] = d;
	}
}

void fields_read(const struct front_node *front,
		 const struct article_origin *origin, struct warnings *warnings,
		 struct article *out)
{
	struct fields f = { .front = front,
			    .origin = origin,
			    .site = origin->site ? origin->site : &site_generic,
			    .warnings = warnings,
			    .arena = warnings->arena,
			    .out = out };

	find_defaults(&f);
	keys_warn_duplicates(front, warnings);
	read_texts(&f);
	when_read(&f);
	names_read(&f);
	lang_read(&f);
	read_weight(&f);
	hidden_read(&f);
	url_read(&f);
	extra_read(&f);
}
