/*
 * Raw HTML inside Markdown: what of it is text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html.h"

#include "indexer/entity.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The name of the tag that s begins with: "p" of "</p>". */
static struct str tag_name(struct str s)
{
	size_t n = 0;

	s = str_skip(s, 1);
	if (s.len && s.p[0] == '/')
		s = str_skip(s, 1);
	while (n < s.len && n < 16 &&
	       (is_letter(s.p[n]) || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	return str_head(s, n);
}

bool html_is_break(struct str tag)
{
	/* "H<sub>2</sub>O" is one word; all other elements part. */
	static const char *const inlines[] = {
		"a",	"abbr",	 "b",	  "bdi",    "bdo",  "big",    "cite",
		"code", "data",	 "del",	  "dfn",    "em",   "font",   "i",
		"ins",	"kbd",	 "label", "mark",   "q",    "ruby",   "s",
		"samp", "small", "span",  "strike", "time", "strong", "sub",
		"sup",	"tt",	 "u",	  "var",    "wbr",
	};
	struct str name = tag_name(tag);

	if (name.len == 0)
		return false;
	for (size_t i = 0; i < sizeof(inlines) / sizeof(inlines[0]); i++) {
		if (str_eq_nocase(name, str_of(inlines[i])))
			return false;
	}
	return true;
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

/* Enters what the '<' at the front of s opens; the length taken, 0 when it is
 * a plain '<'. */
static size_t open_tag(struct html *html, struct str s)
{
	struct str name = tag_name(s);
	char next = s.len > 1 ? s.p[1] : '\0';

	if (str_starts(s, STR("<!--"))) {
		html->state = HTML_COMMENT;
		return 2; /* so that "<!-->" ends it */
	}
	if (name.len == 0 && next != '!' && next != '?')
		return 0;
	html->state = HTML_TAG;
	html->is_block = html_is_break(s);
	html->raw = str_make(NULL, 0);
	if (next != '/' && str_eq_nocase(name, STR("script")))
		html->raw = STR("</script");
	else if (next != '/' && str_eq_nocase(name, STR("style")))
		html->raw = STR("</style");
	return 1;
}

static int strip_text(struct html *html, struct str *s, html_text_fn text,
		      void *payload)
{
	size_t n = 0, taken;
	char out[ENTITY_BYTES];
	int ret;

	while (n < s->len && s->p[n] != '<' && s->p[n] != '&')
		n++;
	if (n) {
		ret = text(str_head(*s, n), payload);
		*s = str_skip(*s, n);
		return ret;
	}
	if (s->p[0] == '<') {
		taken = open_tag(html, *s);
		*s = str_skip(*s, taken ? taken : 1);
		return taken ? 0 : text(STR("<"), payload);
	}
	taken = entity_extent(*s);
	n = entity_decode(str_head(*s, taken), out);
	if (n == 0) {
		*s = str_skip(*s, 1);
		return text(STR("&"), payload);
	}
	*s = str_skip(*s, taken);
	return text(str_make(out, n), payload);
}

static int strip_tag(struct html *html, struct str *s, html_text_fn text,
		     void *payload)
{
	size_t n = 0;
	char c;

	while (n < s->len && s->p[n] != '>' && s->p[n] != '"' &&
	       s->p[n] != '\'')
		n++;
	if (n == s->len) {
		*s = str_skip(*s, n);
		return 0;
	}
	c = s->p[n];
	if (c != '>') {
		/* A quote that follows no '=' is not the start of a value. */
		if (n && s->p[n - 1] == '=') {
			html->state = HTML_QUOTE;
			html->quote = c;
		}
		*s = str_skip(*s, n + 1);
		return 0;
	}
	html->state = html->raw.len ? HTML_RAW : HTML_TEXT;
	*s = str_skip(*s, n + 1);
	return html->is_block ? text(STR(" "), payload) : 0;
}

int html_strip(struct html *html, struct str s, html_text_fn text,
	       void *payload)
{
	size_t n;
	int ret = 0;

	while (s.len && ret == 0) {
		switch (html->state) {
		case HTML_TEXT:
			ret = strip_text(html, &s, text, payload);
			break;
		case HTML_TAG:
			ret = strip_tag(html, &s, text, payload);
			break;
		case HTML_QUOTE:
			n = str_find(s, html->quote);
			if (n < s.len)
				html->state = HTML_TAG;
			s = str_skip(s, n + 1);
			break;
		case HTML_COMMENT:
			n = find(s, STR("-->"));
			if (n < s.len)
				html->state = HTML_TEXT;
			s = str_skip(s, n + 3);
			break;
		case HTML_RAW:
			n = find(s, html->raw);
			if (n < s.len) {
				html->state = HTML_TAG;
				html->raw = str_make(NULL, 0);
			}
			s = str_skip(s, n + 1);
			break;
		}
	}
	return ret;
}
