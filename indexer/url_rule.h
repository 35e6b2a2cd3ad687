/*
 * The URL that an article's path gives it, by the rules of each generator.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Zola, Astro, Docusaurus and mdBook have the generic rule: the path without
 * its extension as a folder.
 *
 * Threads: pure functions. Memory: the caller's buf; a failure is the buf's.
 */
#ifndef PRESSMARK_INDEXER_URL_RULE_H
#define PRESSMARK_INDEXER_URL_RULE_H

#include <stdbool.h>

#include "base/buf.h"
#include "indexer/url_page.h"

/* Appends the URL, before the base path. By the first of the site's patterns
 * whose glob the article's id matches, else by the preset's rule; *by_pattern
 * is set when a pattern gave it. False when the pattern asks for a date that
 * the article does not have: it then is by the preset's rule. */
bool url_rule_apply(const struct url_page *page, struct buf *out,
		    bool *by_pattern);

/* Makes an absolute path of what a key or a rule gave, in place: one '/' in
 * front and between parts, no "." and ".." as the preset's generator removes
 * them. */
void url_rule_clean(enum site_preset preset, struct buf *path);

/* Does the path lie below this one, or is it it? */
bool url_is_below(struct str base, struct str path);

/* Is it the name of one of Jekyll's permalink styles? */
bool url_is_style(struct str name);

/* Does the last part of a path have an extension? */
bool url_has_extension(struct str path);

#endif
