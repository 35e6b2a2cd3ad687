/*
 * Stop words: words that say little of what a text is about.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are indexed like all others, and found where they are asked for; in a
 * query that has other words as well they weigh little. Each language that has
 * stems has a list of its own: German `die` says nothing, English `die` does.
 *
 * Threads: constants and pure functions.
 */
#ifndef PRESSMARK_TEXT_STOP_H
#define PRESSMARK_TEXT_STOP_H

#include <stdbool.h>

#include "base/str.h"

/* LANGUAGE_COUNT lists, by the number of the language (text/language.h):
 * folded words, rising by bytes, blanks between. None of LANGUAGE_NONE. */
extern const char *const stop_words[];

/* Is it one of a language? Folded as text/fold.h does: "dont". */
bool stop_has(unsigned int language, struct str folded);

#endif
