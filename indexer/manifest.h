/*
 * The manifest: which articles an index holds, with their content hashes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Read from the database itself (SCHEMA_SLOT_SOURCE), so it can never be at
 * odds with it.
 *
 * Threads: one at a time. Memory: lives until manifest_release.
 */
#ifndef PRESSMARK_INDEXER_MANIFEST_H
#define PRESSMARK_INDEXER_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/document.h"
#include "shim/xap.h"

enum manifest_state {
	MANIFEST_GONE,	 /* its file is not there (so far) */
	MANIFEST_SEEN,	 /* its file is there */
	MANIFEST_HIDDEN, /* its folder could not be entered */
};

struct manifest_entry {
	struct schema_source source;
	uint32_t docid;
	enum manifest_state state; /* for the caller */
};

struct manifest {
	struct arena arena;
	struct manifest_entry *entries; /* in order of docid */
	size_t count, cap;
	uint32_t *by_id; /* numbers of entries, in order of their ids */
	size_t next;	 /* in by_id, behind the one that was found last */
};

/* Lists what the database holds. ERR_CORRUPT, ERR_STALE, ERR_IO, ERR_MEMORY.
 * To be released in any case. */
int manifest_load(struct xap_db *db, struct manifest *out, struct err *err);
void manifest_release(struct manifest *manifest);

/* The entry of an article, or NULL. Whoever asks in order of ids need not wait
 * for a search. */
struct manifest_entry *manifest_find(struct manifest *manifest, struct str id);

#endif
