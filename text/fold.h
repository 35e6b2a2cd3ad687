/*
 * Folding: what makes words that are written differently equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * NFKC (UAX #15), full case folding (Unicode, section 5.18), diacritics of
 * Latin, Greek, Cyrillic, Hebrew and Arabic dropped (but for the letters й and
 * ў), and a few letters that
 * are variants of one another made one (the Arabic and the Persian yeh and
 * kaf, ø and o, ’ and '). Decimal digits of every script become 0 to 9.
 * Marks that make another letter stay: vowel signs of Indic scripts, the
 * Japanese voicing marks. Folding what is folded changes nothing.
 *
 * Words that are written in several ways are one: don't and dont, 1,000,000
 * and 1000000, v3.3.12 and 3.3.12, an emoji with and without a skin tone.
 *
 * Threads: pure functions. Memory: the caller's buf; a failure is the buf's.
 */
#ifndef PRESSMARK_TEXT_FOLD_H
#define PRESSMARK_TEXT_FOLD_H

#include "base/buf.h"
#include "base/str.h"

/* Appends the folded form of one token (text/tokens.h). May append nothing.
 * Apostrophes are dropped, and behind an s the whole 's (Chris's is Chris);
 * so are the commas between thousands and the v of a version.
 * A form longer than LIMIT_WORD_BYTES is cut at a character's edge and ends
 * in 16 hex digits of a hash of the whole. */
void fold_word(struct str token, struct buf *out);

/* Appends the folded form of a name (a tag, an author, a title): words as
 * above; what lies between them, blanks, `-` and `_`, as one `-`; other
 * characters kept, but for the '#' of a hashtag. None at the ends. Not cut. */
void fold_name(struct str name, struct buf *out);

#endif
