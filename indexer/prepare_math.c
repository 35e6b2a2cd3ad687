/*
 * Mathematics in TeX: its words and numbers stay, commands and marks go.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare_state.h"

/* Behind which a name in braces is no text. */
static const char with_names[] =
	" begin end label ref eqref cite color textcolor hspace vspace "
	"mathrel tag* class cssId htmlId htmlClass ";

static bool is_space(char c)
{
	return prepare_is_blank(c) || c == '\n';
}

/* Behind the command whose '\' is at `at`, with the name it is about. */
static size_t command_end(const struct prepare_state *s, size_t at, size_t end)
{
	size_t start = ++at;

	while (at < end && prepare_is_letter(s->body.p[at]))
		at++;
	/* "\\,", but not the half of a character. */
	if (at == start)
		return at < end && (unsigned char)s->body.p[at] < 0x80 &&
				       s->body.p[at] != '\n'
			       ? at + 1
			       : at;
	if (at < end && s->body.p[at] == '{' &&
	    prepare_is_listed(with_names, prepare_view(s, start, at))) {
		size_t close = at;

		while (close < end && s->body.p[close] != '}' &&
		       s->body.p[close] != '\n')
			close++;
		if (close < end && s->body.p[close] == '}')
			return close + 1;
	}
	return at;
}

/* Is it part of a number or word, "3.14", "x'"? */
static bool is_shown(const struct prepare_state *s, size_t at, size_t end)
{
	char c = s->body.p[at];

	if (prepare_is_word(c))
		return true;
	return (c == '.' || c == ',') && at > 0 && at + 1 < end &&
	       prepare_is_digit(s->body.p[at - 1]) &&
	       prepare_is_digit(s->body.p[at + 1]);
}

/* Makes the mathematics in [start, end), within the marks from s->at to
 * `after`, its words, one blank in between. */
static void show(struct prepare_state *s, size_t start, size_t end,
		 size_t after)
{
	size_t at = start;
	bool has_word = false;

	prepare_take(s, s->at);
	while (at < end) {
		char c = s->body.p[at];
		size_t word = at;

		if (c == '\\') {
			at = command_end(s, at, end);
			continue;
		}
		while (at < end && is_shown(s, at, end))
			at++;
		if (at == word) {
			at++;
			continue;
		}
		prepare_skip(s, word - (has_word && s->from < word));
		if (has_word && s->body.p[word - 1] != '\n') {
			prepare_put(s, STR(" "), 1);
			prepare_skip(s, word);
		}
		prepare_take(s, at);
		has_word = true;
	}
	prepare_skip(s, after);
	s->at = after;
}

/* $$...$$: where it closes, or 0. One that begins its line may hold blank
 * lines, but no code. */
static size_t display_end(struct prepare_state *s, size_t start)
{
	bool is_block = start - 2 == s->content;
	size_t end = is_block ? s->body.len : prepare_paragraph(s, start), at;

	if (!prepare_may_look(s, PREPARE_LOOK_MATH))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start; at + 1 < end; at++) {
		char c = s->body.p[at];

		if (c == '$' && s->body.p[at + 1] == '$') {
			if (at > start)
				return at;
			break;
		}
		if (c == '`')
			break;
		if (c == '\\')
			at++;
	}
	prepare_looked(s, PREPARE_LOOK_MATH, at - start);
	return 0;
}

/* $...$ by Pandoc's rule: where it closes, or 0. What failed once fails again
 * up to the same place. */
static size_t inline_end(struct prepare_state *s, size_t start)
{
	size_t end = prepare_paragraph(s, start);
	size_t at = start;

	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	if (at < s->no_dollar)
		at = s->no_dollar;
	for (; at < end; at++) {
		char c = s->body.p[at];

		if (c == '\\')
			at++;
		else if (c == '`' ||
			 (c == ']' && prepare_byte(s, at + 1) == '('))
			break;
		else if (c == '$' && at > start &&
			 !is_space(s->body.p[at - 1]) &&
			 !prepare_is_digit(prepare_byte(s, at + 1)))
			return at;
	}
	s->no_dollar = at;
	return 0;
}

/* "$5 and US$": what begins with a digit and has nothing to reckon with. */
static bool is_price(const struct prepare_state *s, size_t start, size_t end)
{
	if (!prepare_is_digit(s->body.p[start]))
		return false;
	for (; start < end; start++) {
		if (strchr("\\^_={}+*/<>", s->body.p[start]))
			return false;
	}
	return true;
}

void prepare_dollar(struct prepare_state *s)
{
	size_t start = s->at, end;

	if (prepare_byte(s, start + 1) == '$') {
		end = display_end(s, start + 2);
		if (end)
			show(s, start + 2, end, end + 2);
		else
			s->at = start + 2;
		return;
	}
	if (!is_space(prepare_byte(s, start + 1)) &&
	    prepare_may_look(s, PREPARE_LOOK_MATH)) {
		end = inline_end(s, start + 1);
		if (end && !is_price(s, start + 1, end)) {
			show(s, start + 1, end, end + 1);
			return;
		}
		if (end)
			prepare_looked(s, PREPARE_LOOK_MATH, end - start);
	}
	s->at = start + 1;
}

/* Where the closing bracket of \( or \[ comes, or 0. */
static size_t bracket_end(struct prepare_state *s, size_t start, char close)
{
	size_t end = close == ']' ? s->body.len : prepare_paragraph(s, start);
	size_t at;

	if (!prepare_may_look(s, PREPARE_LOOK_MATH))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start; at + 1 < end; at++) {
		char c = s->body.p[at];

		if (c == '`' || (c == ']' && s->body.p[at + 1] == '(') ||
		    (c == '\n' && prepare_is_rest_blank(s, at + 1)))
			break;
		if (c != '\\')
			continue;
		if (s->body.p[at + 1] == close)
			return at;
		/* "\\)", with the '\' for Markdown. */
		if (s->body.p[at + 1] == '\\' &&
		    prepare_byte(s, at + 2) == close)
			return at + 1;
		at++;
	}
	prepare_looked(s, PREPARE_LOOK_MATH, at - start);
	return 0;
}

bool prepare_math_bracket(struct prepare_state *s)
{
	size_t start = s->at + 1, end;
	char open;

	if (prepare_byte(s, start) == '\\')
		start++;
	open = prepare_byte(s, start);
	/* "\[" is an ordinary escape but where it begins a block. */
	if (open != '(' && (open != '[' || s->at != s->content))
		return false;
	start++;
	end = bracket_end(s, start, open == '(' ? ')' : ']');
	if (end == 0 || (open == '[' && !prepare_is_rest_blank(s, end + 2)))
		return false;
	show(s, start, end, end + 2);
	return true;
}
