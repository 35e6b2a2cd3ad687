/*
 * Marks within a line: wiki links, footnotes, text directives, marked and
 * raised words, tags.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/utf8.h"
#include "indexer/prepare_state.h"
#include "text/limits.h"

#define LABEL_MAX  ((size_t)100)  /* of a footnote */
#define WIKI_MAX   ((size_t)1024) /* between [[ and ]] */
#define PAIR_MAX   ((size_t)1024) /* between == and == */
#define RAISED_MAX ((size_t)64)	  /* between ^ and ^ */
#define SPAN_MAX   ((size_t)256)  /* between [ and ]{.class} */

static char byte_before(const struct prepare_state *s, size_t at)
{
	return at > 0 ? s->body.p[at - 1] : '\n';
}

static bool is_space(char c)
{
	return prepare_is_blank(c) || c == '\n';
}

/* Behind the ']' for the '[' at `at`, or 0; within the paragraph. */
static size_t bracket_end(struct prepare_state *s, size_t start)
{
	size_t end = prepare_paragraph(s, start), depth = 0, at;

	if (!prepare_may_look(s, PREPARE_LOOK_LINK))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start; at < end; at++) {
		char c = s->body.p[at];

		if (c == '\\')
			at++;
		else if (c == '[')
			depth++;
		else if (c == ']' && --depth == 0)
			return at + 1;
	}
	prepare_looked(s, PREPARE_LOOK_LINK, end - start);
	return 0;
}

/* Leaves out the marks around [start, end), and an attribute list behind. */
static bool unwrap(struct prepare_state *s, size_t start, size_t end)
{
	size_t after = end;

	if (prepare_byte(s, end) == '{')
		after = prepare_attributes_end(s, end);
	if (!prepare_later(s, end - 1, after ? after : end))
		return false;
	prepare_drop(s, s->at, start);
	return true;
}

/* "300", "100x145": the size of a picture. */
static bool is_size(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!prepare_is_digit(text.p[i]) && text.p[i] != 'x')
			return false;
	}
	return true;
}

/* Behind the "]]" of the link whose text begins at `at`, or 0. */
static size_t wiki_end(const struct prepare_state *s, size_t start)
{
	char after;

	for (size_t at = start; at - start < WIKI_MAX; at++) {
		char c = prepare_byte(s, at);

		if (c == '\n' || c == '[')
			return 0;
		if (c != ']')
			continue;
		after = prepare_byte(s, at + 2);
		if (at == start || prepare_byte(s, at + 1) != ']' ||
		    after == '(' || after == '[')
			return 0;
		return at + 2;
	}
	return 0;
}

/* Shows the name of a page: "page#heading" as two words. */
static void show_page(struct prepare_state *s, size_t start, size_t end)
{
	for (size_t at = start; at < end; at++) {
		if (s->body.p[at] != '#' && s->body.p[at] != '^')
			continue;
		prepare_take(s, at);
		if (at > start)
			prepare_put(s, STR(" "), 1);
		prepare_skip(s, at + 1);
	}
	prepare_take(s, end);
}

/* Would it be the text of an image of Markdown as it is? */
static bool is_simple(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\\`<", text.p[i]))
			return false;
	}
	return true;
}

/* [[page]], [[page#heading]], [[page|text]], ![[file|alt text]]. */
static void take_wiki(struct prepare_state *s)
{
	size_t start = s->at + 2, end = wiki_end(s, start), bar;
	bool is_embed = byte_before(s, s->at) == '!' && s->from < s->at;
	bool is_image;

	s->at = start;
	if (end == 0)
		return;
	for (bar = end - 2; bar > start && s->body.p[bar - 1] != '|';)
		bar--;
	if (is_embed &&
	    (bar == start || is_size(prepare_view(s, bar, end - 2)))) {
		prepare_drop_tag(s, start - 3, end);
		return;
	}
	prepare_take(s, start - 2 - is_embed);
	is_image = is_embed && is_simple(prepare_view(s, bar, end - 2));
	if (is_image)
		prepare_put(s, STR("!["), 2);
	if (bar > start && bar < end - 2) {
		prepare_skip(s, bar);
		prepare_take(s, end - 2);
	} else {
		prepare_skip(s, start);
		show_page(s, start, bar > start ? bar - 1 : end - 2);
	}
	if (is_image)
		prepare_put(s, STR("]()"), 2);
	prepare_drop(s, s->from, end);
}

/* [^1] */
static void take_footnote(struct prepare_state *s)
{
	size_t start = s->at + 2, at = start;
	bool has_word = false;

	s->at = start;
	for (; at - start < LABEL_MAX; at++) {
		char c = prepare_byte(s, at);

		if (c == ']')
			break;
		has_word = has_word || prepare_is_word(c);
		if (!prepare_is_name(c) && c != '.' && c != ':' && c != '@' &&
		    c != '+' && c != '*')
			return;
	}
	if (prepare_byte(s, at) != ']' || !has_word ||
	    prepare_byte(s, at + 1) == '(')
		return;
	/* Of a regular expression: [^a-z]. */
	if (at - start == 3 && s->body.p[start + 1] == '-')
		return;
	prepare_drop(s, start - 2, at + 1);
}

void prepare_bracket(struct prepare_state *s)
{
	char next = prepare_byte(s, s->at + 1);

	if (next == '[')
		take_wiki(s);
	else if (next == '^')
		take_footnote(s);
	else
		s->at++;
}

/* Behind the target of a link, whose '(' is at `start`, or 0. */
static size_t target_end(struct prepare_state *s, size_t start)
{
	static const bool counts[256] = {
		['\\'] = true, ['('] = true, [')'] = true, ['\n'] = true
	};
	size_t end = s->body.len, depth = 0, at;

	if (!prepare_may_look(s, PREPARE_LOOK_LINK))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start; at < end; at++) {
		char c = s->body.p[at];

		if (!counts[(unsigned char)c])
			continue;
		if (c == '\\')
			at++;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return at + 1;
		else if (c == '\n' && prepare_is_rest_blank(s, at + 1))
			break;
	}
	prepare_looked(s, PREPARE_LOOK_LINK, at - start);
	return 0;
}

/* Pandoc's "[text]{.class}", of which s->at is behind the ']'. */
static void take_span(struct prepare_state *s)
{
	size_t start = s->at - 1, end = prepare_attributes_end(s, s->at);
	size_t depth = 1;

	if (end == 0 || s->site->preset == SITE_ASTRO)
		return;
	while (start > s->from && s->at - start < SPAN_MAX && depth) {
		char c = s->body.p[--start];

		if (c == '\n' && prepare_is_rest_blank(s, start + 1))
			return;
		depth += c == ']';
		depth -= c == '[';
	}
	if (depth || byte_before(s, start) == ']' ||
	    byte_before(s, start) == '!')
		return;
	prepare_take(s, start);
	prepare_skip(s, start + 1);
	prepare_drop(s, s->at - 1, end);
}

void prepare_bracket_end(struct prepare_state *s)
{
	size_t end;

	s->at++;
	if (prepare_byte(s, s->at) == '{')
		take_span(s);
	if (prepare_byte(s, s->at) != '(')
		return;
	end = target_end(s, s->at);
	if (end)
		s->quiet_end = end;
}

/* Of MkDocs Material: ":material-account:". */
static bool is_icon(const struct prepare_state *s, size_t at)
{
	return prepare_starts(s, at, STR("material-")) ||
	       prepare_starts(s, at, STR("fontawesome-")) ||
	       prepare_starts(s, at, STR("octicons-")) ||
	       prepare_starts(s, at, STR("simple-"));
}

/* Can it not be in an address in a text? Texts are full of these. */
static bool ends_address(char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '\n':
	case '<':
	case '>':
	case '"':
	case '`':
	case ']':
	case ')':
		return true;
	default:
		return false;
	}
}

void prepare_colon(struct prepare_state *s)
{
	size_t start = s->at, at, end;
	char before = byte_before(s, start);

	s->at = start + 1;
	if (prepare_byte(s, start + 1) == '/' &&
	    prepare_byte(s, start + 2) == '/') {
		/* An address in the text: up to what cannot be in one. */
		for (at = start; !ends_address(prepare_byte(s, at));)
			at++;
		s->quiet_end = at;
		return;
	}
	/* :name[text]{attributes} */
	if (!prepare_is_letter(prepare_byte(s, start + 1)) ||
	    prepare_is_name(before) || strchr(":]\\/.", before))
		return;
	at = prepare_name(s, start + 1);
	if (prepare_byte(s, at) == ':' && is_icon(s, start + 1)) {
		end = prepare_byte(s, at + 1) == '{'
			      ? prepare_attributes_end(s, at + 1)
			      : 0;
		prepare_drop_tag(s, start, end ? end : at + 1);
		return;
	}
	if (prepare_byte(s, at) != '[')
		return;
	end = bracket_end(s, at);
	s->at = start;
	if (end == 0 || !unwrap(s, at + 1, end))
		s->at = at;
}

void prepare_backslash(struct prepare_state *s)
{
	size_t at = s->at, end;
	char next = prepare_byte(s, at + 1);
	char third = prepare_byte(s, at + 2);

	if (prepare_math_bracket(s))
		return;
	s->at = at + (next == '\n' ? 1 : 2);
	if (next != '{' || s->is_mdx)
		return;
	if (third == '{' || third == '%') {
		s->at++;
		return;
	}
	/* Docusaurus: "## Heading \{#id}". */
	end = s->is_heading ? prepare_attributes_end(s, at + 1) : 0;
	if (end && prepare_is_rest_blank(s, end))
		prepare_drop(s, at, end);
}

/* The end of the "==" or "++" that opens at `start`: where its closing mark
 * is, or 0. */
static size_t double_end(struct prepare_state *s, size_t start)
{
	size_t end = prepare_paragraph(s, start), at;
	char mark = s->body.p[start];

	if (!prepare_may_look(s, PREPARE_LOOK_PAIR))
		return 0;
	if (end - start > PAIR_MAX)
		end = start + PAIR_MAX;
	for (at = start + 2; at + 1 < end; at++) {
		char c = s->body.p[at];

		if (c == '`') /* roughly over a code span */
			at += 1 + str_find(prepare_view(s, at + 1, end), '`');
		else if (at > start + 2 && c == mark &&
			 s->body.p[at + 1] == mark &&
			 !is_space(s->body.p[at - 1]) &&
			 s->body.p[at - 1] != mark &&
			 prepare_byte(s, at + 2) != mark &&
			 !prepare_is_word(prepare_byte(s, at + 2)))
			return at;
	}
	prepare_looked(s, PREPARE_LOOK_PAIR, end - start);
	return 0;
}

static void take_double(struct prepare_state *s)
{
	size_t start = s->at, n = 0, close;
	char mark = s->body.p[start];

	while (prepare_byte(s, start + n) == mark)
		n++;
	s->at = start + n;
	if (n != 2 || prepare_is_word(byte_before(s, start)) ||
	    is_space(prepare_byte(s, s->at)))
		return;
	close = double_end(s, start);
	if (close && prepare_later(s, close, close + 2))
		prepare_drop(s, start, start + 2);
}

/* Obsidian's name of a block, behind it: "Text. ^37066d" */
static bool take_block_id(struct prepare_state *s, size_t start)
{
	size_t at = start + 1;
	bool has_letter = false;

	if (s->site->preset != SITE_GENERIC)
		return false;
	for (; prepare_is_letter(prepare_byte(s, at)) ||
	       prepare_is_digit(prepare_byte(s, at)) ||
	       prepare_byte(s, at) == '-';
	     at++)
		has_letter = has_letter || prepare_is_letter(s->body.p[at]);
	if (!has_letter || !prepare_is_rest_blank(s, at))
		return false;
	prepare_drop(s, start, at);
	return true;
}

/* H~2~O, x^2^ */
static void take_raised(struct prepare_state *s)
{
	size_t start = s->at, at = start + 1;
	char mark = s->body.p[start], before = byte_before(s, start);

	s->at = at;
	if (prepare_byte(s, at) == mark) {
		while (prepare_byte(s, s->at) == mark)
			s->at++;
		return;
	}
	if (mark == '^' && is_space(before) && take_block_id(s, start))
		return;
	if (!prepare_is_word(before) && before != ')' && before != ']')
		return;
	for (; at - start <= RAISED_MAX; at++) {
		char c = prepare_byte(s, at);

		if (is_space(c) || c == '`' || c == '[' || c == '{' || c == '<')
			return;
		if (c == mark)
			break;
	}
	if (prepare_byte(s, at) != mark || prepare_byte(s, at + 1) == mark ||
	    !prepare_later(s, at, at + 1))
		return;
	prepare_drop(s, start, start + 1);
}

/* word^[a footnote at its place] */
static void take_note(struct prepare_state *s)
{
	size_t start = s->at, end = bracket_end(s, start + 1);

	s->at = start + 1;
	if (end == 0 || prepare_byte(s, end) == '(' ||
	    !prepare_later(s, end - 1, end))
		return;
	prepare_take(s, start);
	if (!is_space(byte_before(s, start)))
		prepare_put(s, STR(" "), 1);
	prepare_drop(s, start, start + 2);
}

void prepare_pair(struct prepare_state *s)
{
	char c = s->body.p[s->at];

	if (c == '=' || c == '+' ||
	    (c == '^' && prepare_byte(s, s->at + 1) == '^'))
		take_double(s);
	else if (c == '^' && prepare_byte(s, s->at + 1) == '[')
		take_note(s);
	else
		take_raised(s);
}

/* Obsidian's %%comment%%: in a paragraph, or between lines of its own. */
void prepare_percent(struct prepare_state *s)
{
	size_t start = s->at, at = start, end, limit;

	while (prepare_byte(s, at) == '%')
		at++;
	s->at = at;
	if (at - start != 2 || prepare_is_word(byte_before(s, start)) ||
	    !prepare_may_look(s, PREPARE_LOOK_PAIR))
		return;
	if (start == s->content && prepare_is_rest_blank(s, at))
		limit = s->body.len - at > PREPARE_REACH ? at + PREPARE_REACH
							 : s->body.len;
	else
		limit = prepare_paragraph(s, start);
	end = prepare_find(s, at, limit, STR("%%"));
	if (end == s->body.len)
		prepare_looked(s, PREPARE_LOOK_PAIR, limit - start);
	else
		prepare_drop_tag(s, start, end + 2);
}

/* The length of the character at `at` if it may be in a tag, or 0. */
static size_t tag_character(const struct prepare_state *s, size_t at)
{
	uint32_t c = 0;
	size_t n = utf8_decode(s->body.p + at, s->body.len - at, &c);

	if (c < 0x80)
		return prepare_is_name((char)c) || c == '/' ? n : 0;
	/* Punctuation and white space. */
	if (c < 0xc0 || (c >= 0x2000 && c < 0x2070) ||
	    (c >= 0x3000 && c < 0x3040 && c != 0x3005 && c != 0x3007) ||
	    (c >= 0xff00 && c < 0xff10) || (c >= 0xff1a && c < 0xff21))
		return 0;
	return n;
}

static void add_tag(struct prepare_state *s, struct str tag)
{
	struct buf *tags = &s->out->tags;
	size_t count = tags->len / sizeof(tag);

	if (count >= LIMIT_TAGS)
		return;
	for (size_t i = 0; i < count; i++) {
		struct str known;

		memcpy(&known, tags->p + i * sizeof(known), sizeof(known));
		if (str_eq(known, tag))
			return;
	}
	buf_add(tags, &tag, sizeof(tag));
}

/* #tag, #tag/below */
void prepare_hash(struct prepare_state *s)
{
	size_t start = ++s->at, at = start, n;
	char before = byte_before(s, start - 1);
	bool has_letter = false;

	if (s->is_heading || (!is_space(before) && before != '('))
		return;
	while (at < s->body.len && (n = tag_character(s, at))) {
		char c = s->body.p[at];

		has_letter = has_letter ||
			     (prepare_is_word(c) && !prepare_is_digit(c));
		at += n;
	}
	s->at = at;
	while (at > start && !prepare_is_word(s->body.p[at - 1]) &&
	       s->body.p[at - 1] != '_')
		at--;
	if (has_letter && s->body.p[start] != '/')
		add_tag(s, prepare_view(s, start, at));
}
