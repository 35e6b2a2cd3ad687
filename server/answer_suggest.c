/*
 * The answer of /v1/suggest: as `pressmark suggest --json`.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/render_suggest.h"
#include "query/suggest.h"

int answer_suggest(struct answering *a, const struct request *request,
		   struct response *out, struct err *err)
{
	const struct str *q = request_param(request, "q");
	struct suggest_request r = SUGGEST_REQUEST_INIT;
	struct suggest_page page = { .error_code = NULL };
	int ret = request_number(request, "limit", 0, LIMIT_SUGGESTIONS,
				 &r.limit, err);

	if (!ret && !q)
		ret = err_set(err, ERR_USAGE,
			      "parameter 'q' is to have what was typed");
	if (ret)
		return ret;
	r.text = *q;
	r.now = a->now;
	r.timeout_ms = a->settings->search_ms;
	ret = searcher_suggest(a->searcher, &r, a->arena, &page, err);
	a->code = page.error_code;
	a->column = page.error_column;
	if (!ret)
		render_suggest_json(&page, &out->body);
	return ret;
}
