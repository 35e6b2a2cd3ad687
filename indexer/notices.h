/*
 * Notices: what changes below the folders of articles, told by the system.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * By inotify(7), which tells of names in folders: each folder is watched, also
 * those that come later. Told is that something may have changed, not what is
 * there: who hears it looks. Files that are being written count once they are
 * closed.
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_INDEXER_NOTICES_H
#define PRESSMARK_INDEXER_NOTICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/config.h"

struct notices;

/* Positive outcome: the system cannot watch so much; *reason says why, and
 * what to do. */
#define NOTICES_NONE 1

/* Begins to watch these sources, but for the index folder, and the files that
 * the configuration was read from. ERR_IO (a source that is absent),
 * ERR_MEMORY. */
int notices_new(const char *const *sources, size_t count, const char *folder,
		const struct config *config, struct notices **out,
		struct str *reason, struct err *err);
void notices_free(struct notices *notices);

/* To be polled for input. */
int notices_fd(const struct notices *notices);

/* Takes all that has been told so far, without waiting for more. NOTICES_NONE
 * when a new folder is one too many to be watched; ERR_IO, ERR_MEMORY. */
int notices_take(struct notices *notices, struct str *reason, struct err *err);

/* What has been told since it was cleared. */
struct notices_told {
	bool is_any;
	bool is_whole; /* all that is below the sources must be looked at */
	/* The configuration, or a source as a whole: to be watched anew. */
	bool is_new;
	/* Else: paths below the only source, rising, none below another. */
	const struct str *touched;
	size_t count;
};

/* Views, until the next call of notices_take or notices_clear. ERR_MEMORY. */
int notices_told(struct notices *notices, struct notices_told *out,
		 struct err *err);
void notices_clear(struct notices *notices);

#endif
