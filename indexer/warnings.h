/*
 * Collecting what is wrong with an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first LIMIT_WARNINGS are kept, the others only counted.
 *
 * Memory: in the arena. Threads: one at a time.
 */
#ifndef PRESSMARK_INDEXER_WARNINGS_H
#define PRESSMARK_INDEXER_WARNINGS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "indexer/article.h"

struct warnings {
	struct arena *arena;
	struct article_warning *list;
	size_t count, cap;
	size_t more[ARTICLE_LEVELS]; /* not kept */
};

/* Adds one; the text is cleaned and cut. */
void warnings_add(struct warnings *w, unsigned int line, unsigned int column,
		  const char *code, const char *format, ...) ERR_PRINTF(5, 6);

/* The same with another level. */
void warnings_note(struct warnings *w, unsigned int line, unsigned int column,
		   const char *code, const char *format, ...) ERR_PRINTF(5, 6);
void warnings_error(struct warnings *w, unsigned int line, unsigned int column,
		    const char *code, const char *format, ...) ERR_PRINTF(5, 6);

/* Puts them into the order of their places; those of one place stay in theirs.
 */
void warnings_sort(struct warnings *w);

#endif
