/*
 * Entity tags: names of answers, so that one that is known need not be sent.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tag is a hash of the state of the index, of the request, and of the version
 * of the program. It is a weak
 * one (RFC 9110, 8.8.3): an answer also says how long it took, and may be
 * compressed.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_SERVER_ETAG_H
#define PRESSMARK_SERVER_ETAG_H

#include <stdbool.h>

#include "query/search.h"
#include "server/response.h"

/* Writes the tag of the request that has this name (see request_name), W/ and
 * quotes included. ERR_MEMORY. */
int etag_make(const struct search_state_id *state, struct str name,
	      char out[RESPONSE_ETAG_SIZE], struct err *err);

/* Writes the tag of what is always the same bytes. */
void etag_of(struct str bytes, char out[RESPONSE_ETAG_SIZE]);

/* Does a value of If-None-Match name the tag (RFC 9110, 13.1.2)? */
bool etag_matches(struct str if_none_match, const char *etag);

#endif
