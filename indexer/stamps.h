/*
 * Stamps: what the files looked like when they were read for the last time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What looks the same has the same bytes, and need not be read. Kept in the
 * file `stamps` in the index folder. It says nothing of the index, only of the
 * files: which there were, and what hash the bytes have that look so. So it can
 * be at odds with nothing, and may be lost; then all files are read again.
 *
 * Threads: one at a time. Memory: lives until stamps_release.
 */
#ifndef PRESSMARK_INDEXER_STAMPS_H
#define PRESSMARK_INDEXER_STAMPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/str.h"
#include "indexer/scan.h"

struct stamps_entry {
	struct str id;
	uint32_t source;
	bool is_known; /* what follows, all as scan_file's */
	struct fs_stamp stamp;
	unsigned char bytes_hash[HASH128_SIZE];
	int64_t until;
};

struct stamps {
	struct buf bytes; /* of the file; ids are views into it */
	/* In the order of the scan they are of, not taken apart yet. */
	struct str entries;
	size_t count;
	struct str *blind; /* as scan's */
	size_t blind_count;
};

/* Where one is in them. */
struct stamps_place {
	struct buf_reader rest;
	size_t left;		   /* entries in it */
	struct stamps_entry entry; /* the last that was read */
	bool has_entry;
};

/* Loads the stamps that are kept in an index folder of the files of these
 * sources (as SCHEMA_META_SOURCES); none where the file is absent, damaged, or
 * of other sources. ERR_MEMORY. To be released in any case. */
int stamps_load(const char *folder, struct str sources, struct stamps *out,
		struct err *err);

/* The place before the first. */
struct stamps_place stamps_begin(const struct stamps *stamps);

/* What is known of a file that looks the same, or NULL. To be asked of files in
 * the order of a scan. Valid until the next call. */
const struct stamps_entry *stamps_next(struct stamps_place *place,
				       const struct scan_file *file);

/* Makes a scan of the files as they were, of one source, without those at or
 * below these paths (scan_is_touched): for scan_again. ERR_MEMORY. The scan is
 * to be released in any case. */
int stamps_scan(const struct stamps *stamps, const char *source,
		const struct str *touched, size_t count, struct scan *out,
		struct err *err);

/* Keeps what is known of the files of a scan. Nothing is written if that is
 * what `old` has. ERR_IO, ERR_MEMORY. */
int stamps_save(const char *folder, struct str sources, const struct scan *scan,
		const struct stamps *old, struct err *err);

void stamps_release(struct stamps *stamps);

#endif
