/*
 * When: the dates of an article, from its keys, its path and its commits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which keys count, and in which order, is the preset's matter. Without one
 * of them the date is what the path says: the file's name, else the URL that
 * the article gives itself, else the folders; and else what git says, if it
 * was asked. Never when the file changed: a checkout changes that.
 *
 * Threads: pure. Memory: results live in the arena of the fields.
 */
#ifndef PRESSMARK_INDEXER_WHEN_H
#define PRESSMARK_INDEXER_WHEN_H

#include "indexer/fields.h"

/* Sets date, updated, publish_at and expire_at, all in the zone of the site.
 * Commits hide nothing: they are for date and updated alone. The last two only
 * where the preset's generator hides by them, so that they
 * are what article_hidden_at goes by. */
void when_read(struct fields *f);

#endif
