/*
 * Reading articles without an index, as `pressmark index` would.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finds the configuration and the sources: those given, else those configured,
 * else those of the index, else the folder that holds it.
 *
 * Threads: main's only. Memory: all of it lives in the reading.
 */
#ifndef PRESSMARK_CLI_READING_H
#define PRESSMARK_CLI_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/config.h"
#include "indexer/history.h"
#include "indexer/scan.h"
#include "indexer/sources.h"

struct reading {
	struct arena arena;
	struct config config;
	struct sources sources;
	struct str file; /* the absolute path of a single one */
	/* One article at a time. */
	struct arena article_arena;
	struct buf bytes;
};

/* Starts with the sources given (none: see above) of the index that `index`,
 * the option's value or NULL, names. ERR_USAGE (a source that is absent),
 * ERR_INPUT (a configuration that is wrong), ERR_IO, ERR_MEMORY. To be
 * released in any case. */
int reading_start(struct reading *r, const char *index,
		  const char *const *given, size_t count, struct err *err);

/* Starts for a single file: sets *file, its id the path below the source that
 * it belongs to. Else as reading_start; ERR_USAGE when there is no such file.
 */
int reading_start_file(struct reading *r, const char *index, const char *path,
		       struct scan_file *file, struct err *err);

/* Lists the articles of the sources, those left out that the configuration or
 * the preset leaves out, with what is to be known of them besides their bytes.
 * As scan_sources and history_read; the scan is to be released in any case. */
int reading_scan(struct reading *r, struct scan *out, scan_problem_fn problem,
		 history_problem_fn history, void *payload, struct err *err);

/* The same for the file that reading_start_file has set. */
int reading_scan_file(struct reading *r, struct scan_file *file,
		      history_problem_fn history, struct err *err);

/* Reads an article of a source into *out, which lives until the next one is
 * read. 0, or READING_REJECTED with the reason as out->warnings[0];
 * READING_GONE when there is no such file; ERR_MEMORY. */
#define READING_REJECTED 1
#define READING_GONE	 2
int reading_article(struct reading *r, const struct scan_file *file,
		    struct article *out, struct err *err);

/* Why the single file is not in the index: by its name, the configuration or
 * the preset; NULL when it is. */
const char *reading_leaves_out(struct reading *r, const struct scan_file *file);

void reading_release(struct reading *r);

#endif
