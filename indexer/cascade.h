/*
 * Cascades: what an _index.md says of all articles below its folder.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hugo's `cascade`, a map of keys or a list of such maps, each of which may
 * say in `target` (`_target`) what it holds for. Only what matters to a search
 * is taken: the keys that hide, those that speak to the search itself, and the
 * language. They become defaults of the site, behind those of pressmark.yaml,
 * those of deeper folders last, so that the nearest counts.
 *
 * What is wrong with the front matter of an _index.md is said when it is read
 * as an article.
 *
 * Threads: no state. Memory: defaults live in the arena given; bounded by
 * LIMIT_CASCADES and LIMIT_CASCADE_BYTES.
 */
#ifndef PRESSMARK_INDEXER_CASCADE_H
#define PRESSMARK_INDEXER_CASCADE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/config.h"
#include "indexer/scan.h"
#include "indexer/site.h"

/* Reads the cascades of those files of the scan that are called _index.md
 * into the defaults of the configuration, whose preset is settled: those of
 * others than Hugo and generic have none. Once for a configuration. `problem`
 * (may be NULL) is told of what is too much. ERR_MEMORY. */
int cascade_read(const struct scan *scan, struct config *config,
		 scan_problem_fn problem, void *payload, struct arena *arena,
		 struct err *err);

/* Does it hold for the article of this id? */
bool cascade_holds(const struct site_cascade *cascade, const struct site *site,
		   struct str id);

#endif
