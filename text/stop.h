/*
 * Stop words: words that say little of what a text is about.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are indexed like all others, and found where they are asked for; in a
 * query that has other words as well they weigh little. Threads: pure
 * functions.
 */
#ifndef PRESSMARK_TEXT_STOP_H
#define PRESSMARK_TEXT_STOP_H

#include <stdbool.h>

#include "base/str.h"

/* Is it one of English? Folded as text/fold.h does: "dont". */
bool stop_has(struct str folded);

#endif
