/*
 * pressmark.yaml: what its owner says of a folder of articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file lies beside the index folder; without it all is as by default. It
 * is read whole or refused: a key that is not known, or a value that cannot
 * be meant, is an error that says where ("pressmark.yaml:3:9: ..."), so that
 * nothing is indexed by half of what was said.
 *
 *	struct config config;
 *	int ret = config_load(folder, &arena, &config, &err);
 *	if (!ret)
 *		ret = preset_detect(&config, sources, count, &arena, &err);
 *
 * Threads: no state. Memory: everything lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_CONFIG_H
#define PRESSMARK_INDEXER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/scan.h"
#include "indexer/site.h"
#include "text/ranking.h"

/* Raised with every change of the program that makes articles read otherwise:
 * what is in an index is then read again. */
#define CONFIG_READING_VERSION 1

/* An option of the server as the file says it. */
struct config_option {
	struct str name, value;	   /* NUL-terminated; empty: a flag */
	unsigned int line, column; /* of the value */
};

struct config {
	struct site site;
	struct str path;  /* of the file, to show; empty when there is none */
	struct str rules; /* what it says of how articles are read */
	struct str base;  /* the folder that holds the index folder, absolute */

	/* Paths to open, NUL-terminated; relative ones start at the folder of
	 * the file once config_load has returned. */
	const struct str *sources;
	size_t source_count;
	unsigned int sources_line; /* of the key in the file */
	/* Of the data file of authors, as written; empty: none. Where it is
	 * said in the file. */
	struct str authors_path;
	unsigned int authors_line, authors_column;
	/* Likewise of the file of synonyms; empty: synonyms.txt, if there is
	 * one. And its bytes (text/synonyms.h). */
	struct str synonyms_path;
	unsigned int synonyms_line, synonyms_column;
	struct str synonyms;
	struct ranking ranking; /* what counts how much in searches */
	const struct config_option *serve;
	size_t serve_count;
	/* Globs on ids; of those that match the last counts, and one that
	 * begins with '!' keeps what it matches. */
	const struct str *excludes;
	size_t exclude_count;
	size_t preset_exclude_count; /* the first of them are the preset's */

	/* Set by preset_detect: of each source, its folder below the root of
	 * the site; empty when that is the root, or no root is known. */
	const struct str *withins;
	size_t within_count;

	bool preset_is_configured;
	bool has_content_dir;
	bool is_public; /* hidden articles are not in the index at all */
	bool uses_git;	/* commits give dates that nothing else gives */

	/* Set by cascade_read: of what the cascades say, to be compared. */
	struct str cascades;

	/* Set by preset_detect: the file that gave the preset, as it is found
	 * from here; empty when it is configured, or nothing was found. */
	struct str found_by;
};

/* What holds without a file. */
#define CONFIG_INIT                                                            \
	{                                                                      \
		.site = { .preset = SITE_GENERIC }, .ranking = RANKING_INIT    \
	}

/* Reads the file that belongs to an index folder (which need not exist):
 * pressmark.yaml, or pressmark.yml, in the folder that holds it, the data file
 * of authors that it names, and that of synonyms. ERR_INPUT when one is wrong,
 * or there are both; ERR_LIMIT (too large), ERR_IO, ERR_MEMORY. */
int config_load(const char *folder, struct arena *arena, struct config *out,
		struct err *err);

/* The same from bytes, no other file is read; `name` is that of the file in
 * messages. */
int config_read(struct str yaml, struct str name, struct arena *arena,
		struct config *out, struct err *err);

/* Of the source with this number: its folder below the root of the site. */
struct str config_within(const struct config *config, size_t source);

/* What is known of an article besides its bytes; views both. */
struct article_origin config_origin(const struct config *config,
				    const struct scan_file *file);

/* Sets *out to a name of how articles are read by this configuration and
 * program: what is indexed under another name must be read anew. */
int config_reading(const struct config *config, struct arena *arena,
		   struct str *out, struct err *err);

#endif
