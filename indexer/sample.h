/*
 * A sample: what the records of an index have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to indexer/. Before an index is made, some of its articles, spread
 * over all, are read to learn what texts of this site are made of. What is
 * learnt are pieces of them, so a public index is not to have it: one of these
 * articles may be hidden later.
 *
 * Threads: as said below. Memory: SAMPLE_BYTES, twice, one file, and articles
 * of SAMPLE_MEMORY that are kept.
 */
#ifndef PRESSMARK_INDEXER_SAMPLE_H
#define PRESSMARK_INDEXER_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "indexer/config.h"
#include "indexer/made.h"
#include "indexer/scan.h"

/* So many bytes of files are read, about. Twice as many make records smaller by
 * less than a hundredth. */
#define SAMPLE_BYTES ((size_t)1 << 19)

/* What articles that were read for it take, to be handed on, about. */
#define SAMPLE_MEMORY ((size_t)8 << 20)

struct sampled {
	size_t number;	  /* of the file in the scan */
	struct made made; /* up to its article */
	/* What made_read has set of the file. */
	struct fs_stamp stamp;
	bool is_known;
	unsigned char bytes_hash[HASH128_SIZE], hash[HASH128_SIZE];
};

struct sample {
	struct buf dictionary; /* for records (text/packed.h); may be empty */
	struct sampled *files; /* in the order of the scan */
	size_t count, cap;
	size_t kept; /* bytes of memory */
};

#define SAMPLE_INIT                                                            \
	{                                                                      \
		BUF_INIT, NULL, 0, 0, 0                                        \
	}

/* Reads some of the files, and makes the dictionary of them. The same files
 * give the same one. What cannot be read counts for nothing here. ERR_MEMORY.
 * It is to be released in any case. */
int sample_read(const struct config *config, int64_t now,
		const struct scan *scan, struct sample *out, struct err *err);
void sample_release(struct sample *sample);

/* Hands on what made_read and made_article made of a file of the scan, if it
 * was read and that is kept. Not twice for one file; several threads may ask,
 * for different ones. */
bool sample_take(struct sample *sample, size_t number, struct scan_file *file,
		 struct made *made);

#endif
