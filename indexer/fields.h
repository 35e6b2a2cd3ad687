/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A key whose value is nothing (null, blank, an empty list) is not set. Of
 * several keys for a field the first that is set counts. A key is looked for
 * in the front matter, there in `params`, `extra` and `taxonomies` too (Hugo,
 * Zola), then in the site's defaults for this article.
 *
 * fields_read asks the other readers, each of which sets its part of
 * struct article: names.h tags and authors, when.h dates, hidden.h what hides
 * it, url.h addresses, lang.h its language, extra.h all other keys.
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
	const struct article_origin *origin;
	const struct site *site; /* the origin's, or site_generic */
	struct warnings *warnings;
	struct arena *arena;
	struct article *out;
	/* Those of the site's defaults that hold for the article; the first
	 * that has a key counts. */
	const struct site_default *const *defaults;
	size_t default_count;
};

/* Is there a value: not null, not blank, not an empty list or map? */
bool fields_is_set(const struct front_node *node);

/* Is it true or false, not in quotes? Some keys for text are switched off by
 * such a value: image: false. */
bool fields_is_switch(const struct front_node *node);

/* The value of a key, or NULL when it is not set; *from (not NULL) then says
 * where it is. A '.' in the key leads into a map: "sidebar.order". */
const struct front_node *fields_get(const struct fields *f, const char *key,
				    struct article_from *from);

/* The node of a scalar, or of the first of these keys of a map that is one;
 * NULL when there is none. */
const struct front_node *fields_scalar(const struct front_node *node,
				       const char *const *keys, size_t count);

/* The same as text; the empty view when there is none. */
struct str fields_text(const struct front_node *node, const char *const *keys,
		       size_t count);

/* The first of these keys that holds text, as one line of at most max bytes;
 * the field's `from` is set. Those that hold a list or a map are warned of. */
struct str fields_line(struct fields *f, enum article_field field,
		       const char *const *keys, size_t count, size_t max);

/* May a page link to it: no scheme (a path), or http or https? */
bool fields_is_link(struct str url);

/* Sets all that the front matter, the site's defaults and the origin say; what
 * the body says is left to the caller. */
void fields_read(const struct front_node *front,
		 const struct article_origin *origin, struct warnings *warnings,
		 struct article *out);

#endif
