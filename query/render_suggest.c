/*
 * Rendering suggestions: for people, or as lines for programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/render_suggest.h"

#include "query/typeset.h"
#include "text/number.h"

#define KIND_COLUMNS 8

static void add_spaces(size_t count, struct buf *out)
{
	while (count-- > 0)
		buf_add_char(out, ' ');
}

/* The columns that the texts take. */
static size_t text_columns(const struct suggest_page *page, size_t most)
{
	size_t columns = 0;

	for (size_t i = 0; i < page->count; i++) {
		struct buf clean = BUF_INIT;
		size_t width;

		typeset_clean(page->list[i].text, &clean);
		width = typeset_width(buf_view(&clean));
		buf_release(&clean);
		if (width > columns)
			columns = width;
	}
	return columns < most ? columns : most;
}

/* How many articles; of a title, where it is. */
static void add_rest(const struct suggestion *s, struct buf *out)
{
	if (s->kind == SUGGEST_TITLE) {
		typeset_clean(s->url.len ? s->url : s->id, out);
		return;
	}
	number_add(s->articles, out);
	buf_add_str(out, s->articles == 1 ? STR(" article") : STR(" articles"));
}

void render_suggest_text(const struct suggest_page *page, size_t width,
			 struct buf *out)
{
	/* Half of the line, for what stands behind is as long. */
	size_t columns = text_columns(page, (width - KIND_COLUMNS) / 2);

	for (size_t i = 0; i < page->count; i++) {
		const struct suggestion *s = &page->list[i];
		const char *kind = suggest_kind_name(s->kind);
		struct buf text = BUF_INIT, rest = BUF_INIT;
		size_t used;

		typeset_clean(s->text, &text);
		buf_add_str(out, str_of(kind));
		add_spaces(KIND_COLUMNS - strlen(kind), out);
		used = out->len;
		typeset_cut(buf_view(&text), columns, out);
		used = typeset_width(str_skip(buf_view(out), used));
		add_spaces(columns - used + 2, out);
		add_rest(s, &rest);
		buf_add_str(out, buf_view(&rest));
		buf_add_char(out, '\n');
		buf_release(&rest);
		buf_release(&text);
	}
}

void render_suggest_lines(const struct suggest_page *page, struct buf *out)
{
	for (size_t i = 0; i < page->count; i++) {
		typeset_plain(page->list[i].query, out);
		buf_add_char(out, '\n');
	}
}
