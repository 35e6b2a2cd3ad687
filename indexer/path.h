/*
 * Paths of articles: their parts, and the title that one says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An id is a path below a source, '/' between its parts. A file named index,
 * _index or README stands for the folder that it is in.
 *
 * Threads: pure functions. Memory: views of what is given; a title lives in
 * the arena.
 */
#ifndef PRESSMARK_INDEXER_PATH_H
#define PRESSMARK_INDEXER_PATH_H

#include "base/arena.h"
#include "base/str.h"
#include "indexer/site.h"

/* The part behind the last '/', which is taken off with the '/'. */
struct str path_last_part(struct str *path);

/* A name without its extension, which is set, without its dot, or empty: a
 * leading dot begins none. */
struct str path_stem(struct str name, struct str *extension);

/* A path without the folder in front of it; as it is when it is not in it. */
struct str path_below(struct str path, struct str folder);

/* The name that says something: the file's without its extension, or its
 * folder's. */
struct str path_telling_name(struct str id);

/* "2025-10-26-rising-ties.md" -> "Rising ties": without the date and the
 * language that the site takes from it. */
struct str path_title(struct str id, const struct site *site,
		      struct arena *arena);

#endif
