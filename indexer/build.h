/*
 * Indexing: brings an index up to date with its folders. The indexer's face.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A run lists the articles, reads each, and compares its content hash with
 * what the index holds. Few changes become one transaction on the current
 * generation; many, or none to start from, become a new generation, built
 * beside the old one and published when it is whole. At every moment, a kill
 * or a loss of power leaves the last good index answering.
 *
 * Threads: one run at a time in a process; other processes are kept out by
 * the lock in the index folder.
 */
#ifndef PRESSMARK_INDEXER_BUILD_H
#define PRESSMARK_INDEXER_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/bulk.h"
#include "indexer/config.h"

/* What is wrong with a file: a warning, an error (much of it was not
 * understood), or why it was rejected. line and column are 0 where they are not
 * known. */
struct build_problem {
	const char *path; /* as the user gave the source, and below it */
	unsigned int line, column;
	struct str text;
	bool is_rejection;
	bool is_error;
	bool is_of_source; /* of a whole source, not of an article */
};

struct build_progress {
	size_t done, total; /* articles */
	uint64_t bytes;	    /* read so far */
};

struct build_request {
	const char *folder; /* the index folder; made when absent */
	/* Folders or files to index; none: those of the last run, else the
	 * folder that holds the index folder. */
	const char *const *sources;
	size_t source_count;
	/* What its owner says of the articles; preset_detect completes it.
	 * NULL: nothing, and no preset is looked for. */
	struct config *config;
	bool rebuild; /* from nothing */
	bool dry_run; /* say what would be done, change nothing */
	bool verify;  /* read also the files that look as they did */
	/* Not NULL: paths below the source, rising, none below another; nothing
	 * else has changed since the last run. If that knew other files,
	 * nothing is done and report->is_outdated set. */
	const struct str *touched;
	size_t touched_count;
	bool force; /* even if most of the index would be removed */
	/* A rejected article, or one of which much was not understood, fails
	 * the run: ERR_INPUT */
	bool strict;
	unsigned int wait_ms; /* for another writer, before ERR_LOCKED */
	enum bulk_way way;    /* in which a new generation is written */
	/* How many threads look at files, and make documents of them for a new
	 * generation; the result is the same. 0 or 1: this one does. */
	unsigned int jobs;
	/* Asked of a new generation before it becomes the current one: an index
	 * folder that holds nothing else. An error fails the run, which is
	 * returned; no generation is brought up to date in place. NULL: all
	 * are taken. */
	int (*check)(const char *folder, void *payload, struct err *err);
	void (*problem)(const struct build_problem *problem, void *payload);
	/* Told of the preset before articles are read, unless the index was
	 * made by it already, and how many files are left out. */
	void (*preset)(const struct config *config, size_t left_out,
		       void *payload);
	void (*progress)(const struct build_progress *progress, void *payload);
	/* Asked between articles: true ends the run, report->interrupted */
	bool (*interrupted)(void *payload);
	void *payload;
};

struct build_report {
	size_t articles; /* in the index after the run */
	size_t added, changed, removed;
	size_t moved; /* the same bytes under another path */
	size_t rejected;
	size_t kept;	 /* of the rejected: an older version stays */
	size_t warnings; /* and no errors */
	size_t flawed;	 /* errors of articles that are indexed all the same */
	/* Not searched, as a key says: all in the index, and those that are not
	 * in it since it is public. A dry run counts those that it reads. */
	size_t excluded;
	size_t hidden;	 /* left out, as the index is public */
	size_t left_out; /* files that are no articles by the configuration */
	uint64_t bytes;	 /* of source files read */
	bool rebuilt;	 /* a new generation was made */
	bool has_new_rules; /* so that all articles were read again */
	bool has_new_synonyms, has_new_ranking;
	bool is_outdated; /* more has changed than what was said to be */
	bool interrupted; /* stopped early, the index is as it was */
};

/* Runs. Rejected articles are no failure: they are reported and counted;
 * with `strict` the run fails once all are reported, with ERR_INPUT.
 * ERR_LOCKED, ERR_USAGE (a source that is absent, most of the index gone
 * without force), ERR_FORMAT (an index of a newer program), ERR_IO,
 * ERR_MEMORY, ERR_CORRUPT. On failure the index is as it was before. */
int build_run(const struct build_request *request, struct build_report *report,
	      struct err *err);

#endif
