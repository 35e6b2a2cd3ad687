/*
 * The answer of /v1/related: as `pressmark related --json`.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/lookup.h"
#include "query/related.h"
#include "query/render.h"

/* The id that is asked for, by itself or by a URL. LOOKUP_ABSENT. */
static int find_id(struct answering *a, const struct request *request,
		   struct str *id, struct err *err)
{
	const struct str *by_id = request_param(request, "id");
	const struct str *url = request_param(request, "url");

	if (!by_id == !url)
		return err_set(err, ERR_USAGE,
			       "one of the parameters 'id' and 'url' is to say "
			       "which article");
	if (url)
		return lookup_url(a->searcher, *url, a->arena, id, err);
	*id = *by_id;
	return 0;
}

int answer_related(struct answering *a, const struct request *request,
		   struct response *out, struct err *err)
{
	struct related_request r = RELATED_REQUEST_INIT;
	struct related_page page;
	int ret =
		request_number(request, "limit", 1, LIMIT_PAGE, &r.limit, err);

	r.now = a->now;
	r.timeout_ms = a->settings->search_ms;
	if (!ret)
		ret = find_id(a, request, &r.id, err);
	if (!ret)
		ret = related_page(a->searcher, &r, a->arena, &page, err);
	if (!ret)
		render_related_json(&page, &out->body);
	if (ret <= 0)
		return ret;
	response_error(out, 404, "no_article", "there is no such article", 0);
	return 0;
}
