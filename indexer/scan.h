/*
 * Scanning: which files below the sources are articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Files by their extension (.md, .markdown, .mdown, .mkd, .mkdn, .mkdown,
 * .mdx), names that begin with '.' or '#' or end with '~' left out, and
 * folders named node_modules. An article's id is its path below its source.
 *
 * Threads: one at a time. Memory: everything lives in the scan until
 * scan_release; ids and paths in its arena.
 */
#ifndef PRESSMARK_INDEXER_SCAN_H
#define PRESSMARK_INDEXER_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/str.h"

struct scan_file {
	struct str id;
	const char *path; /* to open and to show */
	uint32_t source;
	bool is_gone;	       /* again, while files were listed */
	bool is_resource;      /* of a page: scan_mark_resources */
	struct fs_stamp stamp; /* when it was listed, or read since */
	/* For the caller, see indexer/run.h: */
	unsigned int state;
	bool is_excluded; /* from the search, by a key; once it is made */
	bool is_known;	  /* bytes_hash is of the bytes that have this stamp */
	unsigned char bytes_hash[HASH128_SIZE];
	unsigned char hash[HASH128_SIZE]; /* of what it is read from */
	int64_t until; /* hidden from then on; INT64_MAX: not known to be */
	/* From history_read, see struct article_origin. */
	int64_t git_first, git_last;
};

struct scan {
	struct arena arena;
	struct scan_file *files; /* in byte order of their ids, all different */
	size_t count, cap;
	/* Ids of folders that could not be entered: what is below them is
	 * not known to be gone. */
	struct str *blind;
	size_t blind_count, blind_cap;
};

/* Told of a file that cannot be an article and of why (a rejection), or of
 * what is not looked at, a symbolic link or a folder without permission. */
typedef void (*scan_problem_fn)(const char *path, const char *reason,
				bool is_rejection, void *payload);

/* Lists the articles of `count` sources (folders or single files) given by
 * paths, by up to `jobs` threads, this one among them (looker_init). ERR_USAGE
 * for a source that is absent, ERR_IO for one that cannot be read, ERR_MEMORY.
 * The scan is to be released in any case. */
int scan_sources(const char *const *sources, size_t count, unsigned int jobs,
		 struct scan *out, scan_problem_fn problem, void *payload,
		 struct err *err);

/* Adds to a scan of one source what is at these paths below it now, a file, a
 * folder with all below it, or nothing; no path may be below another, and what
 * the scan has of them is to be dropped before. As scan_sources. */
int scan_again(const char *source, const struct str *touched, size_t count,
	       unsigned int jobs, struct scan *scan, scan_problem_fn problem,
	       void *payload, struct err *err);

/* Adds a file behind the others; the array may move. ERR_MEMORY. */
int scan_add(struct scan *scan, const struct scan_file *file, struct err *err);

/* Is this path one of those, or below one? They rise, and none is below
 * another. */
bool scan_is_touched(struct str id, const struct str *touched, size_t count);

/* Why this cannot be an id, which becomes a term and is shown, or NULL. */
const char *scan_id_fault(struct str id);

/* Marks what Hugo takes for a part of a page: what lies beside its index.md, or
 * below. `content` is the folder of all pages, "" for the root. */
void scan_mark_resources(struct scan *scan, struct str content);

/* Is the file of this id an article by its name, in a folder that is looked
 * into? */
bool scan_takes(struct str id);

/* Is it the name of a folder that is looked into, or of an article? */
bool scan_takes_name(struct str name, bool is_folder);

/* Walks a folder that may become something else at any moment (fs_walk): also
 * FS_ABSENT when it has. */
int scan_walk(const char *path, const struct fs_walk *walk, struct err *err);

/* Drops the articles that these globs leave out: of those that match an id the
 * last counts, and one that begins with '!' keeps it. Resources go, too, but
 * for what globs behind the first `general` keep. Returns how many. */
size_t scan_exclude(struct scan *scan, const struct str *globs, size_t count,
		    size_t general);

/* The file of an id, or NULL. */
struct scan_file *scan_find(const struct scan *scan, struct str id);

void scan_release(struct scan *scan);

/* Is the file of this id below a folder that could not be entered? */
bool scan_is_blind(const struct scan *scan, struct str id);

#endif
