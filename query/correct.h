/*
 * Correcting: a query without the slips of who typed it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only words are corrected that no article has in any form, or, where there are
 * none, those that hardly any has; four letters or more and nothing but
 * letters, alone or in a phrase, in the text, a title, a heading or the body.
 * Not: what has synonyms, what is excluded, the beginning of a word, words of
 * code, tags, authors, other values, and filters that were not typed.
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_CORRECT_H
#define PRESSMARK_QUERY_CORRECT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "query/parse.h"
#include "query/plan.h"

struct correction {
	/* The query with the words that were meant, in the arena; empty where
	 * there is nothing to correct. Whether it finds anything is for the
	 * caller to see. */
	struct str text;
	/* Few words were typed, and none became two: what was typed has hardly
	 * anything to go by without it. */
	bool is_sure;
	/* Every word is in some article, if only in hardly any. */
	bool is_offer;
};

/* Sets what may have been meant. */
int correct_query(const struct planner *planner, const struct query *query,
		  struct correction *out, struct err *err);

#endif
