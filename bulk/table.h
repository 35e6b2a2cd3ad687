/*
 * A table of glass, written in the order of its keys: a B+-tree in a file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Leaves are filled one after another, and every block is written once: the
 * blocks come out as libxapian's own compaction writes them (docs/bulk.md).
 *
 * Threads: a table belongs to one thread at a time. Memory: some 300 KB.
 */
#ifndef PRESSMARK_BULK_TABLE_H
#define PRESSMARK_BULK_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define TABLE_BLOCK_SIZE 8192

struct table;

/* What the version file says of a table. */
struct table_root {
	bool exists; /* else there is no file, and all else is 0 */
	uint32_t root;
	unsigned int level;
	uint32_t entries;
	uint32_t blocks; /* of its file */
};

/* A table in the file of this name in the folder, neither of which is kept.
 * ERR_MEMORY. */
int table_new(const char *folder, const char *name, struct table **out,
	      struct err *err);
void table_free(struct table *table);

/* Adds an entry, whose key is not empty, has at most PACK_KEY_MAX bytes and is
 * behind the last one's. The tag may have been deflated. ERR_IO, ERR_LIMIT (of
 * some 130 MB of tag, and of blocks). */
int table_add(struct table *table, struct str key, struct str tag,
	      bool is_deflated, struct err *err);

/* Ends the file and syncs it to disk. A table without entries is written only
 * if it must be there. */
int table_finish(struct table *table, bool must_exist, struct table_root *out,
		 struct err *err);

#endif
