/*
 * Cuts: what of a query is searched for that is longer than a query may be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of plain words, as when a paragraph is pasted, the first are enough to
 * answer with. A few operators and exclusions in it are chance: an "OR" in
 * capitals, a dash before a word. Where there are many, or fields, leaving some
 * out would find something else than what was asked for, so that is refused.
 */
#ifndef PRESSMARK_QUERY_CUT_H
#define PRESSMARK_QUERY_CUT_H

#include <stdbool.h>

#include "base/str.h"
#include "query/languages.h"
#include "query/lex.h"

/* The first words of a text, in LIMIT_QUERY_BYTES; of one long word, its first
 * characters. A view. */
struct str cut_text(struct str text);

/* Are there only words, quoted or not, and parentheses, and operators in one of
 * CUT_OPERATORS words at most? */
#define CUT_OPERATORS 8
bool cut_is_plain(const struct lex *lex);

/* Leaves out what is more than LIMIT_QUERY_WORDS words: first the operators and
 * the words that say little in one of the languages, then the last. Nothing
 * where there are not so many. Returns whether there were. */
bool cut_words(struct lex *lex, const struct languages *languages);

/* Leaves out the operators, and nothing else. */
void cut_operators(struct lex *lex);

/* How many words a phrase has: what stands between blanks. */
unsigned int cut_count(struct str phrase);

#endif
