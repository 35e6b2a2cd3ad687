/*
 * The index folder: which database in it is the current one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An index folder (".pressmark") holds generations, each a database of its
 * own (g-000001, g-000002, ...), and the file `current` that names one. A new
 * generation is made whole beside the old ones and then published by an
 * atomic replacement of that file, so a reader sees the one or the other.
 * `current` is one line, "auto g-000042", which makes it a stub database that
 * libxapian's own tools open too; it is read and checked here, and never
 * given to libxapian.
 *
 * A reader may find that the generation it was about to open has just been
 * removed by a writer: it then reads `current` again (query/index.c).
 *
 * Threads: no state.
 */
#ifndef PRESSMARK_TEXT_FOLDER_H
#define PRESSMARK_TEXT_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define FOLDER_NAME ".pressmark"

/* Finds the index folder: `given` if not NULL, else $PRESSMARK_INDEX as
 * passed in `env` (NULL or "" = unset), else the nearest FOLDER_NAME in
 * `start` or above. Appends the path to out. FOLDER_ABSENT when the search
 * upwards found none (out is then start/FOLDER_NAME); ERR_IO. */
#define FOLDER_ABSENT 1
int folder_find(const char *given, const char *env, const char *start,
		struct buf *out, struct err *err);

/* Reads `current`: the number of the published generation. ERR_NOINDEX when
 * the folder or the file is absent, ERR_CORRUPT when it holds anything else
 * than what folder_publish writes, ERR_IO. */
int folder_current(const char *folder, uint32_t *generation, struct err *err);

/* Appends the path of `current`, which a publication replaces. */
void folder_current_path(const char *folder, struct buf *out);

/* Appends the path of a generation's database. */
void folder_generation_path(const char *folder, uint32_t generation,
			    struct buf *out);

/* Is this the name of a generation (g-000042)? Sets its number. */
bool folder_is_generation(const char *name, uint32_t *generation);

/* Reads the list of sources that an index remembers (SCHEMA_META_SOURCES): a
 * varint count, then fields. No bytes at all are an empty list. The views are
 * into `kept`. ERR_CORRUPT, ERR_MEMORY. */
int folder_read_sources(struct str kept, struct arena *arena,
			const struct str **out, size_t *count, struct err *err);

/* The absolute path of a remembered source: `source` itself, or below `base`,
 * the absolute path of the folder that holds the index folder. */
int folder_join_source(struct str base, struct str source, struct arena *arena,
		       struct str *out, struct err *err);

/* path as an absolute one, starting from the folder `base`, which is
 * absolute; "." and ".." are resolved by name. A NULL pointer when the arena
 * is full. */
struct str folder_absolute(struct str base, struct str path,
			   struct arena *arena);

/* Makes a generation, which must be whole and synced, the current one. */
int folder_publish(const char *folder, uint32_t generation, struct err *err);

#endif
