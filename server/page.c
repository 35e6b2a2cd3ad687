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

struct str page_say_rest(struct page *p, struct str rest)
{
	static const struct str place = STR_INIT("{}");
	size_t len = 0;

	while (len < rest.len && !str_starts(str_skip(rest, len), place))
		len++;
	markup_text(p->out, str_head(rest, len));
	return str_skip(rest, len + place.len);
}

struct str page_say(struct page *p, enum phrase which)
{
	return page_say_rest(p, phrase(p->language, which));
}

void page_say_number(struct page *p, enum phrase which, unsigned long long n)
{
	struct str rest = page_say(p, which);

	phrases_number(p->language, n, p->out);
	page_say_rest(p, rest);
}

static void add_head(struct page *p)
{
	struct str query = query_of(p->request);

	markup_add(p->out, "<!DOCTYPE html>\n<html");
	markup_attr(p->out, "lang", phrases_code(p->language));
	if (phrases_is_rtl(p->language))
		markup_add(p->out, " dir=\"rtl\"");
	markup_add(p->out,
		   ">\n<head>\n"
		   "<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\">\n"
		   "<meta name=\"color-scheme\" content=\"light dark\">\n"
		   "<meta name=\"robots\" content=\"noindex\">\n<title>");
	markup_text(p->out, query);
	if (query.len)
		markup_add(p->out, " \xc2\xb7 ");
	page_say(p, PHRASE_SEARCH);
	markup_add(p->out, "</title>\n<link rel=\"stylesheet\" href=\"");
	here_address(HERE_STYLE, p->out);
	markup_add(p->out, "\">\n<script src=\"");
	here_address(HERE_SCRIPT, p->out);
	markup_add(p->out, "\" defer></script>\n");
	if (p->has_url) {
		markup_add(p->out, "<link rel=\"search\"");
		page_attr(p, "title", PHRASE_SEARCH);
		markup_add(p->out,
			   " href=\"opensearch.xml\" type=\"application/"
			   "opensearchdescription+xml\">\n");
	}
	if (p->found) {
		markup_add(p->out, "<link rel=\"alternate\"");
		page_attr(p, "title", PHRASE_FEED);
		markup_add(p->out, " type=\"application/atom+xml\" href=\""
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
	markup_add(p->out, "<body>\n<header>\n"
			   "<a class=\"skip\" href=\"#results\">");
	page_say(p, PHRASE_SKIP);
	markup_add(p->out, "</a>\n<h1><a href=\"./\">");
	page_say(p, PHRASE_SEARCH);
	markup_add(p->out, "</a></h1>\n<form role=\"search\" method=\"get\"");
	page_attr(p, "data-offers", PHRASE_SUGGESTIONS);
	markup_add(p->out, ">\n<label class=\"unseen\" for=\"q\">");
	page_say(p, PHRASE_SEARCH_FOR);
	markup_add(p->out,
		   "</label>\n"
		   "<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" "
		   "autocomplete=\"off\" autocapitalize=\"none\" "
		   "enterkeyhint=\"search\"");
	markup_attr(p->out, "value", query_of(p->request));
	if (p->is_start)
		markup_add(p->out, " autofocus");
	markup_add(p->out, ">\n");
	if (p->request)
		add_hidden(p);
	markup_add(p->out, "<button>");
	page_say(p, PHRASE_SEARCH);
	markup_add(p->out, "</button>\n</form>\n</header>\n");
}

static void add_foot(struct page *p)
{
	markup_add(p->out, "<footer>\n<p>");
	if (p->found) {
		markup_add(p->out, "<a type=\"application/atom+xml\" "
				   "href=\"search.atom");
		markup_text(p->out, link_same(p->request, &p->link));
		markup_add(p->out, "\">");
		page_say(p, PHRASE_FEED_OF_THIS);
		markup_add(p->out, "</a> \xc2\xb7 ");
	}
	page_say(p, PHRASE_BY);
	markup_add(p->out, "</p>\n</footer>\n</body>\n"
			   "</html>\n");
}

/* Words and signs of queries are the same in all languages. */
static void add_help(struct page *p)
{
	static const struct str examples[] = { STR_INIT("\"rail corridor\""),
					       STR_INIT("pipe*"),
					       STR_INIT("-gas"),
					       STR_INIT("tag:science"),
					       STR_INIT("since:2024") };
	struct str rest;

	markup_add(p->out, "<p class=\"help\">");
	rest = page_say(p, PHRASE_HELP);
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		markup_add(p->out, "<code dir=\"ltr\">");
		markup_text(p->out, examples[i]);
		markup_add(p->out, "</code>");
		rest = page_say_rest(p, rest);
	}
	markup_add(p->out, "</p>\n");
}

static void add_item(struct page *p, enum phrase which)
{
	markup_add(p->out, "<li>");
	page_say(p, which);
	markup_add(p->out, "</li>\n");
}

static void add_empty(struct page *p)
{
	if (p->found->total) {
		struct str rest;

		markup_add(p->out, "<p>");
		rest = page_say(p, PHRASE_PAGE_EMPTY);
		page_link(p,
			  link_make(p->request, LINK_SET, "offset", STR(""),
				    &p->link),
			  false, phrase(p->language, PHRASE_FIRST_PAGE));
		page_say_rest(p, rest);
		markup_add(p->out, "</p>\n");
		return;
	}
	markup_add(p->out, "<ul>\n");
	add_item(p, PHRASE_TRY_WORDS);
	add_item(p, PHRASE_TRY_FEWER);
	if (p->asked->filter_count)
		add_item(p, PHRASE_TRY_FILTERS);
	markup_add(p->out, "<li><a href=\"./\">");
	page_say(p, PHRASE_SEE_NEWEST);
	markup_add(p->out, "</a></li>\n</ul>\n");
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

static enum phrase advice_of(unsigned int status)
{
	switch (status) {
	case 400:
		return PHRASE_MEND;
	case 429:
		return PHRASE_TOO_MANY;
	case 503:
		return PHRASE_TOO_LONG;
	default:
		return PHRASE_LATER;
	}
}

static void refuse_text(struct response *response, const char *message)
{
	struct str advice = phrase(PHRASES_EN, advice_of(response->status));

	response->type = RESPONSE_TEXT;
	buf_printf(&response->body, "%u: %s\n%.*s\n", response->status,
		   message ? message : response->code, STR_ARG(advice));
}

void page_refuse(struct response *response, const struct request *request,
		 unsigned int language, bool wants_text, const char *message)
{
	struct page p = { .language = language,
			  .request = request,
			  .out = &response->body };

	buf_clear(&response->body);
	if (wants_text) {
		refuse_text(response, message);
		return;
	}
	response->type = RESPONSE_HTML;
	add_head(&p);
	add_form(&p);
	markup_add(p.out, "<main>\n<section id=\"results\" class=\"error\" "
			  "role=\"alert\" aria-labelledby=\"count\">\n"
			  "<h2 id=\"count\">");
	page_say(&p, response->status == 400 ? PHRASE_WRONG : PHRASE_SILENT);
	markup_add(p.out, "</h2>\n");
	/* It is of those who read queries, who speak English. */
	if (message) {
		markup_add(p.out, "<p dir=\"auto\" lang=\"en\">");
		markup_text(p.out, str_of(message));
		markup_add(p.out, ".</p>\n");
	}
	markup_add(p.out, "<p>");
	page_say(&p, advice_of(response->status));
	markup_add(p.out, "</p>\n<p><a href=\"./\">");
	page_say(&p, PHRASE_ANEW);
	markup_add(p.out, "</a></p>\n</section>\n</main>\n");
	add_foot(&p);
	buf_release(&p.link);
}
