/*
 * Where an article is on its site: its URL, and those it had before.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_URL_H
#define PRESSMARK_INDEXER_URL_H

#include "indexer/fields.h"

/* Sets url and aliases, and section_path. Title, date and categories are
 * known already. */
void url_read(struct fields *f);

#endif
