/*
 * The positions that documents tell, in the order of chunks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What bulk/ makes of documents in runs that it merges is made here of all at
 * once, by sorting.
 */
#ifndef PRESSMARK_TESTS_PROP_TOLD_H
#define PRESSMARK_TESTS_PROP_TOLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "bulk/document.h"
#include "shim/xap.h"

struct told_entry {
	struct str term;
	uint32_t docid;
	uint32_t *positions; /* rising, each once */
	size_t count;
};

struct told {
	struct arena *arena; /* of all that is below */
	struct told_entry *entries;
	size_t count, cap;
};

/* Adds the entries of a document, and then brings all in order. */
void told_add(struct told *told, uint32_t docid,
	      const struct bulk_document *document);
void told_sort(struct told *told);

/* The same document without positions. */
struct bulk_document told_bare(struct arena *arena,
			       const struct bulk_document *document);

/* Sets the chunks of all entries. */
int told_write(const struct told *told, struct xap_writer *writer,
	       struct err *err);

/* What a database says otherwise, NULL if nothing. */
const char *told_differs(const struct told *told, const char *path);

#endif
