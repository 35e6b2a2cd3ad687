/*
 * Formats: a line a hit, laid out by a template such as '{date} {title}'.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/format.h"

#include <inttypes.h>

#include "base/opt.h"
#include "base/utf8.h"
#include "query/render_path.h"
#include "query/typeset.h"
#include "query/uri.h"

#define NAME_MAX_SHOWN 40 /* bytes of an unknown name in a message */

enum format_field {
	FORMAT_TEXT = -1,
	FORMAT_ID,
	FORMAT_PATH,
	FORMAT_LINE,
	FORMAT_TITLE,
	FORMAT_URL,
	FORMAT_ANCHOR,
	FORMAT_SECTION,
	FORMAT_DATE,
	FORMAT_DAY,
	FORMAT_UPDATED,
	FORMAT_AUTHORS,
	FORMAT_TAGS,
	FORMAT_CATEGORIES,
	FORMAT_LANG,
	FORMAT_DESCRIPTION,
	FORMAT_IMAGE,
	FORMAT_IMAGE_DESCRIPTION,
	FORMAT_SCORE,
	FORMAT_SNIPPET,
	FORMAT_AUTHOR, /* an article mostly has one */
	FORMAT_FIELDS
};

static const char *const names[FORMAT_FIELDS] = {
	[FORMAT_ID] = "id",
	[FORMAT_PATH] = "path",
	[FORMAT_LINE] = "line",
	[FORMAT_TITLE] = "title",
	[FORMAT_URL] = "url",
	[FORMAT_ANCHOR] = "anchor",
	[FORMAT_SECTION] = "section",
	[FORMAT_DATE] = "date",
	[FORMAT_DAY] = "day",
	[FORMAT_UPDATED] = "updated",
	[FORMAT_AUTHORS] = "authors",
	[FORMAT_TAGS] = "tags",
	[FORMAT_CATEGORIES] = "categories",
	[FORMAT_LANG] = "lang",
	[FORMAT_DESCRIPTION] = "description",
	[FORMAT_IMAGE] = "image",
	[FORMAT_IMAGE_DESCRIPTION] = "image_description",
	[FORMAT_SCORE] = "score",
	[FORMAT_SNIPPET] = "snippet",
	[FORMAT_AUTHOR] = "author",
};

void format_add_names(struct buf *out)
{
	for (int i = 0; i < FORMAT_AUTHOR; i++)
		buf_printf(out, i ? ", %s" : "%s", names[i]);
}

/* ---- Reading a template ------------------------------------------------- */

struct parser {
	struct str text;
	size_t at;
	struct buf pieces; /* of struct format_piece */
	unsigned int *column;
	struct err *err;
};

static void add_piece(struct parser *p, int field, struct str text)
{
	struct format_piece piece = { field, text };

	if (field != FORMAT_TEXT || text.len)
		buf_add(&p->pieces, &piece, sizeof(piece));
}

/* Sets *column for the place; for the message. */
static unsigned int column_at(const struct parser *p, size_t at)
{
	*p->column = (unsigned int)utf8_count(str_head(p->text, at)) + 1;
	return *p->column;
}

static int refuse_name(const struct parser *p, struct str name, size_t at)
{
	struct str shown = utf8_head(name, NAME_MAX_SHOWN);
	char word[NAME_MAX_SHOWN + 1];
	struct buf all = BUF_INIT;
	const char *nearest;
	unsigned int column = column_at(p, at);

	memcpy(word, shown.p, shown.len);
	word[shown.len] = '\0';
	nearest = opt_nearest(word, names, FORMAT_FIELDS);
	if (nearest)
		return err_set(p->err, ERR_USAGE,
			       "unknown field '%s' at column %u of the format, "
			       "did you mean '%s'?",
			       word, column, nearest);
	format_add_names(&all);
	err_set(p->err, ERR_USAGE,
		"unknown field '%s' at column %u of the format; there are "
		"%.*s",
		word, column, STR_ARG(buf_view(&all)));
	buf_release(&all);
	return ERR_USAGE;
}

/* {NAME}; `at` is on the brace. */
static int read_field(struct parser *p)
{
	struct str rest = str_skip(p->text, p->at + 1);
	struct str name = str_head(rest, str_find(rest, '}'));

	if (name.len == rest.len)
		return err_set(p->err, ERR_USAGE,
			       "the brace at column %u of the format is not "
			       "closed; write {NAME}, or {{ for a brace",
			       column_at(p, p->at));
	for (int i = 0; i < FORMAT_FIELDS; i++) {
		if (str_eq(name, str_of(names[i]))) {
			add_piece(p, i, name);
			p->at += name.len + 2;
			return 0;
		}
	}
	return refuse_name(p, name, p->at + 1);
}

/* A backslash and what it stands for; `at` is on it. */
static int read_escape(struct parser *p)
{
	struct str two = str_head(str_skip(p->text, p->at), 2);

	if (str_eq(two, STR("\\n")))
		add_piece(p, FORMAT_TEXT, STR("\n"));
	else if (str_eq(two, STR("\\t")))
		add_piece(p, FORMAT_TEXT, STR("\t"));
	else if (str_eq(two, STR("\\\\")))
		add_piece(p, FORMAT_TEXT, STR("\\"));
	else
		return err_set(p->err, ERR_USAGE,
			       "unknown escape at column %u of the format; "
			       "there are \\n, \\t and \\\\",
			       column_at(p, p->at));
	p->at += 2;
	return 0;
}

/* A brace or an escape; `at` is on it. */
static int read_special(struct parser *p)
{
	char c = p->text.p[p->at];
	struct str rest = str_skip(p->text, p->at);

	if (c == '\\')
		return read_escape(p);
	if (str_starts(rest, STR("{{")) || str_starts(rest, STR("}}"))) {
		add_piece(p, FORMAT_TEXT, str_head(rest, 1));
		p->at += 2;
		return 0;
	}
	if (c == '{')
		return read_field(p);
	return err_set(p->err, ERR_USAGE,
		       "the brace at column %u of the format closes nothing; "
		       "write }} for a brace",
		       column_at(p, p->at));
}

int format_parse(struct str template, struct arena *arena, struct format *out,
		 unsigned int *column, struct err *err)
{
	struct parser p = { .text = template,
			    .pieces = BUF_INIT,
			    .column = column,
			    .err = err };
	struct format_piece *pieces;
	int ret = 0;

	while (p.at < template.len && !ret) {
		size_t start = p.at;

		while (p.at < template.len && template.p[p.at] != '{' &&
		       template.p[p.at] != '}' && template.p[p.at] != '\\')
			p.at++;
		add_piece(&p, FORMAT_TEXT,
			  str_make(template.p + start, p.at - start));
		if (p.at < template.len)
			ret = read_special(&p);
	}
	if (!ret)
		ret = buf_check(&p.pieces, err);
	if (!ret) {
		out->count = p.pieces.len / sizeof(*pieces);
		pieces = arena_array(arena, out->count, sizeof(*pieces));
		ret = arena_check(arena, err);
		if (!ret && out->count)
			memcpy(pieces, p.pieces.p, p.pieces.len);
		out->pieces = pieces;
	}
	buf_release(&p.pieces);
	return ret;
}

/* ---- Writing hits ------------------------------------------------------- */

/* A hit on its way, with room that is used again for the next one. */
struct writer {
	const struct render_style *style;
	struct buf *out;
	struct buf value;
};

static void add_list(struct buf *value, const struct str *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add_str(value, STR(", "));
		buf_add_str(value, items[i]);
	}
}

/* The part of a date that says a day, a month or a year. */
static struct str day_of(struct str date)
{
	return str_head(date, str_find(date, 'T'));
}

/* The field's value, of one line or more. */
static void add_value(enum format_field field, const struct search_hit *hit,
		      struct buf *value)
{
	const struct record *r = &hit->record;
	const struct str texts[FORMAT_FIELDS] = {
		[FORMAT_ID] = r->id,
		[FORMAT_TITLE] = r->title,
		[FORMAT_DATE] = r->date,
		[FORMAT_DAY] = day_of(r->date),
		[FORMAT_UPDATED] = r->updated,
		[FORMAT_LANG] = r->lang,
		[FORMAT_DESCRIPTION] = r->description,
		[FORMAT_IMAGE] = r->image,
		[FORMAT_IMAGE_DESCRIPTION] = r->image_description,
		[FORMAT_SNIPPET] = hit->snippet.text,
	};

	switch (field) {
	case FORMAT_LINE:
		if (hit->line)
			buf_printf(value, "%" PRIu32, hit->line);
		break;
	case FORMAT_URL:
		uri_add_path(r->url, value);
		break;
	case FORMAT_ANCHOR:
		if (hit->section)
			buf_add_str(value, hit->section->anchor);
		break;
	case FORMAT_SECTION:
		if (hit->section)
			buf_add_str(value, hit->section->title);
		break;
	case FORMAT_AUTHOR:
	case FORMAT_AUTHORS:
		add_list(value, r->authors, r->author_count);
		break;
	case FORMAT_TAGS:
		add_list(value, r->tags, r->tag_count);
		break;
	case FORMAT_CATEGORIES:
		add_list(value, r->categories, r->category_count);
		break;
	case FORMAT_SCORE:
		buf_printf(value, "%.4f", hit->score);
		break;
	default:
		buf_add_str(value, texts[field]);
		break;
	}
}

static void add_field(struct writer *w, int field, const struct search_hit *hit)
{
	struct str value;

	buf_clear(&w->value);
	if (field == FORMAT_PATH)
		render_add_file(w->style, &hit->record, &w->value);
	else
		add_value((enum format_field)field, hit, &w->value);
	value = buf_view(&w->value);
	if (field == FORMAT_PATH)
		render_add_path(w->style, render_short_path(w->style, value),
				w->out);
	else if (field == FORMAT_ID)
		render_add_path(w->style, value, w->out);
	else
		typeset_clean(value, w->out);
	if (w->value.failed)
		w->out->failed = w->value.failed;
}

void render_format(const struct search_page *page, const struct format *format,
		   const struct render_style *style, struct buf *out)
{
	struct writer w = { style, out, BUF_INIT };

	for (size_t i = 0; i < page->hit_count && !out->failed; i++) {
		for (size_t k = 0; k < format->count; k++) {
			const struct format_piece *piece = &format->pieces[k];

			if (piece->field == FORMAT_TEXT)
				buf_add_str(out, piece->text);
			else
				add_field(&w, piece->field, &page->hits[i]);
		}
		buf_add_char(out, '\n');
	}
	buf_release(&w.value);
}
