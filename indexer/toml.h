/*
 * TOML front matter to a tree of values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TOML 1.0.0 (toml.io/en/v1.0.0), all of it and strictly. Strings become
 * `quoted` scalars. The others keep their text, in one form for each value:
 * integers in decimals, floats as written but for `_`, booleans, dates and
 * times as written.
 *
 * Threads: pure. Memory: the tree lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_TOML_H
#define PRESSMARK_INDEXER_TOML_H

#include "base/arena.h"
#include "base/err.h"
#include "indexer/front.h"

/* front_parse for TOML. The items of a table are in the order in which they
 * are first named. */
int toml_read(const struct front_split *split, struct arena *arena,
	      struct front_node *out, unsigned int *line, unsigned int *column,
	      struct err *err);

#endif
