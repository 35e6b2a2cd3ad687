/*
 * Numbers: as front matter and queries write them, and as people read them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions, no locale.
 */
#ifndef PRESSMARK_TEXT_NUMBER_H
#define PRESSMARK_TEXT_NUMBER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Reads the whole of s, decimal as in YAML 1.2's core schema: 4, -4, +4, 4.5,
 * .5, 4., 1.5e-3; a `_` may stand between two digits, as TOML allows. Returns
 * false, *out untouched, for anything else: no blanks, no hexadecimal or
 * octal, no infinity, nothing that a double cannot hold. Text that only looks
 * like a number is none: whole numbers with a leading zero (007, a postal
 * code), those beyond 2^53, which a double would change. Of fractions with
 * more than 19 digits the rest does not count. */
bool number_parse(struct str s, double *out);

/* Appends a number for people, with commas between groups of three digits:
 * "4,061". */
void number_add(unsigned long long n, struct buf *out);

#endif
