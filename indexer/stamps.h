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
	struct buf bytes; /* of the file */
	/* In the order of the scan they are of; ids are views into bytes. */
	struct stamps_entry *entries;
	size_t count;
	struct str *blind; /* as scan's */
	size_t blind_count;
};

/* Loads the stamps that are kept in an index folder of the files of these
 * sources (as SCHEMA_META_SOURCES); none where the file is absent, damaged, or
 * of other sources. ERR_MEMORY. To be released in any case. */
int stamps_load(const char *folder, struct str sources, struct stamps *out,
		struct err *err);

/* What is known of a file that looks the same, or NULL. To be asked of files in
 * the order of a scan; *at is where to look, 0 at first. */
const struct stamps_entry *stamps_next(const struct stamps *stamps,
				       const struct scan_file *file,
				       size_t *at);

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
