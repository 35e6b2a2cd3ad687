/*
 * Covering a range of days by years, months and days.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A range of any length needs no more terms than its years, the months of two
 * years and the days of two months. An article whose date is only a month or
 * a year overlaps every day of it.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_QUERY_COVER_H
#define PRESSMARK_QUERY_COVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "text/schema.h"

/* Called for each term: its field and the digits of the year, month or day. */
typedef void (*cover_fn)(enum schema_field field, struct str digits,
			 void *payload);

/* Covers the days from first to last, both included (since 1970-01-01;
 * QUERY_DAY_MIN and _MAX for no end), as far as they lie in one of `years`,
 * which rise. */
void cover_dates(int64_t first, int64_t last, const int *years, size_t count,
		 cover_fn fn, void *payload);

#endif
