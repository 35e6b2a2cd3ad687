/*
 * Explaining: what an article weighs for a query, and what of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There is no second ranking: what reranking added is known, and the leaves of
 * the plan (query/leaves.h) are run again over the hits of the page alone, one
 * by one, and what each weighs for a hit is its part of the score.
 *
 * Threads: one at a time. Memory: explanations live in the planner's arena.
 */
#ifndef PRESSMARK_QUERY_EXPLAIN_H
#define PRESSMARK_QUERY_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "query/leaves.h"
#include "query/parse.h"
#include "query/plan.h"
#include "query/rerank.h"
#include "query/search.h"
#include "shim/xap.h"

/* A word of the article that a word, phrase or prefix of the query matched,
 * folded. */
struct explain_form {
	struct str text;
	/* How often the index counts it in this field; 0 of several words. */
	uint32_t count;
};

/* What reranking adds (query/rerank.h) belongs to no single word. */
enum explain_kind {
	EXPLAIN_NODE,
	EXPLAIN_ADJACENT,    /* words stand next to each other as typed */
	EXPLAIN_COMMON,	     /* words are there that the best have in common */
	EXPLAIN_BOOSTED,     /* the article multiplies all of these; may be less
			      * than nothing */
	EXPLAIN_FRESH,	     /* and what it gains of it by being new */
	EXPLAIN_WHOLE_TITLE, /* the title is the query, and nothing else */
};

struct explain_part {
	/* A word, phrase, prefix or NEAR; NULL where it is no NODE. */
	const struct query_node *node;
	/* Where it stands: in the title, a heading, ...; ANYWHERE: in title,
	 * description, tags, authors and body together. */
	enum query_scope scope;
	double weight;	/* 0 too where the side of an OR that it is of fails */
	uint32_t count; /* of a single word: how often; else 0 */
	const struct explain_form *forms; /* the most frequent first */
	size_t form_count;
	enum explain_kind kind;
	bool is_in_part; /* of a word of several parts some are there, not it */
	bool is_meant;	 /* by synonyms alone: forms are those of other words */
};

/* Nodes in the order in which they were typed. */
struct explain_nodes {
	const struct query_node **items;
	size_t count, cap;
};

struct explanation {
	/* Of the hit, all that it matches, by scope and as they were typed;
	 * then what belongs to no single word. */
	const struct explain_part *parts;
	size_t part_count;
	/* What no part accounts for: 0 unless the index changed meanwhile. */
	double rest;
	/* Words and so on that it lacks; a word of several parts too where it
	 * has some of these and not the word. */
	struct explain_nodes missing;
	struct explain_nodes filters; /* that it passed, NOT included */
	enum query_sort sort;	      /* what the order is by */
	bool has_most;	/* it is among those with most words, not with all */
	bool is_pinned; /* or its article says that it answers the query */
	double boost;	/* that its article gives it */
	double fresh;	/* what it is multiplied by for how new it is */
};

struct explain_page {
	const struct leaves *leaves; /* of the plan that ranked them */
	const struct ranked *ranked; /* the documents of the hits */
	struct search_hit *hits;
	size_t count;
	size_t pinned; /* of them so many are pinned to the query */
	const struct xap_query *all; /* what has all words, others have most */
};

/* Explains each hit of a page. ERR_DEADLINE, ERR_MEMORY, or what the shim
 * returns. */
int explain_hits(const struct planner *planner, const struct explain_page *page,
		 struct err *err);

/* The weights of the parts in units of the last of so many decimals, rounded
 * so that with *rest they add up to the score rounded likewise: as many are
 * rounded up as needs be, those that lose most first. `out` has room for
 * part_count. Returns the score. */
int64_t explain_round(const struct explanation *explanation, double score,
		      int decimals, int64_t *out, int64_t *rest);

#endif
