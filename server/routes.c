/*
 * Routes: which path is answered by what.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/routes.h"

static const char *const none[] = { NULL };
static const char *const search_params[] = {
	"q",	   "lang",   "since",	     "until", "sort",
	"limit",   "offset", "facets",	     "any",   "as_typed",
	"explain", "reader", "translations", NULL
};
static const char *const page_params[] = { "q",	     "lang",	     "since",
					   "until",  "sort",	     "limit",
					   "offset", "any",	     "as_typed",
					   "reader", "translations", NULL };
static const char *const suggest_params[] = { "q", "limit", NULL };
static const char *const related_params[] = { "id", "url", "limit", NULL };
static const char *const article_params[] = { "id", NULL };
static const char *const file_params[] = { "v", NULL };

const struct route routes[] = {
	{ "/v1/search", answer_search, NULL, search_params,
	  ROUTE_CACHED | ROUTE_FILTERS },
	{ "/v1/suggest", answer_suggest, NULL, suggest_params, ROUTE_CACHED },
	{ "/v1/related", answer_related, NULL, related_params, ROUTE_CACHED },
	{ "/v1/article", answer_article, NULL, article_params, ROUTE_CACHED },
	{ "/healthz", answer_health, NULL, none, ROUTE_FREE },
	{ "/readyz", answer_ready, NULL, none, ROUTE_FREE },
	{ "/metrics", NULL, here_metrics, none, ROUTE_FREE | ROUTE_LOCAL },
	{ "/openapi.json", NULL, here_openapi, none, 0 },
	{ "/", answer_page, NULL, page_params,
	  ROUTE_CACHED | ROUTE_FILTERS | ROUTE_PAGE | ROUTE_ORDERED },
	{ "/search.atom", answer_feed, NULL, page_params,
	  ROUTE_CACHED | ROUTE_FILTERS | ROUTE_ORDERED },
	{ "/opensearch.xml", answer_opensearch, NULL, none, ROUTE_CACHED },
	{ "/search.css", NULL, here_style, file_params, 0 },
	{ "/search.js", NULL, here_script, file_params, 0 },
	{ "/widget.js", NULL, here_widget, file_params, 0 },
	{ "/widget.css", NULL, here_widget_style, file_params, 0 },
	{ NULL, NULL, NULL, NULL, 0 },
};

const struct route *route_find(struct str path)
{
	for (const struct route *r = routes; r->path; r++) {
		if (str_eq(path, str_of(r->path)))
			return r;
	}
	return NULL;
}

int route_check(const struct route *route, const struct request *request,
		struct err *err)
{
	return request_check(request, route->params,
			     !(route->flags & ROUTE_FILTERS), err);
}
