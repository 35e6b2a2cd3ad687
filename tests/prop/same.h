/*
 * Are two databases the same?
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_PROP_SAME_H
#define PRESSMARK_TESTS_PROP_SAME_H

#include <stddef.h>

#include "base/err.h"

/* What differs, of all that can be listed: terms, their frequencies, postings
 * and positions, those of documents that do not have the term too, lengths,
 * values, data, bounds, the metadata under these keys, and what searches find.
 * NULL for nothing, or what could not be read. */
const char *same_contents(const char *a, const char *b, const char *const *keys,
			  size_t key_count);

/* What differs in the file of postings and metadata, block by block; `b` is of
 * libxapian, whose first block may be another where entries are long. */
const char *same_files(const char *a, const char *b);

#endif
