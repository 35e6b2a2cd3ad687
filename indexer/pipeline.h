/*
 * A pipeline: files are made by several threads, and come out in their order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each thread takes the next file that nobody has taken, and does with it all
 * that does not depend on other files (indexer/made.h). So what comes out is
 * the same, however many threads there are.
 *
 *	int ret = pipeline_new(config, now, &scan, &sample, jobs, &pipeline,
 *			       &err);
 *
 *	for (size_t i = 0; i < scan.count && !ret; i++) {
 *		struct made *made = pipeline_next(pipeline);
 *		...
 *	}
 *	pipeline_free(pipeline);
 *
 * Private to indexer/. Threads: one calls these. Memory: files of
 * PIPELINE_BYTES together, or one that is larger, with their articles and
 * documents; and what each thread remembers of words.
 */
#ifndef PRESSMARK_INDEXER_PIPELINE_H
#define PRESSMARK_INDEXER_PIPELINE_H

#include <stdint.h>

#include "base/err.h"
#include "indexer/config.h"
#include "indexer/made.h"
#include "indexer/sample.h"
#include "indexer/scan.h"

/* Files that are made and not taken yet have no more together. */
#define PIPELINE_BYTES ((size_t)4 << 20)

struct pipeline;

/* Begins to make the files of a scan by `jobs` threads; 1: by none, each when
 * it is asked for. Records are packed with the dictionary of the sample, and
 * articles that it has kept are not read again. Files that have been rejected
 * are passed over. The configuration is not to change meanwhile, nor files that
 * have not come out. ERR_MEMORY. */
int pipeline_new(const struct config *config, int64_t now, struct scan *scan,
		 struct sample *sample, unsigned int jobs,
		 struct pipeline **out, struct err *err);

/* Threads end what they are at before. */
void pipeline_free(struct pipeline *pipeline);

/* The next file of the scan, waited for: what made_read, made_article and
 * made_document have made of it, which may have failed. To be called once for
 * each file; what it gives is valid until the next call. */
struct made *pipeline_next(struct pipeline *pipeline);

#endif
