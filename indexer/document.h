/*
 * Documents: from the normal form of an article to terms, values and record.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What goes into the index for an article is decided here, by the schema of
 * text/schema.h. A maker is used for article after article and remembers the
 * words that it met.
 *
 * Threads: a maker belongs to one thread; each thread has its own.
 */
#ifndef PRESSMARK_INDEXER_DOCUMENT_H
#define PRESSMARK_INDEXER_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "bulk/document.h"
#include "indexer/article.h"
#include "text/ranking.h"
#include "text/schema.h"

struct document_maker;

/* What a document stands in, apart from its maker. */
struct document_space {
	struct arena arena;
	struct xap_posting *postings;
	size_t posting_cap;
	struct bulk_value values[SCHEMA_SLOTS];
	struct buf packed;
};

/* *space is zeroed before it is used, and so again by this. */
void document_space_release(struct document_space *space);

/* The dictionary, which is to live as long, is what records are packed with
 * (text/packed.h). ERR_MEMORY. */
int document_maker_new(const struct ranking *ranking, struct str dictionary,
		       struct document_maker **out, struct err *err);
void document_maker_free(struct document_maker *maker);

/* Makes *out, what is indexed of the article: `hash` is that of the file's
 * bytes, `source` the number of its source. Of more than LIMIT_ARTICLE_WORDS
 * different words the rest is left out, and *is_cut says so. *out lives until
 * the maker's next one, as long as the article does. ERR_LIMIT (its terms take
 * too much memory), ERR_MEMORY, ERR_CORRUPT (the dictionary). */
int document_make(struct document_maker *maker, const struct article *article,
		  const unsigned char hash[HASH128_SIZE], uint32_t source,
		  struct bulk_document *out, bool *is_cut, struct err *err);

/* Makes the record alone, which lives until the maker's next one, and is not
 * packed. ERR_MEMORY. */
int document_record(struct document_maker *maker, const struct article *article,
		    uint32_t source, struct str *out, struct err *err);

/* Has the document that the maker made last stand in *space, where it stays
 * until the next one is moved there, while the maker makes others. ERR_MEMORY.
 */
int document_move(struct document_maker *maker, struct bulk_document *document,
		  struct document_space *space, struct err *err);

/* Appends the unique term of an article: its id as SCHEMA_ID. */
void document_id_term(struct str id, struct buf *out);

#endif
