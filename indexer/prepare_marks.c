/*
 * Marks at the start of a line: directives, admonitions, definitions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What has a text indented below it (an admonition, a footnote, a definition)
 * becomes a list item, so that its indent makes no code.
 */
#include "indexer/prepare_state.h"

/* A comment that is a block of HTML by itself, so that what follows on its
 * line is a block, too, whatever the next line is. */
#define BREAK "<!-->"
#define ITEM  "- "

/* Bytes of a reference's label: CommonMark's 999 characters. */
#define LABEL_MAX ((size_t)4000)

/* Columns that the text of an admonition is indented by. */
#define INDENT 4

/* Nothing in it is markup: [start, end). */
static bool is_plain(const struct prepare_state *s, size_t start, size_t end)
{
	for (; start < end; start++) {
		if (strchr("\\*_`[<&{$~=^+:", s->body.p[start]))
			return false;
	}
	return true;
}

/* Is it a block of its own only if it is made one? */
static bool needs_break(const struct prepare_state *s, size_t start, size_t end)
{
	size_t next = prepare_line_end(s, end) + 1;

	while (prepare_byte(s, next) == '>' ||
	       prepare_is_blank(prepare_byte(s, next)))
		next++;
	return (s->is_para || prepare_byte(s, next) != '\n') && start < end &&
	       is_plain(s, start, end);
}

/* Behind the text in brackets at `at`, on this line, or 0. */
static size_t label_end(const struct prepare_state *s, size_t at)
{
	size_t depth = 0;

	for (; prepare_byte(s, at) != '\n'; at++) {
		if (s->body.p[at] == '\\')
			at++;
		else if (s->body.p[at] == '[')
			depth++;
		else if (s->body.p[at] == ']' && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* Shows [start, end) of the line, a title, and nothing else of it. */
static void show_title(struct prepare_state *s, size_t start, size_t end)
{
	size_t line = prepare_line_end(s, s->at);
	bool breaks = needs_break(s, start, end);

	if (end < line && !prepare_later(s, end, line))
		start = end = line;
	prepare_take(s, s->at);
	if (breaks)
		prepare_put(s, STR(BREAK), start - s->at);
	prepare_drop(s, s->at, start);
	s->is_para = start < end && !breaks;
}

/* Vue's "::: v-pre": no templates up to its end. */
static void enter_verbatim(struct prepare_state *s, size_t at)
{
	size_t end;

	if (!prepare_may_look(s, PREPARE_LOOK_CLOSE))
		return;
	end = prepare_find(s, at, s->body.len, STR("\n:::"));
	if (end < s->body.len)
		s->raw_end = end;
	else
		prepare_looked(s, PREPARE_LOOK_CLOSE, end - at);
}

/* Does ".name" follow, up to the line's end? mkdocstrings: "::: a.b.c" */
static bool is_identifier(const struct prepare_state *s, size_t at)
{
	if (prepare_byte(s, at) != '.')
		return false;
	while (prepare_byte(s, at) == '.' ||
	       prepare_is_name(prepare_byte(s, at)))
		at++;
	return prepare_is_rest_blank(s, at);
}

/* ":::name[title]{attributes}", ":::name title", ":::" */
static bool take_container(struct prepare_state *s, size_t at)
{
	size_t line = prepare_line_end(s, at), name, title, end, list;

	name = prepare_blanks(s, at);
	if (name == line) {
		prepare_drop(s, s->at, line);
		s->is_para = false;
		return true;
	}
	at = prepare_name(s, name);
	if (at > name && !prepare_is_letter(s->body.p[name]))
		return false;
	if (is_identifier(s, at)) {
		prepare_drop(s, s->at, name);
		s->is_para = true;
		return true;
	}
	if (str_eq(prepare_view(s, name, at), STR("v-pre")))
		enter_verbatim(s, at);
	title = prepare_blanks(s, at);
	end = line;
	while (end > title && (prepare_is_blank(s->body.p[end - 1]) ||
			       s->body.p[end - 1] == ':'))
		end--;
	if (prepare_byte(s, at) == '[') {
		title = at + 1;
		end = label_end(s, at);
		if (end == 0)
			return false;
		end--;
	} else if (at == name || prepare_byte(s, title) == '{') {
		if (!prepare_attributes_end(s, title) &&
		    prepare_byte(s, title) != '{')
			return false;
		title = end = line;
	} else if (title == at && at < line) {
		return false;
	}
	for (list = title; list < end; list++) {
		if (s->body.p[list] == '{')
			end = list;
	}
	while (end > title && prepare_is_blank(s->body.p[end - 1]))
		end--;
	show_title(s, title, end);
	return true;
}

/* "::name[text]{attributes}", "::name{attributes}", "::" */
static bool take_leaf(struct prepare_state *s, size_t at)
{
	size_t line = prepare_line_end(s, at), end;

	if (prepare_is_rest_blank(s, at)) {
		prepare_drop(s, s->at, line);
		return true;
	}
	end = prepare_name(s, at);
	if (end == at || !prepare_is_letter(s->body.p[at]))
		return false;
	if (prepare_byte(s, end) == '[') {
		size_t close = label_end(s, end);

		if (close == 0)
			return false;
		show_title(s, end + 1, close - 1);
		return true;
	}
	if (prepare_byte(s, end) != '{' || !prepare_attributes_end(s, end))
		return false;
	show_title(s, line, line);
	return true;
}

/* Enters a list item that the line is made, its text being indented by
 * `width` columns. */
static void enter_item(struct prepare_state *s, unsigned int width)
{
	struct prepare_container c = { .width = s->indent + width };

	if (s->depth < PREPARE_DEPTH)
		s->containers[s->depth++] = c;
	s->is_para = false;
}

/* ": definition" */
static bool take_definition(struct prepare_state *s)
{
	size_t text = prepare_blanks(s, s->at + 1);
	size_t width = text - s->at;

	if (text == s->at + 1 || prepare_byte(s, text) == '\n')
		return false;
	prepare_take(s, s->at);
	prepare_put(s, STR("-"), 1);
	prepare_skip(s, s->at + 1);
	enter_item(s, width > INDENT + 1 ? 2 : (unsigned int)width);
	s->at = text;
	s->content = text;
	s->wants_leaf = true;
	return true;
}

bool prepare_colons(struct prepare_state *s)
{
	size_t n = 1;

	while (prepare_byte(s, s->at + n) == ':')
		n++;
	if (n == 1)
		return take_definition(s);
	return n == 2 ? take_leaf(s, s->at + n) : take_container(s, s->at + n);
}

/* Is what follows the line indented as the text of an admonition is? */
static bool has_text(const struct prepare_state *s, size_t at)
{
	size_t next = prepare_line_end(s, at) + 1, start;

	if (prepare_is_rest_blank(s, next))
		next = prepare_line_end(s, next) + 1;
	for (start = next; prepare_is_blank(prepare_byte(s, next)); next++) {
		if (s->body.p[next] == '\t')
			return true;
	}
	return next - start >= INDENT && prepare_byte(s, next) != '\n';
}

/* '!!! note "Title"', '??? note', '=== "Tab"' */
bool prepare_admonition(struct prepare_state *s)
{
	size_t line = prepare_line_end(s, s->at), at = s->at + 3;
	size_t title, end = line;
	char mark = s->body.p[s->at];
	bool breaks;

	if (prepare_byte(s, s->at + 1) != mark ||
	    prepare_byte(s, s->at + 2) != mark)
		return false;
	if (prepare_byte(s, at) == '+' || prepare_byte(s, at) == '!')
		at++;
	if (!prepare_is_blank(prepare_byte(s, at)))
		return false;
	at = prepare_blanks(s, at);
	title = at + str_find(prepare_view(s, at, line), '"');
	while (end > at && prepare_is_blank(s->body.p[end - 1]))
		end--;
	if (title < line && (end - title < 2 || s->body.p[end - 1] != '"'))
		return false;
	if (mark == '=' ? title != at : !prepare_is_letter(s->body.p[at]))
		return false;
	if (title == line && !has_text(s, at))
		return false;
	if (title < line) {
		title++;
		end--;
	} else {
		end = title;
	}
	breaks = is_plain(s, title, end);
	if (end < line && !prepare_later(s, end, line))
		return false;
	prepare_take(s, s->at);
	prepare_put(s, breaks ? STR(ITEM BREAK) : STR(ITEM), title - s->at);
	prepare_drop(s, s->at, title);
	enter_item(s, sizeof(ITEM) - 1);
	s->is_para = !breaks;
	return true;
}

/* "> [!NOTE]", "> [!note]+ Title" */
static bool take_alert(struct prepare_state *s)
{
	size_t at = s->at + 2, start = at, line;

	while (prepare_is_letter(prepare_byte(s, at)) ||
	       prepare_byte(s, at) == '-')
		at++;
	if (at == start || prepare_byte(s, at) != ']')
		return false;
	at++;
	if (prepare_byte(s, at) == '+' || prepare_byte(s, at) == '-')
		at++;
	line = prepare_line_end(s, at);
	at = prepare_blanks(s, at);
	show_title(s, at, line);
	return true;
}

/* "[^1]: text" */
static bool take_note(struct prepare_state *s)
{
	size_t at = s->at + 2, text;

	while (prepare_byte(s, at) != ']') {
		char c = prepare_byte(s, at++);

		if (c == '\n' || c == '[' || prepare_is_blank(c))
			return false;
	}
	if (at == s->at + 2 || prepare_byte(s, at + 1) != ':')
		return false;
	text = prepare_blanks(s, at + 2);
	prepare_take(s, s->at);
	prepare_put(s,
		    prepare_byte(s, text) == '\n' ? STR(ITEM BREAK) : STR(ITEM),
		    text - s->at);
	prepare_drop(s, s->at, text);
	enter_item(s, sizeof(ITEM) - 1);
	s->content = text;
	s->wants_leaf = prepare_byte(s, text) != '\n';
	return true;
}

bool prepare_include(struct prepare_state *s)
{
	/* Of pymdownx.snippets, and of VitePress. */
	if (!prepare_starts(s, s->at, STR("--8<--")) &&
	    !prepare_starts(s, s->at, STR("<<< @")) &&
	    !prepare_starts(s, s->at, STR("<<< ./")) &&
	    !prepare_starts(s, s->at, STR("<<< ../")))
		return false;
	prepare_drop(s, s->at, prepare_line_end(s, s->at));
	return true;
}

/* The blocks of pymdownx: "/// details | Title", "///". */
bool prepare_slashes(struct prepare_state *s)
{
	size_t at = s->at, line, title;

	while (prepare_byte(s, at) == '/')
		at++;
	if (at - s->at < 3)
		return false;
	line = prepare_line_end(s, at);
	title = prepare_blanks(s, at);
	if (title < line &&
	    (title == at || !prepare_is_letter(s->body.p[title])))
		return false;
	title = prepare_blanks(s, prepare_name(s, title));
	if (title < line && s->body.p[title] != '|')
		return false;
	title = prepare_blanks(s, title + (title < line));
	prepare_drop(s, s->at, title);
	s->is_para = title < line;
	return true;
}

/* A place for a table of contents. */
static bool is_toc(const struct prepare_state *s)
{
	static const struct str marks[] = {
		STR_INIT("[toc]"),
		STR_INIT("[[toc]]"),
		STR_INIT("[[_toc_]]"),
	};
	struct str rest = str_skip(s->body, s->at);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (str_eq_nocase(str_head(rest, marks[i].len), marks[i]) &&
		    prepare_is_rest_blank(s, s->at + marks[i].len))
			return true;
	}
	return false;
}

/* Is what stands behind "[label]:" a target, with a title or without? */
static bool is_target(const struct prepare_state *s, size_t at)
{
	char end = ' ';

	at = prepare_blanks(s, at);
	if (prepare_byte(s, at) == '<')
		end = '>';
	while (prepare_byte(s, at) != '\n' && prepare_byte(s, at) != end)
		at++;
	at = prepare_blanks(s, at + (end == '>'));
	return strchr("\n\"'({", prepare_byte(s, at));
}

bool prepare_bracket_line(struct prepare_state *s)
{
	size_t end = s->at;
	char next = prepare_byte(s, s->at + 1);
	bool is_quote = s->depth && s->containers[s->depth - 1].is_quote;

	if (next == '!' && is_quote)
		return take_alert(s);
	if (next == '^')
		return take_note(s);
	if (is_toc(s)) {
		prepare_drop(s, s->at, prepare_line_end(s, s->at));
		return true;
	}
	if (s->is_para)
		return false;
	/* A reference: "[label]: target". */
	while (end - s->at < LABEL_MAX && prepare_byte(s, end) != ']' &&
	       prepare_byte(s, end) != '\n')
		end++;
	if (prepare_byte(s, end) != ']' || prepare_byte(s, end + 1) != ':' ||
	    !is_target(s, end + 2))
		return false;
	s->quiet_end = prepare_line_end(s, s->at);
	return true;
}

bool prepare_brace_line(struct prepare_state *s)
{
	size_t end = prepare_attributes_end(s, s->at);

	return end && prepare_is_rest_blank(s, end) && prepare_attributes(s);
}

/* "*[HTML]: Hyper Text": an item of a list. */
bool prepare_abbreviation(struct prepare_state *s)
{
	size_t at = s->at + 2;

	if (prepare_byte(s, s->at + 1) != '[')
		return false;
	while (prepare_byte(s, at) != ']') {
		if (prepare_byte(s, at) == '\n' || s->body.p[at] == '[')
			return false;
		at++;
	}
	if (prepare_byte(s, at + 1) != ':' || !prepare_later(s, at, at + 1))
		return false;
	prepare_take(s, s->at);
	prepare_put(s, STR(ITEM), 2);
	prepare_drop(s, s->at, s->at + 2);
	enter_item(s, sizeof(ITEM) - 1);
	s->is_para = true;
	return true;
}

bool prepare_toc_item(struct prepare_state *s, size_t mark)
{
	size_t line = prepare_line_end(s, mark);
	size_t toc = prepare_find_next(s, &s->toc, line, STR("{:toc"));

	if (toc == s->body.len || prepare_blanks(s, line + 1) != toc)
		return false;
	prepare_drop(s, mark, line);
	return true;
}
