/*
 * The tokenizer: UAX #29 word boundaries, tailored; a fast path for ASCII.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/tokens.h"

#include <unictype.h>
#include <uniwbrk.h>

#include "base/swar.h"
#include "base/utf8.h"

/* What a character is to the tokenizer. */
enum kind {
	SPACE,	/* separates */
	LETTER, /* ALetter, Hebrew_Letter */
	DIGIT,	/* Numeric */
	GRAM,	/* a letter that is a token by itself */
	SINGLE, /* a number that is, as ½ */
	EMOJI,	/* a pictograph */
	REGION, /* half a flag */
	EXTEND, /* Extend, Format, ZWJ: part of what stands before it */
	QUOTE,	/* joins letters */
	POINT,	/* joins digits */
	UNDER,	/* joins either */
};

#define S SPACE
#define L LETTER
#define D DIGIT
/* clang-format off */
static const unsigned char ascii_kinds[128] = {
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, QUOTE, S, S, S, S, POINT, S, POINT, S,
	D, D, D, D, D, D, D, D, D, D, S, S, S, S, S, S,
	S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, S, S, S, S, UNDER,
	S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, S, S, S, S, S,
};
/* clang-format on */
#undef S
#undef L
#undef D

/* Korean is written with spaces, but what stands between them is a word with
 * its endings, or several words. */
static bool is_hangul(uint32_t c)
{
	return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff) ||
	       (c >= 0x3131 && c <= 0x318e) || (c >= 0xa960 && c <= 0xa97c) ||
	       (c >= 0xd7b0 && c <= 0xd7fb) || (c >= 0xffa0 && c <= 0xffdc);
}

/* The vowels and finals of a syllable that is written in its letters. */
static bool ends_syllable(uint32_t c)
{
	return (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7fb);
}

/* What has no word-break property of its own: ideographs, Hiragana and the
 * scripts of South East Asia; and pictographs. Signs of text that may be shown
 * as pictures (U+00A9, U+2122, arrows) are none. */
static enum kind other_kind(uint32_t c)
{
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L))
		return GRAM;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_N))
		return SINGLE;
	return c >= 0x231a && uc_is_property_extended_pictographic(c) ? EMOJI
								      : SPACE;
}

static enum kind wide_kind(uint32_t c)
{
	switch (uc_wordbreak_property(c)) {
	case WBP_ALETTER:
		if (is_hangul(c))
			return ends_syllable(c) ? EXTEND : GRAM;
		return LETTER;
	case WBP_HL:
		return LETTER;
	case WBP_NUMERIC:
		return DIGIT;
	case WBP_KATAKANA:
		return GRAM;
	case WBP_RI:
		return REGION;
	case WBP_EXTEND:
	case WBP_FORMAT:
	case WBP_ZWJ:
		return EXTEND;
	case WBP_EXTENDNUMLET:
		/* Not the narrow no-break space of French typography, which
		 * stands between a number and its unit. */
		return c == 0x202f ? SPACE : UNDER;
	case WBP_MIDNUM:
		return POINT;
	case WBP_MIDNUMLET:
		/* The typographic apostrophes; the others are full stops. */
		return c == 0x2019 || c == 0x2018 ? QUOTE : POINT;
	case WBP_MIDLETTER:
		/* U+00B7 as in Catalan, U+05F4 in Hebrew acronyms. */
		return c == 0xb7 || c == 0x5f4 ? QUOTE : SPACE;
	default:
		return other_kind(c);
	}
}

/* The kind of the character at `at` and the offset behind it. At the end of
 * the text: SPACE. */
static enum kind look(struct str text, size_t at, size_t *next)
{
	uint32_t c;
	size_t n;

	if (at >= text.len) {
		*next = at;
		return SPACE;
	}
	if ((unsigned char)text.p[at] < 128) {
		*next = at + 1;
		return (enum kind)ascii_kinds[(unsigned char)text.p[at]];
	}
	n = utf8_decode(text.p + at, text.len - at, &c);
	*next = at + (n ? n : 1);
	return n ? wide_kind(c) : SPACE;
}

/* Is this all that stands before the apostrophe an elided word of French,
 * Italian or Catalan, which is a word of its own? */
static bool is_elision(struct str s)
{
	static const struct str longer[] = {
		STR_INIT("qu"),	    STR_INIT("jusqu"), STR_INIT("lorsqu"),
		STR_INIT("puisqu"), STR_INIT("dell"),  STR_INIT("nell"),
		STR_INIT("sull"),   STR_INIT("dall")
	};

	if (s.len == 1)
		return memchr("cdjlmnstCDJLMNST", s.p[0], 16) != NULL;
	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++) {
		if (str_eq_nocase(s, longer[i]))
			return true;
	}
	return false;
}

static size_t skip_extends(struct str text, size_t at)
{
	size_t next;

	while (look(text, at, &next) == EXTEND && next > at)
		at = next;
	return at;
}

/* Does the joining character of kind c, with `last` before it and the text
 * from `next` behind it, stand inside a word that began at start? Sets *end
 * behind the character that it joins to, *kind to that one's if it does. */
static bool joins(struct str text, size_t start, size_t at, enum kind c,
		  enum kind last, size_t next, size_t *end, enum kind *kind)
{
	enum kind behind;

	next = skip_extends(text, next);
	if (c == UNDER) {
		size_t more;

		while (look(text, next, &more) == UNDER)
			next = more;
	}
	behind = look(text, next, end);
	if (behind != LETTER && behind != DIGIT)
		return false;
	if (c == POINT && (last != DIGIT || behind != DIGIT))
		return false;
	if (c == QUOTE && (last != LETTER || behind != LETTER ||
			   is_elision(str_make(text.p + start, at - start))))
		return false;
	*kind = behind;
	return true;
}

/* Behind an emoji: its modifiers, what is joined to it, the other half of a
 * flag. */
static size_t skip_emoji(struct str text, size_t at, enum kind kind)
{
	static const char joiner[] = "\xe2\x80\x8d";

	for (;;) {
		size_t end = skip_extends(text, at), next;
		enum kind c = look(text, end, &next);

		if (kind == REGION && c == REGION)
			kind = EMOJI;
		else if (c != EMOJI || end < at + 3 ||
			 memcmp(text.p + end - 3, joiner, 3) != 0)
			return end;
		at = next;
	}
}

/* May what stands before `at` (or behind, at or from it on) be left without
 * cutting a word or a sign of several characters? */
static bool is_open(struct str text, size_t at)
{
	return at == 0 || (unsigned char)text.p[at - 1] >= 128 ||
	       (unsigned char)text.p[at - 1] <= ' ' ||
	       strchr("([{<>\"'`,;:|/=", text.p[at - 1]) != NULL;
}

static bool is_closed(struct str text, size_t at)
{
	return at >= text.len || (unsigned char)text.p[at] >= 128 ||
	       (unsigned char)text.p[at] <= ' ' ||
	       strchr(")]}<>\"'`,;:|/.!?*-", text.p[at]) != NULL;
}

/* The length of the currency sign that ends at `at`; 0 for none. */
static size_t currency_before(struct str text, size_t at)
{
	if (at >= 1 && text.p[at - 1] == '$')
		return 1;
	/* U+00A2 to U+00A5, and the block from U+20A0 to U+20CF. */
	if (at >= 2 && text.p[at - 2] == '\xc2' &&
	    (unsigned char)text.p[at - 1] >= 0xa2 &&
	    (unsigned char)text.p[at - 1] <= 0xa5)
		return 2;
	if (at >= 3 && text.p[at - 3] == '\xe2' &&
	    ((text.p[at - 2] == '\x82' &&
	      (unsigned char)text.p[at - 1] >= 0xa0) ||
	     (text.p[at - 2] == '\x83' &&
	      (unsigned char)text.p[at - 1] <= 0x8f)))
		return 3;
	return 0;
}

/* Signs in front of a token whose first character is of that kind. */
static size_t signs_before(struct str text, size_t start, enum kind first)
{
	size_t len = 0;

	if (start == 0 || text.p[start - 1] == ' ')
		return 0;
	if (first == DIGIT)
		len = currency_before(text, start);
	else if (memchr(".@#", text.p[start - 1], 3))
		len = 1;
	return len && is_open(text, start - len) ? len : 0;
}

static size_t signs_after(struct str text, size_t end)
{
	size_t len = 1;

	if (text.p[end] == '+' && end + 1 < text.len && text.p[end + 1] == '+')
		len = 2;
	if (len == 2 && end + 2 < text.len && text.p[end + 2] >= '0' &&
	    text.p[end + 2] <= '9')
		return 2; /* C++17 */
	return is_closed(text, end + len) ? len : 0;
}

/* The length of what binds the token that ends here, with a character of the
 * kind `last`, to one that begins behind that; 0 for nothing. */
static size_t bond_at(struct str text, size_t end, enum kind last,
		      enum token_bond *bond)
{
	enum kind next;
	size_t len = 1, behind;

	switch (text.p[end]) {
	case '-':
		*bond = TOKEN_HYPHEN;
		break;
	case '.':
		*bond = TOKEN_STOP;
		break;
	case '&':
		*bond = TOKEN_AND;
		break;
	case '\xe2':
		/* U+2010 and U+2011, the hyphens. */
		if (text.len - end < 3 || text.p[end + 1] != '\x80' ||
		    (text.p[end + 2] != '\x90' && text.p[end + 2] != '\x91'))
			return 0;
		*bond = TOKEN_HYPHEN;
		len = 3;
		break;
	default:
		return 0;
	}
	next = look(text, end + len, &behind);
	if (next != LETTER && (next != DIGIT || *bond != TOKEN_HYPHEN))
		return 0;
	return *bond == TOKEN_HYPHEN || last == LETTER ? len : 0;
}

/* What the characters around a token make of it. */
static void look_around(struct str text, enum kind first, enum kind last,
			struct token *out)
{
	enum token_bond bond;

	out->sign_start = out->start - signs_before(text, out->start, first);
	out->sign_end = out->end;
	out->bond = TOKEN_FREE;
	if (out->end == text.len || text.p[out->end] == ' ')
		return;
	if (text.p[out->end] == '+' || text.p[out->end] == '#')
		out->sign_end += signs_after(text, out->end);
	else if (bond_at(text, out->end, last, &bond))
		out->bond = bond;
}

void tokens_init(struct tokens *tokens, struct str text)
{
	tokens->text = text;
	tokens->at = 0;
}

static bool is_alone(enum kind c)
{
	return c == GRAM || c == SINGLE || c == EMOJI || c == REGION;
}

/* A token of one character, with what extends it. */
static bool take_alone(struct tokens *tokens, size_t at, enum kind c,
		       struct token *out)
{
	out->end = c == EMOJI || c == REGION ? skip_emoji(tokens->text, at, c)
					     : skip_extends(tokens->text, at);
	out->sign_start = out->start;
	out->sign_end = out->end;
	out->is_gram = c == GRAM;
	tokens->at = out->end;
	return true;
}

/* Most text is ASCII: signs and blanks, and the letters and digits of a word,
 * are stepped over at once. */
static bool is_ascii_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte < 128 &&
	       (ascii_kinds[byte] == LETTER || ascii_kinds[byte] == DIGIT);
}

static size_t skip_ascii_space(struct str text, size_t at)
{
	while (at < text.len && (unsigned char)text.p[at] < 128 &&
	       !is_ascii_word(text.p[at]))
		at++;
	return at;
}

static size_t skip_ascii_word(struct str text, size_t at)
{
	uint64_t others = 0;

	while (!others && text.len - at >= SWAR_BYTES) {
		others = SWAR_MARKS & ~swar_alnum(swar_load(text.p + at));
		at += others ? swar_first(others) : SWAR_BYTES;
	}
	while (!others && at < text.len && is_ascii_word(text.p[at]))
		at++;
	return at;
}

/* May a word of ASCII begin here, that signs before it do not make another? (A
 * currency sign that is not ASCII is none that was stepped over.) */
static bool is_plain_start(struct str text, size_t at)
{
	char before = at ? text.p[at - 1] : ' ';

	return before != '.' && before != '@' && before != '#' && before != '$';
}

/* May one end here? */
static bool is_plain_end(struct str text, size_t at)
{
	if (at == text.len)
		return true;
	switch (text.p[at]) {
	case '.':
	case ',':
	case '\'':
		return at + 1 == text.len || text.p[at + 1] == ' ' ||
		       text.p[at + 1] == '\n';
	case '+':
	case '#':
	case '-':
	case '&':
	case '_':
		return false;
	default:
		return (unsigned char)text.p[at] < 128;
	}
}

/* Any token that begins here or later. */
static bool read_token(struct tokens *tokens, size_t at, struct token *out)
{
	struct str text = tokens->text;
	size_t next;
	enum kind c, first, last;

	do {
		c = look(text, at, &next);
		out->start = at;
		at = next;
	} while (c != LETTER && c != DIGIT && !is_alone(c) && at < text.len);
	out->bond = TOKEN_FREE;
	out->is_gram = false;
	out->has_parts = false;
	if (is_alone(c))
		return take_alone(tokens, at, c, out);
	if (c != LETTER && c != DIGIT) {
		tokens->at = text.len;
		return false;
	}
	first = last = c;
	for (;;) {
		out->end = skip_ascii_word(text, at);
		if (out->end > at)
			last = look(text, out->end - 1, &next);
		at = out->end;
		c = look(text, at, &next);
		if (c == EXTEND) {
			at = next;
		} else if (c == SPACE || is_alone(c)) {
			break;
		} else if (c == LETTER || c == DIGIT) {
			last = c;
			at = next;
		} else if (!joins(text, out->start, at, c, last, next, &at,
				  &last)) {
			break;
		} else if (c != QUOTE) {
			out->has_parts = true;
		}
	}
	tokens->at = out->end;
	look_around(text, first, last, out);
	return true;
}

/* Most are letters and digits of ASCII alone. */
bool tokens_next(struct tokens *tokens, struct token *out)
{
	struct str text = tokens->text;
	size_t at = skip_ascii_space(text, tokens->at);
	size_t end = skip_ascii_word(text, at);

	if (end == at || !is_plain_start(text, at) || !is_plain_end(text, end))
		return read_token(tokens, at, out);
	*out = (struct token){ .start = at,
			       .end = end,
			       .sign_start = at,
			       .sign_end = end,
			       .bond = TOKEN_FREE };
	tokens->at = end;
	return true;
}
