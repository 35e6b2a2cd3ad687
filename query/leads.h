/*
 * Leads: how the words begin that a query means, to pass over all others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most of a text is not worth being cut into words, folded and looked up: no
 * word of the query begins like that. What folding may change is allowed for,
 * so that nothing is missed: case, all that is not ASCII, what it drops (an
 * apostrophe, the `v` of a version), and what parts of a word are bound by.
 *
 * Threads: one at a time. Memory: in the arena given to leads_add.
 */
#ifndef PRESSMARK_QUERY_LEADS_H
#define PRESSMARK_QUERY_LEADS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct leads {
	struct str *at; /* lower case */
	size_t count, cap;
	unsigned char starts[256]; /* of each first byte: private flags */
	bool has_wide;		   /* one begins with what is not ASCII */
	bool has_digit;		   /* or with a digit */
};

void leads_init(struct leads *leads);

/* Adds a folded word, or its beginning; empty: any word. ERR_MEMORY. */
int leads_add(struct leads *leads, struct str lead, struct arena *arena,
	      struct err *err);

/* May a word that is written so match? False for most that do not. */
bool leads_fit(const struct leads *leads, struct str word);

/* The first place from `at` on where a word may begin that matches, or
 * text.len. */
size_t leads_find(const struct leads *leads, struct str text, size_t at);

#endif
