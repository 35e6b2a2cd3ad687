/*
 * Folding: what makes words that are written differently equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/limits.h"

/* Letters that no decomposition makes equal, though readers take one for the
 * other; sorted by code point. Zero drops the character. */
static const struct variant {
	uint32_t from;
	const char *to;
} variants[] = {
	{ 0xe6, "ae" },	 { 0xf0, "d" },	  { 0xf8, "o" },   { 0xfe, "th" },
	{ 0x111, "d" },	 { 0x127, "h" },  { 0x131, "i" },  { 0x142, "l" },
	{ 0x153, "oe" }, { 0x167, "t" },  { 0x2bc, "'" },  { 0x3c2, "σ" },
	{ 0x621, "" },	 { 0x629, "ه" },  { 0x640, "" },   { 0x643, "ک" },
	{ 0x649, "ی" },	 { 0x64a, "ی" },  { 0x66b, "." },  { 0x66c, "," },
	{ 0x671, "ا" },	 { 0x6c1, "ه" },  { 0x6c3, "ه" },  { 0x6d5, "ه" },
	{ 0x2010, "-" }, { 0x2011, "-" }, { 0x2018, "'" }, { 0x2019, "'" },
};

static const char *variant_of(uint32_t c)
{
	size_t low = 0, high = sizeof(variants) / sizeof(variants[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (variants[middle].from == c)
			return variants[middle].to;
		if (variants[middle].from < c)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The Russian and the Belarusian short letters (й, ў) are letters of their own:
 * nobody leaves the breve out, and endings differ by it. */
#define BREVE	   0x306
#define CYRILLIC_I 0x438
#define CYRILLIC_U 0x443

/* Diacritics that only modify: canonical combining classes of marks above
 * and below (200 to 240), of Hebrew and Arabic points (10 to 35). Not the
 * nuktas, viramas and voicing marks (7 to 9), and not what has class 0 but
 * for variation selectors and the skin tones of emoji. */
static bool is_dropped(uint32_t c, uint32_t before)
{
	int class = uc_combining_class(c);

	if (c == BREVE && (before == CYRILLIC_I || before == CYRILLIC_U))
		return false;
	if ((class >= 200 && class <= 240) || (class >= 10 && class <= 35))
		return true;
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf) ||
	       (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* What is left of decomposed, case-folded text, still decomposed. */
static void strip(struct str s, struct buf *out)
{
	uint32_t before = 0;

	for (size_t at = 0; at < s.len;) {
		const char *variant;
		uint32_t c;
		size_t n = utf8_decode(s.p + at, s.len - at, &c);

		if (n == 0) {
			at++;
			continue;
		}
		if (c < 128) {
			buf_add_char(out, s.p[at]);
		} else if (is_dropped(c, before)) {
			/* nothing */
		} else if ((variant = variant_of(c)) != NULL) {
			buf_add_str(out, str_of(variant));
		} else if (uc_is_general_category_withtable(
				   c, UC_CATEGORY_MASK_Nd)) {
			buf_add_char(out, (char)('0' + uc_decimal_value(c)));
		} else {
			buf_add(out, s.p + at, n);
		}
		before = c;
		at += n;
	}
}

static void fold_wide(struct str s, struct buf *out)
{
	struct buf stripped = BUF_INIT;
	size_t len = 0;
	uint8_t *text = u8_casefold((const uint8_t *)s.p, s.len, NULL,
				    UNINORM_NFKD, NULL, &len);

	if (!text) {
		/* Not UTF-8 (the tokenizer lets none through), or no memory:
		 * the word as it is. */
		buf_add_str(out, s);
		return;
	}
	strip(str_make((const char *)text, len), &stripped);
	free(text);
	text = u8_normalize(UNINORM_NFC, (const uint8_t *)stripped.p,
			    stripped.len, NULL, &len);
	if (text)
		buf_add(out, text, len);
	else if (stripped.len)
		out->failed = ERR_MEMORY;
	if (stripped.failed)
		out->failed = ERR_MEMORY;
	free(text);
	buf_release(&stripped);
}

static bool fold_ascii(struct str s, struct buf *out)
{
	char *p;

	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.p[i] >= 128)
			return false;
	}
	p = buf_reserve(out, s.len);
	if (!p)
		return true;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		p[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	p[s.len] = '\0';
	out->len += s.len;
	return true;
}

static void fold_any(struct str s, struct buf *out)
{
	if (s.len && !fold_ascii(s, out))
		fold_wide(s, out);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is it 1,000 or 12,345,678.9: groups of three digits behind the first? */
static bool has_thousands(struct str s)
{
	size_t group = 0, groups = 0;

	for (size_t i = 0; i <= s.len; i++) {
		if (i < s.len && is_digit(s.p[i])) {
			group++;
			continue;
		}
		if (groups ? group != 3 : group == 0 || group > 3)
			return false;
		if (i == s.len || s.p[i] == '.')
			return groups > 0;
		if (s.p[i] != ',')
			return false;
		groups++;
		group = 0;
	}
	return false;
}

/* Is it v3.3.12? */
static bool is_version(struct str s)
{
	bool has_stop = false;

	if (s.len < 4 || s.p[0] != 'v' || !is_digit(s.p[1]))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (!is_digit(s.p[i]) && s.p[i] != '.')
			return false;
		has_stop = has_stop || s.p[i] == '.';
	}
	return has_stop;
}

/* Takes a character out, in place; the new length. */
static size_t drop(char *p, size_t len, char c)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] != c)
			p[to++] = p[i];
	}
	return to;
}

/* Makes one of what is written in several ways. */
static void settle(struct buf *out, size_t start)
{
	struct str s = str_skip(buf_view(out), start);
	char *p;

	if (out->failed || s.len < 2)
		return;
	p = out->p + start;
	if (memchr(p, '\'', s.len)) {
		if (str_ends(s, STR("s's")))
			s.len -= 2;
		out->len = start + drop(p, s.len, '\'');
	} else if (is_digit(p[0]) && memchr(p, ',', s.len)) {
		if (has_thousands(s))
			out->len = start + drop(p, s.len, ',');
	} else if (is_version(s)) {
		memmove(p, p + 1, s.len - 1);
		out->len--;
	}
}

void fold_word(struct str token, struct buf *out)
{
	size_t start = out->len;
	struct str whole, head;
	char tail[17];

	fold_any(token, out);
	settle(out, start);
	if (out->failed || out->len - start <= LIMIT_WORD_BYTES)
		return;
	whole = str_make(out->p + start, out->len - start);
	snprintf(tail, sizeof(tail), "%016llx",
		 (unsigned long long)hash64(whole, 0));
	head = utf8_head(whole, LIMIT_WORD_BYTES - 16);
	out->len = start + head.len;
	buf_add(out, tail, 16);
}

static bool is_between(uint32_t c)
{
	return c == '-' || c == '_' || c <= ' ' ||
	       uc_is_property_white_space(c);
}

/* Does s, folded, begin as the word of a hashtag does, behind its '#'? */
static bool begins_hashtag(struct str s)
{
	uint32_t c;

	return utf8_decode(s.p, s.len, &c) > 0 &&
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L |
							   UC_CATEGORY_MASK_N |
							   UC_CATEGORY_MASK_So);
}

/* How many letters of ASCII follow each other there. */
static size_t ascii_letters(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && s.p[end] >= 'a' && s.p[end] <= 'z')
		end++;
	return end - at;
}

void fold_name(struct str name, struct buf *out)
{
	struct buf folded = BUF_INIT;
	bool pending = false;
	size_t start = out->len;

	fold_any(name, &folded);
	for (size_t at = 0; at < folded.len;) {
		uint32_t c = 0xfffd;
		size_t n = ascii_letters(buf_view(&folded), at);

		if (!n)
			n = utf8_decode(folded.p + at, folded.len - at, &c);
		if (n && is_between(c)) {
			pending = true;
		} else if (c == '#' && out->len == start &&
			   begins_hashtag(
				   str_skip(buf_view(&folded), at + 1))) {
			/* #a is a */
		} else {
			if (pending && out->len > start)
				buf_add_char(out, '-');
			pending = false;
			if (n)
				buf_add(out, folded.p + at, n);
			else
				buf_add_str(out, STR(UTF8_REPLACEMENT));
		}
		at += n ? n : 1;
	}
	if (folded.failed)
		out->failed = ERR_MEMORY;
	buf_release(&folded);
}
