/*
 * How much each part of a text counts: by the headings above it, and whether it
 * is code.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the making of documents. Threads: pure. Memory: in the arena.
 */
#ifndef PRESSMARK_INDEXER_TEXT_WEIGHTS_H
#define PRESSMARK_INDEXER_TEXT_WEIGHTS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "indexer/article.h"

/* Sets *out to the weights of the text of an article (article->weights), in
 * code blocks and inline code times `code`: from which places on, rising, words
 * count how much, 1 before the first. ERR_MEMORY or ERR_LIMIT of the arena. */
int text_weights(const struct article *article, double code,
		 struct arena *arena, const struct article_weight **out,
		 size_t *count, struct err *err);

#endif
