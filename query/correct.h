/*
 * Correcting: a query without the slips of who typed it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only words are corrected that no article has in any form, four letters or
 * more and nothing but letters, alone or in a phrase, in the text, a title, a
 * heading or the body. Not: what has synonyms, what is excluded, the beginning
 * of a word, words of code, tags, authors, other values, and filters that were
 * not typed.
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_CORRECT_H
#define PRESSMARK_QUERY_CORRECT_H

#include "base/err.h"
#include "base/str.h"
#include "query/parse.h"
#include "query/plan.h"

/* Sets *out to the text of the query with the words that were meant, in the
 * arena; empty where there is nothing to correct. Whether it finds anything is
 * for the caller to see. */
int correct_query(const struct planner *planner, const struct query *query,
		  struct str *out, struct err *err);

#endif
