/*
 * The URL that an article's path gives it with Zola, Astro, Docusaurus and
 * mdBook. The rules of the others are in indexer/url_rule.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each appends an absolute path. Where a generator's routes are code or
 * configuration, those hold that it has unless told otherwise: Astro's
 * collections are at /NAME/, Docusaurus has /docs and /blog.
 *
 * Threads: no state. Failures show in the buffer.
 */
#ifndef PRESSMARK_INDEXER_URL_OTHER_H
#define PRESSMARK_INDEXER_URL_OTHER_H

#include "base/buf.h"
#include "indexer/url_page.h"

/* page.rs and slugs.rs: folders as they are, the last part as an ASCII slug
 * without its date. A part with letters of other than Latin scripts, which
 * Zola transliterates, stays as it is. */
void url_zola(const struct url_page *page, struct buf *out);

/* Entries of a collection: every part through github-slugger; pages: as they
 * are. Starlight's docs are at the root. */
void url_astro(const struct url_page *page, struct buf *out);

/* numberPrefix.ts, slug.ts, blogUtils.ts: docs without the numbers in front of
 * each part, posts below the date of their path. */
void url_docusaurus(const struct url_page *page, struct buf *out);

/* The path with .html; README is index. */
void url_mdbook(const struct url_page *page, struct buf *out);

#endif
