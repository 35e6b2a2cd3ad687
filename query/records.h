/*
 * Records that were read, kept for the next search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A record holds the text of its article, packed: to read and unpack it costs
 * about as much as the search that found it. What is kept is of the database
 * as it was when it was opened, and goes with it.
 *
 * Threads: one at a time. Memory: RECORDS_BYTES at most, and one record more.
 */
#ifndef PRESSMARK_QUERY_RECORDS_H
#define PRESSMARK_QUERY_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"
#include "text/packed.h"

/* The text of some 800 articles. */
#define RECORDS_BYTES ((size_t)6 << 20)

struct records_kept;

/* Zeroed to begin with. */
struct records {
	struct records_kept *at;   /* by document */
	size_t used;		   /* bytes */
	size_t hand;		   /* where to look next for one to let go */
	struct buf large;	   /* the last one that is not kept */
	struct unpacker *unpacker; /* NULL until it is needed */
};

/* The record of a document, unpacked, as bytes that last until the next call.
 * As xap_db_data: XAP_NOTFOUND; ERR_CORRUPT. */
int records_get(struct records *records, struct xap_db *db, uint32_t docid,
		struct str *out, struct err *err);

void records_release(struct records *records);

#endif
