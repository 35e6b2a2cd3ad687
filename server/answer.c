/*
 * Answers: from a request to a response, without a socket.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include <stdlib.h>
#include <string.h>

#include "server/etag.h"
#include "server/gzip.h"
#include "server/looks.h"
#include "server/page.h"
#include "server/routes.h"

/* For so long an answer may be kept without asking again. */
#define MAX_AGE_S 60

/* Smaller bodies travel in one packet anyway. */
#define GZIP_LEAST 1024

/* So often a request begins anew because the index moved on. */
#define TRIES 3

struct answerer {
	char *folder;
	struct answer_settings settings;
	struct searcher *searcher; /* NULL as long as there is no index */
	struct search_state_id state;
	bool is_newest; /* as far as the last look could tell */
	struct looks looks;
	uint64_t seen; /* how the index looked when it was refreshed last */
	struct gzip *gzip;
	struct arena arena;
	struct buf name; /* of the request at hand */
};

int answerer_new(const char *folder, const struct answer_settings *settings,
		 struct answerer **out, struct err *err)
{
	struct answerer *a = calloc(1, sizeof(*a));
	size_t len = strlen(folder) + 1;
	int ret = 0;

	*out = NULL;
	if (a)
		a->folder = malloc(len);
	if (!a || !a->folder)
		ret = err_set(err, ERR_MEMORY, "no memory to answer");
	if (!ret)
		ret = gzip_new(&a->gzip, err);
	if (ret) {
		answerer_free(a);
		return ret;
	}
	memcpy(a->folder, folder, len);
	a->looks.folder = a->folder;
	a->settings = *settings;
	a->arena.budget = SEARCH_MEMORY;
	*out = a;
	return 0;
}

void answerer_free(struct answerer *a)
{
	if (!a)
		return;
	searcher_free(a->searcher);
	gzip_free(a->gzip);
	looks_release(&a->looks);
	buf_release(&a->name);
	arena_release(&a->arena);
	free(a->folder);
	free(a);
}

/* Opening and reading its files is dearer than looking at them. */
int answerer_refresh(struct answerer *a, struct err *err)
{
	uint64_t seen = looks_number(&a->looks);
	int ret;

	if (a->searcher && seen != LOOKS_NONE && seen == a->seen)
		return 0;
	ret = a->searcher ? searcher_refresh(a->searcher, err)
			  : searcher_open(a->folder, &a->searcher, err);
	a->seen = ret ? LOOKS_NONE : seen;
	return ret;
}

const struct search_state_id *answerer_state(const struct answerer *a)
{
	return &a->state;
}

/* As long as a good state is at hand, what is wrong with a newer one is no
 * reason not to answer. */
static int look(struct answerer *a, int64_t now, struct err *err)
{
	struct err why = ERR_INIT;
	bool had = a->searcher != NULL;

	a->is_newest = answerer_refresh(a, &why) == 0;
	if (!a->is_newest &&
	    (!had || why.code == ERR_MEMORY || why.code == ERR_BUG))
		return err_copy(err, &why);
	return searcher_state_id(a->searcher, now, &a->state, err);
}

static int compress(struct answerer *a, struct response *out, struct err *err)
{
	struct buf small = BUF_INIT;
	int ret = gzip_add(a->gzip, buf_view(&out->body), &small, err);

	if (ret) {
		buf_release(&small);
		return ret;
	}
	buf_release(&out->body);
	out->body = small;
	out->is_gzip = true;
	return 0;
}

/* Answers by searching. */
static int search(struct answerer *a, const struct route *route,
		  const struct request *request, struct answering *answering,
		  struct response *out, struct err *err)
{
	int ret = route->answer(answering, request, out, err);

	if (!ret)
		ret = buf_check(&out->body, err);
	if (!ret && request->accepts_gzip && out->body.len >= GZIP_LEAST)
		ret = compress(a, out, err);
	return ret;
}

/* What is asked for by this name: known to who asks, or searched for. */
static int answer_named(struct answerer *a, const struct route *route,
			const struct request *request,
			struct answering *answering, struct response *out,
			struct err *err)
{
	struct str name = buf_view(&a->name);
	int ret = buf_check(&a->name, err);

	if (!ret)
		ret = etag_make(&a->state, name, out->etag, err);
	out->max_age_s = MAX_AGE_S;
	if (ret)
		return ret;
	if (etag_matches(request->if_none_match, out->etag)) {
		out->status = 304;
		return 0;
	}
	out->holds_until = a->is_newest ? a->state.period_end : 0;
	return search(a, route, request, answering, out, err);
}

/* Answers once. */
static int attempt(struct answerer *a, const struct route *route,
		   const struct request *request, struct answering *answering,
		   struct response *out, struct err *err)
{
	int ret = look(a, answering->now, err);

	if (ret)
		return ret;
	answering->searcher = a->searcher;
	if (!(route->flags & ROUTE_CACHED))
		return search(a, route, request, answering, out, err);
	buf_clear(&a->name);
	request_name(request, route->flags & ROUTE_ORDERED, &a->name);
	return answer_named(a, route, request, answering, out, err);
}

bool answerer_run(struct answerer *a, const struct request *request,
		  int64_t now, struct response *out)
{
	const struct route *route = route_find(request->path);
	struct answering answering = { .state = &a->state,
				       .settings = &a->settings,
				       .arena = &a->arena,
				       .now = now };
	struct err err = ERR_INIT;
	int ret;

	if (!route || !route->answer) {
		response_error(out, 404, "not_found", "there is nothing here",
			       0);
		return true;
	}
	if (route->flags & ROUTE_PAGE)
		out->type = request->wants_text ? RESPONSE_TEXT : RESPONSE_HTML;
	ret = route_check(route, request, &err);
	for (int i = 0; i < TRIES && ret == (i ? ERR_STALE : 0); i++) {
		err_clear(&err);
		arena_clear(&a->arena);
		buf_clear(&out->body);
		ret = attempt(a, route, request, &answering, out, &err);
	}
	arena_clear(&a->arena);
	if (ret)
		response_fail(out, &err, answering.code, answering.column);
	if (ret && route->flags & ROUTE_PAGE)
		page_refuse(out, request, request->language,
			    request->wants_text,
			    out->status == 400 ? err.message : NULL);
	return ret != ERR_MEMORY && ret != ERR_BUG;
}
