/*
 * Weights: how much an article is about each of its terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article is about a word as far as
 *
 *	tf (k1 + 1) / (tf + k1 L) + TITLE, where it is in the title
 *
 * as BM25 has it (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009); L is 1 - b + b times the length of the
 * article by the mean length. About a tag it is as far as TAG. How telling a
 * term is, its idf, depends on the articles that are compared.
 *
 * The weights of a term are read when they are first asked for and kept, as the
 * articles of a whole site ask for the same ones again and again. They are of
 * one commit of the index.
 *
 * Threads: one at a time. Memory: of what is more than WEIGHTS_MEMORY all goes
 * with the next weights_trim.
 */
#ifndef PRESSMARK_QUERY_WEIGHTS_H
#define PRESSMARK_QUERY_WEIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"
#include "shim/xap.h"

#define WEIGHTS_MEMORY (128u << 20) /* bytes */

struct weight {
	uint32_t docid;
	float weight;
};

struct weights_list {
	struct weight *items; /* in order of docid; NULL until read */
	uint32_t count;	      /* articles that have the term */
};

struct weights {
	struct xap_db *db;
	struct xap_db_info info;
	float *saturation; /* k1 L of each docid */
	struct map lists;  /* term to struct weights_list */
	struct arena kept; /* the lists */
	struct arena arena;
};

/* Reads how long all articles are: a tenth of a microsecond each. To be
 * released in any case. What the shim returns, ERR_MEMORY. */
int weights_init(struct weights *weights, struct xap_db *db, struct err *err);
void weights_release(struct weights *weights);

/* Lets lists go where they are too many. None that was handed out is valid
 * behind it. */
void weights_trim(struct weights *weights);

/* How many articles have a term. */
int weights_frequency(struct weights *weights, struct str term, uint32_t *out,
		      struct err *err);

/* ln(1 + (N - n + 1/2) / (n + 1/2)) for n of N articles. */
double weights_idf(uint32_t frequency, uint32_t articles);

/* How much an article is about a word that it has so often, or about a tag. */
double weights_word(const struct weights *weights, uint32_t docid,
		    uint32_t count, bool in_title);
double weights_tag(void);

/* How much each article is about a term of SCHEMA_WORD or SCHEMA_STEM, or one
 * of another field, as a tag. ERR_STALE, what the shim returns. */
int weights_read(struct weights *weights, struct str term, bool is_tag,
		 const struct weights_list **out, struct err *err);

/* Appends the term that such a word has where it is in the title. */
void weights_title_term(struct str term, struct buf *out);

#endif
