/*
 * Where an article is on its site: its URL, and those it had before.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url.h"

#include "base/utf8.h"
#include "indexer/clean.h"
#include "indexer/path.h"
#include "indexer/path_date.h"
#include "indexer/url_decode.h"
#include "indexer/url_page.h"
#include "indexer/url_pattern.h"
#include "indexer/url_rule.h"
#include "text/address.h"
#include "text/limits.h"

#include <string.h>

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The keys that are a whole URL, for each preset. */
static const struct {
	enum site_preset preset;
	const char *key;
} keys[] = {
	{ SITE_GENERIC, "permalink" }, { SITE_GENERIC, "url" },
	{ SITE_GENERIC, "path" },      { SITE_JEKYLL, "permalink" },
	{ SITE_HUGO, "url" },	       { SITE_ELEVENTY, "permalink" },
	{ SITE_ZOLA, "path" },
};

static bool contains(struct str s, const char *needle)
{
	struct str n = str_of(needle);

	for (; s.len >= n.len; s = str_skip(s, 1)) {
		if (str_starts(s, n))
			return true;
	}
	return false;
}

/* A value that may be the address of a page here. */
struct address {
	struct fields *f;
	const struct url_page *page;
	const struct front_node *node;
	const char *key;
	struct str text;
	bool is_whole; /* with the base path, as it had a host */
};

static bool refuse(const struct address *a, const char *why)
{
	warnings_add(a->f->warnings, a->node->line, a->node->column, "bad-url",
		     "'%s' is '%.*s', %s", a->key,
		     STR_ARG(utf8_head(a->text, QUOTED_BYTES)), why);
	return false;
}

/* Takes scheme and host off an address of this site. Those of other sites are
 * no fault: articles say there what they are about. */
static bool take_host(struct address *a)
{
	size_t scheme = address_scheme(a->text);
	struct str s = str_skip(a->text, scheme), host = a->page->site->host;
	struct str found;

	if (scheme > 0 &&
	    !str_eq_nocase(str_head(a->text, scheme), STR("http:")) &&
	    !str_eq_nocase(str_head(a->text, scheme), STR("https:")))
		return refuse(a, "which is no address of a page");
	if (!str_starts(s, STR("//")))
		return scheme == 0 || refuse(a, "which is no URL");
	s = str_skip(s, 2);
	found = str_head(s, str_find(s, '/'));
	if (host.len == 0 || !str_eq_nocase(found, host)) {
		warnings_note(a->f->warnings, a->node->line, a->node->column,
			      "foreign-url",
			      "'%s' leads to '%.*s', which is not this site "
			      "(base_url in pressmark.yaml)",
			      a->key, STR_ARG(utf8_head(found, QUOTED_BYTES)));
		return false;
	}
	a->text = str_skip(s, found.len);
	a->is_whole = true;
	return true;
}

/* What is behind the path is not where the page is. */
static void cut_query(struct address *a)
{
	struct str path = str_head(a->text, str_find(a->text, '?'));

	path = str_head(path, str_find(path, '#'));
	if (path.len < a->text.len && !a->is_whole)
		warnings_add(a->f->warnings, a->node->line, a->node->column,
			     "bad-url",
			     "'%s' is '%.*s': the page is at what is before "
			     "'%c'",
			     a->key, STR_ARG(utf8_head(a->text, QUOTED_BYTES)),
			     a->text.p[path.len]);
	a->text = path;
}

/* Do its ".." lead above the root? */
static bool leaves_root(struct str path)
{
	size_t depth = 0;

	while (path.len > 0) {
		struct str part = str_head(path, str_find(path, '/'));

		path = str_skip(path, part.len + 1);
		if (str_eq(part, STR("..")) && depth-- == 0)
			return true;
		depth += part.len > 0 && !str_eq(part, STR(".")) &&
			 !str_eq(part, STR(".."));
	}
	return false;
}

/* Browsers and generators stop at the root; so does the URL. */
static void warn_root(const struct address *a, struct str path)
{
	if (leaves_root(path))
		warnings_add(a->f->warnings, a->node->line, a->node->column,
			     "bad-url",
			     "'%s' is '%.*s', whose '..' lead out of the site",
			     a->key, STR_ARG(utf8_head(a->text, QUOTED_BYTES)));
}

/* Is the value text that can be part of an address? */
static bool check_text(struct address *a)
{
	a->text = clean_line(a->f->arena, a->node->value, LIMIT_PATH_BYTES);
	if (a->text.len == 0)
		return false;
	if (contains(a->text, "{{") || contains(a->text, "{%")) {
		warnings_add(a->f->warnings, a->node->line, a->node->column,
			     "template-url",
			     "'%s' is a template, which is not evaluated; the "
			     "URL is made without it",
			     a->key);
		return false;
	}
	/* Browsers take it for '/', and so for a host. */
	return !contains(a->text, "\\") || refuse(a, "which holds a backslash");
}

/* Is the value one that can be an address? */
static bool check(struct address *a)
{
	if (!check_text(a) || !take_host(a))
		return false;
	cut_query(a);
	return a->is_whole || a->text.len > 0;
}

/* What each generator does with the end of a URL that a key gives. */
static void finish_end(const struct url_page *page, struct buf *path)
{
	struct str view = buf_view(path);
	bool is_folder = str_ends(view, STR("/"));

	switch (page->site->preset) {
	case SITE_HUGO:
		if (!is_folder && !url_has_extension(view))
			buf_add_char(path, '/');
		break;
	case SITE_ZOLA:
		if (!is_folder && !str_ends(view, STR(".html")))
			buf_add_char(path, '/');
		break;
	case SITE_ELEVENTY:
		if (str_ends(view, STR("/index.html")))
			path->len -= sizeof("index.html") - 1;
		break;
	default:
		break;
	}
}

/* Is it one line of clean text, without blanks at its ends? */
static bool is_plain(struct str url)
{
	return clean_extent(url) == url.len && str_find(url, '\n') == url.len &&
	       str_find(url, '\t') == url.len && str_trim(url).len == url.len;
}

/* Adds a URL of the site, the base path in front. A generic site may have
 * written that itself. */
static void add_based(const struct site *site, struct str url, struct buf *out)
{
	if (site->preset != SITE_GENERIC || !url_is_below(site->base_path, url))
		buf_add_str(out, site->base_path);
	buf_add_str(out, url);
}

/* The finished path as text: cleaned, the base path in front. */
static struct str finish(struct fields *f, const struct url_page *page,
			 struct buf *path, bool is_whole)
{
	const struct site *site = page->site;
	struct buf whole = BUF_INIT;
	struct str url;

	if (path->failed) {
		buf_release(path);
		return str_make(NULL, 0);
	}
	url_rule_clean(site->preset, path);
	url = buf_view(path);
	if (is_whole)
		buf_add_str(&whole, url);
	else
		add_based(site, url, &whole);
	url = utf8_head(buf_view(&whole), LIMIT_PATH_BYTES);
	/* Blanks of names stay as they are, unless there is worse. */
	if (is_plain(url))
		url = arena_copy(f->arena, url);
	else
		url = clean_line(f->arena, url, LIMIT_PATH_BYTES);
	buf_release(&whole);
	buf_release(path);
	return url;
}

/* The URL that a key gives; false when it gives none. */
static bool read_key(struct fields *f, struct url_page *page, const char *key)
{
	struct article_from *from = &f->out->from[ARTICLE_URL];
	struct address a = { .f = f, .page = page, .key = key };
	struct buf path = BUF_INIT;
	bool flag;

	a.node = fields_get(f, key, from);
	if (!a.node || (front_bool(a.node, &flag) && !a.node->quoted))
		return false;
	if (a.node->kind != FRONT_SCALAR) {
		warnings_add(f->warnings, a.node->line, a.node->column,
			     "bad-value", "'%s' is not text", key);
		return false;
	}
	if (!check(&a))
		return false;
	buf_add_char(&path, '/');
	if (contains(a.text, ":")) {
		struct buf expanded = BUF_INIT;
		bool is_whole = url_pattern_expand(page, a.text, &expanded);

		url_add_decoded(buf_view(&expanded), &path);
		buf_release(&expanded);
		if (!is_whole) {
			buf_release(&path);
			return refuse(&a, "but the article has no date");
		}
	} else {
		url_add_decoded(a.text, &path);
	}
	/* Jekyll writes such a page as a file of that name. */
	if (page->site->preset == SITE_JEKYLL && !contains(a.text, "/") &&
	    !url_has_extension(a.text))
		buf_add_str(&path, STR(".html"));
	warn_root(&a, buf_view(&path));
	finish_end(page, &path);
	f->out->url = finish(f, page, &path, a.is_whole);
	return true;
}

/* The slug; one that begins with '/' is a whole URL, as in Docusaurus. */
static bool read_slug(struct fields *f, struct url_page *page,
		      struct article_from *from)
{
	struct address a = { .f = f, .page = page, .key = "slug" };
	struct str slug;

	a.node = fields_get(f, "slug", from);
	if (page->site->preset == SITE_ELEVENTY || !a.node ||
	    a.node->kind != FRONT_SCALAR || !check_text(&a))
		return false;
	slug = a.text;
	if (str_starts(slug, STR("/")) &&
	    (page->site->preset == SITE_GENERIC ||
	     page->site->preset == SITE_DOCUSAURUS))
		return read_key(f, page, "slug");
	while (page->site->preset == SITE_HUGO && str_starts(slug, STR("-")))
		slug = str_skip(slug, 1);
	while (page->site->preset == SITE_HUGO && str_ends(slug, STR("-")))
		slug.len--;
	page->slug = slug;
	return false;
}

/* The id of a document of Docusaurus stands for its name. */
static void read_id(struct fields *f, struct url_page *page)
{
	struct article_from from;
	struct address a = { .f = f, .page = page, .key = "id" };

	a.node = fields_get(f, "id", &from);
	if (page->site->preset == SITE_DOCUSAURUS && a.node &&
	    a.node->kind == FRONT_SCALAR && !page->is_index && check_text(&a))
		page->doc_id = a.text;
}

static void read_rule(struct fields *f, struct url_page *page,
		      const struct article_from *slug)
{
	struct article_from *from = &f->out->from[ARTICLE_URL];
	struct buf path = BUF_INIT;
	bool by_pattern;

	buf_add_char(&path, '/');
	if (!url_rule_apply(page, &path, &by_pattern))
		warnings_note(f->warnings, 0, 0, "url-without-date",
			      "its URL pattern has a date and the article has "
			      "none; the URL is made from the path of the "
			      "file");
	*from = (struct article_from){ .rule = by_pattern ? ARTICLE_BY_PATTERN
							  : ARTICLE_BY_PATH };
	if (!by_pattern && page->slug.len > 0)
		*from = *slug;
	f->out->url = finish(f, page, &path, false);
}

static void read_url(struct fields *f, struct url_page *page)
{
	struct article_from slug;

	for (size_t i = 0; i < COUNT(keys); i++) {
		if (keys[i].preset == page->site->preset &&
		    read_key(f, page, keys[i].key))
			return;
	}
	read_id(f, page);
	if (!read_slug(f, page, &slug))
		read_rule(f, page, &slug);
}

/* Hugo's aliases that do not begin with '/' start beside the page. */
static void add_relative(const struct fields *f, const struct url_page *page,
			 struct buf *path)
{
	struct str url = f->out->url;

	if (!str_starts(url, page->site->base_path))
		return;
	url = str_skip(url, page->site->base_path.len);
	if (str_ends(url, STR("/")))
		url.len--;
	path_last_part(&url);
	buf_add_str(path, url);
	buf_add_char(path, '/');
}

static bool is_relative(enum site_preset preset, struct str path)
{
	if (preset == SITE_GENERIC)
		return str_starts(path, STR("./")) ||
		       str_starts(path, STR("../"));
	return preset == SITE_HUGO && !str_starts(path, STR("/"));
}

static bool is_known(const struct article *a, struct str url)
{
	for (size_t i = 0; i < a->alias_count; i++) {
		if (str_eq(a->aliases[i], url))
			return true;
	}
	return str_eq(a->url, url);
}

static void add_alias(struct fields *f, const struct url_page *page,
		      const struct front_node *node, const char *key,
		      struct str *aliases)
{
	struct address a = { .f = f, .page = page, .node = node, .key = key };
	struct buf path = BUF_INIT;
	struct str url;

	if (node->kind != FRONT_SCALAR || !check(&a) ||
	    f->out->alias_count == LIMIT_ALIASES)
		return;
	buf_add_char(&path, '/');
	if (!a.is_whole && is_relative(page->site->preset, a.text))
		add_relative(f, page, &path);
	url_add_decoded(a.text, &path);
	warn_root(&a, buf_view(&path));
	finish_end(page, &path);
	url = finish(f, page, &path, a.is_whole);
	if (url.len > 0 && !is_known(f->out, url))
		aliases[f->out->alias_count++] = url;
}

static void read_aliases(struct fields *f, const struct url_page *page)
{
	static const char *const names[] = { "aliases", "redirect_from" };
	struct article *out = f->out;
	struct article_from from;
	struct str *aliases =
		arena_array(f->arena, LIMIT_ALIASES, sizeof(*aliases));

	out->aliases = aliases;
	for (size_t i = 0; aliases && i < COUNT(names); i++) {
		const struct front_node *node = fields_get(f, names[i], &from);
		size_t before = out->alias_count;

		if (node && !aliases)
			aliases = arena_array(f->arena, LIMIT_ALIASES,
					      sizeof(*aliases));
		if (!node || !aliases)
			continue;
		out->aliases = aliases;
		if (node->kind == FRONT_SCALAR)
			add_alias(f, page, node, names[i], aliases);
		for (size_t k = 0; node->kind == FRONT_LIST && k < node->count;
		     k++)
			add_alias(f, page, &node->items[k], names[i], aliases);
		if (before == 0 && out->alias_count > 0)
			out->from[ARTICLE_ALIASES] = from;
	}
}

/* The folder that it is listed in. */
static void read_section(struct fields *f, const struct url_page *page)
{
	struct str folder = page->folder;
	struct buf path = BUF_INIT;

	if (page->kind == URL_POST)
		folder = page->before;
	else if (page->kind == URL_COLLECTED)
		buf_add_str(&path, page->collection);
	else if (page->site->preset == SITE_HUGO && page->is_index &&
		 str_eq(page->name, STR("index")))
		path_last_part(&folder);
	if (path.len > 0 && folder.len > 0)
		buf_add_char(&path, '/');
	buf_add_str(&path, folder);
	f->out->section_path =
		clean_line(f->arena, buf_view(&path), LIMIT_PATH_BYTES);
	buf_release(&path);
	if (f->out->section_path.len > 0)
		f->out->from[ARTICLE_SECTION].rule = ARTICLE_BY_PATH;
}

void url_read(struct fields *f)
{
	struct url_page page;

	url_page_read(f->site, f->out, &page);
	read_url(f, &page);
	read_aliases(f, &page);
	read_section(f, &page);
}

void url_of_file(const struct site *site, struct str id, struct str path,
		 struct buf *out)
{
	struct article article = { .id = id, .path = path };
	struct buf url = BUF_INIT;
	struct url_page page;
	bool by_pattern;

	path_date_of_name(path, site->preset, &article.date);
	url_page_read(site, &article, &page);
	buf_add_char(&url, '/');
	url_rule_apply(&page, &url, &by_pattern);
	if (!url.failed)
		url_rule_clean(site->preset, &url);
	add_based(site, buf_view(&url), out);
	if (url.failed)
		out->failed = url.failed;
	buf_release(&url);
}
