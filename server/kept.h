/*
 * What need not be searched for: answers that are kept, or on their way.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An answer is kept as long as the index is as it was when it was asked for,
 * which is looked at each time, so that whoever asks behind a change gets what
 * is new. Of requests for the same that come while one of them is searched for,
 * the others wait for that one.
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_SERVER_KEPT_H
#define PRESSMARK_SERVER_KEPT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "server/response.h"

struct kept;

/* A request while it is here: of its owner, zeroed to begin with, and not to be
 * moved. */
struct kept_ask {
	struct kept_ask *next;	 /* of those that are searched for */
	struct kept_ask *others; /* that wait for this one */
	struct buf name;
	uint64_t looks; /* of the index when this came */
	bool is_leading;
};

/* For an index in a folder, whose name must outlive it; the budget is in bytes.
 * ERR_MEMORY. */
int kept_new(const char *folder, size_t budget, struct kept **out,
	     struct err *err);
void kept_free(struct kept *kept);

/* Whether the response to a request of this name is known at `now`, in
 * seconds since 1970, which is then filled (of status 304 where If-None-Match
 * names it); or on its way: then the request is answered with another. Else 0:
 * it is to be searched for, and kept_done is to be told. */
#define KEPT_KNOWN  1
#define KEPT_COMING 2
int kept_find(struct kept *kept, struct kept_ask *ask, struct str name,
	      struct str if_none_match, int64_t now, struct response *out);

/* A request that was searched for has its response, which is kept if it holds.
 * Returns the first of those that waited for it, which are linked by `next`;
 * its response is theirs. What belongs to `ask` is released. */
struct kept_ask *kept_done(struct kept *kept, struct kept_ask *ask,
			   const struct response *response, int64_t now);

#endif
