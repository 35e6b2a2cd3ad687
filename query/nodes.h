/*
 * The nodes of a query: made of tokens, counted, joined.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Functions that return a node return NULL on failure: with nodes->status set
 * for a named error, else because memory ran out (see nodes_status).
 *
 * Threads: one at a time. Memory: nodes live in the arena.
 */
#ifndef PRESSMARK_QUERY_NODES_H
#define PRESSMARK_QUERY_NODES_H

#include "query/lex.h"
#include "query/parse.h"

struct nodes {
	struct query *query; /* takes sort and errors */
	const struct query_known *known;
	struct arena *arena;
	struct err *err;
	int status; /* 0, or what nodes_fail returned */
	unsigned int words, prefixes;
	/* Children that wait for their parent, those of inner nodes above. */
	const struct query_node **waiting;
	size_t waiting_count, waiting_cap;
};

/* Names an error: the code in query, the message in err. */
int nodes_fail(struct nodes *nodes, const char *code, unsigned int column,
	       const char *format, ...) ERR_PRINTF(4, 5);

/* nodes->status, or what the arena says where that is 0. */
int nodes_status(const struct nodes *nodes);

/* The node of a TERM: checks its value and the limits. */
const struct query_node *nodes_leaf(struct nodes *nodes,
				    const struct lex_token *token);

/* What is not the child: of a NOT, that is the NOT's child. */
const struct query_node *nodes_not(struct nodes *nodes,
				   const struct query_node *child,
				   unsigned int column);

/* Takes the order that a sort: names. 0, or a named error. */
int nodes_sort(struct nodes *nodes, const struct lex_token *token);

/* Adds a child of a coming node of this kind; of a child of the same kind
 * (and implicitness), its children. False when memory ran out. */
bool nodes_add(struct nodes *nodes, const struct query_node *child,
	       enum query_kind kind, bool is_implicit);

/* Joins the children added since there were `base`: the only one is itself. */
const struct query_node *nodes_join(struct nodes *nodes, size_t base,
				    enum query_kind kind, bool is_implicit,
				    unsigned int distance);

#endif
