/*
 * The tokenizer: where the words of a text are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One for the index, the query and the snippet, so that they cannot disagree.
 * Word boundaries are those of UAX #29 (Unicode Text Segmentation, section
 * 4.1, with libunistring's properties), tailored for searching:
 *
 *  - `.` and `:` between letters separate, so `node` finds `node.js`; between
 *    digits `.` and `,` join (3.14, 1,000);
 *  - an apostrophe joins (don't), but separates after an elided article or
 *    pronoun (l'eau, d'or, qu'il);
 *  - `_` joins what stands on both sides of it and belongs to no other word;
 *  - letters of scripts written without spaces (Han, Hiragana, Katakana,
 *    Thai, Lao, Khmer, Myanmar, ...) are a token each: a run of them is found
 *    as a phrase.
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

struct token {
	size_t start, end; /* byte offsets in the text, start < end */
};

void tokens_init(struct tokens *tokens, struct str text);

/* The next word; false at the end. */
bool tokens_next(struct tokens *tokens, struct token *out);

#endif
