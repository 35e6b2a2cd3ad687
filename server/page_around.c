/*
 * The search page: what is around the articles of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/page.h"

#include "query/quote.h"
#include "server/asked.h"
#include "server/link.h"
#include "server/markup.h"
#include "text/number.h"

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

void page_filters(struct page *p)
{
	bool is_begun = false;

	for (size_t i = 0; i < p->request->param_count; i++) {
		const struct request_param *param = &p->request->params[i];

		if (!is_shown(param))
			continue;
		if (!is_begun)
			markup_add(p->out, "<ul class=\"filters\" "
					   "aria-label=\"Filters\">\n");
		is_begun = true;
		markup_add(p->out, "<li><a");
		markup_attr(p->out, "href",
			    link_make(p->request, LINK_DROP, param->name.p,
				      param->value, &p->link));
		markup_add(p->out, "><span class=\"unseen\">Without "
				   "</span><bdi>");
		markup_text(p->out, param->name);
		markup_add(p->out, ": ");
		markup_text(p->out, param->value);
		markup_add(p->out, "</bdi> <span aria-hidden=\"true\">\xc3\x97"
				   "</span></a></li>\n");
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
		number_add(v->articles, p->out);
		markup_add(p->out, "</span></li>\n");
	}
	markup_add(p->out, "</ul>\n");
	if (value.failed)
		p->out->failed = value.failed;
	buf_release(&value);
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
			markup_add(p->out,
				   "<nav class=\"facets\" aria-labelledby="
				   "\"narrow\">\n<h2 id=\"narrow\">Narrow "
				   "down</h2>\n");
		is_begun = true;
		if (is_tag)
			markup_add(p->out, "<h3>Tags</h3>\n");
		else
			markup_add(p->out, "<h3>Years</h3>\n");
		add_facet(p, facet, is_tag ? "tag" : "date");
	}
	if (is_begun)
		markup_add(p->out, "</nav>\n");
}

/* ---- What was found
 * ----------------------------------------------------------- */

static void add_count(struct page *p)
{
	const struct search_page *found = p->found;

	markup_add(p->out, "<h2 id=\"count\">");
	if (p->is_start)
		markup_add(p->out, "Newest of ");
	if (!found->exact)
		markup_add(p->out, "about ");
	if (found->total == 0)
		markup_add(p->out, "No article matches");
	else if (found->total == 1)
		markup_add(p->out, "1 article");
	else
		number_add(found->total, p->out);
	if (found->total > 1)
		markup_add(p->out, " articles");
	if (found->hit_count && found->offset) {
		markup_add(p->out, ", from ");
		number_add(found->offset + 1, p->out);
		markup_add(p->out, " on");
	}
	markup_add(p->out, "</h2>\n");
}

static void add_corrected(struct page *p)
{
	const struct search_page *found = p->found;

	if (found->corrected.len == 0)
		return;
	markup_add(p->out, "<p class=\"told\">");
	if (!found->is_corrected) {
		markup_add(p->out, "Did you mean ");
		page_link(p,
			  link_make(p->request, LINK_SET, "q", found->corrected,
				    &p->link),
			  false, found->corrected);
		markup_add(p->out, "?</p>\n");
		return;
	}
	markup_add(p->out, "Searched for <strong><bdi>");
	markup_text(p->out, found->corrected);
	markup_add(p->out, "</bdi></strong> instead. Search for ");
	page_link(
		p,
		link_make(p->request, LINK_SET, "as_typed", STR("1"), &p->link),
		false, found->query);
	markup_add(p->out, " as it is typed.</p>\n");
}

static void add_relaxed(struct page *p)
{
	const struct search_page *found = p->found;

	if (found->is_cut)
		markup_add(p->out, "<p class=\"told\">This is long: only its "
				   "beginning was searched for.</p>\n");
	if (!found->relaxed)
		return;
	markup_add(p->out, "<p class=\"told\">");
	if (!found->has_all) {
		markup_add(p->out, "No article has all of the words; these "
				   "have most.</p>\n");
		return;
	}
	if (found->is_mixed) {
		markup_add(p->out, "With all of the words or most.</p>\n");
		return;
	}
	number_add(found->total_all, p->out);
	if (found->total_all == 1)
		markup_add(p->out, " has");
	else
		markup_add(p->out, " have");
	markup_add(p->out, " all of the words, the others most.</p>\n");
}

static void add_sorts(struct page *p)
{
	static const struct {
		enum query_sort sort;
		struct str name, text;
	} sorts[] = {
		{ QUERY_BY_RELEVANCE, STR_INIT("relevance"), STR_INIT("Best") },
		{ QUERY_BY_NEWEST, STR_INIT("newest"), STR_INIT("Newest") },
		{ QUERY_BY_OLDEST, STR_INIT("oldest"), STR_INIT("Oldest") },
		{ QUERY_BY_TITLE, STR_INIT("title"), STR_INIT("Title") },
	};

	markup_add(p->out,
		   "<nav class=\"sorts\" aria-label=\"Order\">\n<ul>\n");
	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		markup_add(p->out, "<li>");
		page_link(p,
			  link_make(p->request, LINK_SET, "sort", sorts[i].name,
				    &p->link),
			  p->found->sort == sorts[i].sort, sorts[i].text);
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
	markup_add(p->out, "<nav class=\"pager\" aria-label=\"Pages\">\n");
	if (has_before) {
		markup_add(p->out, "<a rel=\"prev\"");
		markup_attr(p->out, "href", link_before(p));
		markup_add(p->out, ">\xe2\x86\x90 Previous</a>\n");
	}
	if (has_after) {
		markup_add(p->out, "<a rel=\"next\"");
		markup_attr(p->out, "href", link_after(p));
		markup_add(p->out, ">Next \xe2\x86\x92</a>\n");
	}
	markup_add(p->out, "</nav>\n");
}
