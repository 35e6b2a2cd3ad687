/*
 * The answer of /v1/article: one article as it is stored.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/render.h"
#include "query/stored.h"

int answer_article(struct answering *a, const struct request *request,
		   struct response *out, struct err *err)
{
	const struct str *id = request_param(request, "id");
	struct record record;
	int ret;

	if (!id)
		return err_set(err, ERR_USAGE,
			       "parameter 'id' is to say which article");
	ret = stored_article(a->searcher, *id, a->now, a->arena, &record, err);
	if (!ret)
		render_article_json(&record, &out->body);
	if (ret <= 0)
		return ret;
	response_error(out, 404, "no_article", "there is no such article", 0);
	return 0;
}
