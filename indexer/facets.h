/*
 * Facets: what of an article can be asked for besides its words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tags, authors, dates, addresses, folders, what hides it, and fields: a field
 * is a key with values of any kind. Those of the normal form (category, lang,
 * layout, section, version, weight, updated, translation-key, code-language)
 * and all other keys of the front matter go into the index the same way.
 *
 * Private to the making of documents. Threads: one at a time.
 */
#ifndef PRESSMARK_INDEXER_FACETS_H
#define PRESSMARK_INDEXER_FACETS_H

#include "base/err.h"
#include "indexer/article.h"
#include "indexer/postings.h"

/* Adds the terms of an article's facets. ERR_MEMORY, ERR_LIMIT. */
int facets_add(struct postings *postings, const struct article *article,
	       struct err *err);

#endif
