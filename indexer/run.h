/*
 * A run of the indexer: what its steps share. Private to indexer/.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build.c prepares a run, run.c makes documents of files, and build.c decides
 * between update.c (a transaction on the current generation) and fresh.c (a new
 * generation).
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_INDEXER_RUN_H
#define PRESSMARK_INDEXER_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/err.h"
#include "indexer/build.h"
#include "indexer/document.h"
#include "indexer/made.h"
#include "indexer/manifest.h"
#include "indexer/scan.h"
#include "indexer/sources.h"
#include "indexer/stamps.h"
#include "shim/xap.h"
#include "text/packed.h"

/* scan_file.state: what became of a file. */
enum run_state {
	RUN_UNKNOWN,  /* not looked at yet */
	RUN_SAME,     /* in the index with these bytes */
	RUN_NEW,      /* not in the index */
	RUN_CHANGED,  /* in the index with other bytes */
	RUN_GONE,     /* vanished since it was listed */
	RUN_REJECTED, /* cannot be indexed; an older version stays */
	RUN_HIDDEN,   /* hidden, and the index is public: it is not in it */
};

struct run {
	const struct build_request *request;
	struct build_report *report;

	struct arena arena; /* of the whole run */
	struct sources sources;
	struct scan scan;
	bool is_part;	      /* it was not listed anew as a whole */
	struct stamps stamps; /* of the last run */

	/* The index as it is; db is NULL when there is none to go by. */
	uint32_t generation;
	struct xap_db *db;
	struct manifest manifest;
	struct str kept; /* its remembered sources */
	struct str made; /* the rules that it was made by */
	struct str synonyms, weights;
	struct str dictionary;	   /* of its records */
	struct unpacker *unpacker; /* of run_unpack */

	const struct config *config;
	struct config defaults; /* where none is given */
	struct str rules;	/* preset, blank, config_reading */
	struct str ranking;	/* as ranking_write has it */
	bool is_fresh;		/* all are made: the old index does not count */
	bool reads_anew;	/* the index was made by other rules */
	int64_t now;		/* of the run, seconds since 1970 */
	struct map urls;	/* of this run, to the file + 1 of each */

	/* One article at a time. */
	struct document_maker *maker;
	struct made one;
	struct xap_doc *doc;
	size_t done;
};

/* Positive outcome of the calls below: this file gives no document. */
#define RUN_SKIP 1

/* Reads a file into run->one and sets its hash, which is one of all that its
 * article is made from, and its state: SAME, NEW or CHANGED and 0, or RUN_SKIP
 * with GONE or REJECTED (which was reported). */
int run_read(struct run *run, struct scan_file *file, struct err *err);

/* Likewise of a file that has been read elsewhere (made_read). */
int run_take_read(struct run *run, struct scan_file *file,
		  const struct made *made, struct err *err);

/* Sets what run_read would, but for a file that must be read all the same: of
 * one that looks as it did when it was read for the last time, so that its
 * bytes are the same. is_known tells. */
void run_recall(struct run *run, struct scan_file *file,
		const struct stamps_entry *known);

/* Makes run->one.document of the bytes that run_read read. Warnings are
 * reported. RUN_SKIP with state REJECTED when they are no article, with HIDDEN
 * when it has no place in a public index. */
int run_make(struct run *run, struct scan_file *file, struct err *err);

/* Likewise of what has been made elsewhere (made_article, made_document). */
int run_take_made(struct run *run, struct scan_file *file, struct made *made,
		  struct err *err);

/* Hides an article whose time has come or gone, or that says so now, if the
 * index is public: RUN_SKIP with state HIDDEN. What is wrong with it is found
 * when it is made. */
int run_look_hidden(struct run *run, struct scan_file *file);

/* Appends a record of the index as it is, unpacked. ERR_CORRUPT,
 * ERR_MEMORY. */
int run_unpack(struct run *run, struct str packed, struct buf *out,
	       struct err *err);

/* Reports an article that is shown where another is, by its URL; both can be
 * found. ERR_MEMORY, and as xap_search. */
int run_check_url(struct run *run, const struct scan_file *file,
		  const struct article *article, struct err *err);

/* Reports a problem to whom the request names, if to anyone. */
void run_report(const struct run *run, const struct build_problem *problem);

/* Reports what is wrong with a file as a whole, and counts it. `payload` is
 * the run (a scan_problem_fn). */
void run_tell(const char *path, const char *reason, bool is_rejection,
	      void *payload);

/* Reports what is wrong with a source as a whole. `payload` is the run (a
 * history_problem_fn). */
void run_tell_source(const char *source, const char *text, void *payload);

/* Reports that this file cannot be indexed, and counts it. */
void run_reject(struct run *run, struct scan_file *file, unsigned int line,
		unsigned int column, struct str why);

/* Tells how far it got. Returns whether the user wants it to stop. */
bool run_is_interrupted(struct run *run);

/* Is the run to fail because of a rejected article (strict)? */
bool run_is_failed(const struct run *run);

/* Of the articles whose files were not seen, marks those below folders that
 * could not be entered. */
void run_mark_hidden(struct run *run);

/* Stops a run that would remove most of the index, unless it was forced: a
 * folder may not be mounted. Who says --rebuild means it, but for an index of
 * nothing. Counts. ERR_USAGE. */
int run_check_removed(struct run *run, struct err *err);

/* Counts files by their states into the report. */
void run_count(struct run *run);

/* Counts the articles of the index as it is after the run, and those that are
 * excluded, also such as a public index has no place for. As xap_db_info. */
int run_count_index(struct run *run, struct xap_db *db, struct err *err);

/* One more article is done: tells how far it got. */
void run_step(struct run *run);

/* Calls fn for each key and value of the index's metadata. */
typedef int (*run_metadata_fn)(void *target, struct str key, struct str value,
			       struct err *err);
int run_metadata(struct run *run, run_metadata_fn fn, void *target,
		 struct err *err);

/* Brings the current generation up to date, in one transaction. Files have
 * been read once: their states are known. */
int update_run(struct run *run, struct err *err);

/* Builds a new generation of all files and publishes it. */
int fresh_run(struct run *run, struct err *err);

#endif
