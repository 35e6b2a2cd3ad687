/*
 * Leads: how the words begin that a query means, to pass over all others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/leads.h"

#include <string.h>

/* What a byte is: of a letter or digit in ASCII; a first byte of a word that
 * may match. */
#define LETTER 1
#define START  2

void leads_init(struct leads *leads)
{
	memset(leads, 0, sizeof(*leads));
	for (int c = '0'; c <= '9'; c++)
		leads->starts[c] = LETTER;
	for (int c = 'a'; c <= 'z'; c++)
		leads->starts[c] = leads->starts[c - 32] = LETTER;
	/* The v of a version is dropped. */
	leads->starts['v'] = leads->starts['V'] = LETTER | START;
	for (int c = 0xc2; c < 256; c++)
		leads->starts[c] = START;
}

int leads_add(struct leads *leads, struct str lead, struct arena *arena,
	      struct err *err)
{
	struct str *at = arena_grow(arena, leads->at, leads->count, &leads->cap,
				    sizeof(*at));
	unsigned char first;

	lead = arena_copy(arena, lead);
	if (!at || !lead.p)
		return arena_check(arena, err);
	leads->at = at;
	at[leads->count++] = lead;
	for (int c = 0; c < 256 && lead.len == 0; c++)
		leads->starts[c] |= leads->starts[c] & LETTER ? START : 0;
	first = lead.len ? (unsigned char)lead.p[0] : 0xff;
	leads->starts[first] |= START;
	if (first >= 'a' && first <= 'z')
		leads->starts[first - 32] |= START;
	leads->has_digit = leads->has_digit || lead.len == 0 ||
			   (first >= '0' && first <= '9');
	leads->has_wide = leads->has_wide || first >= 128;
	return 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* May be between the letters of a word, or of words that are joined. */
static bool is_dropped(char c)
{
	return c == '\'' || c == ',' || c == '-' || c == '.' || c == '&';
}

static bool begins(struct str word, struct str lead)
{
	for (size_t i = 0; i < lead.len; i++) {
		if (i == word.len)
			return false;
		/* What folding makes of another letter is not known here. */
		if ((unsigned char)word.p[i] >= 128)
			return true;
		if (lower(word.p[i]) != lead.p[i])
			return is_dropped(word.p[i]);
	}
	return true;
}

/* No folding makes ASCII of Kana (U+3040 to U+30FF), Han (U+4000 to U+9FFF) and
 * Hangul (U+B000 to U+CFFF), nor of the commonest quotes and dashes (U+2010 to
 * U+201F). Of U+0400 to U+1CFF, which is Cyrillic, Hebrew, Arabic and the
 * scripts of India and South East Asia, only of digits. */
static bool is_foreign(const struct leads *leads, struct str s)
{
	unsigned char a = (unsigned char)s.p[0], b, c;

	if (a >= 0xd0 && a <= 0xe0)
		return !leads->has_digit;
	if ((a >= 0xe4 && a <= 0xe9) || a == 0xeb || a == 0xec)
		return true;
	if (s.len < 3)
		return false;
	b = (unsigned char)s.p[1];
	c = (unsigned char)s.p[2];
	if (a == 0xe1 && b < 0xb4)
		return !leads->has_digit;
	return (a == 0xe3 && b >= 0x81 && b <= 0x83) ||
	       (a == 0xe2 && b == 0x80 && c >= 0x90 && c <= 0x9f);
}

/* May a word match that begins with what is not ASCII? Folding leaves Han as
 * it is, and makes nothing of other scripts Han that is written so. */
static bool is_wide_fit(const struct leads *leads, struct str word)
{
	unsigned char c = (unsigned char)word.p[0];

	if (!leads->has_wide)
		return !is_foreign(leads, word);
	if (c < 0xe4 || c > 0xe9)
		return true;
	for (size_t i = 0; i < leads->count; i++) {
		if (str_starts(word, str_head(leads->at[i], 3)))
			return true;
	}
	return false;
}

bool leads_fit(const struct leads *leads, struct str word)
{
	unsigned char c = (unsigned char)lower(word.p[0]);

	if (c >= 128)
		return is_wide_fit(leads, word);
	if (leads->starts[c] & START) {
		for (size_t i = 0; i < leads->count; i++) {
			if (begins(word, leads->at[i]))
				return true;
		}
	}
	return c == 'v' && word.len > 1 && word.p[1] >= '0' && word.p[1] <= '9';
}

size_t leads_find(const struct leads *leads, struct str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;
	unsigned int kind, before = at > 0 ? leads->starts[p[at - 1]] : 0;

	for (; at < text.len; at++, before = kind) {
		kind = leads->starts[p[at]];
		/* A start that does not go on with a word: one branch, which
		 * is seldom taken, for all the bytes that are none. */
		if ((kind & ~((kind & before & LETTER) * START) & START) &&
		    leads_fit(leads, str_skip(text, at)))
			return at;
	}
	return text.len;
}
