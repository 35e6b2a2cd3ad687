/*
 * One article as it is stored, for whoever asks for it by its id.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	if (stored_article(s, STR("2025/10/ties.md"), now, &arena, &record,
 *			   &err) == 0)
 *		render_article_json(&record, &out);
 *
 * Threads: as the searcher. Memory: the record lives in the arena.
 */
#ifndef PRESSMARK_QUERY_STORED_H
#define PRESSMARK_QUERY_STORED_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/search.h"
#include "text/record.h"

#define STORED_ABSENT 1

/* The record of an article that is shown at `now`, in seconds since 1970.
 * STORED_ABSENT when there is none of that id, or none that is to be shown.
 * ERR_STALE, ERR_CORRUPT, ERR_IO, ERR_MEMORY. */
int stored_article(struct searcher *searcher, struct str id, int64_t now,
		   struct arena *arena, struct record *out, struct err *err);

#endif
