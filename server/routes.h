/*
 * Routes: which path is answered by what.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: a constant table.
 */
#ifndef PRESSMARK_SERVER_ROUTES_H
#define PRESSMARK_SERVER_ROUTES_H

#include <stdbool.h>

#include "base/str.h"
#include "server/answer.h"
#include "server/here.h"

enum route_flags {
	ROUTE_CACHED = 1 << 0,	/* the answer has a tag and may be kept */
	ROUTE_FILTERS = 1 << 1, /* other parameters are names of fields */
	/* Never counted against the rate of a client. */
	ROUTE_FREE = 1 << 2,
	ROUTE_LOCAL = 1 << 3, /* for this machine alone */
	ROUTE_PAGE = 1 << 4,  /* for people: so are its errors */
	/* The answer has links, in the order of parameters as they came. */
	ROUTE_ORDERED = 1 << 5,
};

struct route {
	const char *path;
	/* What searches for it, in a worker; or what the front says by itself,
	 * without the index. One of them is NULL. */
	answer_fn answer;
	here_fn here;
	/* Parameters that may be given once; NULL ends them. */
	const char *const *params;
	unsigned int flags;
};

/* In the order in which metrics tell of them; a path of NULL ends the table. */
extern const struct route routes[];

/* How many there are, and one more: for what is of none. */
#define ROUTE_COUNT 15

/* The route of a path, or NULL. */
const struct route *route_find(struct str path);

/* Is a request one that its route takes? Else ERR_USAGE. */
int route_check(const struct route *route, const struct request *request,
		struct err *err);

#endif
