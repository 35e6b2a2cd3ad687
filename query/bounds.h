/*
 * Bounds: where a text may be cut, between sentences, clauses and words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text is that of a record: valid UTF-8 in blocks that end in '\n', which
 * is a bound of every kind. Sentences are those of UAX #29 (section 5), with
 * two tailorings: abbreviations and initials ("Dr. Hale", "U.S. Senate") end
 * none, and neither does a mark that a small letter follows ("panic! or").
 * Words are parted at blanks, and between letters of scripts without spaces.
 *
 * Each function looks at some characters around the place it is asked about,
 * however long the text is.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_QUERY_BOUNDS_H
#define PRESSMARK_QUERY_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Is there an edge of a character as people see it, a grapheme cluster of
 * UAX #29 (section 3): a letter with its marks, a flag, a family? */
bool bounds_character(struct str text, size_t at);

/* May a passage begin or end here without cutting a word? */
bool bounds_word(struct str text, size_t at);

/* Is there a comma, a dash or the like before the blank at `at`, or before
 * the letter, where a script has no blanks? */
bool bounds_clause(struct str text, size_t at);

/* Does a sentence begin here? Never at a blank. */
bool bounds_sentence(struct str text, size_t at);

/* Does what is before `at` end as a sentence does? */
bool bounds_is_stopped(struct str text, size_t at);

/* The same, or with a colon, a comma or a dash? */
bool bounds_is_ended(struct str text, size_t at);

/* Without what makes no sense before an ellipsis: commas, dashes, brackets that
 * open. Not before `least`. */
size_t bounds_strip_end(struct str text, size_t at, size_t least);

/* Without what makes no sense behind one: commas, dashes and brackets that
 * close, between blanks. Not behind `most`. */
size_t bounds_strip_start(struct str text, size_t at, size_t most);

/* Is it amid ASCII without a blank, where nothing may be cut? A quick answer to
 * most questions. */
static inline bool bounds_is_amid(struct str text, size_t at)
{
	return at > 0 && at < text.len && (signed char)text.p[at] > ' ' &&
	       (signed char)text.p[at - 1] > ' ';
}

/* The character (code point) before `at` begins here; 0 for none. */
size_t bounds_back(struct str text, size_t at);

#endif
