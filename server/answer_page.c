/*
 * The answer of /: a page for people, or text for terminals.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "query/render.h"
#include "server/asked.h"
#include "server/page.h"

/* Hits of a page where it does not say. */
#define HITS 10

/* Columns of plain text. */
#define WIDTH 80

/* Tags and years that are told. */
#define FACETS "tag:12,year:12"

static void render_plain(const struct search_page *page, struct buf *out)
{
	static const struct render_style style = { .width = WIDTH,
						   .shows_url = true };

	render_text(page, &style, out);
	if (page->hit_count)
		buf_add_char(out, '\n');
	render_summary(page, out);
	buf_add_char(out, '\n');
}

/* Nothing to search for: what is newest then is something to begin with. */
static bool is_start(const struct request *request, struct asked *asked)
{
	size_t sorts = request_param(request, "sort") != NULL;

	if (asked->search.text.len || asked->search.filter_count > sorts)
		return false;
	asked_newest(request, asked);
	return true;
}

int answer_page(struct answering *a, const struct request *request,
		struct response *out, struct err *err)
{
	struct search_page found;
	struct asked asked;
	struct page page = { .language = request->language,
			     .is_foreign =
				     request->language != a->settings->language,
			     .request = request,
			     .asked = &asked.search,
			     .found = &found,
			     .has_url = a->settings->url,
			     .out = &out->body };
	int ret = asked_read(a, request, HITS, &asked, err);

	if (ret)
		return ret;
	page.is_start = is_start(request, &asked);
	if (!request->wants_text)
		asked.search.facets = STR(FACETS);
	ret = asked_run(a, &asked, &found, err);
	if (ret)
		return ret;
	if (request->wants_text)
		render_plain(&found, &out->body);
	else
		page_results(&page);
	return 0;
}
