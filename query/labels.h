/*
 * Labels: how values of fields are written for people.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Terms hold values folded, as digits or as dates without dashes. A name has
 * the label that most articles write.
 *
 * Threads: as the database given. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_LABELS_H
#define PRESSMARK_QUERY_LABELS_H

#include "base/arena.h"
#include "base/buf.h"
#include "query/catalog.h"
#include "shim/xap.h"

/* Appends what a term says behind its prefix and key: 4.5, 2025-10, true, or
 * a name as it is folded. */
void labels_show(enum catalog_kind kind, struct str value, struct buf *out);

/* Sets, of those values that are names, their text (folded when called) to
 * how it is commonly written, and their others. The values' articles are
 * those of the whole index. `key` is that of their field; empty for the keys
 * of fields themselves. Returns what the shim does, ERR_MEMORY. */
int labels_spell(struct xap_db *db, struct str key,
		 struct catalog_value *values, size_t count,
		 struct arena *arena, struct err *err);

#endif
