/*
 * Snippets: the best passage of a text for a query, and where it matches.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text and ranges, never markup. A passage of at most `width` characters (but
 * for an ellipsis at either end) is chosen that has the most, and the rarest,
 * words of the query: all of them, wherever the text has them that close. Of
 * such passages it is the one that reads best (query/passage.h), has the words
 * closest together, and stands earliest.
 *
 * Threads: a matcher belongs to one thread. Memory: results live in the
 * arena given.
 */
#ifndef PRESSMARK_QUERY_SNIPPET_H
#define PRESSMARK_QUERY_SNIPPET_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/parse.h"
#include "text/record.h"
#include "text/words.h"

/* A half-open range [start, end) in code points. */
struct mark {
	uint32_t start, end;
};

struct snippet {
	struct str text; /* one line: block ends became blanks */
	const struct mark *marks;
	size_t mark_count;
	size_t start; /* of the passage, byte offset in the source text */
	size_t best;  /* of its densest place, byte offset in the source */
};

/* What a snippet is made of. */
struct snippet_source {
	struct str text; /* as of a record: UTF-8, blocks end in '\n' */
	size_t start;	 /* what is before is not to be shown; of a block */
	const struct record_section *sections; /* of the text, or none */
	size_t section_count;
	const struct record_weight *weights; /* of its words, or none */
	size_t weight_count;
};

struct matcher;
struct meant;

/* What is to be marked in texts of a language (text/language.h): the words,
 * phrases and prefixes of the tree that are wanted (not those excluded), and
 * what they mean besides (NULL: nothing). `words` is used during calls only. */
int matcher_new(const struct query_node *root, const struct meant *meant,
		struct words *words, unsigned int language, struct arena *arena,
		struct matcher **out, struct err *err);

/* The best passage of the source, of at most width characters, or more where
 * one word has more. A source in which nothing matches gives its beginning,
 * without marks. */
int snippet_make(const struct matcher *matcher,
		 const struct snippet_source *source, size_t width,
		 struct arena *arena, struct snippet *out, struct err *err);

/* Marks in the whole of a short text, such as a title. */
int snippet_mark(const struct matcher *matcher, struct str text,
		 struct arena *arena, const struct mark **marks, size_t *count,
		 struct err *err);

#endif
