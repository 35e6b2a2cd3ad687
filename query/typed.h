/*
 * What is being typed: the word at the end, and what stands before it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: views the cleaned copy of the text, which
 * lives in the arena.
 */
#ifndef PRESSMARK_QUERY_TYPED_H
#define PRESSMARK_QUERY_TYPED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "query/parse.h"

enum typed_kind {
	TYPED_NOTHING, /* that could be completed: an exclusion, a date, ... */
	TYPED_WORD,    /* or a name, or a title */
	TYPED_TAG,     /* the value of tag: */
	TYPED_AUTHOR,
};

struct typed {
	enum typed_kind kind;
	/* All of it, clean (chunk_clean), but for a blank at the end, which
	 * stays: a word that is complete. */
	struct str text;
	/* Where what stands between blanks begins; what a name would replace
	 * of it; behind quotes, the name; the last word of that. All may be
	 * the end of the text. */
	size_t chunk, from, value, word;
	/* What goes with any completion, as a query: without the operator at
	 * its end; empty where none of it has to. */
	struct str before;
	/* It may not find anything: what is inside of quotes, groups, compound
	 * words or title: and the like finds what it does as a whole. */
	bool is_nested;
	bool has_scope; /* title: and the like */
	/* No fields, quotes, groups or operators are in it. */
	bool is_plain;
};

/* ERR_MEMORY, ERR_LIMIT (the arena's). */
int typed_read(struct str text, const struct query_known *known,
	       struct arena *arena, struct typed *out, struct err *err);

#endif
