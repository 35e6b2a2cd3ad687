/*
 * Front matter to the fields of an article: which key, which shape.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A key whose value is nothing (null, blank, an empty list) is not set. Of
 * several keys for a field the first that is set counts.
 *
 * Threads: pure. Memory: results live in the arena of the warnings.
 */
#ifndef PRESSMARK_INDEXER_FIELDS_H
#define PRESSMARK_INDEXER_FIELDS_H

#include "indexer/article.h"
#include "indexer/front.h"
#include "indexer/warnings.h"

/* Sets what the front matter says: title, date, tags, authors, description,
 * image, image_description, lang, layout, url; leaves the rest. */
void fields_read(const struct front_node *front, struct warnings *warnings,
		 struct article *out);

#endif
