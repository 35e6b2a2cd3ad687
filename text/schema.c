/*
 * The schema of the index: one row a field; terms and values made by it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

/* libxapian's bound on a term, in bytes. */
#define TERM_MAX 245

/* Bytes of words of code. */
#define CODE_WORD_MAX 32
#define CODE_HASH_MIN 7

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
	{ SCHEMA_HEADING_WORD, "heading-word", "XE",
	  SCHEMA_POSITIONS | SCHEMA_RANKED,
	  "a folded word of a heading" },
	{ SCHEMA_HEADING_STEM, "heading-stem", "ZXE", SCHEMA_RANKED,
	  "the stem of such a word" },
	{ SCHEMA_OUTSIDE_WORD, "outside-word", "XO", 0,
	  "a word of title, tags and so on that is not in the body" },
	{ SCHEMA_OUTSIDE_STEM, "outside-stem", "ZXO", 0,
	  "a stem of these that is none of a word of the body" },
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
	{ SCHEMA_FIELD, "field", "F", 0,
	  "the key of a field that the article has, folded as a name" },
	{ SCHEMA_FIELD_NAME, "field-name", "XFN", 0,
	  "a key, a blank, and a name, folded" },
	{ SCHEMA_FIELD_WORD, "field-word", "XFW", 0,
	  "likewise a folded word of a name that has several" },
	{ SCHEMA_FIELD_TEXT, "field-text", "XFT", 0,
	  "likewise a folded word of a longer text; none: there is a text" },
	{ SCHEMA_FIELD_NUMBER, "field-number", "XFV", 0,
	  "likewise a number, as 16 hex digits in its order" },
	{ SCHEMA_FIELD_DATE, "field-date", "XFD", 0,
	  "likewise a date as far as it goes, 2025, 202510 or 20251026" },
	{ SCHEMA_FIELD_BOOL, "field-bool", "XFB", 0,
	  "likewise true or false" },
	{ SCHEMA_SPELLING, "spelling", "XFS", 0,
	  "likewise a name as written, where that differs from it folded" },
	{ SCHEMA_CODE_WORD, "code-word", "XC", SCHEMA_RANKED,
	  "a folded word of a code block or of inline code" },
	{ SCHEMA_ALT_WORD, "alt-word", "XI", SCHEMA_RANKED,
	  "a folded word of the alternative text of an image" },
	{ SCHEMA_HIDDEN, "hidden", "XH", 0,
	  "draft, unpublished, unlisted, norender or excluded" },
	{ SCHEMA_PIN, "pin", "XP", 0,
	  "a query that it answers first: its words, see text/pin.h" },
	{ SCHEMA_BOOSTED, "boosted", "XB", 0,
	  "1, where its score is multiplied by the number in slot 6" },
	{ SCHEMA_LINK, "link", "XL", 0,
	  "where a link of it leads, see text/address.h; a host alone" },
	{ SCHEMA_URL, "url", "U", 0,
	  "the path of a URL that it has or had, see text/address.h" },
	{ SCHEMA_FOLDER, "folder", "P", 0,
	  "a folder of the path below the source, and each above it" },
	{ SCHEMA_ID, "id", "Q", 0,
	  "the path below the source: unique" },
};
/* clang-format on */

/* Cuts what stands in out from `start` on to `most` bytes, at a character's
 * edge, the last 16 of them a hash of the text from `from` on. */
static void cut(struct buf *out, size_t start, size_t from, size_t most)
{
	struct str whole = str_skip(buf_view(out), start);
	uint64_t hash = hash64(str_skip(buf_view(out), from), 0);

	if (whole.len <= most)
		return;
	out->len = start + utf8_head(whole, most - 16).len;
	buf_printf(out, "%016llx", (unsigned long long)hash);
}

void schema_term(enum schema_field field, struct str folded, struct buf *out)
{
	struct str prefix = str_of(schema_rows[field].prefix);
	size_t start = out->len;

	buf_add_str(out, prefix);
	buf_add_str(out, folded);
	cut(out, start, start + prefix.len, TERM_MAX);
}

void schema_key(struct str name, struct buf *out)
{
	size_t start = out->len;

	fold_name(name, out);
	cut(out, start, start, SCHEMA_KEY_MAX);
}

bool schema_is_code_word(struct str folded)
{
	bool has_digit = false;

	if (folded.len > CODE_WORD_MAX)
		return false;
	if (folded.len < CODE_HASH_MIN)
		return true;
	for (size_t i = 0; i < folded.len; i++) {
		char c = folded.p[i];

		if (c >= '0' && c <= '9')
			has_digit = true;
		else if (c < 'a' || c > 'f')
			return true;
	}
	return !has_digit;
}

void schema_value_term(enum schema_field field, struct str key,
		       struct str value, struct buf *out)
{
	struct str prefix = str_of(schema_rows[field].prefix);
	size_t start = out->len;

	buf_add_str(out, prefix);
	buf_add_str(out, key);
	buf_add_char(out, ' ');
	buf_add_str(out, value);
	cut(out, start, start + prefix.len, TERM_MAX);
}

/* Doubles are ordered by their bits as integers are, once the bits of the
 * negative ones are turned over and the sign of the others is set. */
void schema_number(double number, char out[SCHEMA_NUMBER_SIZE + 1])
{
	uint64_t bits, sign = UINT64_C(1) << 63;

	number += 0.0; /* -0 becomes 0 */
	memcpy(&bits, &number, sizeof(bits));
	bits = bits & sign ? ~bits : bits | sign;
	snprintf(out, SCHEMA_NUMBER_SIZE + 1, "%016llx",
		 (unsigned long long)bits);
}

bool schema_number_read(struct str value, double *out)
{
	uint64_t bits = 0, sign = UINT64_C(1) << 63;

	if (value.len != SCHEMA_NUMBER_SIZE)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		char c = value.p[i];

		if (c >= '0' && c <= '9')
			bits = bits << 4 | (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			bits = bits << 4 | (unsigned)(c - 'a' + 10);
		else
			return false;
	}
	bits = bits & sign ? bits & ~sign : ~bits;
	memcpy(out, &bits, sizeof(*out));
	return true;
}

/* 40 bits reach 17,000 years either way. */
#define INSTANT_REACH ((int64_t)1 << 39)

void schema_instant(int64_t seconds, unsigned char out[SCHEMA_INSTANT_SIZE])
{
	uint64_t order;

	if (seconds < -INSTANT_REACH)
		seconds = -INSTANT_REACH;
	if (seconds >= INSTANT_REACH)
		seconds = INSTANT_REACH - 1;
	order = (uint64_t)(seconds + INSTANT_REACH);
	for (int i = 0; i < SCHEMA_INSTANT_SIZE; i++)
		out[i] = (unsigned char)(order >> (32 - 8 * i));
}

bool schema_newest_read(struct str value, int64_t *out)
{
	uint64_t order = 0;

	if (value.len != SCHEMA_ORDER_SIZE)
		return false;
	for (int i = 0; i < SCHEMA_INSTANT_SIZE; i++)
		order = order << 8 | (unsigned char)value.p[i];
	*out = (int64_t)order - INSTANT_REACH;
	return order > 0;
}

void schema_source(const struct schema_source *source, struct buf *out)
{
	buf_add(out, source->hash, HASH128_SIZE);
	buf_add_varint(out, source->source);
	buf_add_str(out, source->id);
}

bool schema_source_read(struct str value, struct schema_source *out)
{
	struct buf_reader in = { value, false };

	if (value.len <= HASH128_SIZE)
		return false;
	memcpy(out->hash, value.p, HASH128_SIZE);
	in.rest = str_skip(value, HASH128_SIZE);
	out->source = (uint32_t)buf_read_varint(&in);
	out->id = in.rest;
	return !in.bad && out->id.len > 0;
}

void schema_translation(struct str lang, struct str key, struct buf *out)
{
	struct buf folded = BUF_INIT;

	fold_name(key, &folded);
	if (folded.len) {
		fold_name(lang, out);
		buf_add_char(out, '\0');
		schema_value_term(SCHEMA_FIELD_NAME,
				  STR(SCHEMA_TRANSLATION_KEY),
				  buf_view(&folded), out);
	}
	if (folded.failed && !out->failed)
		out->failed = folded.failed;
	buf_release(&folded);
}

bool schema_translation_read(struct str value, struct str *lang,
			     struct str *term)
{
	*lang = str_head(value, str_find(value, '\0'));
	*term = str_skip(value, lang->len + 1);
	return term->len > 0;
}

void schema_order(const struct date *date, struct str id,
		  unsigned char newest[SCHEMA_ORDER_SIZE],
		  unsigned char oldest[SCHEMA_ORDER_SIZE])
{
	uint64_t tie = hash64(id, 0);

	schema_instant(date->start, newest);
	for (int i = 0; i < 4; i++)
		newest[SCHEMA_INSTANT_SIZE + i] =
			(unsigned char)(tie >> (24 - 8 * i));
	for (int i = 0; i < SCHEMA_ORDER_SIZE; i++)
		oldest[i] = (unsigned char)~newest[i];
	if (date->precision == DATE_NONE) {
		memset(newest, 0, SCHEMA_INSTANT_SIZE);
		memset(oldest, 0, SCHEMA_INSTANT_SIZE);
	}
}

size_t schema_date(const struct date *date, char out[SCHEMA_DATE_SIZE + 1])
{
	char digits[16];
	size_t len = 8;

	if (date->precision == DATE_YEAR)
		len = 4;
	else if (date->precision == DATE_MONTH)
		len = 6;
	else if (date->precision == DATE_NONE)
		len = 0;
	/* Bounded here so that the digits are eight whatever a caller says. */
	snprintf(digits, sizeof(digits), "%04u%02u%02u",
		 (unsigned)date->year % 10000, (unsigned)date->month % 100,
		 (unsigned)date->day % 100);
	memcpy(out, digits, len);
	out[len] = '\0';
	return len;
}

void schema_date_terms(const struct date *date,
		       void (*fn)(enum schema_field field, struct str digits,
				  void *payload),
		       void *payload)
{
	char digits[SCHEMA_DATE_SIZE + 1];
	size_t len = schema_date(date, digits);

	if (len >= 4)
		fn(SCHEMA_YEAR, str_make(digits, 4), payload);
	if (len == 4)
		fn(SCHEMA_WHOLE_YEAR, str_make(digits, 4), payload);
	if (len >= 6)
		fn(SCHEMA_MONTH, str_make(digits, 6), payload);
	if (len == 6)
		fn(SCHEMA_WHOLE_MONTH, str_make(digits, 6), payload);
	if (len == 8)
		fn(SCHEMA_DAY, str_make(digits, 8), payload);
}
