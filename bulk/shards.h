/*
 * Shards: a new database from a stream of documents.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxapian's inverter slows down with what it holds, so documents go into
 * small throw-away databases, merged by compaction at the end: the fastest
 * way on its public interface, with the least memory and a compact result
 * (docs/performance.md). Nothing is synced but the result. Positions are kept
 * apart from them (bulk/collect.h), and written behind the last document.
 *
 * Private to bulk/. Threads: one at a time. Memory: what one shard's worth of
 * documents takes inside libxapian, some 40 MB, and what bulk/collect.h says.
 */
#ifndef PRESSMARK_BULK_SHARDS_H
#define PRESSMARK_BULK_SHARDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "bulk/document.h"
#include "shim/xap.h"

struct shards;

/* Works in the folder, which must exist and be empty. ERR_MEMORY. */
int shards_new(const char *folder, struct shards **out, struct err *err);

/* Closes what is open; what is in the folder stays. */
void shards_free(struct shards *shards);

/* Adds a document. ERR_LIMIT: libxapian does not hold it, and this call had no
 * effect; any other error ends the build. */
int shards_add(struct shards *shards, const struct bulk_document *document,
	       struct err *err);

/* Sets metadata of the result; before shards_finish. */
int shards_set_metadata(struct shards *shards, struct str key, struct str value,
			struct err *err);

/* As bulk_end. */
int shards_end(struct shards *shards, bulk_term_fn fn, void *payload,
	       struct err *err);

/* Behind shards_end merges everything into a database at `path`, which must not
 * exist, synced to disk. */
int shards_finish(struct shards *shards, const char *path, struct err *err);

#endif
