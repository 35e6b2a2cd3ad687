/*
 * Related articles: those most like one, by its telling words and its tags.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article is like another as far as the terms that tell it from all others
 * (query/telling.h) weigh in both:
 *
 *	sum of w(t, this) w(t, other) / sum of w(t, this) squared
 *
 * so that one with the same text has 1, or somewhat more or less. Of those that
 * are alike to the same hundredth the newest comes first. Never among them: the
 * article itself, its translations, articles in another language, what is not
 * to be shown, and what is less alike than RELATED_LEAST.
 *
 *	struct related_request r = RELATED_REQUEST_INIT;
 *
 *	r.id = STR("2025/10/rising-ties.md");
 *	r.now = time(NULL);
 *	if (related_page(searcher, &r, &arena, &page, &err) == 0)
 *		render_related_json(&page, &out);
 *
 * Threads: as the searcher. Memory: results live in the arena given.
 */
#ifndef PRESSMARK_QUERY_RELATED_H
#define PRESSMARK_QUERY_RELATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/search.h"

#define RELATED_LEAST 0.07

/* What the cards of a site of a million articles take in an arena. */
#define RELATED_MEMORY ((size_t)1 << 30)

struct related_request {
	struct str id;		    /* of the article; not of RELATED_SITE */
	unsigned int limit;	    /* hits, at most LIMIT_PAGE */
	unsigned int snippet_width; /* as in struct search_request */
	unsigned int snippet_columns;
	bool all;    /* of the article also if it is not to be shown */
	int64_t now; /* seconds since 1970: what is not yet to be shown */
	/* Of time as it passes, for all of it; 0: as long as it takes. */
	unsigned int timeout_ms;
};

#define RELATED_REQUEST_INIT                                                   \
	{                                                                      \
		{ NULL, 0 }, 5, 200, 0, false, 0, 0                            \
	}

/* An article in short. */
struct related_card {
	struct str id;
	struct str url;
	struct str title;
	struct str date; /* as in struct record */
};

struct related_page {
	struct related_card article;
	/* Those most like it, as a search without words would have them. */
	const struct search_hit *hits;
	size_t hit_count;
	double took_ms;
};

/* The articles most like one. RELATED_ABSENT when there is no article of that
 * id, or none that is to be shown. ERR_USAGE for a request out of bounds;
 * ERR_DEADLINE; ERR_STALE, ERR_CORRUPT, ERR_IO, ERR_MEMORY. */
#define RELATED_ABSENT 1
int related_page(struct searcher *searcher,
		 const struct related_request *request, struct arena *arena,
		 struct related_page *page, struct err *err);

struct related_hit {
	const struct related_card *card;
	double score;
};

struct related_article {
	const struct related_card *card;
	const struct related_hit *hits;
	size_t hit_count;
};

struct related_site {
	const struct related_article *articles; /* by id */
	size_t count;
	double took_ms;
};

/* The same for all articles that are to be shown, at once: about 0.2 ms each
 * where they are some thousands. For an arena of RELATED_MEMORY. */
int related_site(struct searcher *searcher,
		 const struct related_request *request, struct arena *arena,
		 struct related_site *site, struct err *err);

#endif
