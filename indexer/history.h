/*
 * History: when the files of a scan were committed, for the first time and
 * for the last.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * By the dates of the commits' authors, as `git log` shows them: rebasing does
 * not change these. A file that was moved begins anew. Merges are not asked:
 * what they bring was committed before.
 *
 * Threads: one at a time. Memory: bounded, whatever git prints.
 */
#ifndef PRESSMARK_INDEXER_HISTORY_H
#define PRESSMARK_INDEXER_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "indexer/scan.h"
#include "text/limits.h"

/* Told of a source whose articles get no dates from git, or not all, and why.
 */
typedef void (*history_problem_fn)(const char *source, const char *text,
				   void *payload);

struct history {
	struct scan *scan;	    /* in order of ids */
	const char *const *sources; /* the paths that were scanned */
	size_t source_count;
	history_problem_fn problem;
	bool (*interrupted)(void *payload); /* may be NULL */
	void *payload;
};

/* Sets git_first and git_last of the files, 0 for those that git does not
 * know, asking it once for each source that has files. That there is no git or
 * no repository is a problem that is told of, and no failure. Interrupted, it
 * ends early with 0. ERR_IO, ERR_MEMORY. */
int history_read(const struct history *history, struct err *err);

/* What git_log prints of one source, into the files of the scan. */
struct history_log {
	struct scan *scan;
	uint32_t source;
	int64_t seconds; /* of the commit at hand; 0: it does not count */
	bool is_shallow; /* there were commits that come after missing ones */
	bool is_long;	 /* the part at hand is too long to be of use */
	size_t len;
	char part[LIMIT_PATH_BYTES + 64]; /* at hand, as far as it came */
};

/* Takes any bytes, in pieces of any size. */
void history_take(struct history_log *log, struct str piece);

#endif
