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
	/* Articles that have it. Of a word that some have, only another that is
	 * far more common, a slip away, may have been meant. */
	uint32_t articles;
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

/* Articles that have a rare word: it may be a slip of who wrote it. */
#define SPELL_RARE 2

/* In how many articles a word is, be it in another form; of one that is not
 * rare, in some more than SPELL_RARE. */
int spell_articles(const struct planner *planner, struct str folded,
		   uint32_t *out, struct err *err);

/* Is a rare word in a title? Then it was meant so. */
int spell_is_in_title(const struct planner *planner, struct str folded,
		      bool *out, struct err *err);

/* What was meant by a word that is not known, or rare. */
int spell_correct(const struct spell *spell, const struct spell_word *word,
		  enum spell_way *way, struct str *out, struct err *err);

#endif
