/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A key whose value is nothing (null, blank, an empty list) is not set. Of
 * several keys for a field the first that is set counts. A key is looked for
 * in the front matter, there in `params` and `extra` too, then in the site's
 * defaults.
 *
 * fields_read asks the other readers, each of which sets its part of
 * struct article: names.h tags and authors, when.h dates, hidden.h what hides
 * it, url.h addresses, extra.h all other keys.
 *
 * Threads: pure. Memory: results live in the arena of the warnings.
 */
#ifndef PRESSMARK_INDEXER_FIELDS_H
#define PRESSMARK_INDEXER_FIELDS_H

#include "indexer/article.h"
#include "indexer/front.h"
#include "indexer/warnings.h"

/* What the readers of fields share. */
struct fields {
	const struct front_node *front; /* a FRONT_MAP, may be empty */
	const struct site *site;
	struct warnings *warnings;
	struct arena *arena;
	struct article *out;
};

/* Is there a value: not null, not blank, not an empty list or map? */
bool fields_is_set(const struct front_node *node);

/* The value of a key, or NULL when it is not set; *from (not NULL) then says
 * where it is. */
const struct front_node *fields_get(const struct fields *f, const char *key,
				    struct article_from *from);

/* The text of a node, or of the first of these keys of a map that has text;
 * the empty view when there is none. */
struct str fields_text(const struct front_node *node, const char *const *keys,
		       size_t count);

/* Sets all that the front matter, the site's defaults and the path say; what
 * the body says is left to the caller. */
void fields_read(const struct front_node *front, const struct site *site,
		 struct warnings *warnings, struct article *out);

#endif
