/*
 * Links: where they lead, from an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: the caller's buf, a failure is the buf's; links live
 * in the arena.
 */
#ifndef PRESSMARK_INDEXER_LINK_H
#define PRESSMARK_INDEXER_LINK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/article.h"
#include "indexer/site.h"

/* Appends where a link of an article leads, whose URL is known: a path of the
 * site, "/blog/a/", as URLs of articles are written, or host and path of
 * another site, "example.org/a". False, and nothing, when it leads to no page
 * of the web, or is but a fragment.
 *
 * A reference is resolved as RFC 3986, 5.2 says; one to a source file,
 * "../a.md", from the folder of the article's file, to the URL that the path
 * of that file gives it. In front of a path without host stands the base path
 * of the site, whether the link has it or not. The scratch buf is any. */
bool link_resolve(struct str target, const struct article *article,
		  const struct site *site, struct buf *scratch,
		  struct buf *out);

/* Sets the links of an article to where these targets lead, those that address
 * one page once, in order. ERR_MEMORY, ERR_LIMIT. */
int link_read(const struct str *targets, size_t count, const struct site *site,
	      struct arena *arena, struct article *article, struct err *err);

#endif
