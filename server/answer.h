/*
 * Answers: from a request to a response, without a socket.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct answerer *a;
 *	struct response response = RESPONSE_INIT;
 *
 *	if (!answerer_new(".pressmark", &settings, &a, &err))
 *		answerer_run(a, &request, now, &response);
 *	response_release(&response);
 *
 * An answerer is a searcher and what it takes to make responses with it. It
 * need not find an index when it is made: as long as there is none, it says so
 * in each answer and looks again.
 *
 * Threads: an answerer belongs to one at a time. Memory: a response's body is
 * the caller's.
 */
#ifndef PRESSMARK_SERVER_ANSWER_H
#define PRESSMARK_SERVER_ANSWER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "query/search.h"
#include "server/request.h"
#include "server/response.h"

struct answer_settings {
	unsigned int search_ms; /* that a search may take */
	/* Where people find "/", with a "/" at its end; NULL: not known. */
	const char *url;
	unsigned int language; /* of the site, as of server/phrases.h */
};

struct answerer;

/* ERR_MEMORY; what is wrong with the index is said by answers. */
int answerer_new(const char *folder, const struct answer_settings *settings,
		 struct answerer **out, struct err *err);
void answerer_free(struct answerer *answerer);

/* Looks for a newer state of the index, or for one at all. What searcher_open
 * returns. */
int answerer_refresh(struct answerer *answerer, struct err *err);

/* The state that the last refresh found. */
const struct search_state_id *answerer_state(const struct answerer *answerer);

/* Answers a request of a route that is a search (see routes.h), at `now` in
 * seconds since 1970. Returns false when the answerer must not be used again:
 * memory ran out, or a library broke a promise. The response is good even
 * then. */
bool answerer_run(struct answerer *answerer, const struct request *request,
		  int64_t now, struct response *out);

/* A request while it is answered: what the functions of routes get. */
struct answering {
	struct searcher *searcher;
	const struct search_state_id *state;
	const struct answer_settings *settings;
	struct arena *arena;
	int64_t now;
	/* Of an ERR_QUERY. */
	const char *code;
	unsigned int column;
};

/* Each adds the body to a response that is else as it is to be; or makes it
 * an error itself, with response_error; or fails with err, which
 * response_fail then tells. */
typedef int (*answer_fn)(struct answering *a, const struct request *request,
			 struct response *out, struct err *err);

int answer_search(struct answering *a, const struct request *request,
		  struct response *out, struct err *err);
int answer_page(struct answering *a, const struct request *request,
		struct response *out, struct err *err);
int answer_feed(struct answering *a, const struct request *request,
		struct response *out, struct err *err);
int answer_opensearch(struct answering *a, const struct request *request,
		      struct response *out, struct err *err);
int answer_suggest(struct answering *a, const struct request *request,
		   struct response *out, struct err *err);
int answer_related(struct answering *a, const struct request *request,
		   struct response *out, struct err *err);
int answer_article(struct answering *a, const struct request *request,
		   struct response *out, struct err *err);
int answer_health(struct answering *a, const struct request *request,
		  struct response *out, struct err *err);
int answer_ready(struct answering *a, const struct request *request,
		 struct response *out, struct err *err);

#endif
