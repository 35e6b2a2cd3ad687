/*
 * Tags, categories, keywords and authors: their shapes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A value is text, a list of texts, or maps that have a name; numbers,
 * booleans and dates are names as they are written. What is nothing is none.
 * Of names with equal slugs the first is kept.
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_NAMES_H
#define PRESSMARK_INDEXER_NAMES_H

#include "indexer/fields.h"

/* Sets tags, categories, keywords and authors. */
void names_read(struct fields *f);

/* Adds tags that are written in the text, without their '#'. */
void names_add_tags(struct fields *f, const struct str *tags, size_t count);

#endif
