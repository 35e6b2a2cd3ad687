/*
 * The tokenizer: UAX #29 word boundaries, tailored; a fast path for ASCII.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/tokens.h"

#include <unictype.h>
#include <uniwbrk.h>

#include "base/utf8.h"

/* What a character is to the tokenizer. */
enum kind {
	SPACE,	/* separates */
	LETTER, /* ALetter, Hebrew_Letter */
	DIGIT,	/* Numeric */
	SINGLE, /* a letter that is a token by itself */
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

static enum kind wide_kind(uint32_t c)
{
	switch (uc_wordbreak_property(c)) {
	case WBP_ALETTER:
	case WBP_HL:
		return LETTER;
	case WBP_NUMERIC:
		return DIGIT;
	case WBP_KATAKANA:
		return SINGLE;
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
		/* Ideographs, Hiragana and the scripts of South East Asia have
		 * no word-break property of their own. */
		return uc_is_general_category_withtable(
			       c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)
			       ? SINGLE
			       : SPACE;
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
 * behind the character that it joins to, *kind to that one's. */
static bool joins(struct str text, size_t start, size_t at, enum kind c,
		  enum kind last, size_t next, size_t *end, enum kind *kind)
{
	next = skip_extends(text, next);
	if (c == UNDER) {
		size_t behind;

		while (look(text, next, &behind) == UNDER)
			next = behind;
	}
	*kind = look(text, next, end);
	if (*kind != LETTER && *kind != DIGIT)
		return false;
	if (c == UNDER)
		return true;
	if (c == POINT)
		return last == DIGIT && *kind == DIGIT;
	return last == LETTER && *kind == LETTER &&
	       !is_elision(str_make(text.p + start, at - start));
}

void tokens_init(struct tokens *tokens, struct str text)
{
	tokens->text = text;
	tokens->at = 0;
}

bool tokens_next(struct tokens *tokens, struct token *out)
{
	struct str text = tokens->text;
	size_t at = tokens->at, next;
	enum kind c, last;

	do {
		c = look(text, at, &next);
		out->start = at;
		at = next;
	} while (c != LETTER && c != DIGIT && c != SINGLE && at < text.len);
	if (c != LETTER && c != DIGIT && c != SINGLE) {
		tokens->at = text.len;
		return false;
	}
	last = c;
	for (;;) {
		out->end = at;
		c = look(text, at, &next);
		if (c == EXTEND) {
			at = next;
		} else if (last == SINGLE || c == SPACE || c == SINGLE) {
			break;
		} else if (c == LETTER || c == DIGIT) {
			last = c;
			at = next;
		} else if (!joins(text, out->start, at, c, last, next, &at,
				  &last)) {
			break;
		}
	}
	tokens->at = out->end;
	return true;
}
