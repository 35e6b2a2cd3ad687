/*
 * Snippets: the best passage of a text for a query, and where it matches.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/snippet.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "query/choice.h"
#include "query/matcher.h"
#include "query/passage.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* A snippet as it is written. */
struct writer {
	struct str text;
	const struct matches *found;
	struct buf line;
	uint32_t length; /* of the line, in characters */
	struct mark *marks;
	size_t count;
};

static void add(struct writer *w, struct str s)
{
	buf_add_str(&w->line, s);
	w->length += (uint32_t)utf8_count(s);
}

/* Adds text[start, end), the ends of blocks as what stands for them. */
static void add_text(struct writer *w, size_t start, size_t end)
{
	while (start < end) {
		struct str rest = str_make(w->text.p + start, end - start);
		size_t block = str_find(rest, '\n');

		add(w, str_head(rest, block));
		start += block;
		if (start < end)
			add(w, passage_joint(w->text, start++));
	}
}

/* Adds text[start, end) and the marks of the matches in it, for which there is
 * room. */
static void add_marked(struct writer *w, size_t start, size_t end)
{
	for (size_t i = 0; i < w->found->count; i++) {
		const struct match *m = &w->found->at[i];
		size_t match_end = m->end < end ? m->end : end;

		if (m->start < start || m->start >= end)
			continue;
		add_text(w, start, m->start);
		w->marks[w->count].start = w->length;
		add_text(w, m->start, match_end);
		w->marks[w->count++].end = w->length;
		start = match_end;
	}
	add_text(w, start, end);
}

static int reserve(struct writer *w, struct arena *arena, struct err *err)
{
	w->marks = arena_array(arena, w->found->count, sizeof(*w->marks));
	return arena_check(arena, err);
}

int snippet_make(const struct matcher *matcher,
		 const struct snippet_source *source, size_t width,
		 struct arena *arena, struct snippet *out, struct err *err)
{
	struct choice choice;
	struct writer w = { .text = source->text, .found = &choice.found };
	int ret = choice_make(matcher, source, width, arena, &choice, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = reserve(&w, arena, err);
	if (ret)
		return ret;
	if (!choice.parts[0].is_from_start)
		add(&w, STR(ELLIPSIS));
	add_marked(&w, choice.parts[0].start, choice.parts[0].end);
	if (choice.count > 1) {
		add(&w, STR(CHOICE_GAP));
		add_marked(&w, choice.parts[1].start, choice.parts[1].end);
	}
	if (!choice.parts[choice.count - 1].is_to_end)
		add(&w, STR(ELLIPSIS));
	out->text = arena_copy(arena, buf_view(&w.line));
	out->marks = w.marks;
	out->mark_count = w.count;
	out->start = choice.parts[0].start;
	out->best = choice.best;
	ret = buf_check(&w.line, err);
	buf_release(&w.line);
	return ret ? ret : arena_check(arena, err);
}

int snippet_mark(const struct matcher *matcher, struct str text,
		 struct arena *arena, const struct mark **marks, size_t *count,
		 struct err *err)
{
	struct matches found = { 0 };
	struct writer w = { .text = text, .found = &found };
	int ret = matcher_find(matcher, text, 0, text.len, arena, &found, err);

	if (!ret)
		ret = reserve(&w, arena, err);
	if (!ret)
		add_marked(&w, 0, text.len);
	buf_release(&w.line);
	*marks = w.marks;
	*count = w.count;
	return ret;
}
