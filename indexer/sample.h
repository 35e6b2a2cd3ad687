/*
 * A sample: what the records of an index have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to indexer/. Before an index is made, some of its articles, spread
 * over all, are read to learn what texts of this site are made of. What is
 * learnt are pieces of them, so a public index is not to have it: one of these
 * articles may be hidden later.
 *
 * Threads: one at a time. Memory: SAMPLE_BYTES, twice, and one file.
 */
#ifndef PRESSMARK_INDEXER_SAMPLE_H
#define PRESSMARK_INDEXER_SAMPLE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/config.h"
#include "indexer/scan.h"

/* So many bytes of files are read, about. Twice as many make records smaller by
 * less than a hundredth. */
#define SAMPLE_BYTES ((size_t)1 << 19)

/* Appends the dictionary for the records of the files (text/packed.h), which
 * may be empty. The same files give the same one. What cannot be read counts
 * for nothing here. ERR_MEMORY. */
int sample_dictionary(const struct config *config, int64_t now,
		      const struct scan *scan, struct buf *dictionary,
		      struct err *err);

#endif
