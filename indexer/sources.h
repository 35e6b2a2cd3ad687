/*
 * Sources: the folders that an index is made from, as it remembers them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A source inside the folder that holds the index folder is kept relative to
 * it ("content", "."), so that the whole may be moved; others absolute.
 *
 * Threads: no state. Memory: lists live in the arena given.
 */
#ifndef PRESSMARK_INDEXER_SOURCES_H
#define PRESSMARK_INDEXER_SOURCES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "text/folder.h"

struct sources {
	const char **paths; /* to open and to show, "./" never in front */
	size_t count;
	struct str kept; /* as the index remembers them: folder_read_sources */
};

/* Makes the list of `count` given paths; with none, of those remembered in
 * `kept` (may be empty), else of the folder that holds `folder`, or of the
 * current one if that is not named .pressmark. ERR_USAGE when a given one is
 * absent, ERR_IO, ERR_MEMORY. */
int sources_make(const char *folder, const char *const *given, size_t count,
		 struct str kept, struct arena *arena, struct sources *out,
		 struct err *err);

/* The absolute path, without symbolic links, NUL-terminated. ERR_USAGE when
 * there is nothing, ERR_IO, ERR_MEMORY. */
int sources_absolute(const char *path, struct arena *arena, struct str *out,
		     struct err *err);

/* The folder that holds the index folder (which need not exist), absolute.
 * ERR_USAGE when it is absent, ERR_IO, ERR_MEMORY. */
int sources_base(const char *folder, struct arena *arena, struct str *out,
		 struct err *err);

/* How to show, and open, an absolute path: from where we are, if it is below.
 * NUL-terminated. ERR_IO, ERR_MEMORY. */
int sources_shown(struct str path, struct arena *arena, struct str *out,
		  struct err *err);

#endif
