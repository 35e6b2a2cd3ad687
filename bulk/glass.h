/*
 * A new database of glass, written without libxapian (docs/bulk.md).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: some 100 MB, with
 * threads 60 more, and 8 bytes a document, however many there are, unless a
 * single one is very large.
 */
#ifndef PRESSMARK_BULK_GLASS_H
#define PRESSMARK_BULK_GLASS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/document.h"

struct glass;

/* Makes the folder `path`, which must not exist. It is no database before it is
 * finished. With threads some tables are written beside others. ERR_IO,
 * ERR_MEMORY. */
int glass_new(const char *path, bool has_threads, struct glass **out,
	      struct err *err);

/* What is in the folder stays. */
void glass_free(struct glass *glass);

/* Postings that are kept in memory; for tests of what happens when they are
 * too many. */
void glass_limit(struct glass *glass, size_t postings);

/* Adds a document, of a higher docid than all before. ERR_LIMIT: it is not one
 * that a database may have, and this call had no effect. ERR_IO, ERR_MEMORY. */
int glass_add(struct glass *glass, uint32_t docid,
	      const struct bulk_document *document, struct err *err);

/* As bulk_set_metadata. */
int glass_set_metadata(struct glass *glass, struct str key, struct str value,
		       struct err *err);

/* As bulk_end. */
int glass_end(struct glass *glass, bulk_term_fn fn, void *payload,
	      struct err *err);

/* Behind glass_end makes a database of the folder, synced to disk with its
 * name. */
int glass_finish(struct glass *glass, struct err *err);

#endif
