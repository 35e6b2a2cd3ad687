/*
 * URL patterns: "/:year/:month/:title/" and what stands for its tokens.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One language for all presets, with the tokens of Jekyll's permalinks and of
 * Hugo's, Go's layouts among them (":2006"). Those that both have mean what
 * they do in Hugo for the preset hugo, and in Jekyll for all others:
 *
 *	:title	the slug, else the name of the file without its date
 *		(hugo: the title)
 *	:slug	the same in lower case (hugo: the slug, else the title)
 *
 * A ':' that begins no token stands for itself.
 *
 * Threads: pure functions. Memory: the caller's buf; a failure is the buf's.
 */
#ifndef PRESSMARK_INDEXER_URL_PATTERN_H
#define PRESSMARK_INDEXER_URL_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "indexer/url_page.h"

/* Appends what the pattern gives for a page. False when it asks for a date
 * and the article has none. */
bool url_pattern_expand(const struct url_page *page, struct str pattern,
			struct buf *out);

/* Does it have only tokens that exist? If not, *unknown is the first that does
 * not, with its ':'. */
bool url_pattern_check(struct str pattern, struct str *unknown);

#endif
