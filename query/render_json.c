/*
 * Rendering as JSON: the result page and the error envelope of docs/api.md.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render.h"
#include "query/render_suggest.h"

#include "base/json.h"
#include "base/utf8.h"
#include "query/render_explain.h"
#include "query/uri.h"

/* The versions of the shapes; their history is in docs/api.md. */
#define PAGE_VERSION	1
#define SUGGEST_VERSION 1

static void add_text(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	json_str(j, text);
}

static void add_text_or_null(struct json *j, const char *key, struct str text)
{
	json_key(j, key);
	if (text.len)
		json_str(j, text);
	else
		json_null(j);
}

static void add_list(struct json *j, const char *key, const struct str *items,
		     size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_str(j, items[i]);
	json_end(j);
}

static void add_marks(struct json *j, const char *key, const struct mark *marks,
		      size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_array(j);
		json_int(j, marks[i].start);
		json_int(j, marks[i].end);
		json_end(j);
	}
	json_end(j);
}

/* Stored as it reads, sent as a browser may follow it. */
static void add_url(struct json *j, struct str url)
{
	struct buf encoded = BUF_INIT;

	uri_add_path(url, &encoded);
	if (encoded.failed && !j->out->failed)
		j->out->failed = encoded.failed;
	add_text_or_null(j, "url", buf_view(&encoded));
	buf_release(&encoded);
}

static void add_section(struct json *j, const struct record_section *section)
{
	json_key(j, "section");
	if (!section) {
		json_null(j);
		return;
	}
	json_object(j);
	add_text(j, "heading", section->title);
	add_text_or_null(j, "anchor", section->anchor);
	json_end(j);
}

static void add_translations(struct json *j, const struct search_hit *hit)
{
	json_key(j, "translations");
	json_array(j);
	for (size_t i = 0; i < hit->translation_count; i++) {
		const struct search_translation *t = &hit->translations[i];

		json_object(j);
		add_text_or_null(j, "lang", t->lang);
		add_text(j, "id", t->id);
		add_url(j, t->url);
		json_end(j);
	}
	json_end(j);
}

static void add_hit(struct json *j, const struct search_page *page,
		    const struct search_hit *hit)
{
	const struct record *r = &hit->record;

	json_object(j);
	add_text(j, "id", r->id);
	add_url(j, r->url);
	add_text(j, "title", r->title);
	add_text_or_null(j, "date", r->date);
	add_list(j, "authors", r->authors, r->author_count);
	add_list(j, "tags", r->tags, r->tag_count);
	add_text_or_null(j, "image", r->image);
	add_text_or_null(j, "image_description", r->image_description);
	add_text_or_null(j, "lang", r->lang);
	/* Of related articles they are not looked for. */
	if (page)
		add_translations(j, hit);
	json_key(j, "score");
	json_fixed(j, hit->score, 4);
	add_section(j, hit->section);
	json_key(j, "line");
	if (hit->line)
		json_int(j, hit->line);
	else
		json_null(j);
	json_key(j, "snippet");
	json_object(j);
	add_text(j, "text", hit->snippet.text);
	add_marks(j, "marks", hit->snippet.marks, hit->snippet.mark_count);
	json_end(j);
	add_marks(j, "title_marks", hit->title_marks, hit->title_mark_count);
	if (hit->explanation) {
		json_key(j, "explain");
		render_explain_json(page, hit, j);
	}
	json_end(j);
}

/* The values of each facet, then how many different ones there are. */
static void add_facets(struct json *j, const struct search_page *page)
{
	json_key(j, "facets");
	json_object(j);
	for (size_t i = 0; i < page->facet_count; i++) {
		const struct facet *f = &page->facets[i];

		json_key_str(j, f->key);
		json_array(j);
		for (size_t n = 0; n < f->count; n++) {
			json_object(j);
			add_text(j, "value", f->values[n].text);
			json_key(j, "count");
			json_int(j, f->values[n].articles);
			json_end(j);
		}
		json_end(j);
	}
	json_end(j);
	json_key(j, "facet_values");
	json_object(j);
	for (size_t i = 0; i < page->facet_count; i++) {
		json_key_str(j, page->facets[i].key);
		json_int(j, (int64_t)page->facets[i].total);
	}
	json_end(j);
}

void render_json(const struct search_page *page, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "version");
	json_int(&j, PAGE_VERSION);
	add_text(&j, "query", page->query);
	json_key(&j, "total");
	json_int(&j, page->total);
	json_key(&j, "exact");
	json_bool(&j, page->exact);
	json_key(&j, "relaxed");
	json_bool(&j, page->relaxed);
	json_key(&j, "took_ms");
	json_fixed(&j, page->took_ms, 3);
	json_key(&j, "cut");
	json_bool(&j, page->is_cut);
	add_text_or_null(&j, "corrected", page->corrected);
	json_key(&j, "is_corrected");
	json_bool(&j, page->is_corrected);
	json_key(&j, "hits");
	json_array(&j);
	for (size_t i = 0; i < page->hit_count; i++)
		add_hit(&j, page, &page->hits[i]);
	json_end(&j);
	add_facets(&j, page);
	json_end(&j);
	buf_add_char(out, '\n');
}

void render_jsonl(const struct search_page *page, struct buf *out)
{
	for (size_t i = 0; i < page->hit_count; i++) {
		struct json j;

		json_init(&j, out, 0);
		add_hit(&j, page, &page->hits[i]);
		buf_add_char(out, '\n');
	}
}

/* ---- Suggestions ------------------------------------------------------- */

static void add_suggestion(struct json *j, const struct suggestion *s)
{
	json_object(j);
	add_text(j, "kind", str_of(suggest_kind_name(s->kind)));
	add_text(j, "text", s->text);
	add_text(j, "query", s->query);
	json_key(j, "articles");
	json_int(j, s->articles);
	add_text_or_null(j, "id", s->id);
	add_url(j, s->url);
	add_marks(j, "marks", s->marks, s->mark_count);
	json_key(j, "corrected");
	json_bool(j, s->is_corrected);
	json_end(j);
}

void render_suggest_json(const struct suggest_page *page, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "version");
	json_int(&j, SUGGEST_VERSION);
	add_text(&j, "query", page->query);
	json_key(&j, "suggestions");
	json_array(&j);
	for (size_t i = 0; i < page->count; i++)
		add_suggestion(&j, &page->list[i]);
	json_end(&j);
	json_end(&j);
	buf_add_char(out, '\n');
}

/* ---- Related articles --------------------------------------------------- */

/* The members of an object that an article in short is. */
static void add_card(struct json *j, const struct related_card *card)
{
	add_text(j, "id", card->id);
	add_url(j, card->url);
	add_text(j, "title", card->title);
	add_text_or_null(j, "date", card->date);
}

static void add_article(struct json *j, const struct related_card *card)
{
	json_key(j, "article");
	json_object(j);
	add_card(j, card);
	json_end(j);
}

void render_related_json(const struct related_page *page, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "version");
	json_int(&j, PAGE_VERSION);
	add_article(&j, &page->article);
	json_key(&j, "took_ms");
	json_fixed(&j, page->took_ms, 3);
	json_key(&j, "hits");
	json_array(&j);
	for (size_t i = 0; i < page->hit_count; i++)
		add_hit(&j, NULL, &page->hits[i]);
	json_end(&j);
	json_end(&j);
	buf_add_char(out, '\n');
}

static void add_related(struct json *j, const struct related_article *article)
{
	json_object(j);
	add_article(j, article->card);
	json_key(j, "hits");
	json_array(j);
	for (size_t i = 0; i < article->hit_count; i++) {
		json_object(j);
		add_card(j, article->hits[i].card);
		json_key(j, "score");
		json_fixed(j, article->hits[i].score, 4);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void render_site_json(const struct related_site *site, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "version");
	json_int(&j, PAGE_VERSION);
	json_key(&j, "total");
	json_int(&j, (int64_t)site->count);
	json_key(&j, "took_ms");
	json_fixed(&j, site->took_ms, 3);
	json_key(&j, "articles");
	json_array(&j);
	for (size_t i = 0; i < site->count; i++)
		add_related(&j, &site->articles[i]);
	json_end(&j);
	json_end(&j);
	buf_add_char(out, '\n');
}

void render_site_jsonl(const struct related_site *site, struct buf *out)
{
	for (size_t i = 0; i < site->count; i++) {
		struct json j;

		json_init(&j, out, 0);
		add_related(&j, &site->articles[i]);
		buf_add_char(out, '\n');
	}
}

/* ---- An article as it is stored ------------------------------------------ */

static void add_sections(struct json *j, const struct record *r)
{
	size_t at = 0, characters = 0;

	json_key(j, "sections");
	json_array(j);
	for (size_t i = 0; i < r->section_count; i++) {
		const struct record_section *section = &r->sections[i];

		characters += utf8_count(
			str_head(str_skip(r->text, at), section->start - at));
		at = section->start;
		json_object(j);
		add_text(j, "heading", section->title);
		add_text_or_null(j, "anchor", section->anchor);
		json_key(j, "start");
		json_int(j, (int64_t)characters);
		json_end(j);
	}
	json_end(j);
}

void render_article_json(const struct record *r, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "version");
	json_int(&j, PAGE_VERSION);
	add_text(&j, "id", r->id);
	add_url(&j, r->url);
	add_text(&j, "title", r->title);
	add_text_or_null(&j, "date", r->date);
	add_text_or_null(&j, "updated", r->updated);
	add_list(&j, "authors", r->authors, r->author_count);
	add_list(&j, "tags", r->tags, r->tag_count);
	add_list(&j, "categories", r->categories, r->category_count);
	add_text_or_null(&j, "description", r->description);
	add_text_or_null(&j, "image", r->image);
	add_text_or_null(&j, "image_description", r->image_description);
	add_text_or_null(&j, "lang", r->lang);
	add_text(&j, "text", r->text);
	add_sections(&j, r);
	json_end(&j);
	buf_add_char(out, '\n');
}

void render_error_json(const char *code, const char *message,
		       unsigned int column, struct buf *out)
{
	struct json j;

	json_init(&j, out, 0);
	json_object(&j);
	json_key(&j, "error");
	json_object(&j);
	add_text(&j, "code", str_of(code));
	add_text(&j, "message", str_of(message));
	if (column) {
		json_key(&j, "column");
		json_int(&j, column);
	}
	json_end(&j);
	json_end(&j);
	buf_add_char(out, '\n');
}
