/*
 * A searcher: the opened index, and what is known of it. Private to query/.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_QUERY_INDEX_H
#define PRESSMARK_QUERY_INDEX_H

#include "query/columns.h"
#include "query/records.h"
#include "query/roster.h"
#include "query/plan.h"
#include "query/search.h"
#include "shim/xap.h"
#include "text/words.h"
#include "text/zone.h"

/* Words remembered from request to request. */
#define SEARCH_WORDS 30000

struct searcher {
	char *folder;
	uint32_t generation;
	struct xap_db *db;
	struct xap_stemmer *stemmer;
	struct words *words;

	/* Of the database as it was when it was last looked at. */
	struct arena arena;
	struct languages languages; /* of articles */
	struct str updated;
	struct str host; /* of the site; may be empty */
	struct str lang; /* likewise; folded as a name */
	bool has_translations;
	const struct str *sources;
	size_t source_count;
	uint32_t articles, boosted; /* see struct planner */
	int *years;
	size_t year_count, year_cap;
	struct str *keys; /* of fields, rising */
	size_t key_count, key_cap;
	struct str *hidden; /* states that articles have */
	size_t hidden_count, hidden_cap;
	struct str last_publish, first_expire; /* values of their slots */
	const struct zone *zone;	       /* of the site; NULL: none */
	struct columns columns;		       /* what facets are counted by */
	struct roster roster;		       /* tags and authors */
	struct records records;
	struct synonyms synonyms;
	struct ranking ranking;
};

/* The day that it is at an instant where the site is, since 1970-01-01. */
int64_t searcher_day(const struct searcher *searcher, int64_t now);

/* Sets what the planner is to know of the index, and of what is hidden. */
void searcher_tell_planner(struct searcher *searcher, int64_t now,
			   struct planner *out);

/* Says of a damaged index (ret ERR_CORRUPT) which one it is and what to do;
 * returns ret. */
int searcher_explain(const struct searcher *searcher, int ret, struct err *err);

/* Opens the index afresh, as it is now; on failure the searcher is as it
 * was. */
int searcher_renew(struct searcher *searcher, struct err *err);

#endif
