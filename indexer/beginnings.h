/*
 * Beginnings: the commonest words that begin with the same few letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whoever types a first letter is shown these. To find them means to pass all
 * words that begin so, which is too long to wait for; so an index holds them
 * (SCHEMA_META_BEGINNINGS), for each beginning that very many words have. The
 * others are listed when they are asked for.
 *
 * Threads: as the database. Memory: bounded, whatever the index holds.
 */
#ifndef PRESSMARK_INDEXER_BEGINNINGS_H
#define PRESSMARK_INDEXER_BEGINNINGS_H

#include "base/buf.h"
#include "base/err.h"
#include "shim/xap.h"

/* Appends the value of that metadata, for the index as the database has it.
 * What xap_db_seek_terms returns; ERR_MEMORY. */
int beginnings_make(struct xap_db *db, struct buf *out, struct err *err);

#endif
