/*
 * ask: one way to put the same searches to every engine, and to time them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	ENGINE DATABASE
 *	ENGINE DATABASE QUESTION
 *
 * An engine opens its database, then answers the questions on standard input,
 * a line each, or the one that it is given. A question is seven fields between
 * tabs, of which all but the text may be empty:
 *
 *	what	"page": ten hits, with titles, dates and marked passages;
 *		"titles": the same without passages;
 *		"passages": only what the passages of these ten cost;
 *		"count": how many articles are found, however long that takes
 *	text	words, all wanted; "a phrase"; as the last one a prefix*
 *	tag	that the articles have
 *	from	the first year that they may be of
 *	to	the last one
 *	order	"newest", or by relevance
 *	facets	of the whole result: "tag", "author", "year", "month", with
 *		blanks between them
 *
 * An answer is the number of articles found (where it is known anyway, or is
 * asked for) and the processor time of the thread in milliseconds; or "-" when
 * the engine knows no such search.
 */
#ifndef PRESSMARK_BENCH_ASK_H
#define PRESSMARK_BENCH_ASK_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASK_HITS    10
#define ASK_PASSAGE 200 /* characters of a passage */

enum ask_what { ASK_PAGE, ASK_TITLES, ASK_PASSAGES, ASK_COUNT };

struct ask_question {
	enum ask_what what;
	const char *text, *tag;
	int from, to; /* years; 0: any */
	bool newest;
	const char *facets;
};

struct ask_answer {
	bool is_unknown; /* the engine knows no such search */
	unsigned long found;
	double ms;
};

typedef void (*ask_fn)(const struct ask_question *question,
		       struct ask_answer *answer, void *payload);

/* Answers what main was given to do; returns what main is to return. */
int ask_main(int argc, char **argv, ask_fn fn, void *payload);

/* Is a facet among those asked for? */
bool ask_has_facet(const struct ask_question *question, const char *name);

/* Processor time of the thread, in milliseconds. */
double ask_now_ms(void);

#ifdef __cplusplus
}
#endif

#endif
