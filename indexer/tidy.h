/*
 * The index folder as its writer sees it: is it ours, what may go.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In it are `current`, `lock`, `sources`, `stamps`, generations (g-000042) and,
 * while a run works, tmp-PID. Nothing else is ever removed, and a folder that
 * holds anything else is not taken for an index folder.
 *
 * Threads: no state. All but tidy_check need the lock.
 */
#ifndef PRESSMARK_INDEXER_TIDY_H
#define PRESSMARK_INDEXER_TIDY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* May this folder be (or become) an index folder? An absent or empty one may.
 * ERR_USAGE names what it holds that is not ours; ERR_IO. */
int tidy_check(const char *folder, struct err *err);

/* The number for the next generation: after those of all that are there, as
 * `current` may be lost and a killed run may have left one. 1 when there is
 * none. ERR_IO, ERR_LIMIT. */
int tidy_next(const char *folder, uint32_t *out, struct err *err);

/* Appends the folder that this process works in: "folder/tmp-PID". */
void tidy_work_path(const char *folder, struct buf *out);

/* Removes all generations but the one to keep, and what killed runs left.
 * Failures are not reported: the next run tries again. */
void tidy_clean(const char *folder, uint32_t keep);

/* Undoes the making of the folder when it holds nothing but the lock: an
 * empty index folder would be found, and be no index. */
void tidy_undo(const char *folder);

/* Remembers the sources (as in SCHEMA_META_SOURCES) beside the database too,
 * so that a damaged index can be made anew from them. */
int tidy_write_sources(const char *folder, struct str kept, struct err *err);

/* What was remembered; empty when there is nothing. Lives in the arena. */
struct str tidy_read_sources(const char *folder, struct arena *arena);

#endif
