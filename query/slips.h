/*
 * Slips: how likely somebody who meant one word typed another.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slip costs 1 as in query/nearby.h, less where fingers and ears explain it:
 * keys side by side (of QWERTY, QWERTZ or AZERTY), a letter doubled or not, two
 * that changed places, a vowel for another, letters that sound alike. The first
 * letter is seldom wrong, so slips there cost more.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_QUERY_SLIPS_H
#define PRESSMARK_QUERY_SLIPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* What the slips cost that made `typed` of `meant`: the least sum. Folded words
 * of UTF-8; of each so many code points count as nearby words have. */
double slips_cost(struct str typed, struct str meant);

/* The same for the beginning of a word, which goes on anyhow. */
double slips_cost_of_beginning(struct str typed, struct str meant);

/* What one spelling for another that sounds alike costs. */
#define SLIPS_SOUND_COST 0.8

/* Appends the word as number `i` spells it: with one of the letters or pairs of
 * letters replaced by others that sound alike (fotograf: photograf). False
 * when there are fewer such spellings, and nothing is appended. */
bool slips_sound(struct str word, size_t i, struct buf *out);

#endif
