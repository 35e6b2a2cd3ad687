/*
 * What is asked: the parameters of a search, as `pressmark search` knows them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: all views the request.
 */
#ifndef PRESSMARK_SERVER_ASKED_H
#define PRESSMARK_SERVER_ASKED_H

#include "query/search.h"
#include "server/answer.h"
#include "server/request.h"

struct asked {
	struct search_request search;
	struct search_filter filters[LIMIT_HTTP_PARAMETERS];
};

/* Reads them as a guest asks, at the time of the answer. `limit` is the number
 * of hits where it does not say. ERR_USAGE. The struct is not to be moved:
 * the search views its filters. */
int asked_read(const struct answering *a, const struct request *request,
	       unsigned int limit, struct asked *out, struct err *err);

/* Orders by date, unless the request says by what. */
void asked_newest(const struct request *request, struct asked *asked);

/* Searches for it. As searcher_run; the code and the column of an error are
 * those of the answer, too. */
int asked_run(struct answering *a, const struct asked *asked,
	      struct search_page *out, struct err *err);

/* Is a parameter a filter, the order included, and not one of what else there
 * is? */
bool asked_is_filter(struct str name);

#endif
