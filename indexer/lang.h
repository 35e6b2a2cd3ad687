/*
 * The language of an article, and which articles are translations of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The front matter says it, else the file's name (x.fr.md), else a folder
 * (fr/x.md), else the site. Names and folders count only with the codes that
 * the site is configured to have: no.md is not Norwegian by itself.
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_LANG_H
#define PRESSMARK_INDEXER_LANG_H

#include "indexer/fields.h"

/* Sets lang and translation_key. Where the site has several languages and the
 * front matter gives no key, it is the id without the language in it, so that
 * x.md, x.fr.md and de/x.md have the same. */
void lang_read(struct fields *f);

#endif
