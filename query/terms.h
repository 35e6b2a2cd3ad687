/*
 * Terms: what of the index the words of a query stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Functions that return a query return NULL on failure, *err set.
 *
 * Threads: one at a time. Memory: as the planner's; queries in its pool, the
 * rest in its arena.
 */
#ifndef PRESSMARK_QUERY_TERMS_H
#define PRESSMARK_QUERY_TERMS_H

#include "base/buf.h"
#include "query/plan.h"
#include "text/schema.h"

/* The words of a text, as numbers. */
struct terms_words {
	uint32_t *items;
	size_t count, cap;
};

/* Adds the words of a text: LIMIT_QUERY_WORDS in all, as one chunk (a-b-c-...)
 * may hold hundreds. */
void terms_split(const struct planner *planner, struct str text,
		 struct terms_words *words, struct err *err);

struct str terms_folded(const struct planner *planner, uint32_t number);

/* The term of a field for folded text. */
const struct xap_query *terms_one(const struct planner *planner,
				  enum schema_field field, struct str folded,
				  struct err *err);

/* Appends the term that stands for a word in any of its forms: its stem's, or
 * its own when it has no other. */
void terms_add_form(const struct planner *planner, enum query_scope scope,
		    uint32_t number, struct buf *out);

/* The query of that term. */
const struct xap_query *terms_any_form(const struct planner *planner,
				       enum query_scope scope, uint32_t number,
				       struct err *err);

/* Consecutive words, exactly. A run longer than a phrase may be (a sentence of
 * a script without spaces) becomes several phrases, all wanted. */
const struct xap_query *terms_phrase(const struct planner *planner,
				     enum query_scope scope,
				     const struct terms_words *words,
				     struct err *err);

/* The words in any order, so many words apart at most. */
const struct xap_query *terms_near(const struct planner *planner,
				   enum query_scope scope,
				   const struct terms_words *words,
				   unsigned int distance, struct err *err);

/* Words of code or of alternative texts: all of them, and next to each other.
 */
const struct xap_query *terms_literal(const struct planner *planner,
				      enum query_scope scope,
				      const struct terms_words *words,
				      struct err *err);

/* Any word that starts as the last one does, and all before it. */
const struct xap_query *terms_prefix(const struct planner *planner,
				     enum query_scope scope,
				     const struct terms_words *words,
				     struct err *err);

#endif
