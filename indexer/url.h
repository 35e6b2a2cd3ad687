/*
 * Where an article is on its site: its URL, and those it had before.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_URL_H
#define PRESSMARK_INDEXER_URL_H

#include "base/buf.h"
#include "indexer/fields.h"

/* Sets url and aliases, and section_path. Title, date and categories are
 * known already. */
void url_read(struct fields *f);

/* Appends the URL of an article of which only the file is known: its id, and
 * its path below the root of the site. Its front matter may say another. */
void url_of_file(const struct site *site, struct str id, struct str path,
		 struct buf *out);

#endif
