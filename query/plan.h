/*
 * Planning: from the tree of a query to what libxapian runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Ranking: a word counts by IneB2 over title and body together (its stem),
 * plus a small weight for the title alone (text/ranking.h); words in quotes are
 * exact; tags, authors, fields and dates only filter. Dates become years,
 * months and days (schema.h), never a long list of days.
 *
 * Threads: one at a time. Memory: queries live in the pool given, the rest in
 * the arena.
 */
#ifndef PRESSMARK_QUERY_PLAN_H
#define PRESSMARK_QUERY_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/deadline.h"
#include "base/err.h"
#include "query/languages.h"
#include "query/leaves.h"
#include "query/parse.h"
#include "shim/xap.h"
#include "text/ranking.h"
#include "text/synonyms.h"
#include "text/words.h"
#include "text/zone.h"

struct meant;
struct records;

struct planner {
	struct xap_db *db;	 /* asked how common words are */
	struct records *records; /* of it */
	struct xap_queries *pool;
	struct words *words;
	struct languages languages; /* that words are stemmed in */
	struct languages spoken;    /* whose stop words say little */
	unsigned int told; /* that its words are of; LANGUAGE_COUNT: unknown */
	struct arena *arena;
	uint32_t articles; /* in the index */
	uint32_t boosted;  /* of them, those whose score is multiplied */
	const struct ranking *ranking; /* what counts how much */
	const int *years;	       /* those that articles have, rising */
	size_t year_count;
	struct str host;	 /* of the site; may be empty */
	const struct zone *zone; /* of it; NULL: none */
	struct query *query;	 /* takes the name of an error */

	const struct synonyms *synonyms; /* of the index */
	const struct meant *meant; /* what words of the query mean by them */

	/* What hides articles: SCHEMA_HIDDEN's states; of the values of the
	 * slots PUBLISH and EXPIRE, the last and the first, empty for none. */
	int64_t now; /* the instant of the request */
	const struct str *hidden;
	size_t hidden_count;
	struct str last_publish, first_expire;
	bool with_hidden; /* find them nevertheless */

	struct deadline deadline; /* of the request */

	struct leaves *leaves; /* takes those of the plan; may be NULL */
};

/* The query as it was asked: every word wanted. Here and below articles that
 * are not to be shown are left out, unless they are asked for. ERR_QUERY where
 * values pass a limit (see struct query); ERR_DEADLINE, ERR_MEMORY, or what
 * the shim returns. */
int plan_all(const struct planner *planner, const struct query_node *root,
	     const struct xap_query **out, struct err *err);

/* The query with any of the words that were typed side by side; of a word of
 * several parts each of these by itself, where they are taken. */
int plan_any(const struct planner *planner, const struct query *query,
	     bool takes_parts, const struct xap_query **out, struct err *err);

/* May words be left out? When two or more were typed side by side, to be
 * ordered by relevance: operators, phrases, fields, exclusions and filters
 * are meant. */
bool plan_can_relax(const struct query *query);

/* Are there so many of those words that articles are ranked by how much of
 * them they have, and none comes first for having all? */
bool plan_is_best_first(const struct planner *planner,
			const struct query *query, struct err *err);

/* The query for that: most of those words wanted (query/most.h); of a word of
 * several parts each of these by itself. */
int plan_best(const struct planner *planner, const struct query *query,
	      const struct xap_query **out, struct err *err);

/* The query with most of those words wanted, to follow the articles that have
 * all. */
int plan_most(const struct planner *planner, const struct query *query,
	      const struct xap_query **out, struct err *err);

/* The articles that plan_all has, to be excluded: with less of a weight. */
int plan_matches(const struct planner *planner, const struct query_node *root,
		 const struct xap_query **out, struct err *err);

/* Only what is in `most` and not in `all`, which plan_matches made. */
const struct xap_query *plan_rest(const struct planner *planner,
				  const struct xap_query *most,
				  const struct xap_query *all, struct err *err);

#endif
