/*
 * git: which commits changed which files, as `git log` tells it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The program is run without a shell, and without the variables that lead it
 * to another repository. It asks for nothing on the terminal, and a repository
 * cannot make it run or fetch anything: signatures are not checked, and a
 * partial clone is not completed.
 *
 * Threads: one at a time. Memory: what is passed to `take` lives during the
 * call.
 */
#ifndef PRESSMARK_INDEXER_GIT_H
#define PRESSMARK_INDEXER_GIT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct git_log {
	const char *folder; /* in a repository */
	const char *path;   /* below the folder; "." for all of it */
	/* Given what git prints, in pieces of any size. Each part of it ends
	 * in a NUL. A commit begins with one that is '/', its author's date in
	 * seconds since 1970, a blank, and "grafted" if what was before it is
	 * not there (a shallow clone); then come the paths that it changed,
	 * from the folder, the first with a LF in front. No path begins with
	 * '/'. Merges are not among the commits. */
	void (*take)(struct str piece, void *payload);
	/* Asked when a signal comes: true ends the run. May be NULL. */
	bool (*interrupted)(void *payload);
	void *payload;
};

/* Positive outcomes. */
#define GIT_FAILED  1 /* there is no git, or it failed: *reason says why */
#define GIT_STOPPED 2 /* interrupted */

/* Room for a reason with its NUL; it is one line, of any bytes. */
#define GIT_REASON_SIZE 256

/* Runs `git log`. What was taken is all there is only when 0 is returned.
 * ERR_IO, ERR_MEMORY. */
int git_log(const struct git_log *log, char reason[GIT_REASON_SIZE],
	    struct err *err);

#endif
