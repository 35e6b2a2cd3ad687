/*
 * What the path of an article says to the rules that make URLs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_page.h"

#include "indexer/path.h"
#include "indexer/url_slug.h"

/* The number of digits at the front, at most max. */
static size_t digits(struct str s, size_t max)
{
	size_t n = 0;

	while (n < s.len && n < max && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* The length of a date in front of a name with the '-' behind it, or 0. Jekyll
 * takes short years, months and days too. */
static size_t dated(struct str name, bool is_jekyll)
{
	static const size_t least[2][3] = { { 4, 2, 2 }, { 2, 1, 1 } };
	static const size_t most[3] = { 4, 2, 2 };
	size_t at = 0;

	for (size_t i = 0; i < 3; i++) {
		size_t n = digits(str_skip(name, at), most[i]);

		at += n;
		if (n < least[is_jekyll][i] || at == name.len ||
		    name.p[at] != '-')
			return 0;
		at++;
	}
	return at < name.len ? at : 0;
}

void url_add_part(struct str part, struct buf *out)
{
	buf_add_char(out, '/');
	buf_add_str(out, part);
}

void url_add_language(const struct url_page *page, struct buf *out)
{
	if (page->lang.len == 0 || str_eq_nocase(page->lang, page->site->lang))
		return;
	buf_add_char(out, '/');
	slug_lower(page->lang, out);
}

static bool is_index(enum site_preset preset, struct str name,
		     struct str folder)
{
	switch (preset) {
	case SITE_JEKYLL:
		return str_eq(name, STR("index"));
	case SITE_ELEVENTY:
		return str_eq(name, STR("index")) ||
		       (folder.len > 0 &&
			str_eq(name, path_last_part(&folder)));
	case SITE_HUGO:
	case SITE_ZOLA:
		return str_eq(name, STR("index")) ||
		       str_eq(name, STR("_index"));
	default:
		return str_eq(name, STR("index")) ||
		       str_eq(name, STR("_index")) ||
		       str_eq(name, STR("README"));
	}
}

/* Where a whole part of a path is, or its length. */
static size_t find_part(struct str path, struct str part)
{
	for (size_t at = 0; at < path.len;) {
		struct str rest = str_skip(path, at);
		size_t end = str_find(rest, '/');

		if (str_eq(str_head(rest, end), part))
			return at;
		at += end + 1;
	}
	return path.len;
}

/* Jekyll's posts, drafts and collections. */
static void find_kind(struct url_page *page)
{
	static const struct str names[] = { STR_INIT("_posts"),
					    STR_INIT("_drafts") };
	struct str folder = page->folder;
	size_t end = str_find(folder, '/');

	for (size_t i = 0; i < 2; i++) {
		size_t at = find_part(folder, names[i]);

		if (at == folder.len)
			continue;
		page->kind = URL_POST;
		page->collection = STR("posts");
		page->before = str_head(folder, at ? at - 1 : 0);
		page->folder = str_skip(folder, at + names[i].len + 1);
		return;
	}
	if (folder.len > 1 && folder.p[0] == '_') {
		page->kind = URL_COLLECTED;
		page->collection = str_make(folder.p + 1, end - 1);
		page->folder = str_skip(folder, end + 1);
	}
}

void url_page_read(const struct site *site, const struct article *article,
		   struct url_page *out)
{
	struct str folder = path_below(article->path, site->content_dir);
	struct str extension, rest;

	*out = (struct url_page){ .site = site, .article = article };
	out->name = path_stem(path_last_part(&folder), &extension);
	out->folder = folder;
	rest = path_stem(out->name, &extension);
	if (site_language(site, extension).len > 0) {
		out->name = rest;
		out->lang = extension;
	}
	if (site->preset == SITE_JEKYLL)
		find_kind(out);
	out->undated = str_skip(out->name,
				dated(out->name, site->preset == SITE_JEKYLL));
	out->is_index = out->kind == URL_PAGE &&
			is_index(site->preset, out->name, out->folder);
}
