/*
 * Values on their way into the table: their chunks, and what bounds them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one at a time. Memory: a chunk of some 2 KB for
 * each slot that is in use, and 24 bytes for each that was spilled.
 */
#ifndef PRESSMARK_BULK_VALUES_H
#define PRESSMARK_BULK_VALUES_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "bulk/spill.h"
#include "bulk/table.h"

struct values;

/* ERR_MEMORY. */
int values_new(struct spill *spill, struct values **out, struct err *err);
void values_free(struct values *values);

/* Adds a value that is not empty; the docids of a slot rise. ERR_IO,
 * ERR_MEMORY. */
int values_add(struct values *values, uint32_t docid, uint32_t slot,
	       struct str value, struct err *err);

/* Adds all of them to the table, in order of keys. ERR_IO, ERR_MEMORY, and as
 * table_add. */
int values_write(struct values *values, struct table *table, struct err *err);

#endif
