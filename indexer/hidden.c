/*
 * What hides an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/hidden.h"

#include "indexer/path_date.h"
#include "indexer/search_keys.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Sets of presets. */
enum {
	JEKYLL = 1 << SITE_JEKYLL,
	HUGO = 1 << SITE_HUGO,
	ELEVENTY = 1 << SITE_ELEVENTY,
	ZOLA = 1 << SITE_ZOLA,
	ASTRO = 1 << SITE_ASTRO,
	DOCUSAURUS = 1 << SITE_DOCUSAURUS,
	/* Where no generator reads front matter. */
	GENERIC = 1 << SITE_GENERIC | 1 << SITE_MDBOOK,
	ALL = (1 << SITE_PRESETS) - 1,
};

static bool is_flag(const struct fields *f, const char *key, bool wanted,
		    struct article_from *from)
{
	const struct front_node *node = fields_get(f, key, from);
	bool flag;

	return node && front_bool(node, &flag) && flag == wanted;
}

static bool is_one_of(const struct front_node *node, const char *const *list,
		      size_t count)
{
	for (size_t i = 0; node->kind == FRONT_SCALAR && i < count; i++) {
		if (str_eq_nocase(str_trim(node->value), str_of(list[i])))
			return true;
	}
	return false;
}

static bool is_in_folder(const struct fields *f, const char *folder,
			 struct article_from *from)
{
	if (!path_has_folder(f->out->path, str_of(folder)))
		return false;
	*from = (struct article_from){ .rule = ARTICLE_BY_PATH };
	return true;
}

/* A key that is there, be its value nothing; then what a default says. */
static const struct front_node *find(const struct fields *f, const char *key,
				     struct article_from *from)
{
	const struct front_node *node = front_get(f->front, key);

	if (!node)
		return fields_get(f, key, from);
	*from = (struct article_from){ .rule = ARTICLE_BY_KEY,
				       .key = node->key,
				       .line = node->key_line };
	return node;
}

/* ---- Drafts */

static bool is_draft(const struct fields *f, struct article_from *from)
{
	const struct front_node *node = fields_get(f, "draft", from);
	bool flag;

	if (!node)
		return false;
	if (front_bool(node, &flag))
		return flag;
	warnings_add(f->warnings, from->rule == ARTICLE_BY_KEY ? node->line : 0,
		     from->rule == ARTICLE_BY_KEY ? node->column : 0,
		     "bad-value", "'draft' is neither true nor false");
	return false;
}

/* Astro has no drafts of its own, Starlight, whose folder this is, has. */
static bool is_starlight(const struct fields *f)
{
	struct str id = f->out->path;
	struct str docs = STR("content/docs/");

	if (str_ends(f->site->content_dir, STR("content/docs")))
		return true;
	for (size_t i = 0; i + docs.len <= id.len; i++) {
		if ((i == 0 || id.p[i - 1] == '/') &&
		    str_starts(str_skip(id, i), docs))
			return true;
	}
	return false;
}

static bool is_starlight_draft(const struct fields *f,
			       struct article_from *from)
{
	return is_starlight(f) && is_draft(f, from);
}

static bool is_in_drafts(const struct fields *f, struct article_from *from)
{
	return is_in_folder(f, "_drafts", from);
}

/* ---- Unpublished */

/* Whatever is false or nothing in YAML 1.1; a text or a number is neither. */
static bool is_jekyll_unpublished(const struct fields *f,
				  struct article_from *from)
{
	static const char *const words[] = { "false", "no", "off" };
	const struct front_node *node = find(f, "published", from);

	return node &&
	       (node->kind == FRONT_NULL ||
		(!node->quoted && is_one_of(node, words, COUNT(words))));
}

/* Whatever is not true, but for a date, which it then is; `draft` goes first.
 * What is neither true, false nor a date counts as false. */
static bool is_hugo_unpublished(const struct fields *f,
				struct article_from *from)
{
	const struct front_node *node;
	struct date date;
	bool flag;

	if (find(f, "draft", from))
		return false;
	node = find(f, "published", from);
	if (!node)
		return false;
	if (front_bool(node, &flag))
		return !flag;
	return node->kind != FRONT_SCALAR || !date_parse(node->value, &date);
}

static bool is_unpublished(const struct fields *f, struct article_from *from)
{
	return is_flag(f, "published", false, from);
}

/* ---- No page, or none in lists */

static bool has_no_hugo_page(const struct fields *f, struct article_from *from)
{
	static const char *const words[] = { "never", "link", "false" };
	static const char *const keys[] = { "build.render", "_build.render" };

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = fields_get(f, keys[i], from);

		if (node && is_one_of(node, words, COUNT(words)))
			return true;
	}
	return is_flag(f, "headless", true, from);
}

static bool is_in_no_hugo_list(const struct fields *f,
			       struct article_from *from)
{
	static const char *const words[] = { "never", "local", "false" };
	static const char *const keys[] = { "build.list", "_build.list" };

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = fields_get(f, keys[i], from);

		if (node && is_one_of(node, words, COUNT(words)))
			return true;
	}
	return false;
}

static bool is_not_rendered(const struct fields *f, struct article_from *from)
{
	return is_flag(f, "render", false, from);
}

/* "false" in quotes would be a place to write it to. */
static bool has_no_permalink(const struct fields *f, struct article_from *from)
{
	static const char *const words[] = { "false" };
	const struct front_node *node = fields_get(f, "permalink", from);

	return node && !node->quoted && is_one_of(node, words, COUNT(words));
}

/* jekyll-redirect-from writes a page that leads on, and nothing else. */
static bool is_redirect(const struct fields *f, struct article_from *from)
{
	const struct front_node *node = fields_get(f, "redirect_to", from);

	return node && !fields_is_switch(node);
}

static bool is_in_eleventy_folder(const struct fields *f,
				  struct article_from *from)
{
	return is_in_folder(f, "_includes", from) ||
	       is_in_folder(f, "_data", from);
}

/* Files and folders whose names begin with '_' are no pages. */
static bool is_underscored(const struct fields *f, struct article_from *from)
{
	struct str id = f->out->path;

	for (size_t i = 0; i < id.len; i++) {
		if (id.p[i] == '_' && (i == 0 || id.p[i - 1] == '/')) {
			*from = (struct article_from){
				.rule = ARTICLE_BY_PATH
			};
			return true;
		}
	}
	return false;
}

/* In _posts Jekyll takes YYYY-MM-DD-NAME alone for a post. */
static bool is_undated_post(const struct fields *f, struct article_from *from)
{
	struct date date;

	if (!path_has_folder(f->out->path, STR("_posts")) ||
	    path_date_of_name(f->out->path, SITE_JEKYLL, &date) > 0)
		return false;
	*from = (struct article_from){ .rule = ARTICLE_BY_NAME };
	return true;
}

/* true, or from which collections. */
static bool is_in_no_collection(const struct fields *f,
				struct article_from *from)
{
	const struct front_node *node =
		fields_get(f, "eleventyExcludeFromCollections", from);
	bool flag;

	return node &&
	       (node->kind == FRONT_LIST || (front_bool(node, &flag) && flag));
}

static bool is_unlisted(const struct fields *f, struct article_from *from)
{
	return is_flag(f, "unlisted", true, from);
}

/* ---- All together */

/* The first that applies is what is told. */
static const struct rule {
	enum article_hidden hidden;
	unsigned int presets;
	bool (*applies)(const struct fields *f, struct article_from *from);
} rules[] = {
	{ ARTICLE_DRAFT, HUGO | ZOLA | DOCUSAURUS | GENERIC, is_draft },
	{ ARTICLE_DRAFT, ASTRO, is_starlight_draft },
	{ ARTICLE_DRAFT, JEKYLL | GENERIC, is_in_drafts },
	{ ARTICLE_UNPUBLISHED, JEKYLL, is_jekyll_unpublished },
	{ ARTICLE_UNPUBLISHED, HUGO, is_hugo_unpublished },
	{ ARTICLE_UNPUBLISHED, GENERIC, is_unpublished },
	{ ARTICLE_NORENDER, JEKYLL, is_undated_post },
	{ ARTICLE_NORENDER, HUGO | GENERIC, has_no_hugo_page },
	{ ARTICLE_NORENDER, ZOLA | GENERIC, is_not_rendered },
	{ ARTICLE_NORENDER, ELEVENTY | GENERIC, has_no_permalink },
	{ ARTICLE_NORENDER, JEKYLL | GENERIC, is_redirect },
	{ ARTICLE_NORENDER, ELEVENTY, is_in_eleventy_folder },
	{ ARTICLE_NORENDER, ASTRO | DOCUSAURUS, is_underscored },
	{ ARTICLE_UNLISTED, HUGO | GENERIC, is_in_no_hugo_list },
	{ ARTICLE_UNLISTED, ELEVENTY | GENERIC, is_in_no_collection },
	{ ARTICLE_UNLISTED, DOCUSAURUS | GENERIC, is_unlisted },
	{ ARTICLE_EXCLUDED, ALL, search_keys_exclude },
};

/* What its author may have meant to hide, and the generator shows. */
static void note_public(const struct fields *f)
{
	static const struct {
		const char *key;
		bool wanted;
		unsigned int presets;
	} ignored[] = {
		{ "draft", true, JEKYLL | ELEVENTY | ASTRO },
		{ "published", false,
		  JEKYLL | ZOLA | ELEVENTY | ASTRO | DOCUSAURUS },
	};

	for (size_t i = 0; i < COUNT(ignored); i++) {
		struct article_from from;
		const struct front_node *node =
			fields_get(f, ignored[i].key, &from);
		const char *quote = node && node->quoted ? "\"" : "";
		bool flag;

		if (!(ignored[i].presets >> f->site->preset & 1) || !node ||
		    from.rule != ARTICLE_BY_KEY || !front_bool(node, &flag) ||
		    flag != ignored[i].wanted)
			continue;
		warnings_note(
			f->warnings, node->line, node->column, "not-hidden",
			"%s: %s%.*s%s has no effect in %s, this page is "
			"public",
			ignored[i].key, quote, STR_ARG(str_trim(node->value)),
			quote, site_generator_name(f->site->preset));
	}
}

void hidden_read(struct fields *f)
{
	struct article *out = f->out;
	struct article_from from;

	for (size_t i = 0; out->hidden == ARTICLE_SHOWN && i < COUNT(rules);
	     i++) {
		const struct rule *rule = &rules[i];

		if (!(rule->presets >> f->site->preset & 1) ||
		    (rule->hidden == ARTICLE_DRAFT && f->site->show_drafts) ||
		    !rule->applies(f, &from))
			continue;
		out->hidden = rule->hidden;
		out->from[ARTICLE_HIDDEN] = from;
	}
	if (out->hidden == ARTICLE_SHOWN)
		note_public(f);
	search_keys_read(f);
}
