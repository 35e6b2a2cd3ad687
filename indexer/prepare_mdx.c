/*
 * MDX: import and export, expressions, elements.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html.h"
#include "indexer/prepare_state.h"

/* A statement or an expression is no longer. */
#define SCRIPT_MAX ((size_t)64 << 10)

/* Brackets within each other. */
#define NESTING_MAX 64

#define VALUES_MAX 8

/* Attributes that readers see. */
static const char seen[] = " title label alt caption summary heading text ";

/* What is open at a place in JavaScript. */
struct script {
	const struct prepare_state *s;
	size_t at, end;
	size_t depth;
	char open[NESTING_MAX]; /* '{', '(', '[', or '`' */
};

/* Behind the string at `at`; what is not closed on its line is none. */
static size_t string_end(const struct script *j, size_t at)
{
	char quote = j->s->body.p[at];
	size_t start = at++;

	for (; at < j->end && j->s->body.p[at] != '\n'; at++) {
		if (j->s->body.p[at] == '\\')
			at++;
		else if (j->s->body.p[at] == quote)
			return at + 1;
	}
	return start + 1;
}

/* Behind the comment at `at`, or `at`. */
static size_t comment_end(const struct script *j, size_t at)
{
	char next = prepare_byte(j->s, at + 1);
	size_t end;

	if (next == '*') {
		end = prepare_find(j->s, at + 2, j->end, STR("*/"));
		return end < j->s->body.len ? end + 2 : j->end;
	}
	if (next == '/' && at > 0 && j->s->body.p[at - 1] != ':')
		return prepare_line_end(j->s, at);
	return at;
}

/* Passes over what is next; false when it is too deep. */
static bool step(struct script *j)
{
	const char *p = j->s->body.p;
	char top = j->depth ? j->open[j->depth - 1] : '\0', c = p[j->at];
	char opens = '\0';
	size_t end;

	if (top == '`') {
		if (c == '\\') {
			j->at += 2;
			return true;
		}
		if (c == '`')
			j->depth--;
		else if (c == '$' && prepare_byte(j->s, j->at + 1) == '{')
			opens = '{';
		j->at += 1 + (opens != '\0');
	} else if (c == '"' || (c == '\'' && !prepare_is_word(p[j->at - 1]))) {
		j->at = string_end(j, j->at);
	} else if (c == '/' && (end = comment_end(j, j->at)) > j->at) {
		j->at = end;
	} else {
		if (c == '{' || c == '(' || c == '[' || c == '`')
			opens = c;
		else if ((c == '}' && top == '{') || (c == ')' && top == '(') ||
			 (c == ']' && top == '['))
			j->depth--;
		j->at++;
	}
	if (opens == '\0')
		return true;
	if (j->depth == NESTING_MAX)
		return false;
	j->open[j->depth++] = opens;
	return true;
}

static size_t script_limit(const struct prepare_state *s, size_t start)
{
	return s->body.len - start > SCRIPT_MAX ? start + SCRIPT_MAX
						: s->body.len;
}

/* Behind the '}' for the '{' at `start`, or 0. */
static size_t braces_end(struct prepare_state *s, size_t start)
{
	struct script j = { .s = s,
			    .at = start + 1,
			    .end = script_limit(s, start),
			    .depth = 1,
			    .open = { '{' } };

	if (!prepare_may_look(s, PREPARE_LOOK_SCRIPT))
		return 0;
	while (j.at < j.end && step(&j)) {
		if (j.depth == 0)
			return j.at;
	}
	prepare_looked(s, PREPARE_LOOK_SCRIPT, j.at - start);
	return 0;
}

static bool begins_statement(const struct prepare_state *s, size_t at)
{
	bool is_import = prepare_starts(s, at, STR("import"));
	static const char exported[] = " default const let var function async "
				       "class type interface enum abstract ";
	size_t next;
	char c;

	if (!is_import && !prepare_starts(s, at, STR("export")))
		return false;
	c = prepare_byte(s, at + 6);
	next = prepare_blanks(s, at + 6);
	if (c == '{' || c == '*' || (is_import && (c == '"' || c == '\'')))
		return true;
	if (!prepare_is_blank(c))
		return false;
	c = prepare_byte(s, next);
	if (c == '{' || c == '*')
		return true;
	if (is_import)
		return c == '"' || c == '\'' || prepare_is_letter(c) ||
		       c == '_' || c == '$';
	return prepare_is_listed(exported,
				 prepare_view(s, next, prepare_name(s, next)));
}

/* Does the statement end with the line that ends at `at`? */
static bool ends_statement(const struct prepare_state *s, size_t at)
{
	size_t next = at + 1;

	if (prepare_is_rest_blank(s, next))
		return true;
	if (begins_statement(s, next) || prepare_starts(s, next, STR("//")) ||
	    prepare_starts(s, next, STR("/*")))
		return false;
	while (prepare_is_blank(s->body.p[at - 1]))
		at--;
	return strchr(";}\"'`)]", s->body.p[at - 1]) != NULL;
}

bool prepare_script(struct prepare_state *s)
{
	size_t start = s->at;
	struct script j = { .s = s,
			    .at = start,
			    .end = script_limit(s, start) };

	if (s->is_para || start != s->line_start ||
	    !begins_statement(s, start) ||
	    !prepare_may_look(s, PREPARE_LOOK_SCRIPT))
		return false;
	for (;;) {
		if (j.at >= j.end) {
			if (j.depth == 0 && j.end == s->body.len)
				break;
			/* Not closed: then it ends at a blank line. */
			prepare_looked(s, PREPARE_LOOK_SCRIPT, j.at - start);
			j.at = prepare_paragraph(s, start);
			break;
		}
		if (s->body.p[j.at] == '\n' && j.depth == 0 &&
		    ends_statement(s, j.at))
			break;
		if (!step(&j))
			j.at = j.end;
	}
	if (j.at > s->body.len)
		j.at = s->body.len;
	/* A sentence that begins with "import" has no module's name. */
	if (prepare_starts(s, start, STR("import")) &&
	    str_find(prepare_view(s, start, j.at), '"') == j.at - start &&
	    str_find(prepare_view(s, start, j.at), '\'') == j.at - start)
		return false;
	prepare_drop(s, start, j.at);
	s->is_para = false;
	return true;
}

/* Is [start, end) one string, without what is worked out? */
static bool is_string(const struct prepare_state *s, size_t start, size_t end)
{
	struct str inner;
	char quote = prepare_byte(s, start);

	if (end - start < 2 || !strchr("\"'`", quote) ||
	    s->body.p[end - 1] != quote)
		return false;
	inner = prepare_view(s, start + 1, end - 1);
	return str_find(inner, quote) == inner.len &&
	       (quote != '`' || str_find(inner, '$') == inner.len);
}

/* An element's or an expression's value: its strings are shown. */
static void narrow(const struct prepare_state *s, size_t *start, size_t *end)
{
	*start = prepare_space(s, *start, *end);
	while (*end > *start && (prepare_is_blank(s->body.p[*end - 1]) ||
				 s->body.p[*end - 1] == '\n'))
		--*end;
}

/* A comment of JavaScript that is meant for us, such as "truncate": MDX has no
 * other way to write <!-- truncate -->. */
static bool take_comment(struct prepare_state *s, size_t start, size_t end,
			 size_t after)
{
	struct str text = prepare_view(s, start, end);

	if (end - start < 4 || !str_starts(text, STR("/*")) ||
	    !str_ends(text, STR("*/")))
		return false;
	text = str_trim(str_make(text.p + 2, text.len - 4));
	if (!prepare_is_listed(" more truncate nosearch /nosearch ", text))
		return false;
	prepare_take(s, s->at);
	prepare_put(s, STR("<!--"), start - s->at);
	prepare_skip(s, (size_t)(text.p - s->body.p));
	prepare_take(s, s->from + text.len);
	prepare_put(s, STR("-->"), after - s->from);
	prepare_drop(s, s->from, after);
	return true;
}

void prepare_expression(struct prepare_state *s)
{
	size_t start = s->at, end, inner, inner_end;

	if (prepare_attributes(s))
		return;
	end = braces_end(s, start);
	if (end == 0) {
		s->at = start + 1;
		return;
	}
	inner = start + 1;
	inner_end = end - 1;
	narrow(s, &inner, &inner_end);
	if (take_comment(s, inner, inner_end, end))
		return;
	if (!is_string(s, inner, inner_end)) {
		prepare_drop_tag(s, start, end);
		return;
	}
	prepare_take(s, start);
	prepare_skip(s, inner + 1);
	prepare_take(s, inner_end - 1);
	prepare_drop(s, s->from, end);
	s->is_para = true;
}

/* An element's tag. */
struct element {
	size_t end; /* behind it, or where it is no tag */
	struct str name;
	bool has_braces, is_closing;
	size_t values[VALUES_MAX][2]; /* that are shown */
	size_t value_count;
};

static size_t element_name(const struct prepare_state *s, size_t at)
{
	while (prepare_is_name(prepare_byte(s, at)) ||
	       strchr(".:$@", prepare_byte(s, at)))
		at++;
	return at;
}

/* Behind the value of an attribute at `at`, or 0. */
static size_t read_value(struct prepare_state *s, struct element *e, size_t at,
			 struct str key)
{
	size_t start = at + 1, close, end;
	char c = prepare_byte(s, at);

	if (c == '{') {
		end = braces_end(s, at);
		if (end == 0)
			return 0;
		e->has_braces = true;
		close = end - 1;
		narrow(s, &start, &close);
		if (!is_string(s, start, close))
			return end;
		start++;
		close--;
	} else if (c == '"' || c == '\'') {
		close = start + str_find(str_head(str_skip(s->body, start),
						  PREPARE_REACH),
					 c);
		if (prepare_byte(s, close) != c)
			return 0;
		end = close + 1;
	} else {
		end = at;
		while (!strchr(" \t\n>/\"'", prepare_byte(s, end)))
			end++;
		return end > at ? end : 0;
	}
	if ((prepare_is_listed(seen, key) ||
	     (str_ends(e->name, STR("Card")) &&
	      str_eq(key, STR("description")))) &&
	    e->value_count < VALUES_MAX) {
		e->values[e->value_count][0] = start;
		e->values[e->value_count++][1] = close;
	}
	return end;
}

static bool read_element(struct prepare_state *s, size_t start,
			 struct element *e)
{
	size_t end = script_limit(s, start), at = start + 1, name;

	e->is_closing = prepare_byte(s, at) == '/';
	at += e->is_closing;
	name = at;
	at = element_name(s, at);
	e->name = prepare_view(s, name, at);
	e->end = at;
	e->has_braces = false;
	e->value_count = 0;
	if (e->name.len && !prepare_is_letter(e->name.p[0]))
		return false;
	for (;;) {
		struct str key;

		at = prepare_space(s, at, end);
		e->end = at;
		if (at >= end)
			return false;
		if (s->body.p[at] == '/')
			at = prepare_space(s, at + 1, end);
		if (prepare_byte(s, at) == '>')
			break;
		if (e->name.len == 0)
			return false;
		if (s->body.p[at] == '{') {
			at = braces_end(s, at);
			if (at == 0)
				return false;
			e->has_braces = true;
			continue;
		}
		name = at;
		at = element_name(s, at);
		if (at == name)
			return false;
		key = prepare_view(s, name, at);
		at = prepare_space(s, at, end);
		if (prepare_byte(s, at) == '=') {
			at = read_value(s, e, prepare_space(s, at + 1, end),
					key);
			if (at == 0)
				return false;
		}
	}
	e->end = at + 1;
	return true;
}

/* Elements that are left to the reader of HTML, which knows their text. */
static bool is_plain_html(const struct element *e)
{
	static const char kept[] = " img br hr script style pre textarea "
				   "iframe video audio svg math ";
	char first = e->name.len ? e->name.p[0] : 'A';
	char tag[32] = "<";

	if (e->has_braces || !(first >= 'a' && first <= 'z') ||
	    str_find(e->name, '.') < e->name.len)
		return false;
	if (prepare_is_listed(kept, e->name))
		return true;
	if (e->name.len > sizeof(tag) - 2)
		return false;
	memcpy(tag + 1, e->name.p, e->name.len);
	return !html_is_break(str_make(tag, e->name.len + 1));
}

/* Would what is before the tag and what is behind it run together? */
static bool parts_words(struct prepare_state *s, size_t start, size_t end)
{
	const struct buf *text = &s->out->text;
	char before;

	prepare_take(s, start);
	before = text->len ? text->p[text->len - 1] : '\n';
	return (prepare_is_word(before) || strchr(".,;:!?)", before)) &&
	       prepare_is_word(prepare_byte(s, end));
}

/* Reads the tag at s->at, if that may still be looked at. */
static bool find_element(struct prepare_state *s, struct element *e)
{
	if (!prepare_may_look(s, PREPARE_LOOK_HTML))
		return false;
	if (read_element(s, s->at, e))
		return true;
	prepare_looked(s, PREPARE_LOOK_HTML, e->end - s->at);
	return false;
}

/* Leaves out the tag at s->at, but for its values that are text. */
static void take_element(struct prepare_state *s, const struct element *e)
{
	size_t start = s->at;

	if (e->value_count == 0 && !parts_words(s, start, e->end)) {
		prepare_drop_tag(s, start, e->end);
		return;
	}
	prepare_take(s, start);
	for (size_t i = 0; i < e->value_count; i++)
		prepare_show(s, e->values[i][0], e->values[i][1]);
	if (s->from < e->end && prepare_is_word(prepare_byte(s, e->end)))
		prepare_put(s, STR(" "), 1);
	prepare_drop(s, s->from, e->end);
	if (start == s->content)
		s->is_para = true;
}

bool prepare_element(struct prepare_state *s, bool only_braced)
{
	struct element e;

	if (!find_element(s, &e))
		return false;
	/* An id is made of the text of a heading alone. */
	if (s->is_heading)
		e.value_count = 0;
	if (only_braced ? !e.has_braces && e.value_count == 0
			: is_plain_html(&e))
		return false;
	take_element(s, &e);
	return true;
}

/* What HTML does not read as Markdown, whatever its case. */
static bool is_raw(struct str name)
{
	static const struct str names[] = {
		STR_INIT("script"),
		STR_INIT("style"),
		STR_INIT("pre"),
		STR_INIT("textarea"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq_nocase(name, names[i]))
			return true;
	}
	return false;
}

bool prepare_component(struct prepare_state *s)
{
	size_t start = s->at + 1 + (prepare_byte(s, s->at + 1) == '/');
	char first = prepare_byte(s, start);
	struct element e;

	if (s->is_mdx || s->site->preset != SITE_GENERIC || first < 'A' ||
	    first > 'Z' || !find_element(s, &e) ||
	    !prepare_is_rest_blank(s, e.end) || is_raw(e.name))
		return false;
	take_element(s, &e);
	return true;
}
