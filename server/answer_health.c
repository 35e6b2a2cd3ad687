/*
 * The answers of /healthz and /readyz.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "base/json.h"

int answer_health(struct answering *a, const struct request *request,
		  struct response *out, struct err *err)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct search_page page;
	struct json j;
	int ret;

	(void)request;
	r.now = a->now;
	r.limit = 1;
	r.timeout_ms = a->settings->search_ms;
	ret = searcher_run(a->searcher, &r, a->arena, &page, err);
	if (ret)
		return ret;
	json_init(&j, &out->body, 0);
	json_object(&j);
	json_key(&j, "status");
	json_str(&j, STR("ok"));
	json_key(&j, "took_ms");
	json_fixed(&j, page.took_ms, 3);
	json_end(&j);
	buf_add_char(&out->body, '\n');
	return 0;
}

int answer_ready(struct answering *a, const struct request *request,
		 struct response *out, struct err *err)
{
	struct json j;

	(void)request;
	(void)err;
	json_init(&j, &out->body, 0);
	json_object(&j);
	json_key(&j, "status");
	json_str(&j, STR("ready"));
	json_key(&j, "generation");
	json_int(&j, a->state->generation);
	json_key(&j, "revision");
	json_int(&j, (int64_t)a->state->revision);
	json_key(&j, "articles");
	json_int(&j, a->state->articles);
	json_end(&j);
	buf_add_char(&out->body, '\n');
	return 0;
}
