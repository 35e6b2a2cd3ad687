/*
 * All other keys: fields of their own, typed by what they hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_EXTRA_H
#define PRESSMARK_INDEXER_EXTRA_H

#include "indexer/fields.h"

/* Sets extras. */
void extra_read(struct fields *f);

#endif
