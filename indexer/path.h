/*
 * What the path of an article says: its title.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An id is a path below a source, '/' between its parts. A file named index,
 * _index or README stands for the folder that it is in.
 *
 * Threads: pure functions. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_INDEXER_PATH_H
#define PRESSMARK_INDEXER_PATH_H

#include "base/arena.h"
#include "base/str.h"

/* "2025-10-26-rising-ties.md" -> "Rising ties". */
struct str path_title(struct str id, struct arena *arena);

#endif
