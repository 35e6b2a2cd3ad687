/*
 * Spoken: which language the words of a query are of, as far as they tell.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What says little in one language may be what is looked for in another:
 * German `die` and English `die hard`, English `or` and French `or massif`. So
 * of the languages that a query may be meant in, its stop words are those of
 * one: that which most of the articles have that hold its words.
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_SPOKEN_H
#define PRESSMARK_QUERY_SPOKEN_H

#include "base/err.h"
#include "query/languages.h"
#include "query/parse.h"
#include "query/plan.h"

/* Sets planner->spoken and planner->told, of planner->languages, by the words
 * of a tree. Each word has one vote, split by how many articles of each
 * language hold it in any form. First those words vote that are stop words of
 * none; where they give no language two thirds, all do. Two thirds tell the
 * language; for stop words the most votes do. Where no word has forms that any
 * article holds, it may be any. What the shim returns. */
int spoken_tell(struct planner *planner, const struct query_node *root,
		struct err *err);

#endif
