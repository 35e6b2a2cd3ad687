/*
 * Code spans and raw HTML in a line: what is left as it is.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare_state.h"

/* Elements whose content is code or no text; the first may be long. */
static const char blocks[] = " script style pre textarea ";
static const char spans[] = " code kbd samp tt ";

void prepare_ticks(struct prepare_state *s)
{
	size_t start = s->at, at, n = 0, end;

	while (prepare_byte(s, start + n) == '`')
		n++;
	at = start + n;
	s->at = at;
	end = prepare_paragraph(s, start);
	if (n > PREPARE_TICKS || start < s->no_ticks[n])
		return;
	while (at < end) {
		size_t run = 0;

		at += str_find(prepare_view(s, at, end), '`');
		while (at + run < end && s->body.p[at + run] == '`')
			run++;
		at += run;
		if (run == n) {
			s->code_end = at;
			return;
		}
	}
	s->no_ticks[n] = end;
}

/* Behind the '>' of the tag at `at`, or 0. */
static size_t tag_end(struct prepare_state *s, size_t start)
{
	size_t end = s->body.len, at;
	char quote = 0;

	if (!prepare_may_look(s, PREPARE_LOOK_HTML))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start + 1; at < end; at++) {
		char c = s->body.p[at];

		if (quote) {
			if (c == quote)
				quote = 0;
		} else if (c == '>') {
			return at + 1;
		} else if ((c == '"' || c == '\'') &&
			   s->body.p[at - 1] == '=') {
			quote = c;
		} else if (c == '<' ||
			   (c == '\n' && prepare_is_rest_blank(s, at + 1))) {
			break;
		}
	}
	prepare_looked(s, PREPARE_LOOK_HTML, at - start);
	return 0;
}

/* Where "</name" comes, or body.len. */
static size_t find_close(struct prepare_state *s, size_t at, struct str name,
			 size_t end)
{
	size_t start = at;

	if (!prepare_may_look(s, PREPARE_LOOK_CLOSE))
		return s->body.len;
	while (at < end) {
		at += str_find(prepare_view(s, at, end), '<');
		if (prepare_byte(s, at + 1) == '/' &&
		    str_eq_nocase(str_head(str_skip(s->body, at + 2), name.len),
				  name))
			return at;
		at++;
	}
	prepare_looked(s, PREPARE_LOOK_CLOSE, end - start);
	return s->body.len;
}

/* Leaves what the tag in [start, end) opens alone, if it is code. */
static void enter_element(struct prepare_state *s, size_t start, size_t end)
{
	static const struct str verbatim = STR_INIT(" v-pre"); /* Vue */
	struct str name =
		prepare_view(s, start + 1, prepare_name(s, start + 1));
	size_t limit = s->body.len, close;
	bool is_raw = false;

	for (size_t at = start; at + verbatim.len < end && !is_raw; at++)
		is_raw = prepare_starts(s, at, verbatim);
	if (name.len == 0 || s->body.p[end - 2] == '/')
		return;
	if (!prepare_is_listed(blocks, name)) {
		if (!is_raw && !prepare_is_listed(spans, name))
			return;
		if (limit - end > PREPARE_REACH)
			limit = end + PREPARE_REACH;
	}
	close = find_close(s, end, name, limit);
	if (close >= limit)
		return;
	if (is_raw && close > s->raw_end)
		s->raw_end = close;
	else if (!is_raw)
		s->code_end = close;
}

/* Has the tag in [start, end) the attribute that makes its content Markdown:
 * markdown="1", markdown="block", markdown? */
static bool is_marked(const struct prepare_state *s, size_t start, size_t end)
{
	static const struct str name = STR_INIT(" markdown");

	for (; start + name.len < end; start++) {
		if (prepare_starts(s, start, name) &&
		    strchr("=> \n", s->body.p[start + name.len]))
			return !prepare_starts(s, start + name.len,
					       STR("=\"0\""));
	}
	return false;
}

/* Does the tag "</name" at `start` end the element whose content is Markdown?
 * Then it is no longer open. */
static bool close_wrapper(struct prepare_state *s, size_t start)
{
	struct str name =
		prepare_view(s, start + 2, prepare_name(s, start + 2));

	if (s->wrapper_count == 0 ||
	    !str_eq(s->wrappers[s->wrapper_count - 1], name))
		return false;
	s->wrapper_count--;
	return true;
}

bool prepare_wrapper(struct prepare_state *s)
{
	static const char within[] = " summary p div section article aside "
				     "details figure figcaption header footer "
				     "main nav center ";
	size_t start = s->at, end;
	bool is_closing = prepare_byte(s, start + 1) == '/', drops;
	struct str name = prepare_view(s, start + 1 + is_closing,
				       prepare_name(s, start + 1 + is_closing));

	if (name.len == 0 || !prepare_is_letter(name.p[0]))
		return false;
	end = tag_end(s, start);
	if (end == 0)
		return false;
	drops = s->wrapper_count > 0 && prepare_is_listed(within, name);
	if (is_closing)
		drops = close_wrapper(s, start) || drops;
	else if (s->wrapper_count < PREPARE_PENDING &&
		 is_marked(s, start, end)) {
		s->wrappers[s->wrapper_count++] = name;
		drops = true;
	}
	if (drops)
		prepare_drop_tag(s, start, end);
	return drops;
}

static void take_comment(struct prepare_state *s)
{
	/* "<!-->" is a whole one. */
	size_t start = s->at, end = prepare_find_next(s, &s->comment_end,
						      start + 2, STR("-->"));

	s->at += 2;
	if (end == s->body.len)
		return;
	/* For md4c 0.4.8 such a one within a paragraph is text. */
	if (start != s->content && prepare_byte(s, start + 4) == '\n' &&
	    end < prepare_paragraph(s, start))
		prepare_drop(s, start, end + 3);
	else
		s->code_end = end + 3;
}

void prepare_angle(struct prepare_state *s)
{
	size_t start = s->at, end;
	char next = prepare_byte(s, start + 1);
	bool is_component = next >= 'A' && next <= 'Z';

	if (prepare_starts(s, start, STR("<!--"))) {
		take_comment(s);
		return;
	}
	if ((s->is_mdx || is_component) && prepare_element(s, !s->is_mdx))
		return;
	s->at = start + 1;
	if (!prepare_is_letter(next) && next != '/' && next != '!' &&
	    next != '?')
		return;
	end = tag_end(s, start);
	if (end == 0)
		return;
	s->quiet_end = end;
	if (next == '/')
		close_wrapper(s, start);
	enter_element(s, start, end);
}
