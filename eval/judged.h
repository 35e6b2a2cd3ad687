/*
 * Judged queries: what was asked, and which articles answer it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two files, as TREC has them. QUERIES has a query a line: its id, a tab, its
 * text. QRELS has a judgment a line, in four columns: the id of a query, a
 * column that is not read (0), the name of an article, and its gain: 0 or less
 * for one that does not answer the query, more for one that does, the better
 * the more.
 *
 * An article's name is its id, the path below its source, without ".md" at its
 * end; here that may be there or not. Blanks, control characters and "%" are
 * written as in URLs, "%20", since columns end at blanks.
 *
 * Threads: no state. Memory: what is read is a view into the two texts, and
 * lives in the arena.
 */
#ifndef PRESSMARK_EVAL_JUDGED_H
#define PRESSMARK_EVAL_JUDGED_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "eval/lines.h"

/* A judged article of a query. */
struct judgment {
	struct str query, article;
	int gain;
	unsigned int line; /* in its file */
};

/* A query for which some article is relevant. */
struct judged_query {
	struct str id;
	struct str text;	   /* empty when QUERIES does not have it */
	unsigned int line, column; /* of the text in its file; 0: none */
	const struct judgment *judgments; /* in order of their articles */
	size_t judgment_count;
	const int *ideal; /* the gains of the relevant ones, falling */
	size_t relevant;
};

struct judged {
	const struct judged_query *queries; /* in the order of their ids */
	size_t count;
	size_t relevant; /* articles, over all queries */
	size_t unasked;	 /* of the queries, those that QUERIES lacks */
	size_t unjudged; /* queries of QUERIES for which nothing is relevant */
};

/* Reads both. ERR_INPUT with file, line and column: a line that is not as
 * above, a gain that is no whole number, a query that comes twice, an article
 * that is judged twice for one query. ERR_LIMIT, ERR_MEMORY. */
int judged_read(struct lines queries, struct lines qrels, struct arena *arena,
		struct judged *out, struct err *err);

/* The gain of an article by its name; 0 when it was not judged. */
int judged_gain(const struct judged_query *query, struct str article);

/* The query of this id, or NULL. */
const struct judged_query *judged_find(const struct judged *judged,
				       struct str id);

/* Appends the name of an article. */
void judged_add_name(struct str id, struct buf *out);

/* The same of a name that was read: without ".md" at its end. */
struct str judged_name(struct str written);

#endif
