/*
 * Raw HTML inside Markdown: what of it is text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html.h"

#include "base/utf8.h"
#include "indexer/entity.h"

/* Of a tag: what is beyond is left out. A data URL is a value; an element of
 * more attributes is not one that a person wrote. */
#define VALUE_BYTES 4096
#define TAG_BYTES   (16 << 10)
#define ATTRIBUTES  64
#define NAME_BYTES  32

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_one_of(struct str name, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(name, list[i]))
			return true;
	}
	return false;
}

/* The name of the tag that s begins with: "p" of "</p>". */
static struct str tag_name(struct str s)
{
	size_t n = 0;

	s = str_skip(s, 1);
	if (s.len && s.p[0] == '/')
		s = str_skip(s, 1);
	while (n < s.len && n < NAME_BYTES && !is_blank(s.p[n]) &&
	       s.p[n] != '/' && s.p[n] != '>')
		n++;
	return str_head(s, n);
}

/* "H<sub>2</sub>O" is one word; all other elements part. */
static bool is_part_of_a_word(struct str name)
{
	static const struct str names[] = {
		STR_INIT("a"),	    STR_INIT("abbr"),  STR_INIT("acronym"),
		STR_INIT("b"),	    STR_INIT("bdi"),   STR_INIT("bdo"),
		STR_INIT("big"),    STR_INIT("cite"),  STR_INIT("code"),
		STR_INIT("data"),   STR_INIT("del"),   STR_INIT("dfn"),
		STR_INIT("em"),	    STR_INIT("font"),  STR_INIT("i"),
		STR_INIT("ins"),    STR_INIT("kbd"),   STR_INIT("label"),
		STR_INIT("mark"),   STR_INIT("nobr"),  STR_INIT("q"),
		STR_INIT("rb"),	    STR_INIT("ruby"),  STR_INIT("s"),
		STR_INIT("samp"),   STR_INIT("small"), STR_INIT("span"),
		STR_INIT("strike"), STR_INIT("sub"),   STR_INIT("strong"),
		STR_INIT("sup"),    STR_INIT("time"),  STR_INIT("tt"),
		STR_INIT("u"),	    STR_INIT("var"),   STR_INIT("wbr"),
	};

	return is_one_of(name, names, sizeof(names) / sizeof(names[0]));
}

bool html_is_break(struct str tag)
{
	struct str name = tag_name(tag);

	return name.len && !is_part_of_a_word(name);
}

/* What the start tag's element holds are no tags, and never shown, up to its
 * end tag: section 13.2.5.1 and following, scripting on. */
static struct str raw_end(struct str name)
{
	static const struct str ends[] = {
		STR_INIT("</script"),	STR_INIT("</style"),
		STR_INIT("</iframe"),	STR_INIT("</noembed"),
		STR_INIT("</noframes"), STR_INIT("</noscript"),
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct str end = ends[i];

		if (str_eq_nocase(name, str_skip(end, 2)))
			return end;
	}
	return str_make(NULL, 0);
}

/* The offset of needle in s, ASCII case ignored, or s.len. */
static size_t find(struct str s, struct str needle)
{
	for (size_t at = 0; at + needle.len <= s.len; at++) {
		at += str_find(str_skip(s, at), needle.p[0]);
		if (at + needle.len > s.len)
			break;
		if (str_eq_nocase(str_make(s.p + at, needle.len), needle))
			return at;
	}
	return s.len;
}

static void enter(struct html *html, enum html_state state, struct str end)
{
	html->state = state;
	html->end = end;
	buf_clear(&html->held);
}

/* ---- Text ---------------------------------------------------------------- */

static int say(struct html *html, struct str s)
{
	return html->is_inline || html_is_hiding(html)
		       ? 0
		       : html->handler->text(s, html->payload);
}

static int say_blank(struct html *html)
{
	return html_is_hiding(html)
		       ? 0
		       : html->handler->text(STR(" "), html->payload);
}

/* The value of an attribute with its references decoded. */
static struct str decode(struct html *html, struct str s)
{
	buf_clear(&html->value);
	while (s.len) {
		char reference[64], out[ENTITY_BYTES];
		size_t n = str_find(s, HTML_TREE_AMPERSAND), taken;

		if (n) {
			buf_add_str(&html->value, str_head(s, n));
			s = str_skip(s, n);
			continue;
		}
		n = s.len < sizeof(reference) ? s.len : sizeof(reference);
		memcpy(reference, s.p, n);
		reference[0] = '&';
		taken = entity_extent(str_make(reference, n));
		n = entity_decode(str_make(reference, taken), out);
		buf_add_str(&html->value, n ? str_make(out, n) : STR("&"));
		s = str_skip(s, n ? taken : 1);
	}
	return buf_view(&html->value);
}

/* An attribute's text is apart from the words around it. */
static int on_attribute(enum html_attribute attribute, struct str value,
			void *payload)
{
	struct html *html = payload;
	const struct html_handler *handler = html->handler;
	int ret;

	value = decode(html, value);
	if (html->value.failed != ERR_OK)
		return html->value.failed;
	if (attribute == HTML_TARGET)
		return handler->link(value, html->payload);
	ret = handler->text(STR(" "), html->payload);
	if (ret == 0)
		ret = attribute == HTML_ALT
			      ? handler->alt(value, html->payload)
			      : handler->text(value, html->payload);
	return ret ? ret : handler->text(STR(" "), html->payload);
}

/* ---- Tags ---------------------------------------------------------------- */

/* A tag is held in a form that no reader of HTML can get wrong: names of ASCII
 * letters, digits, '-', ':' and '_', one blank between, values in quotes. */
static void hold(struct html *html, char c)
{
	if (html->is_kept)
		buf_add_char(&html->held, c);
}

static size_t part_bytes(const struct html *html)
{
	return html->held.len - html->part;
}

static void open_element(struct html *html)
{
	html->place = HTML_ELEMENT;
	html->is_kept = true;
	html->is_slash = false;
	html->attributes = 0;
	html->part = html->held.len;
}

static void open_attribute(struct html *html)
{
	html->place = HTML_NAME;
	html->attributes++;
	html->is_kept =
		html->attributes <= ATTRIBUTES && html->held.len < TAG_BYTES;
	hold(html, ' ');
	html->part = html->held.len;
}

static void open_value(struct html *html, char c)
{
	bool has_quotes = c == '"' || c == '\'';

	html->place = has_quotes ? HTML_QUOTED : HTML_VALUE;
	html->quote = has_quotes ? c : '"';
	hold(html, '=');
	hold(html, html->quote);
	html->part = html->held.len;
}

static void close_value(struct html *html)
{
	struct buf *held = &html->held;

	/* Where it was cut may be within a character. */
	for (size_t n = 1; n < 4 && n <= part_bytes(html); n++) {
		if (utf8_is_cut_short(held->p + held->len - n, n)) {
			held->len -= n;
			break;
		}
	}
	hold(html, html->quote);
	html->place = HTML_GAP;
}

static void read_name_byte(struct html *html, char c)
{
	bool is_first = part_bytes(html) == 0;

	if (part_bytes(html) >= NAME_BYTES)
		return;
	if (!is_letter(c) &&
	    (is_first || !((c >= '0' && c <= '9') || c == '-' || c == ':')))
		c = '_';
	hold(html, c);
}

static void read_value_byte(struct html *html, char c)
{
	if (part_bytes(html) >= VALUE_BYTES)
		return;
	if (c == '&')
		c = HTML_TREE_AMPERSAND;
	else if (c == html->quote)
		c = '\'';
	hold(html, c);
}

/* What the tag at hand says, now that all of it is read. */
static int close_tag(struct html *html)
{
	struct str tag, name;
	bool is_end, parts, needs;
	int ret = 0;

	if (html->place == HTML_VALUE)
		close_value(html);
	if (html->is_slash)
		buf_add_char(&html->held, '/');
	buf_add_char(&html->held, '>');
	if (html->held.failed != ERR_OK)
		return html->held.failed;
	html->state = HTML_TEXT;
	tag = buf_view(&html->held);
	name = tag_name(tag);
	is_end = tag.p[1] == '/';
	parts = !is_part_of_a_word(name);
	if (parts && !is_end)
		ret = say_blank(html);
	if (!is_end && raw_end(name).len) {
		enter(html, HTML_RAW, raw_end(name));
		return ret;
	}
	needs = is_end ? html_is_hiding(html)
		       : html->attributes || html_tree_needs(&html->tree, name);
	if (needs && ret == 0)
		ret = html_tree_tag(&html->tree, tag, on_attribute, html);
	if (parts && is_end && ret == 0)
		ret = say_blank(html);
	return ret;
}

static void read_value(struct html *html, char c)
{
	if (html->place == HTML_EQUALS && !is_blank(c)) {
		open_value(html, c);
		if (html->place == HTML_VALUE)
			read_value_byte(html, c);
	} else if (html->place == HTML_QUOTED
			   ? c == html->quote
			   : html->place == HTML_VALUE && is_blank(c)) {
		close_value(html);
	} else if (html->place != HTML_EQUALS) {
		read_value_byte(html, c);
	}
}

static void read_names(struct html *html, char c)
{
	html->is_slash = c == '/';
	if (is_blank(c)) {
		html->place = html->place == HTML_NAME ||
					      html->place == HTML_BEHIND_NAME
				      ? HTML_BEHIND_NAME
				      : HTML_GAP;
	} else if (c == '/') {
		html->place = HTML_GAP;
	} else if (c == '=' && (html->place == HTML_NAME ||
				html->place == HTML_BEHIND_NAME)) {
		html->place = HTML_EQUALS;
	} else {
		if (html->place == HTML_GAP || html->place == HTML_BEHIND_NAME)
			open_attribute(html);
		read_name_byte(html, c);
	}
}

static int read_tag(struct html *html, struct str *s)
{
	while (s->len) {
		char c = s->p[0];

		*s = str_skip(*s, 1);
		if (c == '>' && html->place != HTML_QUOTED)
			return close_tag(html);
		if (html->place >= HTML_EQUALS)
			read_value(html, c);
		else
			read_names(html, c);
	}
	return 0;
}

/* ---- All markup ---------------------------------------------------------- */

/* Enters what the '<' at the front of s opens; the length taken, 0 when it is
 * a plain '<'. */
static size_t open_markup(struct html *html, struct str s)
{
	char next = s.len > 1 ? s.p[1] : '\0';
	bool is_end = next == '/' && s.len > 2;

	if (str_starts(s, STR("<!--"))) {
		enter(html, HTML_COMMENT, str_make(NULL, 0));
		return 2; /* so that "<!-->" ends it */
	}
	if (is_letter(is_end ? s.p[2] : next)) {
		enter(html, HTML_TAG, str_make(NULL, 0));
		buf_add_str(&html->held, str_head(s, is_end ? 2 : 1));
		open_element(html);
		return html->held.len;
	}
	if (str_starts(s, STR("<![CDATA[")))
		enter(html, HTML_SKIP, STR("]]>"));
	else if (next == '?')
		enter(html, HTML_SKIP, STR("?>"));
	else if (next == '!' || is_end)
		enter(html, HTML_SKIP, STR(">"));
	else
		return 0;
	return 1;
}

/* Takes text, up to what may be markup. */
static int read_text(struct html *html, struct str *s)
{
	char out[ENTITY_BYTES];
	size_t n = 0, taken;
	int ret;

	while (n < s->len && s->p[n] != '<' && s->p[n] != '&')
		n++;
	if (n) {
		ret = say(html, str_head(*s, n));
		*s = str_skip(*s, n);
		return ret;
	}
	if (s->p[0] == '<') {
		taken = open_markup(html, *s);
		*s = str_skip(*s, taken ? taken : 1);
		return taken ? 0 : say(html, STR("<"));
	}
	taken = entity_extent(*s);
	n = entity_decode(str_head(*s, taken), out);
	*s = str_skip(*s, n ? taken : 1);
	return say(html, n ? str_make(out, n) : STR("&"));
}

/* Takes a comment, as far as s has it. Its head is held, from "--" on. */
static int read_comment(struct html *html, struct str *s)
{
	struct str text;
	size_t n = 0, tail = 0;

	/* Ended by "-->" or "--!>". */
	while (tail == 0) {
		n += str_find(str_skip(*s, n), '>');
		if (n == s->len)
			break;
		text = str_head(*s, n++);
		if (str_ends(text, STR("--")))
			tail = 2;
		else if (str_ends(text, STR("--!")))
			tail = 3;
	}
	text = str_head(*s, tail ? n - 1 - tail : n);
	if (html->held.len < HTML_COMMENT_BYTES)
		buf_add_str(&html->held,
			    utf8_head(text, HTML_COMMENT_BYTES + 4));
	*s = str_skip(*s, n);
	if (tail == 0)
		return 0;
	html->state = HTML_TEXT;
	if (html->held.failed != ERR_OK)
		return html->held.failed;
	text = str_trim(str_skip(buf_view(&html->held), 2));
	return html->handler->comment(utf8_head(text, HTML_COMMENT_BYTES),
				      html->payload);
}

/* Takes what is no text, up to its end. */
static void skip(struct html *html, struct str *s)
{
	size_t n = find(*s, html->end);

	if (n == s->len) {
		*s = str_skip(*s, n);
	} else if (html->state == HTML_RAW) {
		enter(html, HTML_SKIP, STR(">"));
		*s = str_skip(*s, n);
	} else {
		html->state = HTML_TEXT;
		*s = str_skip(*s, n + html->end.len);
	}
}

static int feed(struct html *html, struct str s)
{
	int ret = 0;

	while (s.len && ret == 0) {
		switch (html->state) {
		case HTML_TEXT:
			ret = read_text(html, &s);
			break;
		case HTML_TAG:
			ret = read_tag(html, &s);
			break;
		case HTML_COMMENT:
			ret = read_comment(html, &s);
			break;
		case HTML_SKIP:
		case HTML_RAW:
			skip(html, &s);
			break;
		}
	}
	return ret;
}

/* ---- The face ------------------------------------------------------------ */

int html_feed(struct html *html, struct str lines)
{
	html->is_inline = false;
	return feed(html, lines);
}

int html_tag(struct html *html, struct str tag)
{
	html->is_inline = true;
	/* The one before was whole, as CommonMark counts. */
	if (html->state != HTML_RAW && str_starts(tag, STR("<")))
		html->state = HTML_TEXT;
	return feed(html, tag);
}

bool html_is_hiding(const struct html *html)
{
	return html->state == HTML_RAW || html->tree.hidden > 0;
}

void html_end(struct html *html)
{
	html->state = HTML_TEXT;
	html_tree_show(&html->tree);
}

void html_release(struct html *html)
{
	buf_release(&html->held);
	buf_release(&html->value);
	html_tree_release(&html->tree);
}
