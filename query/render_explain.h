/*
 * Rendering: what a score is made of, in words, and as JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	score 7.42: text has gas x9 (+2.10) and pipelines x12 as pipeline and
 *	pipelines (+4.05); title has gas (+1.27); tagged energy
 *
 * The numbers add up to the score as they are printed.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_RENDER_EXPLAIN_H
#define PRESSMARK_QUERY_RENDER_EXPLAIN_H

#include "base/buf.h"
#include "base/json.h"
#include "query/search.h"

/* Appends the account of a hit as one line of text, not cleaned, without a
 * newline; and to marks a struct mark for each word that stands in it. */
void render_explain_text(const struct search_page *page,
			 const struct search_hit *hit, struct buf *out,
			 struct buf *marks);

/* Appends it as the value that docs/api.md calls `explain`. */
void render_explain_json(const struct search_page *page,
			 const struct search_hit *hit, struct json *j);

#endif
