/*
 * Attribute lists: {#id .class key=value}, {: .class}.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Those of kramdown, Goldmark, Python-Markdown's attr_list, markdown-it-attrs
 * and Pandoc.
 */
#include "indexer/prepare_state.h"

#define LIST_MAX ((size_t)512)

/* Behind the value at `at`; 0 when there is none. */
static size_t value_end(const struct prepare_state *s, size_t at)
{
	char quote = prepare_byte(s, at);
	size_t start = at;

	if (quote == '"' || quote == '\'') {
		do
			at++;
		while (prepare_byte(s, at) != quote &&
		       prepare_byte(s, at) != '\n');
		return prepare_byte(s, at) == quote ? at + 1 : 0;
	}
	while (!prepare_is_blank(prepare_byte(s, at)) &&
	       prepare_byte(s, at) != '}' && prepare_byte(s, at) != '\n')
		at++;
	return at > start ? at : 0;
}

static size_t name_end(const struct prepare_state *s, size_t at)
{
	size_t start = at;

	while (prepare_is_name(prepare_byte(s, at)) ||
	       prepare_byte(s, at) == ':' ||
	       (prepare_byte(s, at) == '.' && at > start) ||
	       (prepare_byte(s, at) == '/' && at > start))
		at++;
	return at;
}

/* Behind one attribute, or 0. `is_kramdown`: words alone are references. */
static size_t item_end(const struct prepare_state *s, size_t at,
		       bool is_kramdown)
{
	char c = prepare_byte(s, at);
	size_t end;

	if (c == '#' || c == '.') {
		/* Not 0.5 of something: a name begins with no digit. */
		if (c == '.' && prepare_is_digit(prepare_byte(s, at + 1)))
			return 0;
		end = name_end(s, at + 1);
		/* ".no_toc.lead" are two classes. */
		return end > at + 1 ? end : 0;
	}
	if (c == '-' && prepare_byte(s, at + 1) == '}')
		return at + 1; /* Pandoc's "unnumbered" */
	end = name_end(s, at);
	if (end == at)
		return 0;
	if (prepare_byte(s, end) == '=')
		return value_end(s, end + 1);
	return is_kramdown || prepare_starts(s, at, STR("data-")) ? end : 0;
}

size_t prepare_attributes_end(const struct prepare_state *s, size_t at)
{
	size_t start = at;
	bool is_kramdown, has_item = false;

	at++;
	is_kramdown = prepare_byte(s, at) == ':';
	at += is_kramdown;
	while (at - start < LIST_MAX) {
		char c;

		at = prepare_blanks(s, at);
		c = prepare_byte(s, at);
		if (c == '}')
			return has_item ? at + 1 : 0;
		if (c == ',' && has_item) {
			at++;
			continue;
		}
		at = item_end(s, at, is_kramdown);
		if (at == 0)
			return 0;
		has_item = true;
	}
	return 0;
}

/* Is the next line what makes this one a heading? */
static bool is_underlined(const struct prepare_state *s, size_t at)
{
	size_t next = prepare_line_end(s, at) + 1;
	char mark = prepare_byte(s, next);

	if (mark != '=' && mark != '-')
		return false;
	while (prepare_byte(s, next) == mark)
		next++;
	return prepare_is_rest_blank(s, next);
}

/* May a list that ends at `end` stand here? Anything else in braces may be
 * text. */
static bool is_in_place(const struct prepare_state *s, size_t end)
{
	char before = s->at > 0 ? s->body.p[s->at - 1] : '\n';
	size_t rest = prepare_blanks(s, end);

	if (prepare_byte(s, s->at + 1) == ':')
		return true;
	if (s->at == s->content && prepare_byte(s, rest) == '\n')
		return true;
	if (s->is_heading) {
		while (prepare_byte(s, rest) == '#')
			rest++;
		if (prepare_is_rest_blank(s, rest))
			return true;
	}
	if (prepare_is_blank(before))
		return prepare_byte(s, rest) == '\n' && is_underlined(s, s->at);
	return before == ')' || before == ']' || before == '`' ||
	       before == '*' || before == '_';
}

/* kramdown's {::comment}...{:/comment}, {::nomarkdown}, {:/}. */
static bool take_extension(struct prepare_state *s)
{
	size_t start = s->at, end = start + 2, close;

	if (!prepare_starts(s, start, STR("{::")) &&
	    !prepare_starts(s, start, STR("{:/")))
		return false;
	while (end - start < LIST_MAX && prepare_byte(s, end) != '}' &&
	       prepare_byte(s, end) != '\n')
		end++;
	if (prepare_byte(s, end) != '}')
		return false;
	end++;
	if (prepare_starts(s, start, STR("{::comment")) &&
	    s->body.p[end - 2] != '/') {
		if (!prepare_may_look(s, PREPARE_LOOK_CLOSE))
			return false;
		close = prepare_find(s, end, s->body.len, STR("{:/"));
		if (close == s->body.len) {
			prepare_looked(s, PREPARE_LOOK_CLOSE, close - end);
			prepare_warn_unclosed(s, start, STR("{::comment}"));
		} else {
			end = close;
		}
	}
	prepare_drop(s, start, end);
	return true;
}

bool prepare_attributes(struct prepare_state *s)
{
	size_t end;

	/* Astro knows none: there they are shown. */
	if (s->site->preset == SITE_ASTRO)
		return false;
	if (take_extension(s))
		return true;
	end = prepare_attributes_end(s, s->at);
	if (end == 0 || !is_in_place(s, end))
		return false;
	prepare_drop(s, s->at, end);
	return true;
}
