/*
 * Lists of documents with a number for each, in chunks as glass has them: the
 * postings of a term, and the lengths of all documents.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time.
 */
#ifndef PRESSMARK_BULK_CHUNKS_H
#define PRESSMARK_BULK_CHUNKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/pack.h"
#include "bulk/table.h"

/* The bytes of a chunk, before the next document begins another one. */
#define CHUNK_BYTES 2000

struct chunks {
	struct table *table;
	unsigned char key[PACK_KEY_MAX];
	size_t first_len; /* of the key of the first chunk, */
	size_t more_len;  /* and of those of others, before their docid */
	uint64_t documents, total;
	bool is_first;
	uint32_t first, last; /* docids of the chunk at hand */
	/* What stands in front is put before the body. */
	unsigned char
		bytes[5 * PACK_UINT_MAX + CHUNK_BYTES + 2 * PACK_UINT_MAX];
	unsigned char *end; /* of the body; NULL: there is no chunk */
};

/* Begins a list under a key, with this many bytes of it in front of the docids
 * of further chunks. `documents` and `total` are what its head says. */
void chunks_begin(struct chunks *c, struct table *table, struct str key,
		  size_t first_len, uint64_t documents, uint64_t total);

/* Adds a document; docids rise. As table_add. */
int chunks_put(struct chunks *c, uint32_t docid, uint32_t number,
	       struct err *err);

/* Ends the list; of no documents nothing is written. */
int chunks_end(struct chunks *c, struct err *err);

#endif
