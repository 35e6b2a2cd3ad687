/*
 * Spelling: what somebody may have meant by a word that no article has.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Candidates are words of the index that a slip or two lead to
 * (query/nearby.h), other spellings of the same sound (query/slips.h), the two
 * words that were typed as one, and the one that was typed as two. Each is
 * weighed by the slips it takes, by how many articles have it, and by how well
 * articles that have it answer the rest of the query.
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_SPELL_H
#define PRESSMARK_QUERY_SPELL_H

#include <stdbool.h>

#include "query/plan.h"

struct spell {
	const struct planner *planner;
	/* Which articles are to be shown; NULL: all. */
	const struct xap_query *hidden;
	/* The other words of the query, any of them; NULL: there are none. */
	const struct xap_query *context;
};

/* A word as typed. */
struct spell_word {
	struct str folded;
	enum query_scope scope;
	bool may_split; /* into two */
	/* What stands beside it, folded, to be joined with it; may be empty. */
	struct str before, after;
};

enum spell_way {
	SPELL_NONE,	   /* nothing is near */
	SPELL_ONE,	   /* another word, or two, in its place */
	SPELL_WITH_BEFORE, /* one for it and the word before */
	SPELL_WITH_AFTER,
};

/* May this be corrected? Four letters or more, and nothing but letters. */
bool spell_is_word(struct str folded);

/* Is a word found as it is, or in another form? Or -1, *err set. */
int spell_is_known(const struct planner *planner, struct str folded,
		   struct err *err);

/* What was meant by a word that is not known. */
int spell_correct(const struct spell *spell, const struct spell_word *word,
		  enum spell_way *way, struct str *out, struct err *err);

#endif
