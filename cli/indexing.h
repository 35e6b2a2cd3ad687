/*
 * What `pressmark index` does with its options, and says of a run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_INDEXING_H
#define PRESSMARK_CLI_INDEXING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "cli/checks.h"
#include "cli/progress.h"
#include "indexer/build.h"
#include "indexer/config.h"

struct index_args {
	const char *index;
	bool rebuild, dry_run, verify, watch, strict, check, force;
	bool drafts, future, is_public, git;
	const char *preset;
	unsigned int wait, jobs;
	bool quiet, verbose, help;
};

/* The command while it runs, which is the payload of its callbacks. */
struct indexing {
	const struct index_args *args;
	const char *folder; /* the index folder */
	char **sources;	    /* of the command line */
	size_t source_count;
	struct progress progress;
	struct checks checks;
	bool (*interrupted)(void *payload);
	/* With --watch: what was said of articles in the last update and in
	 * this one, in turn, so that it is said once. */
	struct map said[2];
	struct arena said_arena[2];
	bool said_turn;
};

/* Reads the configuration and sets a request by it and by the options. Both
 * live in the arena. `payload` is the struct indexing (watch_request.prepare).
 * ERR_USAGE, and as config_load. */
int indexing_prepare(struct config *config, struct build_request *request,
		     struct arena *arena, void *payload, struct err *err);

/* Appends "indexed 4061 articles (12 new, 3 changed) in 1.2 s" and a line
 * feed. */
void indexing_line(const struct indexing *indexing,
		   const struct build_report *report, struct buf *out);

/* Says what a run has done. The exit status; ERR_IO, ERR_MEMORY. */
int indexing_finish(const struct indexing *indexing,
		    const struct build_report *report, struct err *err);

/* Runs, and runs again whenever articles have changed, until it is interrupted;
 * EXIT_DONE. As watch_run. */
int indexing_watch(struct indexing *indexing, struct err *err);

#endif
