/*
 * The search page: an article of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/page.h"

#include "query/uri.h"
#include "server/link.h"
#include "server/markup.h"
#include "text/date.h"

/* More of them say less. */
#define TAGS_SHOWN 6

/* Nothing else is followed, or loaded. */
static bool is_http(struct str url)
{
	return (url.len > 7 && str_same_nocase(url.p, "http://", 7)) ||
	       (url.len > 8 && str_same_nocase(url.p, "https://", 8));
}

static bool is_usable(struct str url)
{
	return link_is_path(url) || is_http(url);
}

/* Begins a link to a URL as a record has it, and to a heading there. */
static void begin_link(struct page *p, struct str url, struct str anchor)
{
	buf_clear(&p->link);
	uri_add_path(url, &p->link);
	if (anchor.len) {
		buf_add_char(&p->link, '#');
		uri_add_path(anchor, &p->link);
	}
	markup_add(p->out, "<a");
	markup_attr(p->out, "href", buf_view(&p->link));
	markup_add(p->out, ">");
}

/* What does not say its language is of none that is known here. */
static void add_lang(struct page *p, struct str lang)
{
	if (lang.len || p->is_foreign)
		markup_attr(p->out, "lang", lang);
}

static void add_title(struct page *p, const struct search_hit *hit)
{
	bool is_link = is_usable(hit->record.url);

	markup_add(p->out, "<h3 dir=\"auto\"");
	add_lang(p, hit->record.lang);
	markup_add(p->out, ">");
	if (is_link)
		begin_link(p, hit->record.url, STR(""));
	markup_marked(p->out, hit->record.title, hit->title_marks,
		      hit->title_mark_count);
	if (is_link)
		markup_add(p->out, "</a>");
	markup_add(p->out, "</h3>\n");
}

static void add_date(struct page *p, struct str text)
{
	struct date date;

	if (!date_parse(text, &date))
		return;
	markup_add(p->out, "<li><time");
	markup_attr(p->out, "datetime", text);
	markup_add(p->out, ">");
	phrases_date(p->language, &date, p->out);
	markup_add(p->out, "</time></li>\n");
}

/* Each leads to the same search narrowed by it, unless it is already. */
static void add_tags(struct page *p, const struct record *r)
{
	struct buf value = BUF_INIT;

	for (size_t i = 0; i < r->tag_count && i < TAGS_SHOWN; i++) {
		struct str tag = page_quoted(r->tags[i], &value);
		struct str link = STR("");

		if (!link_has(p->request, "tag", tag))
			link = link_make(p->request, LINK_ADD, "tag", tag,
					 &p->link);
		markup_add(p->out, "<li class=\"tag\">");
		page_link(p, link, false, r->tags[i]);
		markup_add(p->out, "</li>\n");
	}
	if (value.failed)
		p->out->failed = value.failed;
	buf_release(&value);
}

/* Date, authors and tags. */
static void add_meta(struct page *p, const struct record *r)
{
	if (r->date.len == 0 && r->author_count == 0 && r->tag_count == 0)
		return;
	markup_add(p->out, "<ul class=\"meta\">\n");
	add_date(p, r->date);
	for (size_t i = 0; i < r->author_count; i++) {
		markup_add(p->out, "<li><bdi>");
		markup_text(p->out, r->authors[i]);
		markup_add(p->out, "</bdi></li>\n");
	}
	add_tags(p, r);
	markup_add(p->out, "</ul>\n");
}

/* Its size is that of the style: the place is there before it is. */
static void add_image(struct page *p, const struct record *r)
{
	if (!is_usable(r->image))
		return;
	markup_add(p->out, "<img");
	markup_attr(p->out, "src", r->image);
	markup_attr(p->out, "alt", r->image_description);
	markup_add(p->out, " width=\"160\" height=\"100\" loading=\"lazy\" "
			   "decoding=\"async\">\n");
}

static void add_passage(struct page *p, const struct search_hit *hit)
{
	if (hit->snippet.text.len == 0)
		return;
	markup_add(p->out, "<p class=\"passage\" dir=\"auto\"");
	add_lang(p, hit->record.lang);
	markup_add(p->out, ">");
	markup_marked(p->out, hit->snippet.text, hit->snippet.marks,
		      hit->snippet.mark_count);
	markup_add(p->out, "</p>\n");
}

static void add_section(struct page *p, const struct search_hit *hit)
{
	const struct record_section *section = hit->section;
	struct str rest;
	bool is_link;

	if (!section || section->title.len == 0 ||
	    str_eq(section->title, hit->record.title))
		return;
	is_link = section->anchor.len && is_usable(hit->record.url);
	markup_add(p->out, "<p class=\"section\">");
	rest = page_say(p, PHRASE_SECTION);
	if (is_link)
		begin_link(p, hit->record.url, section->anchor);
	markup_add(p->out, "<bdi");
	add_lang(p, hit->record.lang);
	markup_add(p->out, ">");
	markup_text(p->out, section->title);
	markup_add(p->out, "</bdi>");
	if (is_link)
		markup_add(p->out, "</a>");
	page_say_rest(p, rest);
	markup_add(p->out, "</p>\n");
}

static void add_translations(struct page *p, const struct search_hit *hit)
{
	struct str rest = STR("");
	bool is_begun = false;

	for (size_t i = 0; i < hit->translation_count; i++) {
		const struct search_translation *t = &hit->translations[i];

		if (t->lang.len == 0 || !is_usable(t->url))
			continue;
		if (is_begun) {
			markup_add(p->out, ", ");
		} else {
			markup_add(p->out, "<p class=\"section\">");
			rest = page_say(p, PHRASE_ALSO_IN);
		}
		is_begun = true;
		begin_link(p, t->url, STR(""));
		markup_text(p->out, t->lang);
		markup_add(p->out, "</a>");
	}
	if (!is_begun)
		return;
	page_say_rest(p, rest);
	markup_add(p->out, "</p>\n");
}

void page_hit(struct page *p, const struct search_hit *hit)
{
	markup_add(p->out, "<li><article>\n");
	add_title(p, hit);
	add_image(p, &hit->record);
	add_meta(p, &hit->record);
	add_passage(p, hit);
	add_section(p, hit);
	add_translations(p, hit);
	markup_add(p->out, "</article></li>\n");
}
