/*
 * The answer of /v1/search: as `pressmark search --json`.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/render.h"
#include "server/asked.h"

/* Hits of a page where it does not say. */
#define HITS 10

int answer_search(struct answering *a, const struct request *request,
		  struct response *out, struct err *err)
{
	struct search_page page;
	struct asked asked;
	int ret = asked_read(a, request, HITS, &asked, err);

	if (!ret && !request_param(request, "q") &&
	    asked.search.filter_count == 0)
		ret = err_set(err, ERR_USAGE,
			      "no query: parameter 'q' is to have the words to "
			      "search for");
	if (!ret)
		ret = asked_run(a, &asked, &page, err);
	if (!ret)
		render_json(&page, &out->body);
	return ret;
}
