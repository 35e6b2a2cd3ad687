/*
 * Tags that make code of what is between them: fenced code, or a code span.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare_state.h"

static const char ticks[] = "````````````````";
static const char tildes[] = "~~~~~~~~~~~~~~~~";

/* The longest run of `mark` at the front of a line in [start, end). */
static size_t longest_run(const struct prepare_state *s, size_t start,
			  size_t end, char mark)
{
	size_t longest = 0;

	while (start < end) {
		size_t n = 0;

		while (start < end && (prepare_is_blank(s->body.p[start]) ||
				       s->body.p[start] == '>'))
			start++;
		while (start + n < end && s->body.p[start + n] == mark)
			n++;
		if (n > longest)
			longest = n;
		start = prepare_line_end(s, start) + 1;
	}
	return longest;
}

/* The language that a tag for code names; it may be empty. */
static struct str tag_language(const struct prepare_state *s,
			       const struct prepare_tag *tag)
{
	size_t at = tag->inner, start;

	while (s->body.p + at < tag->name.p + tag->name.len)
		at++;
	at = prepare_blanks(s, at);
	if (prepare_byte(s, at) == '"')
		at++;
	start = at;
	while (at < tag->inner_end && (prepare_is_name(prepare_byte(s, at)) ||
				       strchr("+#.", prepare_byte(s, at))))
		at++;
	/* "lang:ruby", "lang=ruby" */
	if (prepare_byte(s, at) == ':' || prepare_byte(s, at) == '=') {
		if (!str_starts(prepare_view(s, start, at), STR("lang")))
			return str_make(NULL, 0);
		at++;
		if (prepare_byte(s, at) == '"')
			at++;
		start = at;
		at = prepare_name(s, at);
	}
	if (tag->name.len == STR("mermaid").len &&
	    str_eq(tag->name, STR("mermaid")))
		return tag->name;
	return prepare_view(s, start, at);
}

/* The columns of blanks at the front of the line that begins at `at`. */
static size_t columns(const struct prepare_state *s, size_t at)
{
	size_t n = 0;

	for (; prepare_is_blank(prepare_byte(s, at)); at++)
		n = s->body.p[at] == '\t' ? (n | 3) + 1 : n + 1;
	return n;
}

/* Are the lines behind `start`, up to that of `end`, in the list item that the
 * line at hand is in? Those of a quote are not looked at more closely. */
static bool is_within(const struct prepare_state *s, size_t start, size_t end)
{
	size_t need = 0;

	for (size_t i = 0; i < s->depth; i++) {
		if (s->containers[i].is_quote)
			return false;
		need += s->containers[i].width;
	}
	for (start = prepare_line_end(s, start) + 1; need && start <= end;
	     start = prepare_line_end(s, start) + 1) {
		if (columns(s, start) < need &&
		    !prepare_is_rest_blank(s, start))
			return false;
	}
	return true;
}

/* The lines between two tags that stand alone on theirs: fenced code. */
static bool fence_in(struct prepare_state *s, const struct prepare_tag *open,
		     const struct prepare_tag *close)
{
	size_t line = close->start, before = s->content - s->line_start;
	struct str language = tag_language(s, open), fence;
	size_t runs[2], n;
	bool is_tilde;

	while (line > open->end && prepare_is_blank(s->body.p[line - 1]))
		line--;
	if (open->start != s->content || s->body.p[line - 1] != '\n' ||
	    !prepare_is_rest_blank(s, open->end) ||
	    !prepare_is_rest_blank(s, close->end))
		return false;
	if (!is_within(s, open->end, close->start)) {
		/* Then it ends the list, if it is not its item's first. */
		if (prepare_blanks(s, s->line_start) != open->start)
			return false;
		before = 0;
	}
	runs[0] = longest_run(s, open->end, close->start, '`');
	runs[1] = longest_run(s, open->end, close->start, '~');
	is_tilde = runs[1] < runs[0];
	n = runs[is_tilde] < 3 ? 3 : runs[is_tilde] + 1;
	fence = str_make(is_tilde ? tildes : ticks, n);
	/* The closing one is as far in as the opening one. */
	if (close->start - line > before)
		line += before;
	else
		line = close->start;
	if (n >= sizeof(ticks) || n > close->end - close->start ||
	    n + language.len > open->end - open->start ||
	    !prepare_later(s, line, close->end))
		return false;
	s->pending[s->pending_count - 1].fence = fence;
	prepare_take(s, before ? open->start : s->line_start);
	prepare_skip(s, open->start);
	prepare_put(s, fence, n);
	if (language.len) {
		prepare_skip(s, (size_t)(language.p - s->body.p));
		prepare_take(s, s->from + language.len);
	}
	prepare_drop(s, s->from, open->end);
	s->code_end = line;
	s->is_para = false;
	return true;
}

/* Code between two tags within a line or a paragraph: a code span. */
static bool quote_in(struct prepare_state *s, const struct prepare_tag *open,
		     const struct prepare_tag *close)
{
	size_t at = open->end, n = 1;

	for (; at < close->start; at++) {
		size_t run = 0;

		if (s->body.p[at] == '\n' && prepare_is_rest_blank(s, at + 1))
			return false;
		while (prepare_byte(s, at + run) == '`')
			run++;
		if (run >= n)
			n = run + 1;
		at += run;
	}
	if (n >= sizeof(ticks) || n > close->end - close->start ||
	    n > open->end - open->start ||
	    !prepare_later(s, close->start, close->end))
		return false;
	s->pending[s->pending_count - 1].fence = str_make(ticks, n);
	prepare_take(s, open->start);
	prepare_put(s, str_make(ticks, n), n);
	prepare_drop(s, s->from, open->end);
	s->code_end = close->start;
	return true;
}

bool prepare_listing(struct prepare_state *s, const struct prepare_tag *open,
		     const struct prepare_tag *close)
{
	return fence_in(s, open, close) || quote_in(s, open, close);
}
