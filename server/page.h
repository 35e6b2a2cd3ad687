/*
 * The search page: HTML for people, that needs no script.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything on it that is text goes through server/markup.h. All links are
 * relative, or paths of the site, so that it may stand below any path.
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_SERVER_PAGE_H
#define PRESSMARK_SERVER_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "query/search.h"
#include "server/phrases.h"
#include "server/request.h"
#include "server/response.h"

struct page {
	unsigned int language; /* as of server/phrases.h: what it speaks */
	bool is_foreign;       /* articles that do not say are in another */
	const struct request *request;
	const struct search_request *asked;
	const struct search_page *found;
	bool is_start; /* nothing was searched for: what is newest */
	bool has_url;  /* browsers can be told how to search here */
	struct buf *out;
	struct buf link; /* room for one */
};

/* Appends the page of what was found; the link is empty. */
void page_results(struct page *page);

/* Makes an error a page, or plain text, that says what to do next. The message
 * is NULL where the status says enough; the request is NULL when it could not
 * be read. Plain text is English, as all that terminals get. */
void page_refuse(struct response *response, const struct request *request,
		 unsigned int language, bool wants_text, const char *message);

/* ---- Parts of it ----------------------------------------------------------
 */

/* Says a phrase, or the rest of one, up to where something is put in. Returns
 * what is behind that. */
struct str page_say(struct page *page, enum phrase which);
struct str page_say_rest(struct page *page, struct str rest);

/* Says a phrase with a number. */
void page_say_number(struct page *page, enum phrase which,
		     unsigned long long n);

/* An attribute whose value is a phrase; its name is a literal. */
#define page_attr(page, name, which)                                           \
	markup_attr((page)->out, name, phrase((page)->language, which))

/* An article of the page. */
void page_hit(struct page *page, const struct search_hit *hit);

/* What the search is narrowed by, with links that widen it. */
void page_filters(struct page *page);

/* What it can be narrowed by; nothing where nothing is counted. */
void page_facets(struct page *page);

/* How many were found of how many, in which order, and what else is to be
 * known of them. */
void page_summary(struct page *page);

/* Links to the pages before and after, and nothing where there are none. */
void page_pager(struct page *page);

/* The same for the head. */
void page_pager_head(struct page *page);

/* A value as a filter takes it, in which a comma separates; views it or buf,
 * which is cleared. */
struct str page_quoted(struct str value, struct buf *buf);

/* A link with this text, and marked as the one that is in force; only the
 * text where the link is empty. `href` is of link_make. */
void page_link(struct page *page, struct str href, bool is_current,
	       struct str text);

#endif
