/*
 * What is asked: the parameters of a search, as `pressmark search` knows them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/asked.h"

bool asked_is_filter(struct str name)
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

static void read_texts(const struct request *request, struct asked *out)
{
	struct search_request *r = &out->search;
	const struct str *q = request_param(request, "q");
	const struct str *facets = request_param(request, "facets");
	const struct str *reader = request_param(request, "reader");

	if (q)
		r->text = *q;
	if (facets)
		r->facets = *facets;
	if (reader)
		r->reader = *reader;
	r->filters = out->filters;
	for (size_t i = 0; i < request->param_count; i++) {
		const struct request_param *param = &request->params[i];

		if (asked_is_filter(param->name))
			out->filters[r->filter_count++] =
				(struct search_filter){ param->name.p,
							param->value };
	}
}

int asked_read(const struct answering *a, const struct request *request,
	       unsigned int limit, struct asked *out, struct err *err)
{
	out->search = (struct search_request)SEARCH_REQUEST_INIT;
	out->search.limit = limit;
	out->search.now = a->now;
	out->search.timeout_ms = a->settings->search_ms;
	out->search.is_guest = true;
	read_texts(request, out);
	return read_numbers(request, &out->search, err);
}

void asked_newest(const struct request *request, struct asked *asked)
{
	static const struct search_filter newest = { "sort",
						     STR_INIT("newest") };

	if (!request_param(request, "sort") &&
	    asked->search.filter_count < LIMIT_HTTP_PARAMETERS)
		asked->filters[asked->search.filter_count++] = newest;
}

int asked_run(struct answering *a, const struct asked *asked,
	      struct search_page *out, struct err *err)
{
	int ret = searcher_run(a->searcher, &asked->search, a->arena, out, err);

	a->code = out->error_code;
	a->column = out->error_column;
	return ret;
}
