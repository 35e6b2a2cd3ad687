/*
 * All other keys: fields of their own, typed by what they hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A key that no other reader took (indexer/keys.h) is a field, in lower case.
 * Maps are flattened, their keys joined with '.': what a list of maps has
 * under one key is one field. `params.x`, `extra.x` and `x` are the field x;
 * where several of them give it, the outermost counts.
 *
 *	number	4, -1.5, 1e3, not in quotes (text/number.h)
 *	bool	true, false, yes, no, on, off, not in quotes
 *	date	a day or more exact, in quotes or not: 2025-10-26
 *	name	any other line of at most LIMIT_NAME_BYTES
 *	text	what is longer or has several lines
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_EXTRA_H
#define PRESSMARK_INDEXER_EXTRA_H

#include "indexer/fields.h"

/* Sets extras: at most LIMIT_EXTRAS, in the order of the file, each with 1 to
 * LIMIT_EXTRA_VALUES values. What does not fit, or has a key of more than
 * LIMIT_KEY_BYTES, is dropped with a warning. */
void extra_read(struct fields *f);

#endif
