/*
 * When: the dates of an article, from its keys and from its path.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/when.h"

#include <string.h>

#include "base/utf8.h"
#include "indexer/path.h"

/* How much of a value a message repeats. */
#define QUOTED_BYTES 60

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void when_read(struct fields *f)
{
	struct article_from *from = &f->out->from[ARTICLE_DATE];
	struct date *out = &f->out->date;
	static const char *const keys[] = { "date",	   "pubDate",
					    "publishDate", "pubdate",
					    "published",   "created" };
	const struct front_node *seen[COUNT(keys)];

	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct front_node *node = fields_get(f, keys[i], from);
		bool is_known = false;

		/* Case is ignored: pubDate and pubdate may be one key. */
		for (size_t j = 0; j < i; j++)
			is_known = is_known || seen[j] == node;
		seen[i] = node;
		if (!node || is_known)
			continue;
		if (node->kind == FRONT_SCALAR &&
		    date_parse(node->value, out)) {
			if (out->is_epoch)
				warnings_add(f->warnings, node->line,
					     node->column, "epoch-date",
					     "'%s' is a bare number, read as "
					     "Unix time",
					     keys[i]);
			return;
		}
		/* For some generators it says whether, not when. */
		if (!strcmp(keys[i], "published"))
			continue;
		warnings_add(f->warnings, node->line, node->column, "bad-date",
			     "'%.*s' is not a date; write it as 2025-10-26",
			     STR_ARG(utf8_head(node->value, QUOTED_BYTES)));
	}
	*from = (struct article_from){ .rule = ARTICLE_BY_NOTHING };
	if (path_date(f->out->id, out))
		from->rule = ARTICLE_BY_PATH;
}
