/*
 * Links: where they lead, from an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/link.h"

#include "base/map.h"
#include "indexer/path.h"
#include "indexer/url.h"
#include "indexer/url_decode.h"
#include "indexer/url_rule.h"
#include "text/address.h"

/* Names it an article by its file? */
static bool is_source(struct str target)
{
	static const struct str extensions[] = {
		STR_INIT("md"),
		STR_INIT("mdx"),
		STR_INIT("markdown"),
	};
	struct str extension;

	path_stem(path_last_part(&target), &extension);
	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]);
	     i++) {
		if (str_eq_nocase(extension, extensions[i]))
			return true;
	}
	return false;
}

/* Takes off query, fragment, and blanks at the ends. False when something
 * cannot stand in a URL, as in a template. */
static bool cut(struct str *target)
{
	enum { ENDS = 1, SPOILS };
	/* Control characters are not listed. */
	static const char kinds[256] = {
		['?'] = ENDS,	['#'] = ENDS,	 ['\\'] = SPOILS,
		['{'] = SPOILS, ['}'] = SPOILS,	 ['<'] = SPOILS,
		['>'] = SPOILS, [0x7f] = SPOILS,
	};

	size_t len = target->len;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)target->p[i];

		if (c >= ' ' && !kinds[c])
			continue;
		if (kinds[c] != ENDS)
			return false;
		len = i;
	}
	*target = str_trim(str_head(*target, len));
	return target->len > 0;
}

/* Makes a path of a folder and what a reference adds to it. */
static struct str join(struct str folder, struct str reference,
		       struct buf *path)
{
	buf_clear(path);
	buf_add_char(path, '/');
	buf_add_str(path, folder);
	if (folder.len)
		buf_add_char(path, '/');
	url_add_decoded(reference, path);
	if (!path->failed)
		url_rule_clean(SITE_GENERIC, path);
	return buf_view(path);
}

/* A page of this site, by its file: beside the article's, or below the content
 * ("@/a.md" in Zola, "/a.md" elsewhere). */
static void add_file(const struct article *article, const struct site *site,
		     struct str reference, struct buf *scratch, struct buf *out)
{
	/* Up to the id: the folder of the source. */
	struct str within =
		str_head(article->path, article->path.len - article->id.len);
	struct str folder = article->path, path, id;

	path_last_part(&folder);
	if (str_starts(reference, STR("@/")))
		reference = str_skip(reference, 1);
	if (str_starts(reference, STR("/"))) {
		folder = site->content_dir;
		reference = path_below(str_skip(reference, 1), folder);
	}
	path = str_skip(join(folder, reference, scratch), 1);
	id = str_starts(path, within) ? str_skip(path, within.len) : path;
	url_of_file(site, id, path, out);
}

bool link_resolve(struct str target, const struct article *article,
		  const struct site *site, struct buf *scratch, struct buf *out)
{
	struct str host, path, folder = STR_INIT("");

	if (!cut(&target))
		return false;
	if (address_split(target, &host, &path)) {
		if (host.len == 0)
			return false;
		if (!str_eq_nocase(host, site->host))
			buf_add_lower(out, host);
		buf_add_str(out, join(folder, path, scratch));
		return true;
	}
	if (address_scheme(target) > 0)
		return false;
	if (is_source(target)) {
		add_file(article, site, target, scratch, out);
		return true;
	}
	if (!str_starts(target, STR("/"))) {
		/* What is behind its last '/' names the page. */
		folder = article->url;
		path_last_part(&folder);
	}
	path = join(folder, target, scratch);
	if (!url_is_below(site->base_path, path))
		buf_add_str(out, site->base_path);
	buf_add_str(out, path);
	return true;
}

/* Adds a link unless one to that page is known. */
static void add(struct str link, struct map *keys, struct buf *key,
		struct arena *arena, struct article *article, struct str *links,
		struct err *err)
{
	size_t slash = str_find(link, '/');
	struct map_entry *entry;

	buf_clear(key);
	address_link(str_head(link, slash), str_skip(link, slash), key);
	if (buf_check(key, err))
		return;
	entry = map_put(keys, buf_view(key), err);
	if (!entry || entry->value)
		return;
	entry->value = 1;
	link = arena_copy(arena, link);
	/* The map views its keys. */
	entry->key = str_eq(link, buf_view(key))
			     ? link
			     : arena_copy(arena, buf_view(key));
	links[article->link_count++] = link;
}

int link_read(const struct str *targets, size_t count, const struct site *site,
	      struct arena *arena, struct article *article, struct err *err)
{
	struct str *links = arena_array(arena, count, sizeof(*links));
	struct buf link = BUF_INIT, key = BUF_INIT, scratch = BUF_INIT;
	struct map keys = MAP_INIT;

	article->links = links;
	article->link_count = 0;
	for (size_t i = 0; links && i < count && !err->code; i++) {
		buf_clear(&link);
		if (link_resolve(targets[i], article, site, &scratch, &link) &&
		    !buf_check(&scratch, err) && !buf_check(&link, err))
			add(buf_view(&link), &keys, &key, arena, article, links,
			    err);
	}
	map_release(&keys);
	buf_release(&link);
	buf_release(&key);
	buf_release(&scratch);
	return err->code ? (int)err->code : arena_check(arena, err);
}
