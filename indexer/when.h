/*
 * When: the dates of an article, from its keys and from its path.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_WHEN_H
#define PRESSMARK_INDEXER_WHEN_H

#include "indexer/fields.h"

/* Sets date, updated, publish_at and expire_at. */
void when_read(struct fields *f);

#endif
