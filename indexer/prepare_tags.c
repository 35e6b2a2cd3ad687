/*
 * Template tags: Hugo's and Zola's shortcodes, Liquid, Nunjucks and Jinja,
 * Vue's {{ }}, mdBook's {{# }}.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/prepare_state.h"

/* Where `close` comes, quotes left out; else where it first comes; 0 when
 * that is too far away. */
static size_t find_end(struct prepare_state *s, struct prepare_horizon *horizon,
		       size_t start, struct str close, const char *quotes)
{
	size_t end = s->body.len, first, at;
	char quote = 0;

	first = prepare_find_next(s, horizon, start, close);
	if (first == s->body.len || first - start > PREPARE_REACH)
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start; at < end; at++) {
		char c = s->body.p[at];

		if (quote) {
			if (c == '\\' && quote != '`')
				at++;
			else if (c == quote)
				quote = 0;
		} else if (strchr(quotes, c)) {
			quote = c;
		} else if (c == close.p[0] && prepare_starts(s, at, close)) {
			return at;
		}
	}
	return first;
}

/* Reads the tag of Hugo's at `start`: "{{<" or "{{%". */
static bool read_hugo(struct prepare_state *s, size_t start,
		      struct prepare_tag *tag)
{
	bool is_angle = s->body.p[start + 2] == '<';
	size_t at = start + 3, name;

	tag->syntax = PREPARE_HUGO;
	tag->start = start;
	tag->inner = at;
	at = prepare_space(s, at, s->body.len);
	tag->is_closing = prepare_byte(s, at) == '/';
	if (tag->is_closing)
		at = prepare_blanks(s, at + 1);
	name = at;
	while (prepare_is_name(prepare_byte(s, at)) ||
	       (at > name && strchr("./:", prepare_byte(s, at)) &&
		prepare_byte(s, at + 1) != '>' &&
		prepare_byte(s, at + 1) != '%'))
		at++;
	tag->name = prepare_view(s, name, at);
	if (at == name)
		return false;
	tag->inner_end =
		find_end(s, is_angle ? &s->angle_brace : &s->percent_brace, at,
			 is_angle ? STR(">}}") : STR("%}}"), "\"`");
	if (tag->inner_end == 0)
		return false;
	tag->end = tag->inner_end + 3;
	tag->is_alone = s->body.p[tag->inner_end - 1] == '/';
	return true;
}

/* Reads the tag at "{%". */
static bool read_liquid(struct prepare_state *s, size_t start,
			struct prepare_tag *tag)
{
	size_t at = start + 2, name;
	char c = prepare_byte(s, at);

	tag->start = start;
	tag->name = str_make(NULL, 0);
	at += c == '-' || c == '+' || c == '~';
	tag->inner = at;
	at = prepare_space(s, at, s->body.len);
	name = at;
	if (prepare_byte(s, at) == '#') {
		at++; /* a comment in one tag */
	} else {
		if (!prepare_is_letter(prepare_byte(s, at)) &&
		    prepare_byte(s, at) != '_')
			return false;
		at = prepare_name(s, at);
	}
	tag->name = prepare_view(s, name, at);
	tag->inner_end = find_end(s, &s->brace_percent, at, STR("%}"), "\"'");
	if (tag->inner_end == 0)
		return false;
	tag->end = tag->inner_end + 2;
	tag->syntax =
		prepare_byte(s, at) == '(' ? PREPARE_ZOLA : PREPARE_LIQUID;
	tag->is_closing = str_starts(tag->name, STR("end"));
	tag->is_alone = false;
	return true;
}

/* +1 for one more of the name that is open, -1 for its end, 0 for others. */
static int nesting(const struct prepare_tag *tag, enum prepare_syntax syntax,
		   struct str name)
{
	struct str closed = str_skip(tag->name, 3);

	if (tag->is_alone)
		return 0;
	if (syntax == PREPARE_HUGO)
		return !str_eq(tag->name, name) ? 0 : tag->is_closing ? -1 : 1;
	if (tag->is_closing)
		return str_eq(closed, name) || (syntax == PREPARE_ZOLA &&
						closed.len == 0)
			       ? -1
			       : 0;
	return str_eq(tag->name, name);
}

static bool is_known_unclosed(const struct prepare_state *s, struct str name)
{
	for (size_t i = 0; i < s->unclosed_count; i++) {
		if (str_eq(s->unclosed[i], name))
			return true;
	}
	return false;
}

/* Finds the tag that closes `open`. A failure costs once for each name. */
static bool find_close(struct prepare_state *s, const struct prepare_tag *open,
		       bool is_literal, struct prepare_tag *close)
{
	struct str mark = open->syntax == PREPARE_HUGO ? STR("{{") : STR("{%");
	size_t at = open->end;
	int depth = 1;

	if (is_known_unclosed(s, open->name) ||
	    !prepare_may_look(s, PREPARE_LOOK_CLOSE))
		return false;
	for (;;) {
		bool is_tag;
		int change;

		at = prepare_find(s, at, s->body.len, mark);
		if (at == s->body.len)
			break;
		if (open->syntax == PREPARE_HUGO) {
			char c = prepare_byte(s, at + 2);

			is_tag = (c == '<' || c == '%') &&
				 read_hugo(s, at, close);
		} else {
			is_tag = read_liquid(s, at, close);
		}
		if (!is_tag) {
			at += 2;
			continue;
		}
		change = nesting(close, open->syntax, open->name);
		if (change < 0 || !is_literal)
			depth += change;
		if (depth == 0)
			return true;
		/* What stands in code may have its end anywhere. */
		at = is_literal ? at + 2 : close->end;
	}
	prepare_looked(s, PREPARE_LOOK_CLOSE, s->body.len - open->end);
	if (s->unclosed_count < sizeof(s->unclosed) / sizeof(s->unclosed[0]))
		s->unclosed[s->unclosed_count++] = open->name;
	return false;
}

static void warn_open(struct prepare_state *s, const struct prepare_tag *tag)
{
	struct str text =
		prepare_view(s, tag->start,
			     (size_t)(tag->name.p + tag->name.len - s->body.p));

	prepare_warn_unclosed(s, tag->start, str_head(text, 64));
}

/* "{%" may stand in any text: only what is a tag for sure is worth a word. */
static void warn_liquid(struct prepare_state *s, const struct prepare_tag *tag)
{
	if (tag->name.len &&
	    prepare_shortcode(s, tag->name, true).use != PREPARE_INNER)
		warn_open(s, tag);
}

/* Makes what is between two tags code. */
static void list_in(struct prepare_state *s, const struct prepare_tag *open)
{
	struct prepare_tag close;

	if (s->at < s->code_end || s->at < s->quiet_end ||
	    s->zone != PREPARE_TEXT) {
		prepare_drop_tag(s, open->start, open->end);
		return;
	}
	if (!find_close(s, open, true, &close)) {
		warn_open(s, open);
		prepare_drop_tag(s, open->start, open->end);
		return;
	}
	if (!prepare_listing(s, open, &close)) {
		prepare_drop_tag(s, open->start, open->end);
		return;
	}
	/* Liquid runs in it. */
	if (open->syntax != PREPARE_HUGO)
		s->live_end = close.start;
}

static void take_tag(struct prepare_state *s, const struct prepare_tag *tag)
{
	bool is_liquid = tag->syntax != PREPARE_HUGO, is_first;
	struct prepare_shortcode shortcode =
		prepare_shortcode(s, tag->name, is_liquid);
	struct prepare_tag close;
	size_t end = tag->end, name_end;

	if (!tag->is_closing && !tag->is_alone) {
		switch (shortcode.use) {
		case PREPARE_LISTS:
			list_in(s, tag);
			return;
		case PREPARE_DROPS:
			if (find_close(s, tag, false, &close))
				end = close.end;
			break;
		case PREPARE_RAW:
			if (!find_close(s, tag, true, &close))
				warn_open(s, tag);
			else if (prepare_later(s, close.start, close.end))
				s->raw_end = close.start;
			break;
		default:
			break;
		}
	}
	if (tag->is_closing || shortcode.use == PREPARE_LOGIC ||
	    s->at < s->quiet_end || s->at < s->code_end ||
	    s->zone == PREPARE_CODE) {
		prepare_drop_tag(s, tag->start, end);
		return;
	}
	name_end = (size_t)(tag->name.p + tag->name.len - s->body.p);
	is_first = tag->start == s->content;
	prepare_take(s, tag->start);
	prepare_arguments(s, &shortcode, name_end, tag->inner_end, is_liquid);
	if (s->from == tag->start) {
		prepare_drop_tag(s, tag->start, end);
		return;
	}
	/* Something of it is shown: apart from what follows. */
	if (prepare_byte(s, end) != '\n' &&
	    !prepare_is_blank(prepare_byte(s, end)) && s->from < end)
		prepare_put(s, STR(" "), 1);
	prepare_drop(s, s->from, end);
	if (is_first)
		s->is_para = true;
}

/* A tag within a comment in a tag is shown, without the comment's marks:
 * Hugo's {{</@ name @/>}}, where @ is an asterisk, and Zola's {{/@ name() @/}}.
 */
static bool take_literal(struct prepare_state *s, size_t start)
{
	size_t open = start + 2, end;
	char third = prepare_byte(s, open), next;

	open += third == '<' || third == '%';
	if (!prepare_starts(s, open, STR("/*")) ||
	    !prepare_may_look(s, PREPARE_LOOK_TAG))
		return false;
	end = prepare_find(s, open + 2, start + PREPARE_REACH, STR("*/"));
	if (end == s->body.len) {
		prepare_looked(s, PREPARE_LOOK_TAG, PREPARE_REACH);
		return false;
	}
	next = prepare_byte(s, open + 2);
	prepare_take(s, start + 2);
	/* "<name" would be a tag of HTML. */
	if (third == '<' && !prepare_is_blank(next))
		prepare_put(s, STR("\\"), 1);
	prepare_take(s, open);
	prepare_skip(s, open + 2);
	prepare_take(s, end);
	prepare_skip(s, end + 2);
	s->at = end + 2;
	if (third == '<' || third == '%')
		s->at++;
	s->at += 2;
	if (s->at > s->body.len)
		s->at = s->body.len;
	return true;
}

static void take_shortcode(struct prepare_state *s)
{
	size_t start = s->at;
	struct prepare_tag tag;

	if (read_hugo(s, start, &tag)) {
		take_tag(s, &tag);
		return;
	}
	if (tag.name.len)
		warn_open(s, &tag);
	s->at = start + 3;
}

/* Behind the "}}" of the "{{" at `start`, or 0 when it is no expression: what
 * has braces that do not match is text. */
static size_t output_end(struct prepare_state *s, size_t start)
{
	size_t first =
		prepare_find_next(s, &s->brace_brace, start + 2, STR("}}"));
	size_t end = s->body.len, depth = 0, at;
	char quote = 0;

	if (first == s->body.len || first - start > PREPARE_REACH ||
	    first == start + 2 || !prepare_may_look(s, PREPARE_LOOK_TAG))
		return 0;
	if (end - start > PREPARE_REACH)
		end = start + PREPARE_REACH;
	for (at = start + 2; at < end; at++) {
		char c = s->body.p[at];

		if (c == '\n' && prepare_is_rest_blank(s, at + 1))
			break;
		if (quote) {
			if (c == quote)
				quote = 0;
		} else if (c == '"' ||
			   (c == '\'' && !prepare_is_word(s->body.p[at - 1]))) {
			quote = c;
		} else if (c == '{') {
			if (prepare_byte(s, at + 1) == '{')
				break;
			depth++;
		} else if (c == '}' && depth > 0) {
			depth--;
		} else if (c == '}') {
			if (prepare_byte(s, at + 1) == '}')
				return at + 2;
			break;
		}
	}
	prepare_looked(s, PREPARE_LOOK_TAG, at - start);
	return 0;
}

/* An address, {{ "/a/" | relative_url }}, is its string: where the filters
 * begin, or `close`. */
static size_t filtered_end(const struct prepare_state *s, size_t at,
			   size_t close)
{
	size_t end = at + 1 +
		     str_find(prepare_view(s, at + 1, close), s->body.p[at]);

	return end < close && prepare_byte(s, prepare_blanks(s, end + 1)) == '|'
		       ? end + 1
		       : close;
}

/* {{ expression }}. A string alone is text: {{ "{{" }}. */
static void take_output(struct prepare_state *s)
{
	size_t start = s->at, end = output_end(s, start), at, close, name;
	char c;

	if (end == 0) {
		s->at = start + 2;
		return;
	}
	at = start + 2 + (prepare_byte(s, start + 2) == '-');
	at = prepare_blanks(s, at);
	close = end - 2 - (s->body.p[end - 3] == '-');
	while (close > at && prepare_is_blank(s->body.p[close - 1]))
		close--;
	c = prepare_byte(s, at);
	if (s->at < s->quiet_end || s->zone == PREPARE_QUIET)
		close = filtered_end(s, at, close);
	if ((c == '"' || c == '\'') && close > at + 1 &&
	    at + 1 + str_find(prepare_view(s, at + 1, close), c) == close - 1) {
		prepare_take(s, start);
		prepare_skip(s, at + 1);
		prepare_take(s, close - 1);
		prepare_drop(s, s->from, end);
		return;
	}
	name = prepare_name(s, at);
	if (name > at && prepare_byte(s, name) == '(') {
		/* Zola's, and macros. */
		struct prepare_tag tag = {
			PREPARE_ZOLA, start,   end,
			at,	      end - 2, prepare_view(s, at, name),
			false,	      true
		};

		take_tag(s, &tag);
		return;
	}
	prepare_drop_tag(s, start, end);
}

/* {# comment #} */
static bool take_comment(struct prepare_state *s)
{
	size_t start = s->at, end;
	char next = prepare_byte(s, start + 2);

	if (prepare_attributes_end(s, start) ||
	    !prepare_may_look(s, PREPARE_LOOK_TAG))
		return false;
	end = prepare_find(s, start + 2, start + PREPARE_REACH, STR("#}"));
	if (end == s->body.len ||
	    (!prepare_is_blank(next) && next != '\n' && next != '-' &&
	     memchr(s->body.p + start, '\n', end - start))) {
		prepare_looked(s, PREPARE_LOOK_TAG, PREPARE_REACH);
		return false;
	}
	prepare_drop_tag(s, start, end + 2);
	return true;
}

static bool take_template(struct prepare_state *s)
{
	size_t start = s->at;
	char next = prepare_byte(s, start + 1);
	char third = prepare_byte(s, start + 2);
	bool is_code = s->at < s->code_end || s->zone == PREPARE_CODE;
	struct prepare_tag tag;

	/* In code mdBook knows its own tags alone. */
	if (is_code && s->site->preset == SITE_MDBOOK && s->at >= s->live_end &&
	    (next != '{' || third != '#'))
		return false;
	if ((next == '{' || next == '%') && take_literal(s, start))
		return true;
	if (next == '{') {
		if ((third == '<' || third == '%') && !is_code)
			take_shortcode(s);
		else
			take_output(s);
		return true;
	}
	if (next == '%') {
		if (!read_liquid(s, start, &tag)) {
			warn_liquid(s, &tag);
			return false;
		}
		take_tag(s, &tag);
		return true;
	}
	return next == '#' && take_comment(s);
}

void prepare_brace(struct prepare_state *s)
{
	if (s->at >= s->raw_end && take_template(s))
		return;
	if (s->at >= s->code_end && s->at >= s->quiet_end &&
	    s->zone == PREPARE_TEXT) {
		if (prepare_attributes(s))
			return;
		/* A comment of MDX, in a file that is not named so. */
		if (s->site->preset == SITE_GENERIC &&
		    prepare_starts(s, s->at, STR("{/*"))) {
			prepare_expression(s);
			return;
		}
	}
	s->at++;
}
