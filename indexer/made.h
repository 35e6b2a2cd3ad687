/*
 * What is made of a file before the run takes it: bytes, article, document.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to indexer/. Nothing here needs to know of other files, of the index
 * as it is, or of the run, so files can be made side by side; what becomes of
 * them is then settled one after the other (run_take_read, run_take_made).
 *
 * Threads: calls for different files and different makers may be at the same
 * time; the configuration is only read. Memory: the file's bytes, what its
 * article takes (LIMIT_ARTICLE_MEMORY at most) and its document.
 */
#ifndef PRESSMARK_INDEXER_MADE_H
#define PRESSMARK_INDEXER_MADE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "bulk/document.h"
#include "indexer/article.h"
#include "indexer/config.h"
#include "indexer/document.h"
#include "indexer/scan.h"
#include "text/limits.h"

/* So much of a file's hash depends on its bytes alone, and not on when it was
 * committed. */
#define MADE_BYTES_HASH_SIZE (HASH128_SIZE / 2)

struct made {
	struct buf bytes;
	struct arena arena; /* of the article */
	struct article article;
	struct document_space space; /* of the document, once it is moved */
	struct bulk_document document;
	int read;	 /* of made_read; what follows is set when it is 0 */
	bool is_article; /* the bytes are one */
	bool is_hidden;	 /* it has no place in a public index */
	bool is_cut;	 /* as of document_make */
	int ret;	 /* of what was tried last of article and document */
	struct err why;	 /* of the last call */
};

#define MADE_INIT                                                              \
	{                                                                      \
		.arena = ARENA_INIT(LIMIT_ARTICLE_MEMORY),                     \
	}

void made_release(struct made *made);

/* Reads a file, and sets its stamp and its hashes, of which one is of all that
 * its article is made from. `read` is what fs_read_stamped returns. */
void made_read(struct made *made, const struct config *config,
	       struct scan_file *file);

/* Sets the hash of all that its article is made from, by that of its bytes. */
void made_hash(const struct config *config, struct scan_file *file);

/* Makes the article of the bytes, and tells whether it is hidden at the instant
 * `now`. `ret` is what article_read returns; without an article its first
 * warning is set. */
void made_article(struct made *made, const struct config *config, int64_t now,
		  const struct scan_file *file);

/* Makes the document of an article that is not hidden; it is the maker's
 * (document_make), and `ret` what that returns. */
void made_document(struct made *made, struct document_maker *maker,
		   const struct scan_file *file);

/* Has the document, if there is one, stay while its maker makes others. */
void made_keep(struct made *made, struct document_maker *maker);

/* Gives memory back, of a file that took much. */
void made_trim(struct made *made);

#endif
