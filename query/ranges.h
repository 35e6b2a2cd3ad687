/*
 * Ranges of a field's values: 3..5, >=4, <2, 2025-06.., >=7d.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The kind of a field is not known here: a range is of numbers, of days, or of
 * both, by what its ends can be.
 *
 * Threads: pure functions, no clock, no locale.
 */
#ifndef PRESSMARK_QUERY_RANGES_H
#define PRESSMARK_QUERY_RANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "query/parse.h"

/* Reads A..B, A.., ..B, >=A, >A, <=A, <A as a range of numbers (a sign, digits,
 * a fraction, an exponent) and of days (as "date:" reads them). Sets low, high,
 * first_day and last_day of the node; those of what it is not of are empty. Of
 * numbers, text is how it is written: then no day depends on today. A range
 * whose ends are the wrong way round is turned. False for all else. */
bool ranges_read(struct str value, int64_t today, struct query_node *node);

/* Reads a number, and nothing but one. */
bool ranges_number(struct str value, double *out);

/* Appends a value that ranges_read reads so, whatever day is today. */
void ranges_print(const struct query_node *node, struct buf *out);

#endif
