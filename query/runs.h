/*
 * Runs: words that were typed without spaces, for all one knows several.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of a run of letters of a script without spaces (東京大学図書館) all are
 * wanted next to each other. Where that is not to be had, its pieces are wanted
 * as if they had been typed apart: each two letters (東京, 京大, 大学, ...),
 * and what else stands in it (Docker入門: Docker, 入門).
 *
 * Threads: pure functions. Memory: trees live in the arena given.
 */
#ifndef PRESSMARK_QUERY_RUNS_H
#define PRESSMARK_QUERY_RUNS_H

#include "base/arena.h"
#include "base/err.h"
#include "query/parse.h"

/* The query with the pieces of its runs, of those that were typed side by side
 * or alone, for no field: its root and its typed are other trees. A query
 * without runs as it is. Of the pieces LIMIT_QUERY_WORDS are taken. ERR_MEMORY,
 * ERR_LIMIT. */
int runs_split(const struct query *query, struct arena *arena,
	       struct query *out, struct err *err);

#endif
