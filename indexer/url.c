/*
 * Where an article is on its site: its URL, and those it had before.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url.h"

#include "indexer/clean.h"
#include "indexer/path.h"
#include "text/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool contains(struct str s, const char *needle)
{
	struct str n = str_of(needle);

	for (; s.len >= n.len; s = str_skip(s, 1)) {
		if (str_starts(s, n))
			return true;
	}
	return false;
}

/* A path of this site; patterns are for a generator to fill in, and what
 * begins with two slashes leads to another host. */
void url_read(struct fields *f)
{
	struct article *out = f->out;
	struct article_from *from = &out->from[ARTICLE_URL];
	static const char *const keys[] = { "permalink", "url" };

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = fields_get(f, keys[i], from);
		struct str url;

		if (!node || node->kind != FRONT_SCALAR)
			continue;
		url = clean_line(f->arena, node->value, LIMIT_PATH_BYTES);
		if (contains(url, "{{") || contains(url, "{%")) {
			warnings_add(f->warnings, node->line, node->column,
				     "template-url",
				     "'%s' is a template; the URL is made from "
				     "the path of the file",
				     keys[i]);
			continue;
		}
		if (!str_starts(url, STR("/")) || str_starts(url, STR("//")) ||
		    contains(url, ":") || contains(url, "\\"))
			continue;
		out->url = url;
		return;
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_PATH };
	out->url = path_url(out->id, f->arena);
}
