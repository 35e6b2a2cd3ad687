/*
 * A request for suggestions while it is answered. Private to query/suggest*.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time. Memory: all lives in the arena of the request,
 * queries in the planner's pool.
 */
#ifndef PRESSMARK_QUERY_SUGGESTING_H
#define PRESSMARK_QUERY_SUGGESTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query/nearby.h"
#include "query/roster.h"
#include "query/plan.h"
#include "query/sieve.h"
#include "query/suggest.h"
#include "query/typed.h"

/* So many articles that have the words before are asked which words they
 * hold. */
#define SUGGESTING_BESIDE 8

struct suggesting {
	struct searcher *s;
	struct arena *arena;
	struct deadline deadline;
	struct planner planner;
	struct query_known known;
	struct query query;  /* all that was typed */
	struct query before; /* typed.before */
	struct typed typed;
	struct str prefix;   /* the last word, folded; may be empty */
	struct sieve shown;  /* what is not hidden, */
	struct sieve beside; /* and has the words before */
	/* How many articles a word is to have before a slip is thought of; 0
	 * where none is. */
	uint64_t doubt;
	/* Words that begin almost so, the likeliest first. */
	struct candidate *near;
	size_t near_count;
	bool titles_corrected; /* those of such words are suggested */
	size_t limit;
	struct err *err;
};

/* What is suggested of one kind, the best first. */
struct suggested {
	struct suggestion items[LIMIT_SUGGESTIONS];
	size_t count;
};

/* A term that may be suggested. */
struct candidate {
	struct str text;    /* behind the prefix of its field */
	uint32_t frequency; /* in the whole index */
	uint32_t articles;  /* that have it, of those that count */
	bool is_stop;	    /* a word that says little (text/stop.h) */
	double cost;	    /* of the slips that lead to it */
	const struct roster_name *name; /* of a name */
};

/* Counts candidates among the documents of a sieve, and puts the `most` best of
 * those that are there first; returns how many these are. Of many candidates
 * the most frequent ones are counted. */
#define SUGGESTING_COUNTED 20
size_t suggesting_count(struct suggesting *job, const struct sieve *sieve,
			enum schema_field field, struct candidate *list,
			size_t count, size_t most);

/* Sets the query of a suggestion: what was typed, `completion` in the place of
 * the text from `from` on. */
void suggesting_complete(struct suggesting *job, struct suggestion *one,
			 size_t from, struct str completion);

/* Adds a suggestion, unless it is nested and finds nothing, or is too long for
 * a query. */
void suggesting_add(struct suggesting *job, struct suggested *out,
		    struct suggestion one, size_t from, struct str completion);

/* ---- The kinds ---------------------------------------------------------- */

/* Terms of a field that begin with the word that is being typed, at most so
 * many; *is_cut says that there are more. In the arena. */
struct candidate *suggesting_terms(struct suggesting *job,
				   enum schema_field field, size_t most,
				   size_t *count, bool *is_cut);

/* Words that begin so and may be suggested, with those of some articles, of
 * which there are at most SUGGESTING_ASKED, first. In the arena. */
#define SUGGESTING_ASKED 60
struct candidate *suggesting_words(struct suggesting *job, size_t *count);

/* Says of the words that begin so whether what was typed is in doubt. */
void suggesting_doubt(struct suggesting *job, const struct candidate *list,
		      size_t count);
/* Of two candidates that slips lead to, the one that promises more comes first;
 * `articles` is set. */
double suggesting_promise(const struct candidate *c);
/* How many slips there may be in what was typed. */
unsigned int suggesting_slips(const struct suggesting *job);
/* Sets the words that begin almost so, where that is in doubt. */
void suggesting_near(struct suggesting *job);
/* What the slips cost that make the beginning that of a word of the name;
 * INFINITY where there would be too many. */
double suggesting_name_cost(struct nearby *nearby, struct str beginning,
			    struct str name);

/* Of these. */
void suggest_words(struct suggesting *job, const struct candidate *words,
		   size_t count, struct suggested *out);
/* How an article writes a word that is suggested. */
void suggest_spelling(struct suggesting *job, struct suggestion *one);
void suggest_names(struct suggesting *job, struct suggested *tags,
		   struct suggested *authors);
/* At most `most`, as each has to be fetched. Of more words in titles than can
 * be listed, those of `words` are looked for; where there are none, those that
 * begin almost so. */
void suggest_titles(struct suggesting *job, const struct candidate *words,
		    size_t count, size_t most, struct suggested *out);

#endif
