/*
 * Unfolding: the letters of a folded word as its stemmer must see them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words are folded before they are stemmed, so that cafe and café are one. Most
 * stemmers do not miss the accents. Some know endings only with them: Spanish
 * -ión, Turkish -lı after a. What is given here is often the word as it was
 * written, and always the same for words that are folded alike, which is what
 * counts: their stems must be the same.
 *
 * Threads: pure functions. Memory: the caller's buf; a failure is the buf's.
 */
#ifndef PRESSMARK_TEXT_UNFOLD_H
#define PRESSMARK_TEXT_UNFOLD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Sets *out to a folded word of a language (text/language.h) as it is to be
 * stemmed, and returns true; the stem is to be folded then. False, with *out as
 * it was, for a language whose words are stemmed as they are. */
bool unfold_word(unsigned int language, struct str folded, struct buf *out);

#endif
