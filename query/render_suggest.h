/*
 * Rendering suggestions: for people, as JSON, or as lines for programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_RENDER_SUGGEST_H
#define PRESSMARK_QUERY_RENDER_SUGGEST_H

#include <stddef.h>

#include "base/buf.h"
#include "query/suggest.h"

/* A line each: its kind, the text, how many articles; of a title its URL or
 * id. Texts are cut where `width` columns would not do. */
void render_suggest_text(const struct suggest_page *page, size_t width,
			 struct buf *out);

/* The whole query with each, a line each. */
void render_suggest_lines(const struct suggest_page *page, struct buf *out);

/* The object of docs/api.md and a newline. */
void render_suggest_json(const struct suggest_page *page, struct buf *out);

#endif
