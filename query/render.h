/*
 * Rendering: a page of results as text for people, or as JSON or lines for
 * programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pure: a page in, bytes out; the same JSON for the command line and HTTP.
 * Text from articles is cleaned of control characters, so that none of it
 * can drive a terminal.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_RENDER_H
#define PRESSMARK_QUERY_RENDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "query/related.h"
#include "query/search.h"

struct render_style {
	bool color;	  /* matches bold, dates and paths dim: SGR sequences */
	bool links;	  /* titles as OSC 8 hyperlinks to the file */
	bool shows_url;	  /* of a hit, where it has one, not its path */
	bool is_terminal; /* of lines: nothing of a path may drive it */
	/* Columns to wrap at, at least 20; of grep's form to cut at, 0: not
	 * at all. */
	unsigned int width;
	/* Makes the path to show, and for links an absolute one, of a hit. */
	const struct str *sources; /* by record.source, absolute paths */
	size_t source_count;
	struct str here; /* the current folder, absolute: paths below it are
			  * shown relative to it */
	struct str host; /* name of this machine, for links; may be empty */
};

/* The hits, best first, a blank line between them; nothing for no hits. */
void render_text(const struct search_page *page,
		 const struct render_style *style, struct buf *out);

/* The facets, behind the hits; nothing where none were asked for. */
void render_facets(const struct search_page *page,
		   const struct render_style *style, struct buf *out);

/* One line about the page, for standard error: how many of how many, how
 * long it took, that it was relaxed. No newline. */
void render_summary(const struct search_page *page, struct buf *out);

/* The result page of docs/api.md, one object and a newline. */
void render_json(const struct search_page *page, struct buf *out);

/* The hits of that object, one a line. */
void render_jsonl(const struct search_page *page, struct buf *out);

/* "path:line: text", a line a hit: the passage on one line, the title where
 * only that matches. Without a line of the text it says 1, so that an editor
 * opens the file. */
void render_grep(const struct search_page *page,
		 const struct render_style *style, struct buf *out);

/* The path of each hit's file, as typed from the current folder; its bytes as
 * they are if it ends with a NUL, else see render_add_path. */
void render_paths(const struct search_page *page,
		  const struct render_style *style, bool end_with_nul,
		  struct buf *out);

/* The articles related to one, as docs/api.md has them, one object and a
 * newline. */
void render_related_json(const struct related_page *page, struct buf *out);

/* Those of a whole site, likewise; or, as lines, an object for each article. */
void render_site_json(const struct related_site *site, struct buf *out);
void render_site_jsonl(const struct related_site *site, struct buf *out);

/* An article as it is stored: the object of docs/api.md and a newline. */
void render_article_json(const struct record *record, struct buf *out);

/* The error envelope of docs/api.md; column 0 is left out. */
void render_error_json(const char *code, const char *message,
		       unsigned int column, struct buf *out);

#endif
