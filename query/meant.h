/*
 * What else the words of a query mean, by the synonyms of the index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of words that stand side by side, each that is the side of a rule, and each
 * of a run that is one. That a word of a run may stand for the other side
 * alone, as each other of it may, makes the same of a query as if the run might
 * as a whole: (a or x) and (b or x) is (a and b) or x; and where most of the
 * words will do each counts as it does without synonyms.
 *
 * Threads: one at a time. Memory: as the planner's.
 */
#ifndef PRESSMARK_QUERY_MEANT_H
#define PRESSMARK_QUERY_MEANT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "query/parse.h"
#include "query/plan.h"
#include "query/wanted.h"
#include "shim/xap.h"
#include "text/synonyms.h"

/* A word of a query, and what else it means. */
struct meant_word {
	const struct query_node *node;
	const struct synonym_side **sides; /* LIMIT_SYNONYMS at most */
	size_t count, cap;
};

struct meant {
	struct meant_word *words;
	size_t count, cap;
};

/* Finds what else the words of a tree mean, words that are typed for anywhere
 * and not excluded, in any of their forms in the languages of the planner.
 * ERR_MEMORY, or what words_in returns. */
int meant_find(const struct planner *planner, const struct query_node *root,
	       struct meant *out, struct err *err);

/* What else a node means; NULL for nothing. `meant` may be NULL. */
const struct meant_word *meant_of(const struct meant *meant,
				  const struct query_node *node);

/* Has a side several words, to be looked for as a phrase? */
bool meant_is_phrase(const struct synonym_side *side);

/* What was typed, which weighs what it weighs; and of articles that have it not
 * what it means, which weighs RANKING_SYNONYMS of what all would as one word.
 * NULL on failure, *err set. */
const struct xap_query *meant_query(const struct planner *planner,
				    enum query_scope scope,
				    const struct xap_query *typed,
				    const struct meant_word *word,
				    struct err *err);

/* What one of the sides alone matches. Likewise. */
const struct xap_query *meant_side_query(const struct planner *planner,
					 enum query_scope scope,
					 const struct synonym_side *side,
					 struct err *err);

#endif
