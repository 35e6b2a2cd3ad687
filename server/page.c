/*
 * The search page: its frame, its form, and what it says when it cannot search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/page.h"

#include "server/here.h"
#include "server/link.h"
#include "server/markup.h"

static struct str query_of(const struct request *request)
{
	const struct str *q = request ? request_param(request, "q") : NULL;

	return q ? *q : STR("");
}

static void add_head(struct page *p)
{
	struct str query = query_of(p->request);

	markup_add(p->out,
		   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\">\n"
		   "<meta name=\"color-scheme\" content=\"light dark\">\n"
		   "<meta name=\"robots\" content=\"noindex\">\n<title>");
	markup_text(p->out, query);
	if (query.len)
		markup_add(p->out, " \xc2\xb7 ");
	markup_add(p->out, "Search</title>\n<link rel=\"stylesheet\" href=\"");
	here_address(HERE_STYLE, p->out);
	markup_add(p->out, "\">\n<script src=\"");
	here_address(HERE_SCRIPT, p->out);
	markup_add(p->out, "\" defer></script>\n");
	if (p->has_url)
		markup_add(p->out, "<link rel=\"search\" title=\"Search\" "
				   "href=\"opensearch.xml\" type=\"application/"
				   "opensearchdescription+xml\">\n");
	if (p->found) {
		markup_add(p->out, "<link rel=\"alternate\" title=\"Feed\""
				   " type=\"application/atom+xml\" href=\""
				   "search.atom");
		markup_text(p->out, link_same(p->request, &p->link));
		markup_add(p->out, "\">\n");
		page_pager_head(p);
	}
	markup_add(p->out, "</head>\n");
}

/* What else was asked for stays as it is when the words are others. */
static void add_hidden(struct page *p)
{
	for (size_t i = 0; i < p->request->param_count; i++) {
		const struct request_param *param = &p->request->params[i];

		if (str_eq(param->name, STR("q")) ||
		    str_eq(param->name, STR("offset")) ||
		    str_eq(param->name, STR("as_typed")) ||
		    param->value.len == 0)
			continue;
		markup_add(p->out, "<input type=\"hidden\"");
		markup_attr(p->out, "name", param->name);
		markup_attr(p->out, "value", param->value);
		markup_add(p->out, ">\n");
	}
}

static void add_form(struct page *p)
{
	markup_add(p->out,
		   "<body>\n<header>\n"
		   "<a class=\"skip\" href=\"#results\">Skip to results</a>\n"
		   "<h1><a href=\"./\">Search</a></h1>\n"
		   "<form role=\"search\" method=\"get\">\n"
		   "<label class=\"unseen\" for=\"q\">Search for</label>\n"
		   "<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" "
		   "autocomplete=\"off\" autocapitalize=\"none\" "
		   "enterkeyhint=\"search\"");
	markup_attr(p->out, "value", query_of(p->request));
	if (p->is_start)
		markup_add(p->out, " autofocus");
	markup_add(p->out, ">\n");
	if (p->request)
		add_hidden(p);
	markup_add(p->out, "<button>Search</button>\n</form>\n</header>\n");
}

static void add_foot(struct page *p)
{
	markup_add(p->out, "<footer>\n<p>");
	if (p->found) {
		markup_add(p->out, "<a type=\"application/atom+xml\" "
				   "href=\"search.atom");
		markup_text(p->out, link_same(p->request, &p->link));
		markup_add(p->out, "\">Feed of this search</a> \xc2\xb7 ");
	}
	markup_add(p->out, "Searched by Pressmark</p>\n</footer>\n</body>\n"
			   "</html>\n");
}

static void add_help(struct page *p)
{
	markup_add(p->out,
		   "<p class=\"help\">Write the words to look for. "
		   "<code>\"rail corridor\"</code> is a phrase, "
		   "<code>pipe*</code> a beginning, <code>-gas</code> leaves "
		   "out, <code>tag:science</code> and "
		   "<code>since:2024</code> narrow.</p>\n");
}

static void add_empty(struct page *p)
{
	if (p->found->total) {
		markup_add(p->out, "<p>There is nothing on this page: ");
		page_link(p,
			  link_make(p->request, LINK_SET, "offset", STR(""),
				    &p->link),
			  false, STR("back to the first one"));
		markup_add(p->out, ".</p>\n");
		return;
	}
	markup_add(p->out, "<ul>\n<li>Look at the spelling, or write other "
			   "words for the same.</li>\n"
			   "<li>Write fewer words.</li>\n");
	if (p->asked->filter_count)
		markup_add(p->out, "<li>Leave out one of the filters "
				   "above.</li>\n");
	markup_add(p->out, "<li><a href=\"./\">See the newest articles</a>"
			   "</li>\n</ul>\n");
	add_help(p);
}

void page_results(struct page *p)
{
	size_t count = p->found->hit_count;

	add_head(p);
	add_form(p);
	markup_add(p->out, "<main>\n<section id=\"results\" "
			   "aria-labelledby=\"count\">\n");
	page_filters(p);
	page_summary(p);
	if (p->is_start)
		add_help(p);
	if (count == 0)
		add_empty(p);
	else
		markup_add(p->out, "<ol>\n");
	for (size_t i = 0; i < count; i++)
		page_hit(p, &p->found->hits[i]);
	if (count)
		markup_add(p->out, "</ol>\n");
	page_pager(p);
	markup_add(p->out, "</section>\n");
	page_facets(p);
	markup_add(p->out, "</main>\n");
	add_foot(p);
	if (p->link.failed && !p->out->failed)
		p->out->failed = p->link.failed;
	buf_release(&p->link);
}

/* ---- Errors ----------------------------------------------------------------
 */

static struct str advice_of(unsigned int status)
{
	switch (status) {
	case 400:
		return STR("Mend it in the field above, or begin anew.");
	case 429:
		return STR("These were many searches. Wait a moment, then load "
			   "this page again.");
	case 503:
		return STR("Wait a moment, then load this page again; fewer "
			   "words take less time.");
	default:
		return STR("Load this page again in a while.");
	}
}

void page_refuse(struct response *response, const struct request *request,
		 bool wants_text, const char *message)
{
	struct page p = { .request = request, .out = &response->body };
	struct str advice = advice_of(response->status);

	buf_clear(&response->body);
	response->type = wants_text ? RESPONSE_TEXT : RESPONSE_HTML;
	if (wants_text) {
		buf_printf(p.out, "%u: %s\n%.*s\n", response->status,
			   message ? message : response->code, STR_ARG(advice));
		return;
	}
	add_head(&p);
	add_form(&p);
	markup_add(p.out, "<main>\n<section id=\"results\" class=\"error\" "
			  "role=\"alert\" aria-labelledby=\"count\">\n"
			  "<h2 id=\"count\">");
	if (response->status == 400)
		markup_add(p.out, "This cannot be searched for");
	else
		markup_add(p.out, "Search does not answer now");
	markup_add(p.out, "</h2>\n");
	if (message) {
		markup_add(p.out, "<p dir=\"auto\">");
		markup_text(p.out, str_of(message));
		markup_add(p.out, ".</p>\n");
	}
	markup_add(p.out, "<p>");
	markup_text(p.out, advice);
	markup_add(p.out, "</p>\n<p><a href=\"./\">Begin anew</a></p>\n"
			  "</section>\n</main>\n");
	add_foot(&p);
	buf_release(&p.link);
}
