/*
 * The URL that an article's path gives it, by the rules of each generator.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_rule.h"

#include "base/glob.h"
#include "indexer/path.h"
#include "indexer/url_other.h"
#include "indexer/url_pattern.h"
#include "indexer/url_slug.h"

#include <string.h>

/* Jekyll's permalink styles (docs/_data/permalinks.yml). */
static const struct {
	struct str name, pattern;
} styles[] = {
	{ STR_INIT("date"),
	  STR_INIT("/:categories/:year/:month/:day/:title:output_ext") },
	{ STR_INIT("pretty"),
	  STR_INIT("/:categories/:year/:month/:day/:title/") },
	{ STR_INIT("ordinal"),
	  STR_INIT("/:categories/:year/:y_day/:title:output_ext") },
	{ STR_INIT("weekdate"),
	  STR_INIT("/:categories/:year/W:week/:short_day/:title:output_ext") },
	{ STR_INIT("none"), STR_INIT("/:categories/:title:output_ext") },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct str style_pattern(struct str style)
{
	for (size_t i = 0; i < COUNT(styles); i++) {
		if (str_eq(styles[i].name, style))
			return styles[i].pattern;
	}
	return style;
}

bool url_is_style(struct str name)
{
	return !str_eq(style_pattern(name), name);
}

/* What Jekyll's pages and collections end in, given the site's permalink. */
static struct str suffix(struct str style)
{
	if (str_eq(style, STR("pretty")) || str_eq(style, STR("ordinal")) ||
	    str_eq(style, STR("weekdate")))
		return STR("/");
	if (str_eq(style, STR("date")) || str_eq(style, STR("none")) ||
	    str_ends(style, STR(":output_ext")))
		return STR(".html");
	return str_ends(style, STR("/")) ? STR("/") : STR("");
}

/* Jekyll: posts have the site's pattern, all else the end of its style. */
static bool add_jekyll(const struct url_page *page, struct str style,
		       struct buf *out)
{
	if (page->kind == URL_POST)
		return url_pattern_expand(page, style_pattern(style), out);
	if (page->kind == URL_COLLECTED)
		url_add_part(page->collection, out);
	url_add_part(page->folder, out);
	if (page->is_index) {
		buf_add_char(out, '/');
	} else {
		url_add_part(page->name, out);
		buf_add_str(out, suffix(style));
	}
	return true;
}

/* Hugo: the whole path sanitized and in lower case. */
static void add_hugo(const struct url_page *page, struct buf *out)
{
	struct str folder = page->folder;
	struct str last = page->is_index ? STR("") : page->name;

	if (page->is_index && page->slug.len > 0)
		path_last_part(&folder);
	if (page->slug.len > 0)
		last = page->slug;
	url_add_language(page, out);
	buf_add_char(out, '/');
	slug_hugo(folder, out);
	buf_add_char(out, '/');
	slug_hugo(last, out);
	buf_add_char(out, '/');
}

/* The path as it is; a slug stands for its last part. */
static void add_plain(const struct url_page *page, bool has_slug,
		      struct buf *out)
{
	struct str folder = page->folder;
	struct str last = page->is_index ? STR("") : page->name;

	if (has_slug && page->is_index)
		path_last_part(&folder);
	if (has_slug)
		last = page->slug;
	url_add_language(page, out);
	url_add_part(folder, out);
	url_add_part(last, out);
	buf_add_char(out, '/');
}

/* The first of the site's patterns that is for this article, or NULL. */
static const struct site_url *find_pattern(const struct url_page *page)
{
	for (size_t i = 0; i < page->site->url_count; i++) {
		const struct site_url *url = &page->site->urls[i];

		if (glob_match(url->glob, page->article->id))
			return url;
	}
	return NULL;
}

/* By a pattern; false when it asks for a date that there is not. Jekyll's
 * `permalink` for the whole site is for posts, and a style for all else. */
static bool add_pattern(const struct url_page *page, const struct site_url *url,
			struct buf *out)
{
	size_t start = out->len;
	bool is_whole;

	if (page->site->preset != SITE_JEKYLL)
		is_whole = url_pattern_expand(page, style_pattern(url->pattern),
					      out);
	else if (str_eq(url->glob, STR("**")))
		is_whole = add_jekyll(page, url->pattern, out);
	else
		is_whole = url_pattern_expand(page, style_pattern(url->pattern),
					      out);
	if (!is_whole)
		out->len = start;
	return is_whole;
}

/* Jekyll's own; a draft may be without a date. */
static void add_default_jekyll(const struct url_page *page, struct buf *out)
{
	size_t start = out->len;

	if (add_jekyll(page, STR("date"), out))
		return;
	out->len = start;
	add_jekyll(page, STR("none"), out);
}

bool url_rule_apply(const struct url_page *page, struct buf *out,
		    bool *by_pattern)
{
	const struct site_url *url = find_pattern(page);

	*by_pattern = true;
	if (url && add_pattern(page, url, out))
		return true;
	*by_pattern = false;
	switch (page->site->preset) {
	case SITE_JEKYLL:
		*by_pattern = page->kind == URL_POST;
		add_default_jekyll(page, out);
		break;
	case SITE_HUGO:
		add_hugo(page, out);
		break;
	case SITE_ELEVENTY:
		add_plain(page, false, out);
		break;
	case SITE_ZOLA:
		url_zola(page, out);
		break;
	case SITE_ASTRO:
		url_astro(page, out);
		break;
	case SITE_DOCUSAURUS:
		url_docusaurus(page, out);
		break;
	case SITE_MDBOOK:
		url_mdbook(page, out);
		break;
	default:
		add_plain(page, page->slug.len > 0, out);
		break;
	}
	return !url;
}

/* Jekyll's sanitize_url: ".." becomes '/', "./" goes, '/' is not repeated. */
static void clean_jekyll(struct buf *path)
{
	size_t kept = 0;

	for (size_t i = 0; i < path->len;) {
		struct str rest = str_skip(buf_view(path), i);

		if (str_starts(rest, STR(".."))) {
			path->p[kept++] = '/';
			i += 2;
			continue;
		}
		path->p[kept++] = path->p[i++];
	}
	path->len = kept;
	kept = 0;
	for (size_t i = 0; i < path->len; i++) {
		if (path->p[i] == '.' && i + 1 < path->len &&
		    path->p[i + 1] == '/') {
			i++;
			continue;
		}
		if (path->p[i] == '/' && kept > 0 && path->p[kept - 1] == '/')
			continue;
		path->p[kept++] = path->p[i];
	}
	path->len = kept;
}

/* Are all parts of a path to stay, as mostly? */
static bool is_plain(struct str path)
{
	for (size_t i = 0; i + 1 < path.len; i++) {
		if (path.p[i] == '/' &&
		    (path.p[i + 1] == '/' || path.p[i + 1] == '.'))
			return false;
	}
	return true;
}

/* RFC 3986, 5.2.4, and no empty parts. */
static void clean_parts(struct buf *path)
{
	size_t kept = 0;

	if (is_plain(buf_view(path)))
		return;
	for (size_t i = 0; i < path->len;) {
		struct str rest = str_skip(buf_view(path), i + 1);
		struct str part = str_head(rest, str_find(rest, '/'));
		bool is_last = part.len == rest.len;

		i += part.len + 1;
		if (str_eq(part, STR(".."))) {
			while (kept > 0 && path->p[--kept] != '/')
				;
		} else if (part.len > 0 && !str_eq(part, STR("."))) {
			path->p[kept++] = '/';
			memmove(path->p + kept, part.p, part.len);
			kept += part.len;
			continue;
		}
		if (is_last)
			path->p[kept++] = '/';
	}
	path->len = kept;
}

void url_rule_clean(enum site_preset preset, struct buf *path)
{
	if (path->failed || path->len == 0 || path->p[0] != '/')
		BUG("a path without '/' in front");
	if (preset == SITE_JEKYLL)
		clean_jekyll(path);
	else
		clean_parts(path);
	if (path->len == 0)
		buf_add_char(path, '/');
}

bool url_has_extension(struct str path)
{
	struct str name = path_last_part(&path);
	size_t dot = str_find(name, '.');

	return dot > 0 && dot + 1 < name.len;
}

bool url_is_below(struct str base, struct str path)
{
	return str_starts(path, base) &&
	       (path.len == base.len || path.p[base.len] == '/');
}
