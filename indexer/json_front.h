/*
 * JSON front matter to a tree of values; the only user of jansson.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 8259. jansson says whether a text is JSON and decodes its strings; the
 * tree is built beside it, from the same text, since jansson's own has no
 * lines, keeps one of each key, and makes a double of every number.
 *
 * Threads: pure. Memory: the tree lives in the arena given.
 */
#ifndef PRESSMARK_INDEXER_JSON_FRONT_H
#define PRESSMARK_INDEXER_JSON_FRONT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/front.h"

/* The length of the JSON object that s begins with, 0 when it begins with
 * none. One that is over a limit counts. */
size_t json_front_extent(struct str s);

/* front_parse for JSON. Strings become `quoted` scalars, numbers keep their
 * text. */
int json_front_read(const struct front_split *split, struct arena *arena,
		    struct front_node *out, unsigned int *line,
		    unsigned int *column, struct err *err);

#endif
