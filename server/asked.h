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

/* Is a parameter a filter, the order included, and not one of what else there
 * is? */
bool asked_is_filter(struct str name);

#endif
