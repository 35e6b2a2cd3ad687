/*
 * Beginnings: the commonest words that begin with the same few letters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whoever types a first letter is shown these. To find them means to pass all
 * words that begin so, which is too long to wait for; so an index holds them
 * (SCHEMA_META_BEGINNINGS), for each beginning that very many words have. The
 * others are listed when they are asked for.
 *
 * An update of few articles changes the frequencies of their words alone. It
 * notes the words of what it replaces or removes, and of what takes its place;
 * only the lines that these may be in are looked at.
 *
 * Threads: as the database. Memory: bounded, whatever the index holds.
 */
#ifndef PRESSMARK_INDEXER_BEGINNINGS_H
#define PRESSMARK_INDEXER_BEGINNINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "shim/xap.h"

struct beginnings;

/* ERR_MEMORY. */
int beginnings_new(struct beginnings **out, struct err *err);
void beginnings_free(struct beginnings *beginnings);

/* Takes the next of all words, in their order, that is in so many documents;
 * other terms are passed over. ERR_MEMORY. */
int beginnings_add(struct beginnings *beginnings, struct str term,
		   uint32_t frequency, struct err *err);

/* Appends the value of that metadata, for all that were taken. ERR_MEMORY. */
int beginnings_end(struct beginnings *beginnings, struct buf *out,
		   struct err *err);

/* The same for the index as the database has it. What xap_db_seek_terms
 * returns; ERR_MEMORY. */
int beginnings_make(struct xap_db *db, struct buf *out, struct err *err);

/* The words of documents; of more than BEGINNINGS_NOTED none are kept. */
#define BEGINNINGS_NOTED 64
struct beginnings_words {
	struct arena arena;
	struct str *words; /* in any order, and several times */
	size_t count, cap;
	size_t documents;
};

#define BEGINNINGS_WORDS_INIT                                                  \
	{                                                                      \
		.arena = ARENA_INIT(SIZE_MAX)                                  \
	}

/* Notes the words of a document. As xap_db_each_document_term; ERR_MEMORY. */
int beginnings_note(struct beginnings_words *words, struct xap_db *db,
		    uint32_t docid, struct err *err);

void beginnings_words_release(struct beginnings_words *words);

/* Appends what beginnings_make would for `after`. `table` is the value for
 * `before`; the words that have not been noted are in as many documents of the
 * one as of the other. Where too many documents were noted, all words are
 * listed. Sorts the words. As beginnings_make. */
int beginnings_renew(struct xap_db *before, struct xap_db *after,
		     struct str table, struct beginnings_words *words,
		     struct buf *out, struct err *err);

#endif
