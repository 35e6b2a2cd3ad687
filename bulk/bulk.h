/*
 * A new database from a stream of documents, as fast as it can be made.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There are two ways, of the same result: to write the tables of a database
 * ourselves (bulk/glass.h), where libxapian is of a version whose tables are
 * known and shows that it still makes them so; else to have libxapian write
 * small databases and merge them (bulk/shards.h), which takes several times as
 * long (docs/bulk.md).
 *
 *	struct bulk *bulk;
 *	int ret = bulk_new("work", "work/new", BULK_ANY, false, &bulk, &err);
 *
 *	if (!ret)
 *		ret = bulk_add(bulk, &document, &err);
 *	if (!ret)
 *		ret = bulk_finish(bulk, &err);
 *	bulk_free(bulk);
 *
 * Threads: one at a time. Memory: some 100 MB, with threads 60 more.
 */
#ifndef PRESSMARK_BULK_BULK_H
#define PRESSMARK_BULK_BULK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/document.h"
#include "shim/xap.h"

struct bulk;

enum bulk_way {
	BULK_ANY,    /* tables where that is safe */
	BULK_TABLES, /* ERR_FORMAT where it is not */
	BULK_XAPIAN, /* only what libxapian writes */
};

/* Makes a database at `path`, which must not exist; works in `folder`, which
 * must, and where the names "shards" and "trial" must be free. With threads,
 * which change nothing of the result, it has some things done beside. ERR_IO,
 * ERR_MEMORY, ERR_FORMAT. */
int bulk_new(const char *folder, const char *path, enum bulk_way way,
	     bool has_threads, struct bulk **out, struct err *err);

/* What was written stays, to be removed with the folder. */
void bulk_free(struct bulk *bulk);

/* Adds a document. ERR_LIMIT: a database cannot hold it, and this call had no
 * effect; any other error ends the build. */
int bulk_add(struct bulk *bulk, const struct bulk_document *document,
	     struct err *err);

/* Sets metadata, as xap_writer_set_metadata; after bulk_end only under keys
 * that are behind those of positions (text/positions.h). */
int bulk_set_metadata(struct bulk *bulk, struct str key, struct str value,
		      struct err *err);

/* Ends the documents, and says of each term that has positions, in the order of
 * bytes, in how many documents it has some; fn may be NULL. ERR_IO, ERR_MEMORY;
 * what fn returns, if not 0, which ends the build. */
int bulk_end(struct bulk *bulk, bulk_term_fn fn, void *payload,
	     struct err *err);

/* Behind bulk_end completes the database, and syncs it and its name to disk.
 * Documents are numbered from 1 in the order in which they were added. */
int bulk_finish(struct bulk *bulk, struct err *err);

#endif
