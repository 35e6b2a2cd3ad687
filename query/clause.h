/*
 * Clauses: what of the index the words of a query stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Functions that return a query return NULL on failure, *err set.
 *
 * Threads: one at a time. Memory: as the planner's; queries in its pool, the
 * rest in its arena.
 */
#ifndef PRESSMARK_QUERY_CLAUSE_H
#define PRESSMARK_QUERY_CLAUSE_H

#include "base/buf.h"
#include "query/plan.h"
#include "query/wanted.h"
#include "text/schema.h"

/* Adds the words of a text to *words: LIMIT_QUERY_WORDS in all, as one chunk
 * (a-b-c-...) may hold hundreds. */
void clause_read(const struct planner *planner, struct str text,
		 struct wanted *words, struct err *err);

/* The field of the words of a scope. */
enum schema_field clause_word_field(enum query_scope scope);

struct str clause_folded(const struct planner *planner, uint32_t number);

/* The term of a field for folded text. */
const struct xap_query *clause_term(const struct planner *planner,
				    enum schema_field field, struct str folded,
				    struct err *err);

/* In how many articles a word is found anywhere, in any of its forms. */
uint32_t clause_frequency(const struct planner *planner, uint32_t number,
			  struct err *err);

/* A word in any of its forms, in any language of the planner; counted as one
 * word. */
const struct xap_query *clause_any_form(const struct planner *planner,
					enum query_scope scope, uint32_t number,
					struct err *err);

/* May a word of several parts be taken for any of them? Not where one is a
 * letter or has digits: x-ray, CVE-2026-41316. */
bool clause_is_divisible(const struct planner *planner,
			 const struct wanted *words);

/* Its i-th part, in any form, or where the word is written as one. */
const struct xap_query *clause_part(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words, size_t i,
				    struct err *err);

/* What was typed as one word: in any form; of several parts, those next to each
 * other or joined, counted as one word. */
const struct xap_query *clause_word(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words,
				    struct err *err);

/* Consecutive words, exactly; of code and alternative texts also each of them
 * by its field. A run longer than a phrase may be (a sentence of
 * a script without spaces) becomes several phrases, all wanted. */
const struct xap_query *clause_phrase(const struct planner *planner,
				      enum query_scope scope,
				      const struct wanted *words,
				      struct err *err);

/* The words in any order, so many words apart at most. */
const struct xap_query *clause_near(const struct planner *planner,
				    enum query_scope scope,
				    const struct wanted *words,
				    unsigned int distance, struct err *err);

/* Any word that starts as the last one does, and all before it. */
const struct xap_query *clause_prefix(const struct planner *planner,
				      enum query_scope scope,
				      const struct wanted *words,
				      struct err *err);

#endif
