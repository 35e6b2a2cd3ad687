/*
 * Searching: from a request to a page of results. The query side's face.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct searcher *s;
 *	struct arena a = ARENA_INIT(SEARCH_MEMORY);
 *	struct search_request r = SEARCH_REQUEST_INIT;
 *	struct search_page page;
 *
 *	r.text = STR("iran tag:world-politics");
 *	r.now = time(NULL);
 *	if (!searcher_open(".pressmark", &s, &err) &&
 *	    !searcher_run(s, &r, &a, &page, &err))
 *		render_json(&page, &out);
 *
 * Threads: a searcher belongs to one thread; each thread opens its own.
 * Memory: a page lives in the arena and is valid until that is cleared.
 */
#ifndef PRESSMARK_QUERY_SEARCH_H
#define PRESSMARK_QUERY_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "query/facets.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "text/language.h"
#include "text/record.h"

#define SEARCH_MEMORY (64u << 20) /* budget of a request's arena, bytes */

/* A filter that was not typed: see query_narrow. */
struct search_filter {
	const char *field;
	struct str value;
};

struct search_request {
	struct str text;
	const struct search_filter *filters;
	size_t filter_count;
	unsigned int limit;  /* hits, at most LIMIT_PAGE */
	unsigned int offset; /* offset + limit at most LIMIT_REACH */
	bool any;	     /* any word will do, not all */
	bool all;	     /* also what is not to be shown */
	/* Who asks must not see that, not even by "is:draft". */
	bool is_guest;
	unsigned int snippet_width; /* characters; 0: nothing is looked
				     * for in the texts of hits */
	/* Columns of a terminal, of which wide characters take two; 0: any */
	unsigned int snippet_columns;
	/* Seconds since 1970-01-01T00:00:00Z: for dates, and for what is not
	 * yet or no longer to be shown. */
	int64_t now;
	struct str facets; /* to be counted: see facets_parse; empty: none */
	/* Of time as it passes, for all of it; 0: as long as it takes. */
	unsigned int timeout_ms;
	bool explain;  /* say of each hit what its score is made of */
	bool as_typed; /* correct no word */
	/* In which language the one of several translations is that is shown,
	 * as a system names it ("pt_BR.UTF-8"); empty: as collapse.h says. */
	struct str reader;
	bool translations; /* show each of them */
};

#define SEARCH_REQUEST_INIT                                                    \
	{                                                                      \
		{ NULL, 0 }, NULL, 0, 10, 0, false, false, false, 200, 0, 0,   \
			{ NULL, 0 }, 0, false, false, { NULL, 0 }, false       \
	}

struct explanation; /* query/explain.h */

/* The same article in another language. */
struct search_translation {
	struct str lang; /* as written */
	struct str id, url;
};

struct search_hit {
	struct record record;
	double score;
	struct snippet snippet;
	const struct mark *title_marks;
	size_t title_mark_count;
	/* Under which the passage stands; NULL before the first heading. */
	const struct record_section *section;
	/* Of the file, on which the passage matches; 0: not known. */
	uint32_t line;
	const struct explanation *explanation; /* NULL unless asked for */
	/* In each other language the first one by its id, those that are
	 * hidden left out; by language. */
	const struct search_translation *translations;
	size_t translation_count;
};

struct search_page {
	struct str query; /* as typed, cleaned */
	/* What may have been meant, which finds something; empty: what was
	 * typed. */
	struct str corrected;
	/* That was searched for: all else is of it, and not of `query`. */
	bool is_corrected;
	enum query_sort sort;
	uint32_t total;
	/* Of them, those that have every word, which come first; less than
	 * total only when relaxed */
	uint32_t total_all;
	bool exact;   /* or an estimate */
	bool has_all; /* some have every word */
	bool relaxed; /* with articles that have most words, not all */
	/* Those with all words do not come first, and are not counted:
	 * total_all is total. */
	bool is_mixed;
	bool is_cut; /* the query was too long, some of it was left out */
	double took_ms;
	unsigned int offset;
	const struct search_hit *hits;
	size_t hit_count;
	/* Of all articles that match, as many as total says. */
	const struct facet *facets;
	size_t facet_count;
	/* Set with ERR_QUERY, as in struct query. */
	const char *error_code;
	unsigned int error_column;
};

struct searcher;

/* Opens the index in a folder (".pressmark"). ERR_NOINDEX, ERR_FORMAT (made
 * by another version), ERR_CORRUPT, ERR_IO, ERR_MEMORY; each message says
 * what to do. */
int searcher_open(const char *folder, struct searcher **out, struct err *err);
void searcher_free(struct searcher *searcher);

/* Moves to the newest state of the index if there is one: another generation
 * or another commit. For long-lived searchers, before each request. */
int searcher_refresh(struct searcher *searcher, struct err *err);

/* Which state of the index a searcher looks at. */
struct search_state_id {
	char uuid[40];	   /* of the database, NUL-terminated */
	uint64_t revision; /* of its last commit */
	uint32_t generation;
	uint32_t articles;
	/* Days since 1970-01-01 where the site is, which "7d" counts from;
	 * where articles appear or go by themselves, minutes. Equal requests
	 * of one state have equal answers as long as this is the same. */
	int64_t period;
	/* When, in seconds since 1970, the next one may have begun. */
	int64_t period_end;
};

/* `now` in seconds since 1970. What the shim returns. */
int searcher_state_id(struct searcher *searcher, int64_t now,
		      struct search_state_id *out, struct err *err);

/* Runs a search. ERR_QUERY with page->error_code and _column for a wrong
 * value or a passed limit; ERR_USAGE for a request out of bounds;
 * ERR_DEADLINE; ERR_STALE, ERR_CORRUPT, ERR_IO, ERR_MEMORY. */
int searcher_run(struct searcher *searcher,
		 const struct search_request *request, struct arena *arena,
		 struct search_page *page, struct err *err);

/* What may hide an article. */
#define SEARCH_STATES 7

struct search_state {
	const char *name; /* as "is:" knows it: "draft" */
	uint32_t articles;
};

/* What an index holds, for `status`. Text lives in the arena. */
struct search_status {
	uint32_t articles;
	uint32_t generation;
	unsigned int version; /* SCHEMA_VERSION it was written with */
	/* The languages of articles that have stems, by their codes. */
	struct str stemmed[LANGUAGE_COUNT];
	size_t stemmed_count;
	struct str updated; /* RFC 3339, UTC */
	struct str uuid;
	const struct str *sources; /* folders as they were indexed */
	size_t source_count;
	uint32_t tags;	   /* different ones */
	uint32_t authors;  /* different ones */
	uint32_t fields;   /* different keys */
	uint32_t synonyms; /* rules */
	uint32_t hidden;   /* articles that are not shown now */
	/* Of these, by what hides them; one may be in several. */
	struct search_state states[SEARCH_STATES];
	struct str oldest, newest; /* dates, YYYY-MM-DD; empty = none */
	uint64_t bytes;		   /* of the database's files */
};

/* `now` in seconds since 1970 decides what is hidden. */
int searcher_status(struct searcher *searcher, int64_t now, struct arena *arena,
		    struct search_status *out, struct err *err);

/* Reads the whole database and checks it. ERR_CORRUPT, ERR_IO. */
int searcher_check(struct searcher *searcher, struct err *err);

/* The folders that the articles came from, by record.source; as written in
 * the index, relative ones to the folder that holds the index folder. */
const struct str *searcher_sources(const struct searcher *searcher,
				   size_t *count);

#endif
