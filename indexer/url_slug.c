/*
 * Slugs: the part of a URL that generators make of a name or a title.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/url_slug.h"

#include "base/utf8.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include <stdlib.h>
#include <string.h>

static bool is_alphanumeric(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L |
							   UC_CATEGORY_MASK_M |
							   UC_CATEGORY_MASK_Nd);
}

static bool is_among(uint32_t c, const char *set)
{
	return c > 0 && c < 0x80 && strchr(set, (int)c);
}

static void add_char(uint32_t c, struct buf *out)
{
	char bytes[4];

	buf_add(out, bytes, utf8_encode(c, bytes));
}

/* The character at the front of s, which is taken off; bytes that are no
 * character are U+FFFD. */
static uint32_t take_char(struct str *s)
{
	uint32_t c;
	size_t n = utf8_decode(s->p, s->len, &c);

	*s = str_skip(*s, n ? n : 1);
	return n ? c : 0xfffd;
}

void slug_lower(struct str s, struct buf *out)
{
	while (s.len > 0)
		add_char(uc_tolower(take_char(&s)), out);
}

/* utils.rb, slugify: what is at the ends is one '-' at most, and goes. */
static void slugify(struct str s, const char *others, bool cased,
		    struct buf *out)
{
	size_t start = out->len;
	bool gap = false;

	while (s.len > 0) {
		uint32_t c = take_char(&s);

		if (!is_alphanumeric(c) && !is_among(c, others)) {
			gap = true;
			continue;
		}
		if (gap && out->len > start)
			buf_add_char(out, '-');
		gap = false;
		add_char(cased ? c : uc_tolower(c), out);
	}
}

void slug_jekyll(struct str s, struct buf *out)
{
	slugify(s, "", false, out);
}

void slug_jekyll_pretty(struct str s, struct buf *out)
{
	slugify(s, "._~!$&'()+,;=@", true, out);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* common/paths/path.go, Sanitize: a '-' that was written is not doubled. */
void slug_hugo(struct str s, struct buf *out)
{
	size_t start = out->len;
	bool gap = false, was_dash = false;

	while (s.len > 0) {
		bool is_escape = s.len > 2 && s.p[0] == '%' && is_hex(s.p[1]) &&
				 is_hex(s.p[2]);
		uint32_t c = take_char(&s);

		if (is_alphanumeric(c) || is_among(c, "./\\_#+~-@") ||
		    is_escape) {
			was_dash = c == '-';
			if (gap && !was_dash)
				buf_add_char(out, '-');
			gap = false;
			add_char(uc_tolower(c), out);
		} else if (out->len > start && !was_dash &&
			   uc_is_property_white_space(c)) {
			gap = true;
		}
	}
}

bool slug_is_word(uint32_t c)
{
	return uc_is_property_alphabetic(c) ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M |
							   UC_CATEGORY_MASK_Nd |
							   UC_CATEGORY_MASK_Pc);
}

void slug_github(struct str s, struct buf *out)
{
	while (s.len > 0) {
		uint32_t c = take_char(&s);

		if (c == ' ')
			buf_add_char(out, '-');
		else if (c == '-' || slug_is_word(c))
			add_char(uc_tolower(c), out);
	}
}

/* Latin letters that are no ASCII letter with a mark. */
static const struct {
	uint32_t c;
	const char *ascii;
} letters[] = {
	{ 0xe6, "ae" }, { 0xf0, "d" },	 { 0xf8, "o" },	 { 0xfe, "th" },
	{ 0xdf, "ss" }, { 0x111, "d" },	 { 0x127, "h" }, { 0x131, "i" },
	{ 0x142, "l" }, { 0x153, "oe" },
};

/* What a character in lower case is in ASCII, NULL for nothing; `one` has
 * room for it. */
static const char *in_ascii(uint32_t c, char one[2])
{
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
		one[0] = (char)c;
		one[1] = '\0';
		return one;
	}
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		if (letters[i].c == c)
			return letters[i].ascii;
	}
	return NULL;
}

bool slug_ascii(struct str s, struct buf *out)
{
	size_t len = 0, start = out->len;
	uint8_t *p = u8_normalize(UNINORM_NFKD, (const uint8_t *)s.p, s.len,
				  NULL, &len);
	struct str rest = str_make((char *)p, p ? len : 0);
	bool gap = false, is_whole = true;
	char one[2];

	if (!p)
		out->failed = ERR_MEMORY;
	while (rest.len > 0) {
		uint32_t c = uc_tolower(take_char(&rest));
		const char *ascii = in_ascii(c, one);

		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
			continue;
		if (!ascii) {
			gap = true;
			if (uc_is_property_alphabetic(c))
				is_whole = false;
			continue;
		}
		if (gap && out->len > start)
			buf_add_char(out, '-');
		gap = false;
		buf_add_str(out, str_of(ascii));
	}
	free(p);
	return is_whole;
}
