/*
 * A document of a database, read whole, to be written into another.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as the database's handle.
 */
#ifndef PRESSMARK_BULK_COPY_H
#define PRESSMARK_BULK_COPY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "bulk/document.h"
#include "shim/xap.h"

/* *out lives in the arena. Positive XAP_NOTFOUND when there is none of that
 * docid; ERR_LIMIT (the arena's budget), ERR_MEMORY, and as xap_db_data. */
int bulk_copy(struct xap_db *db, uint32_t docid, struct arena *arena,
	      struct bulk_document *out, struct err *err);

#endif
