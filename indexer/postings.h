/*
 * The postings of one document: words with their positions, and filters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the making of documents. Used for document after document; words
 * that were met are remembered.
 *
 * Threads: one at a time. Memory: what it gives is valid until it begins the
 * next document.
 */
#ifndef PRESSMARK_INDEXER_POSTINGS_H
#define PRESSMARK_INDEXER_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"
#include "indexer/article.h"
#include "shim/xap.h"
#include "text/schema.h"
#include "text/words.h"

/* A term of the article (text/terms.h): which word, where. */
struct postings_place {
	uint32_t word;
	uint32_t position;
};

/* From this position on, until the next, words count so much. */
struct postings_weight {
	uint32_t position;
	double weight;
};

struct postings {
	struct xap_stemmer *stemmer;
	struct words *words;
	unsigned int language; /* of this document */
	struct arena arena;    /* of one document */

	/* The terms of the fields at hand, nearly in order of position. */
	struct postings_place *places;
	size_t place_count, place_cap;
	/* Of these, 1 before the first; in the arena. */
	struct postings_weight *weights;
	size_t weight_count;

	/* By number of word and of stem: how often in the fields at hand;
	 * all zero in between. */
	uint32_t *word_counts, *stem_counts;
	size_t word_cap, stem_cap;
	/* Likewise what they count, where that is not how often. */
	double *word_sums, *stem_sums;
	size_t word_sum_cap, stem_sum_cap;

	struct map filters; /* terms of this document */

	struct xap_posting *list;
	size_t count, cap;
	struct buf term; /* scratch */
	bool is_cut;	 /* words were left out */

	/* Of the fields at hand, once there are many places: which words are
	 * in the first `told` of them, and how many that are. */
	unsigned char *is_there; /* by number of word; all zero before */
	size_t there_cap, told, different;
};

/* *p is zeroed. ERR_MEMORY. */
int postings_init(struct postings *p, struct err *err);
void postings_release(struct postings *p);

/* Begins a document in a language (text/language.h). */
void postings_begin(struct postings *p, unsigned int language);

/* Takes in the words of a text; *position is that of the last word before it,
 * and then of its own last one, with the gap behind a field. */
int postings_read(struct postings *p, struct str text, uint32_t *position,
		  struct err *err);

/* The same of a text in which words count more or less, from each of `count`
 * places on; for postings_emit. To be read no more than once before that. */
int postings_read_weighed(struct postings *p, struct str text,
			  const struct article_weight *weights, size_t count,
			  uint32_t *position, struct err *err);

/* Takes in the words of code, to be emitted without positions: names by the
 * parts that their capitals show too, and nothing joined. */
int postings_read_code(struct postings *p, struct str text, struct err *err);

/* Makes terms of the words taken in, with their positions, under one field and
 * of their stems under another; and forgets the words. How often they are there
 * is what they count, rounded: a word may be there, and count nothing. */
int postings_emit(struct postings *p, enum schema_field word_field,
		  enum schema_field stem_field, struct err *err);

/* Makes filters of those words, and of those stems, of the first `count` places
 * that none of the other places has; to be followed by postings_emit. */
int postings_outside(struct postings *p, size_t count, struct err *err);

/* Makes terms of the words taken in, without positions and stems (CODE_WORD,
 * ALT_WORD); and forgets the words. */
int postings_emit_words(struct postings *p, enum schema_field field,
			struct err *err);

/* Adds a term that only filters, unless it is there already, or is none that
 * libxapian holds. */
int postings_filter(struct postings *p, struct str term, struct err *err);

/* The term of a field for folded text; nothing for empty text. */
int postings_add(struct postings *p, enum schema_field field, struct str folded,
		 struct err *err);

#endif
