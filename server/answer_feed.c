/*
 * The answers of /search.atom, a search as a feed (RFC 4287), and of
 * /opensearch.xml, which tells browsers how to search here (OpenSearch 1.1).
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/answer.h"

#include "base/hash.h"
#include "query/uri.h"
#include "server/asked.h"
#include "server/link.h"
#include "server/markup.h"
#include "text/date.h"

/* Entries where it does not say. */
#define ENTRIES 20

/* An entry without a date has to have one. */
#define NO_DATE STR("1970-01-01T00:00:00Z")

/* A name that stays: a UUID of a hash (RFC 9562, 5.8) of what it names. */
static void add_id(struct str kind, struct str text, struct buf *out)
{
	unsigned char hash[HASH128_SIZE];
	struct buf named = BUF_INIT;

	buf_add_field(&named, kind);
	buf_add_field(&named, text);
	hash128(buf_view(&named), hash);
	if (named.failed)
		out->failed = named.failed;
	buf_release(&named);
	hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x80);
	hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80);
	markup_add(out, "<id>urn:uuid:");
	for (int i = 0; i < HASH128_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			markup_add(out, "-");
		buf_printf(out, "%02x", hash[i]);
	}
	markup_add(out, "</id>\n");
}

/* When an article was last changed, as far as it says, to the second. */
static int64_t changed_at(const struct record *r)
{
	struct date date;

	if (date_parse(r->updated, &date) || date_parse(r->date, &date))
		return date.start;
	return 0;
}

static void add_updated(int64_t seconds, struct buf *out)
{
	char text[DATE_TEXT_SIZE];
	struct date date;

	markup_add(out, "<updated>");
	if (date_of_instant(seconds, &date))
		markup_text(out, str_make(text, date_format(&date, text)));
	else
		markup_text(out, NO_DATE);
	markup_add(out, "</updated>\n");
}

static void add_entry(const struct search_hit *hit, struct buf *out)
{
	const struct record *r = &hit->record;
	bool has_link = link_is_path(r->url);
	struct buf url = BUF_INIT;

	markup_add(out, "<entry>\n<title>");
	markup_text(out, r->title);
	markup_add(out, "</title>\n");
	add_id(STR("article"), r->id, out);
	add_updated(changed_at(r), out);
	uri_add_path(r->url, &url);
	if (has_link) {
		markup_add(out, "<link rel=\"alternate\"");
		markup_attr(out, "href", buf_view(&url));
		markup_add(out, "/>\n");
	}
	for (size_t i = 0; i < r->author_count; i++) {
		markup_add(out, "<author><name>");
		markup_text(out, r->authors[i]);
		markup_add(out, "</name></author>\n");
	}
	for (size_t i = 0; i < r->tag_count; i++) {
		markup_add(out, "<category");
		markup_attr(out, "term", r->tags[i]);
		markup_add(out, "/>\n");
	}
	/* What has no link is to have content (RFC 4287, 4.1.2). */
	if (has_link)
		markup_add(out, "<summary>");
	else
		markup_add(out, "<content>");
	markup_text(out, hit->snippet.text);
	if (has_link)
		markup_add(out, "</summary>\n</entry>\n");
	else
		markup_add(out, "</content>\n</entry>\n");
	if (url.failed)
		out->failed = url.failed;
	buf_release(&url);
}

static void add_feed(const struct answering *a, const struct request *request,
		     const struct search_page *page, struct buf *out)
{
	int64_t newest = 0;
	struct buf link = BUF_INIT;

	for (size_t i = 0; i < page->hit_count; i++) {
		int64_t at = changed_at(&page->hits[i].record);

		newest = at > newest ? at : newest;
	}
	markup_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			"<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	if (a->settings->url)
		markup_attr(out, "xml:base", str_of(a->settings->url));
	markup_add(out, ">\n<title>");
	markup_text(out, page->query);
	if (page->query.len)
		markup_add(out, " \xc2\xb7 ");
	markup_add(out, "Search</title>\n");
	link_same(request, &link);
	add_id(STR("search"), buf_view(&link), out);
	add_updated(newest, out);
	markup_add(out, "<link rel=\"self\" href=\"search.atom");
	markup_text(out, buf_view(&link));
	markup_add(out, "\"/>\n<link rel=\"alternate\" href=\"./");
	markup_text(out, buf_view(&link));
	markup_add(out, "\"/>\n<author><name>Search</name></author>\n");
	for (size_t i = 0; i < page->hit_count; i++)
		add_entry(&page->hits[i], out);
	markup_add(out, "</feed>\n");
	if (link.failed)
		out->failed = link.failed;
	buf_release(&link);
}

int answer_feed(struct answering *a, const struct request *request,
		struct response *out, struct err *err)
{
	struct search_page page;
	struct asked asked;
	int ret = asked_read(a, request, ENTRIES, &asked, err);

	if (ret)
		return ret;
	asked_newest(request, &asked);
	ret = asked_run(a, &asked, &page, err);
	if (ret)
		return ret;
	out->type = RESPONSE_ATOM;
	add_feed(a, request, &page, &out->body);
	return 0;
}

int answer_opensearch(struct answering *a, const struct request *request,
		      struct response *out, struct err *err)
{
	struct str url = str_of(a->settings->url);
	struct buf *body = &out->body;

	(void)request;
	(void)err;
	if (url.len == 0) {
		response_error(out, 404, "not_found",
			       "the server was not told its URL (--url)", 0);
		return 0;
	}
	out->type = RESPONSE_OPENSEARCH;
	markup_add(body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/"
			 "opensearch/1.1/\">\n<ShortName>Search</ShortName>\n"
			 "<Description>Search this site</Description>\n"
			 "<InputEncoding>UTF-8</InputEncoding>\n"
			 "<Url type=\"text/html\" template=\"");
	markup_text(body, url);
	markup_add(body, "?q={searchTerms}\"/>\n"
			 "<Url type=\"application/atom+xml\" template=\"");
	markup_text(body, url);
	markup_add(body, "search.atom?q={searchTerms}\"/>\n"
			 "</OpenSearchDescription>\n");
	return 0;
}
