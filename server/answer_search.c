/*
 * The answer of /v1/search: as `pressmark search --json`.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/render.h"

/* Is this a filter, and not one of what else there is? */
static bool is_filter(struct str name)
{
	static const char *const others[] = {
		"q",	    "limit",   "offset", "facets",	"any",
		"as_typed", "explain", "reader", "translations"
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (str_eq(name, str_of(others[i])))
			return false;
	}
	return true;
}

static int read_numbers(const struct request *request, struct search_request *r,
			struct err *err)
{
	int ret =
		request_number(request, "limit", 0, LIMIT_PAGE, &r->limit, err);

	if (!ret)
		ret = request_number(request, "offset", 0,
				     LIMIT_REACH - r->limit, &r->offset, err);
	if (!ret)
		ret = request_flag(request, "any", &r->any, err);
	if (!ret)
		ret = request_flag(request, "as_typed", &r->as_typed, err);
	if (!ret)
		ret = request_flag(request, "explain", &r->explain, err);
	if (!ret)
		ret = request_flag(request, "translations", &r->translations,
				   err);
	return ret;
}

static void read_texts(const struct request *request, struct search_request *r,
		       struct search_filter *filters)
{
	const struct str *q = request_param(request, "q");
	const struct str *facets = request_param(request, "facets");
	const struct str *reader = request_param(request, "reader");

	if (q)
		r->text = *q;
	if (facets)
		r->facets = *facets;
	if (reader)
		r->reader = *reader;
	r->filters = filters;
	for (size_t i = 0; i < request->param_count; i++) {
		const struct request_param *param = &request->params[i];

		if (is_filter(param->name))
			filters[r->filter_count++] =
				(struct search_filter){ param->name.p,
							param->value };
	}
}

int answer_search(struct answering *a, const struct request *request,
		  struct response *out, struct err *err)
{
	struct search_filter filters[LIMIT_HTTP_PARAMETERS];
	struct search_request r = SEARCH_REQUEST_INIT;
	struct search_page page = { .error_code = NULL };
	int ret = read_numbers(request, &r, err);

	read_texts(request, &r, filters);
	r.now = a->now;
	r.timeout_ms = a->settings->search_ms;
	r.is_guest = true;
	if (!ret && !request_param(request, "q") && r.filter_count == 0)
		ret = err_set(err, ERR_USAGE,
			      "no query: parameter 'q' is to have the words to "
			      "search for");
	if (!ret)
		ret = searcher_run(a->searcher, &r, a->arena, &page, err);
	a->code = page.error_code;
	a->column = page.error_column;
	if (!ret)
		render_json(&page, &out->body);
	return ret;
}
