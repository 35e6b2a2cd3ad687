/*
 * In which words of an article the parts of a query matched.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to query/explain.c.
 *
 * Threads, memory: as of the planner; all lives in its arena.
 */
#ifndef PRESSMARK_QUERY_EXPLAIN_FORMS_H
#define PRESSMARK_QUERY_EXPLAIN_FORMS_H

#include <stdbool.h>

#include "query/explain.h"

/* What a part of a query asks for. */
struct explain_words {
	struct str first; /* of its words, folded; empty: they are several */
	bool is_single;	  /* it is the only one */
};

/* A part on its way: node and scope are set, and the query that matched. */
struct explain_draft {
	struct explain_part part;
	struct explain_words words;
	const struct xap_query *query;
	/* Where synonyms alone matched, instead of that: single words, to be
	 * looked for, and others, that the document has. */
	const struct xap_query **words_meant;
	size_t word_count;
	struct str *phrases;
	size_t phrase_count;

	/* The rest is private. */
	struct explain_form *forms;
	size_t form_cap;
};

/* Finds the forms in a document, and how often they are there. What the shim
 * returns; ERR_DEADLINE, ERR_MEMORY. */
int explain_forms(const struct planner *planner, uint32_t docid,
		  struct explain_draft *drafts, size_t count, struct err *err);

#endif
