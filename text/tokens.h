/*
 * The tokenizer: where the words of a text are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Word boundaries are those of UAX #29 (Unicode Text Segmentation, section
 * 4.1, with libunistring's properties), tailored for searching:
 *
 *  - `.` and `:` between letters separate, so `node` finds `node.js`; between
 *    digits `.` and `,` join (3.14, 1,000);
 *  - an apostrophe joins (don't), but separates after an elided article or
 *    pronoun (l'eau, d'or, qu'il);
 *  - `_` joins what stands on both sides of it and belongs to no other word;
 *  - letters of scripts written without spaces (Han, Hiragana, Katakana,
 *    Thai, Lao, Khmer, Myanmar, ...) and Korean syllables are a token each;
 *  - an emoji is a token, with its modifiers.
 *
 * A token says what it is bound to the next one by (open-source, node.js,
 * AT&T) and which signs around it make it another word (C++, .NET, @user):
 * text/terms.h makes terms of that.
 *
 *	struct tokens t;
 *	struct token token;
 *
 *	tokens_init(&t, text);
 *	while (tokens_next(&t, &token))
 *		use(str_make(text.p + token.start, token.end - token.start));
 *
 * The text may be any bytes; what is not UTF-8 separates words.
 * Threads: a struct tokens belongs to one. Memory: none is allocated.
 */
#ifndef PRESSMARK_TEXT_TOKENS_H
#define PRESSMARK_TEXT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct tokens {
	struct str text;
	size_t at;
};

/* What binds a token to the next one, which follows at once. */
enum token_bond {
	TOKEN_FREE,   /* nothing */
	TOKEN_HYPHEN, /* open-source */
	TOKEN_STOP,   /* node.js, U.S. */
	TOKEN_AND,    /* AT&T */
};

struct token {
	size_t start, end; /* byte offsets in the text, start < end */
	/* With the signs that make it another word: C++, .NET, #tag, £10bn;
	 * start and end where there are none. */
	size_t sign_start, sign_end;
	enum token_bond bond;
	bool is_gram;	/* a letter of a script without spaces */
	bool has_parts; /* `_`, or `.` between digits, is in it */
};

void tokens_init(struct tokens *tokens, struct str text);

/* The next word; false at the end. */
bool tokens_next(struct tokens *tokens, struct token *out);

#endif
