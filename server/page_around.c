/*
 * The search page: what is around the articles of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/page.h"

#include "query/quote.h"
#include "server/asked.h"
#include "server/link.h"
#include "server/markup.h"

void page_link(struct page *p, struct str href, bool is_current,
	       struct str text)
{
	if (href.len) {
		markup_add(p->out, "<a");
		markup_attr(p->out, "href", href);
		if (is_current)
			markup_add(p->out, " aria-current=\"true\"");
		markup_add(p->out, ">");
	}
	markup_add(p->out, "<bdi>");
	markup_text(p->out, text);
	markup_add(p->out, "</bdi>");
	if (href.len)
		markup_add(p->out, "</a>");
}

/* ---- Filters ----------------------------------------------------------------
 */

static bool is_shown(const struct request_param *param)
{
	return asked_is_filter(param->name) && param->value.len &&
	       !str_eq(param->name, STR("sort"));
}

static void begin_filters(struct page *p)
{
	markup_add(p->out, "<ul class=\"filters\"");
	page_attr(p, "aria-label", PHRASE_FILTERS);
	markup_add(p->out, ">\n");
}

/* A link that takes a filter away. */
static void add_filter(struct page *p, const struct request_param *param)
{
	struct str rest;

	markup_add(p->out, "<li><a");
	markup_attr(p->out, "href",
		    link_make(p->request, LINK_DROP, param->name.p,
			      param->value, &p->link));
	markup_add(p->out, "><span class=\"unseen\">");
	rest = page_say(p, PHRASE_WITHOUT);
	markup_add(p->out, "</span><bdi>");
	markup_text(p->out, param->name);
	markup_add(p->out, ": ");
	markup_text(p->out, param->value);
	markup_add(p->out, "</bdi>");
	if (rest.len) {
		markup_add(p->out, "<span class=\"unseen\">");
		page_say_rest(p, rest);
		markup_add(p->out, "</span>");
	}
	markup_add(p->out, " <span aria-hidden=\"true\">\xc3\x97</span></a>"
			   "</li>\n");
}

void page_filters(struct page *p)
{
	bool is_begun = false;

	for (size_t i = 0; i < p->request->param_count; i++) {
		const struct request_param *param = &p->request->params[i];

		if (!is_shown(param))
			continue;
		if (!is_begun)
			begin_filters(p);
		is_begun = true;
		add_filter(p, param);
	}
	if (is_begun)
		markup_add(p->out, "</ul>\n");
}

/* ---- Facets
 * ------------------------------------------------------------------ */

struct str page_quoted(struct str value, struct buf *out)
{
	buf_clear(out);
	if (str_find(value, ',') == value.len && !quote_opens(value))
		return value;
	quote_print(value, out);
	return buf_view(out);
}

static void add_facet(struct page *p, const struct facet *facet,
		      const char *name)
{
	struct buf value = BUF_INIT;

	markup_add(p->out, "<ul>\n");
	for (size_t i = 0; i < facet->count; i++) {
		const struct facet_value *v = &facet->values[i];
		struct str text = page_quoted(v->text, &value);
		bool is_current = link_has(p->request, name, text);

		markup_add(p->out, "<li>");
		page_link(p,
			  link_make(p->request,
				    is_current ? LINK_DROP : LINK_ADD, name,
				    text, &p->link),
			  is_current, v->text);
		markup_add(p->out, " <span class=\"number\">");
		phrases_number(p->language, v->articles, p->out);
		markup_add(p->out, "</span></li>\n");
	}
	markup_add(p->out, "</ul>\n");
	if (value.failed)
		p->out->failed = value.failed;
	buf_release(&value);
}

static void begin_facets(struct page *p)
{
	markup_add(p->out, "<nav class=\"facets\" aria-labelledby=\"narrow\">\n"
			   "<h2 id=\"narrow\">");
	page_say(p, PHRASE_NARROW);
	markup_add(p->out, "</h2>\n");
}

void page_facets(struct page *p)
{
	bool is_begun = false;

	for (size_t i = 0; i < p->found->facet_count; i++) {
		const struct facet *facet = &p->found->facets[i];
		bool is_tag = str_eq(facet->key, STR("tag"));

		if (facet->count == 0)
			continue;
		if (!is_begun)
			begin_facets(p);
		is_begun = true;
		markup_add(p->out, "<h3>");
		page_say(p, is_tag ? PHRASE_TAGS : PHRASE_YEARS);
		markup_add(p->out, "</h3>\n");
		add_facet(p, facet, is_tag ? "tag" : "date");
	}
	if (is_begun)
		markup_add(p->out, "</nav>\n");
}

/* ---- What was found
 * ----------------------------------------------------------- */

static enum phrase count_of(const struct page *p)
{
	const struct search_page *found = p->found;

	if (found->total == 0)
		return PHRASE_NONE;
	if (p->is_start)
		return found->total == 1 ? PHRASE_NEWEST_ONE
					 : PHRASE_NEWEST_MANY;
	if (!found->exact)
		return PHRASE_ABOUT;
	return found->total == 1 ? PHRASE_ONE : PHRASE_MANY;
}

static void add_count(struct page *p)
{
	const struct search_page *found = p->found;
	enum phrase count = count_of(p);

	markup_add(p->out, "<h2 id=\"count\">");
	if (count == PHRASE_NONE || count == PHRASE_ONE ||
	    count == PHRASE_NEWEST_ONE)
		page_say(p, count);
	else
		page_say_number(p, count, found->total);
	if (found->hit_count && found->offset)
		page_say_number(p, PHRASE_FROM, found->offset + 1);
	markup_add(p->out, "</h2>\n");
}

static void add_corrected(struct page *p)
{
	const struct search_page *found = p->found;
	struct str rest;

	if (found->corrected.len == 0)
		return;
	markup_add(p->out, "<p class=\"told\">");
	if (!found->is_corrected) {
		rest = page_say(p, PHRASE_MEANT);
		page_link(p,
			  link_make(p->request, LINK_SET, "q", found->corrected,
				    &p->link),
			  false, found->corrected);
		page_say_rest(p, rest);
		markup_add(p->out, "</p>\n");
		return;
	}
	rest = page_say(p, PHRASE_INSTEAD);
	markup_add(p->out, "<strong><bdi>");
	markup_text(p->out, found->corrected);
	markup_add(p->out, "</bdi></strong>");
	page_say_rest(p, rest);
	markup_add(p->out, " ");
	rest = page_say(p, PHRASE_TYPED);
	page_link(
		p,
		link_make(p->request, LINK_SET, "as_typed", STR("1"), &p->link),
		false, found->query);
	page_say_rest(p, rest);
	markup_add(p->out, "</p>\n");
}

static void add_relaxed(struct page *p)
{
	const struct search_page *found = p->found;

	if (found->is_cut) {
		markup_add(p->out, "<p class=\"told\">");
		page_say(p, PHRASE_CUT);
		markup_add(p->out, "</p>\n");
	}
	if (!found->relaxed)
		return;
	markup_add(p->out, "<p class=\"told\">");
	if (!found->has_all)
		page_say(p, PHRASE_MOST);
	else if (found->is_mixed)
		page_say(p, PHRASE_MIXED);
	else if (found->total_all == 1)
		page_say(p, PHRASE_ALL_ONE);
	else
		page_say_number(p, PHRASE_ALL_MANY, found->total_all);
	markup_add(p->out, "</p>\n");
}

static void add_sorts(struct page *p)
{
	static const struct {
		enum query_sort sort;
		struct str name;
		enum phrase text;
	} sorts[] = {
		{ QUERY_BY_RELEVANCE, STR_INIT("relevance"), PHRASE_BEST },
		{ QUERY_BY_NEWEST, STR_INIT("newest"), PHRASE_NEWEST },
		{ QUERY_BY_OLDEST, STR_INIT("oldest"), PHRASE_OLDEST },
		{ QUERY_BY_TITLE, STR_INIT("title"), PHRASE_TITLE },
	};

	markup_add(p->out, "<nav class=\"sorts\"");
	page_attr(p, "aria-label", PHRASE_ORDER);
	markup_add(p->out, ">\n<ul>\n");
	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		markup_add(p->out, "<li>");
		page_link(p,
			  link_make(p->request, LINK_SET, "sort", sorts[i].name,
				    &p->link),
			  p->found->sort == sorts[i].sort,
			  phrase(p->language, sorts[i].text));
		markup_add(p->out, "</li>\n");
	}
	markup_add(p->out, "</ul>\n</nav>\n");
}

void page_summary(struct page *p)
{
	add_count(p);
	add_corrected(p);
	add_relaxed(p);
	if (p->found->total > 1 && !p->is_start)
		add_sorts(p);
}

/* ---- Other pages
 * --------------------------------------------------------------- */

/* The link of the page that begins at an offset. */
static struct str link_of(struct page *p, unsigned int offset)
{
	char digits[16] = "";
	size_t at = sizeof(digits);

	for (; offset; offset /= 10)
		digits[--at] = (char)('0' + offset % 10);
	return link_make(p->request, LINK_SET, "offset",
			 str_make(digits + at, sizeof(digits) - at), &p->link);
}

static struct str link_before(struct page *p)
{
	unsigned int limit = p->asked->limit, offset = p->asked->offset;

	if (limit == 0 || offset == 0)
		return STR("");
	return link_of(p, offset > limit ? offset - limit : 0);
}

static struct str link_after(struct page *p)
{
	unsigned int limit = p->asked->limit;
	unsigned int next = p->asked->offset + limit;

	if (limit == 0 || p->found->hit_count < limit ||
	    next >= p->found->total || next + limit > LIMIT_REACH)
		return STR("");
	return link_of(p, next);
}

void page_pager_head(struct page *p)
{
	struct str link = link_before(p);

	if (link.len) {
		markup_add(p->out, "<link rel=\"prev\"");
		markup_attr(p->out, "href", link);
		markup_add(p->out, ">\n");
	}
	link = link_after(p);
	if (link.len) {
		markup_add(p->out, "<link rel=\"next\"");
		markup_attr(p->out, "href", link);
		markup_add(p->out, ">\n");
	}
}

void page_pager(struct page *p)
{
	bool has_before = link_before(p).len, has_after = link_after(p).len;

	if (!has_before && !has_after)
		return;
	markup_add(p->out, "<nav class=\"pager\"");
	page_attr(p, "aria-label", PHRASE_PAGES);
	markup_add(p->out, ">\n");
	if (has_before) {
		markup_add(p->out, "<a rel=\"prev\"");
		markup_attr(p->out, "href", link_before(p));
		markup_add(p->out, ">");
		page_say(p, PHRASE_PREVIOUS);
		markup_add(p->out, "</a>\n");
	}
	if (has_after) {
		markup_add(p->out, "<a rel=\"next\"");
		markup_attr(p->out, "href", link_after(p));
		markup_add(p->out, ">");
		page_say(p, PHRASE_NEXT);
		markup_add(p->out, "</a>\n");
	}
	markup_add(p->out, "</nav>\n");
}
