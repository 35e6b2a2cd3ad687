/*
 * Tags, categories, keywords and authors: their shapes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_NAMES_H
#define PRESSMARK_INDEXER_NAMES_H

#include "indexer/fields.h"

/* Sets tags, categories, keywords and authors. */
void names_read(struct fields *f);

/* Adds tags that the text holds (#tag) to those that are set. */
void names_add_tags(struct fields *f, const struct str *tags, size_t count);

#endif
