/*
 * Watching: an index that follows its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Brings the index up to date, and then again whenever something below its
 * sources has changed, or the configuration, until it is told to stop. Between
 * the updates the lock is free: other runs on the index may come and go. Where
 * the system cannot tell of changes, they are looked for every few seconds.
 *
 * Threads: one at a time in a process, which must be the one that signals are
 * delivered to: while it waits, a signal wakes it up.
 */
#ifndef PRESSMARK_INDEXER_WATCH_H
#define PRESSMARK_INDEXER_WATCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "indexer/build.h"
#include "indexer/config.h"

struct watch_request {
	const char *folder; /* the index folder */
	/* Asked before each update: reads the configuration anew into *config,
	 * and says what is to be done. The first update alone rebuilds, and
	 * waits for the lock. What it makes may live in the arena. An error of
	 * the first time ends the watch; later the index stays as it is until
	 * another change. */
	int (*prepare)(struct config *config, struct build_request *request,
		       struct arena *arena, void *payload, struct err *err);
	/* Told of each update that was done, the first with is_first. An error
	 * ends the watch. */
	int (*done)(const struct build_report *report, bool is_first,
		    void *payload, struct err *err);
	/* Told why an update was not done, once for each reason: the index is
	 * as it was. */
	void (*failed)(const char *why, void *payload);
	/* Told that it watches, and, if it cannot but look again and again,
	 * why: else NULL. */
	void (*watching)(const char *why, void *payload);
	bool (*stopped)(void *payload);
	void *payload;
};

/* Watches until `stopped` says so, then returns 0; all that was reported is on
 * disk, and what was not is as before. Otherwise what build_run returns for the
 * first update; ERR_MEMORY, and ERR_FORMAT (a newer program took the index
 * over), at any time. */
int watch_run(const struct watch_request *request, struct err *err);

#endif
