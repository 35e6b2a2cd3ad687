/*
 * YAML front matter to a tree of values; the only user of libyaml.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: the tree lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_YAML_H
#define PRESSMARK_INDEXER_YAML_H

#include "base/arena.h"
#include "base/err.h"
#include "indexer/front.h"

/* front_parse for YAML 1.1. Aliases are expanded within the limits; the merge
 * key (`<<: *defaults`, yaml.org/type/merge.html) adds what the map does not
 * say itself. */
int yaml_read(const struct front_split *split, struct arena *arena,
	      struct front_node *out, unsigned int *line, unsigned int *column,
	      struct err *err);

#endif
