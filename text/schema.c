/*
 * The schema of the index: one row a field; terms and values made by it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

/* libxapian's bound on a term, in bytes. */
#define TERM_MAX 245

/* clang-format off */
const struct schema_row schema_rows[SCHEMA_FIELDS] = {
	{ SCHEMA_WORD, "word", "", SCHEMA_POSITIONS | SCHEMA_RANKED,
	  "a folded word of title, description, tags, authors or body" },
	{ SCHEMA_STEM, "stem", "Z", SCHEMA_RANKED,
	  "the stem of such a word" },
	{ SCHEMA_TITLE_WORD, "title-word", "S",
	  SCHEMA_POSITIONS | SCHEMA_RANKED,
	  "a folded word of the title" },
	{ SCHEMA_TITLE_STEM, "title-stem", "ZS", SCHEMA_RANKED,
	  "the stem of such a word" },
	{ SCHEMA_TAG, "tag", "K", 0,
	  "a tag, folded as a name" },
	{ SCHEMA_AUTHOR, "author", "A", 0,
	  "an author's whole name, folded as a name" },
	{ SCHEMA_AUTHOR_WORD, "author-word", "XAW", 0,
	  "a folded word of an author's name" },
	{ SCHEMA_YEAR, "year", "Y", 0,
	  "the year of the date, 2025" },
	{ SCHEMA_MONTH, "month", "M", 0,
	  "its month, 202510" },
	{ SCHEMA_DAY, "day", "D", 0,
	  "its day as written, 20251026" },
	{ SCHEMA_WHOLE_YEAR, "whole-year", "XYO", 0,
	  "the year of a date that says no more" },
	{ SCHEMA_WHOLE_MONTH, "whole-month", "XMO", 0,
	  "the month of a date that says no more" },
	{ SCHEMA_ID, "id", "Q", 0,
	  "the path below the source: unique" },
};
/* clang-format on */

void schema_term(enum schema_field field, struct str folded, struct buf *out)
{
	size_t start = out->len;
	char tail[17];

	buf_add_str(out, str_of(schema_rows[field].prefix));
	if (out->len - start + folded.len <= TERM_MAX) {
		buf_add_str(out, folded);
		return;
	}
	buf_add_str(out, utf8_head(folded, TERM_MAX - 16 - (out->len - start)));
	snprintf(tail, sizeof(tail), "%016llx",
		 (unsigned long long)hash64(folded, 0));
	buf_add(out, tail, 16);
}

void schema_order(const struct date *date, struct str id,
		  unsigned char newest[SCHEMA_ORDER_SIZE],
		  unsigned char oldest[SCHEMA_ORDER_SIZE])
{
	/* 40 bits reach 17,000 years either way. */
	uint64_t order = (uint64_t)(date->start + ((int64_t)1 << 39));
	uint64_t tie = hash64(id, 0);

	for (int i = 0; i < 5; i++)
		newest[i] = (unsigned char)(order >> (32 - 8 * i));
	for (int i = 0; i < 4; i++)
		newest[5 + i] = (unsigned char)(tie >> (24 - 8 * i));
	for (int i = 0; i < SCHEMA_ORDER_SIZE; i++)
		oldest[i] = (unsigned char)~newest[i];
	if (date->precision == DATE_NONE) {
		memset(newest, 0, 5);
		memset(oldest, 0, 5);
	}
}

void schema_date_terms(const struct date *date,
		       void (*fn)(enum schema_field field, struct str digits,
				  void *payload),
		       void *payload)
{
	char digits[16];
	unsigned year, month, day;

	if (date->precision == DATE_NONE)
		return;
	/* Bounded here so that the digits are eight whatever a caller says. */
	year = (unsigned)date->year % 10000;
	month = (unsigned)date->month % 100;
	day = (unsigned)date->day % 100;
	snprintf(digits, sizeof(digits), "%04u%02u%02u", year, month, day);
	fn(SCHEMA_YEAR, str_make(digits, 4), payload);
	if (date->precision == DATE_YEAR) {
		fn(SCHEMA_WHOLE_YEAR, str_make(digits, 4), payload);
		return;
	}
	fn(SCHEMA_MONTH, str_make(digits, 6), payload);
	if (date->precision == DATE_MONTH) {
		fn(SCHEMA_WHOLE_MONTH, str_make(digits, 6), payload);
		return;
	}
	fn(SCHEMA_DAY, str_make(digits, 8), payload);
}
