/*
 * The authors of a site: a data file of its generator's, by their keys.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A map from keys to `{name, url, ...}` or to a name, as Jekyll has it in
 * _data/authors.yml and Docusaurus in blog/authors.yml. Other members are not
 * looked at.
 *
 *	ret = authors_read(bytes, STR("authors.yml"), &arena, &authors, &err);
 *	author = authors_find(&authors, STR("ann"));
 *
 * Threads: read only once made. Memory: all of it lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_AUTHORS_H
#define PRESSMARK_INDEXER_AUTHORS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct authors_entry {
	struct str key;		   /* one line, as the file has it */
	struct str slug;	   /* folded as names are (fold_name) */
	struct str name;	   /* the key when there is none */
	struct str url;		   /* that a page may link to; else empty */
	unsigned int line, column; /* of the key; column 0: not known */
};

struct authors {
	struct str path;	       /* of the file, to show */
	struct str bytes;	       /* of the file, to be compared */
	struct authors_entry *entries; /* by slug, then key */
	const char **keys;	       /* of each; for opt_nearest */
	size_t count;
};

/* Reads the bytes of the file: TOML or JSON if its path ends so, else YAML.
 * ERR_INPUT when it is wrong, too much, or has a key twice, with the place:
 * "authors.yml:3:9: ..."; ERR_MEMORY, ERR_LIMIT (the arena's). */
int authors_read(struct str bytes, struct str path, struct arena *arena,
		 struct authors *out, struct err *err);

/* The author of exactly this key, else the first whose key is folded alike;
 * NULL when there is none, or no memory. O(log n). */
const struct authors_entry *authors_find(const struct authors *authors,
					 struct str key);

/* The key that is nearest to one of which there is no author, or NULL. O(n). */
const char *authors_nearest(const struct authors *authors, struct str key);

#endif
