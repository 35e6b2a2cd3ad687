/*
 * Suggestions: what somebody who is still typing may mean.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The last word is completed to words, tags and authors, and to titles in
 * which a word begins so, from the first letter on, folded as everything that
 * is searched; where hardly anything begins so, to what begins almost so. What
 *is suggested goes with the words before it: as a query, each finds an article
 *that is shown.
 *
 *	struct suggest_request r = SUGGEST_REQUEST_INIT;
 *	struct suggest_page page;
 *
 *	r.text = STR("iran pip");
 *	r.now = time(NULL);
 *	if (!searcher_suggest(s, &r, &arena, &page, &err))
 *		render_suggest_json(&page, &out);
 *
 * Threads: as a searcher. Memory: a page lives in the arena and is valid until
 * that is cleared.
 */
#ifndef PRESSMARK_QUERY_SUGGEST_H
#define PRESSMARK_QUERY_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/search.h"
#include "text/limits.h"

enum suggest_kind {
	SUGGEST_WORD,
	SUGGEST_TAG,
	SUGGEST_AUTHOR,
	SUGGEST_TITLE,
	SUGGEST_KINDS
};

struct suggestion {
	enum suggest_kind kind;
	/* The word, folded; the name as most articles write it; the title. */
	struct str text;
	struct str query; /* the whole of it, with this */
	/* How many articles have it, with the words before it; where these are
	 * in very many, an estimate. Of a title 1. */
	uint32_t articles;
	/* What was typed does not begin so: there was a slip in it. */
	bool is_corrected;
	/* Of text: the words before, and what begins as the last one does. */
	const struct mark *marks;
	size_t mark_count;
	struct str id, url; /* of a title; the url may be empty */
};

struct suggest_request {
	struct str text;
	unsigned int limit; /* at most LIMIT_SUGGESTIONS */
	int64_t now;	    /* as in struct search_request */
	unsigned int timeout_ms;
};

#define SUGGEST_REQUEST_INIT                                                   \
	{                                                                      \
		{ NULL, 0 }, LIMIT_SUGGESTIONS, 0, 0                           \
	}

struct suggest_page {
	struct str query; /* as it was read, a blank at its end included */
	/* Words, tags, authors, titles; of each the most useful first. */
	const struct suggestion *list;
	size_t count;
	/* Set with ERR_QUERY, as in struct query. */
	const char *error_code;
	unsigned int error_column;
};

/* Suggests how a text may go on; nothing for an empty one. ERR_QUERY where it
 * is no query (see searcher_run); ERR_USAGE for a limit out of bounds;
 * ERR_DEADLINE; ERR_STALE, ERR_CORRUPT, ERR_IO, ERR_MEMORY. */
int searcher_suggest(struct searcher *searcher,
		     const struct suggest_request *request, struct arena *arena,
		     struct suggest_page *page, struct err *err);

/* "word", "tag", "author", "title". */
const char *suggest_kind_name(enum suggest_kind kind);

#endif
