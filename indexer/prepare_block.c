/*
 * The start of a line: which lists and quotes it is in, and whether it is
 * code, raw HTML, or text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * As CommonMark 0.30, chapters 4 and 5, has it, as far as it matters for where
 * code is.
 */
#include "indexer/html.h"
#include "indexer/prepare_state.h"

#define TAB	   4u
#define CODE	   4u /* columns of indent that make code */
#define NUMBER_MAX 9u

/* A place in the blanks at the front of a line. */
struct lead {
	size_t at;
	unsigned int column;
	unsigned int spare; /* columns of the tab before `at` not yet used */
};

/* Passes over up to `max` columns of blanks; how many there were. */
static unsigned int pass_blanks(const struct prepare_state *s,
				struct lead *lead, unsigned int max)
{
	unsigned int n = 0;

	while (n < max) {
		if (lead->spare) {
			lead->spare--;
		} else if (prepare_byte(s, lead->at) == ' ') {
			lead->at++;
		} else if (prepare_byte(s, lead->at) == '\t') {
			lead->at++;
			lead->spare = TAB - lead->column % TAB - 1;
		} else {
			break;
		}
		lead->column++;
		n++;
	}
	return n;
}

/* The columns of blanks ahead; more than MDX or code ask for is not told. */
static unsigned int blanks_ahead(const struct prepare_state *s,
				 struct lead lead)
{
	return pass_blanks(s, &lead, UINT_MAX);
}

/* Leaves out up to `columns` of the blanks ahead. */
static void cut_blanks(struct prepare_state *s, struct lead *lead,
		       unsigned int columns)
{
	size_t start = lead->at;

	if (columns == 0 || pass_blanks(s, lead, columns) == 0)
		return;
	prepare_drop(s, start, lead->at);
}

static bool is_rest_blank(const struct prepare_state *s, const struct lead *l)
{
	return prepare_is_rest_blank(s, l->at);
}

/* Enters the containers that this line is in; the number of them. */
static size_t match(struct prepare_state *s, struct lead *lead, bool is_blank)
{
	size_t i;

	for (i = 0; i < s->depth; i++) {
		const struct prepare_container *c = &s->containers[i];
		struct lead saved = *lead;

		if (c->is_quote) {
			cut_blanks(s, lead, c->cut);
			pass_blanks(s, lead, CODE - 1);
			if (prepare_byte(s, lead->at) != '>') {
				*lead = saved;
				break;
			}
			lead->at++;
			lead->column++;
			pass_blanks(s, lead, 1);
		} else if (!is_blank) {
			if (blanks_ahead(s, *lead) < c->width)
				break;
			cut_blanks(s, lead, c->cut);
			pass_blanks(s, lead, c->width - c->cut);
		}
	}
	return i;
}

/* Behind the list mark at `at`, or 0. An item that would cut a paragraph short
 * must have text and begin a list with 1. */
static size_t list_mark(const struct prepare_state *s, size_t at, bool is_para)
{
	size_t end = at;
	char c = prepare_byte(s, at);

	if (c == '-' || c == '+' || c == '*') {
		end++;
	} else {
		while (prepare_is_digit(prepare_byte(s, end)) &&
		       end - at < NUMBER_MAX)
			end++;
		c = prepare_byte(s, end);
		if (end == at || (c != '.' && c != ')'))
			return 0;
		if (is_para && (end - at > 1 || s->body.p[at] != '1'))
			return 0;
		end++;
	}
	c = prepare_byte(s, end);
	if (!prepare_is_blank(c) && c != '\n')
		return 0;
	if (is_para && prepare_is_rest_blank(s, end))
		return 0;
	return end;
}

/* "* * *", "---": nothing else on the line. */
static bool is_rule(const struct prepare_state *s, size_t at)
{
	char mark = prepare_byte(s, at);
	unsigned int n = 0;

	if (mark != '-' && mark != '*' && mark != '_')
		return false;
	for (;; at++) {
		char c = prepare_byte(s, at);

		if (c == '\n')
			return n >= 3;
		if (c == mark)
			n++;
		else if (!prepare_is_blank(c))
			return false;
	}
}

/* The length of the fence at `at`, or 0. */
static size_t fence_run(const struct prepare_state *s, size_t at)
{
	char mark = prepare_byte(s, at);
	size_t n = 0;

	if (mark != '`' && mark != '~')
		return 0;
	while (prepare_byte(s, at + n) == mark)
		n++;
	return n >= 3 ? n : 0;
}

static bool opens_fence(const struct prepare_state *s, size_t at)
{
	size_t n = fence_run(s, at), end;

	if (n == 0 || s->body.p[at] == '~')
		return n > 0;
	end = prepare_line_end(s, at);
	return !memchr(s->body.p + at + n, '`', end - at - n);
}

static bool is_heading(const struct prepare_state *s, size_t at)
{
	size_t n = 0;
	char c;

	while (n < 7 && prepare_byte(s, at + n) == '#')
		n++;
	c = prepare_byte(s, at + n);
	return n > 0 && n < 7 && (prepare_is_blank(c) || c == '\n');
}

/* Does a block begin here that ends a paragraph? */
static bool begins_block(const struct prepare_state *s, size_t at, bool is_para)
{
	switch (prepare_byte(s, at)) {
	case '\n':
	case '>':
		return true;
	case '`':
	case '~':
		return opens_fence(s, at);
	case '#':
		return is_heading(s, at);
	case ':':
		return prepare_starts(s, at, STR(":::"));
	default:
		return list_mark(s, at, is_para) || is_rule(s, at);
	}
}

static void push(struct prepare_state *s, bool is_quote, unsigned int width,
		 unsigned int cut)
{
	struct prepare_container c = { is_quote, width, cut };

	s->containers[s->depth++] = c;
	s->line_cut = 0;
	s->is_para = false;
	s->is_html = false;
}

/* Enters the containers that begin on this line. */
static void open_containers(struct prepare_state *s, struct lead *lead)
{
	bool has_item = false;

	while (s->depth < PREPARE_DEPTH) {
		struct lead l = *lead;
		unsigned int indent = pass_blanks(s, &l, UINT_MAX);
		unsigned int cut = 0, after;
		size_t mark;

		if (indent >= CODE && (!s->is_mdx || has_item))
			break;
		if (indent >= CODE) {
			cut = indent;
			cut_blanks(s, lead, cut);
			s->line_cut = cut;
			indent = 0;
		}
		if (prepare_byte(s, l.at) == '>') {
			lead->at = l.at + 1;
			lead->column = l.column + 1;
			lead->spare = 0;
			pass_blanks(s, lead, 1);
			push(s, true, 0, cut);
			continue;
		}
		mark = is_rule(s, l.at) ? 0 : list_mark(s, l.at, s->is_para);
		if (mark == 0)
			break;
		if (prepare_toc_item(s, l.at)) {
			lead->at = s->at;
			lead->spare = 0;
			return;
		}
		l.column += (unsigned int)(mark - l.at);
		indent += (unsigned int)(mark - l.at);
		l.at = mark;
		after = blanks_ahead(s, l);
		if (after > CODE || is_rest_blank(s, &l))
			after = 1;
		*lead = l;
		pass_blanks(s, lead, after);
		push(s, false, cut + indent + after, cut);
		has_item = true;
	}
}

/* Is this line, in fenced code, still code? */
static bool is_fenced(struct prepare_state *s)
{
	struct lead lead = { .at = s->at };
	bool is_blank = is_rest_blank(s, &lead);
	size_t n;

	if (match(s, &lead, is_blank) < s->fence_depth && !is_blank) {
		s->fence = 0;
		s->at = s->line_start;
		return false;
	}
	cut_blanks(s, &lead, s->fence_cut);
	pass_blanks(s, &lead, CODE - 1);
	n = prepare_byte(s, lead.at) == s->fence ? fence_run(s, lead.at) : 0;
	if (n >= s->fence_len && prepare_is_rest_blank(s, lead.at + n))
		s->fence = 0;
	s->zone = PREPARE_CODE;
	if (lead.at > s->at)
		s->at = lead.at;
	return true;
}

void prepare_line(struct prepare_state *s)
{
	struct lead lead = { .at = s->at };
	size_t matched;
	bool is_blank;
	unsigned int indent;

	s->wants_leaf = false;
	s->is_heading = false;
	s->line_cut = 0;
	s->content = PREPARE_NONE;
	if (s->at < s->code_end || s->at < s->quiet_end)
		return;
	s->line_start = s->at;
	if (s->fence && is_fenced(s))
		return;
	s->zone = PREPARE_TEXT;
	if (s->depth == 0 && !s->is_mdx && !s->is_html &&
	    prepare_is_letter(prepare_byte(s, s->at))) {
		s->is_para = true;
		s->content = s->at;
		return;
	}
	is_blank = is_rest_blank(s, &lead);
	matched = s->depth ? match(s, &lead, is_blank) : 0;
	if (is_blank) {
		s->depth = matched;
		s->is_para = false;
		s->is_html = false;
		return;
	}
	indent = blanks_ahead(s, lead);
	if (matched < s->depth) {
		struct lead l = lead;

		pass_blanks(s, &l, UINT_MAX);
		if (!s->is_para ||
		    (indent < CODE && begins_block(s, l.at, false))) {
			s->depth = matched;
			s->is_para = false;
			s->is_html = false;
		}
	}
	open_containers(s, &lead);
	indent = blanks_ahead(s, lead);
	if (indent >= CODE && s->is_mdx) {
		s->line_cut = indent;
		cut_blanks(s, &lead, indent);
	} else if (indent >= CODE && !s->is_para && !s->is_html) {
		s->zone = PREPARE_CODE;
	}
	s->indent = pass_blanks(s, &lead, UINT_MAX);
	if (lead.at > s->at)
		s->at = lead.at;
	s->content = s->at;
	s->wants_leaf = s->zone == PREPARE_TEXT;
}

/* Raw HTML of several lines begins here (CommonMark's kinds 6 and 7). */
static bool begins_html(const struct prepare_state *s)
{
	char next = prepare_byte(s, s->at + 1);
	size_t end;

	if (next == '/')
		next = prepare_byte(s, s->at + 2);
	if (!prepare_is_letter(next) || s->is_mdx)
		return false;
	if (next >= 'a' && html_is_break(str_skip(s->body, s->at)))
		return true;
	if (s->is_para)
		return false;
	/* One tag alone. */
	for (end = s->at; prepare_byte(s, end) != '\n'; end++) {
		if (s->body.p[end] == '>')
			return prepare_is_rest_blank(s, end + 1);
	}
	return false;
}

static void open_fence(struct prepare_state *s)
{
	s->fence = s->body.p[s->at];
	s->fence_len = fence_run(s, s->at);
	s->fence_depth = s->depth;
	s->fence_cut = s->line_cut;
	s->is_para = false;
	s->zone = PREPARE_CODE;
}

/* The marks that may begin the content of a line; true when one was taken. */
static bool take_mark(struct prepare_state *s)
{
	switch (s->body.p[s->at]) {
	case ':':
		return prepare_row(s) || prepare_colons(s);
	case '|':
		return prepare_row(s);
	case '!':
	case '?':
	case '=':
		return prepare_admonition(s);
	case '[':
		return prepare_bracket_line(s);
	case '{':
		return prepare_brace_line(s);
	case '*':
		return prepare_abbreviation(s);
	case '\\':
		return prepare_math_bracket(s);
	case '-':
		return prepare_row(s) || prepare_include(s);
	case '<':
		return prepare_include(s);
	case '/':
		return prepare_slashes(s);
	case 'i':
	case 'e':
		return s->is_mdx && prepare_script(s);
	default:
		return false;
	}
}

void prepare_leaf(struct prepare_state *s)
{
	size_t at = s->at;
	char c = prepare_byte(s, at);

	if (c == '\n') {
		s->is_para = false;
		return;
	}
	if (s->is_html) {
		s->zone = PREPARE_QUIET;
		return;
	}
	if ((c == '`' || c == '~') && opens_fence(s, at)) {
		open_fence(s);
		return;
	}
	if (c == '<' && (prepare_wrapper(s) || prepare_component(s)))
		return;
	if (c == '<' && begins_html(s)) {
		s->is_html = true;
		s->is_para = false;
		s->zone = PREPARE_QUIET;
		return;
	}
	if (is_heading(s, at)) {
		s->is_heading = true;
		s->is_para = false;
		while (prepare_byte(s, s->at) == '#')
			s->at++;
		return;
	}
	if (is_rule(s, at)) {
		s->is_para = false;
		s->zone = PREPARE_CODE;
		return;
	}
	if (!take_mark(s))
		s->is_para = true;
}

/* Is this line one block of its own? */
static bool is_lone(const struct prepare_state *s)
{
	return s->is_heading || (s->content != PREPARE_NONE &&
				 prepare_byte(s, s->content) == '|');
}

size_t prepare_paragraph(struct prepare_state *s, size_t at)
{
	bool is_quote = false;
	size_t end;

	if (at < s->paragraph_end)
		return s->paragraph_end;
	for (size_t i = 0; i < s->depth; i++)
		is_quote = is_quote || s->containers[i].is_quote;
	end = prepare_line_end(s, at);
	while (end < s->body.len && !is_lone(s)) {
		size_t next = end + 1;

		while (prepare_is_blank(prepare_byte(s, next)) ||
		       (is_quote && prepare_byte(s, next) == '>'))
			next++;
		if (prepare_byte(s, next) == '|' ||
		    begins_block(s, next, s->depth == 0))
			break;
		end = prepare_line_end(s, next);
	}
	s->paragraph_end = end;
	memset(s->no_ticks, 0, sizeof(s->no_ticks));
	s->no_dollar = 0;
	return end;
}
