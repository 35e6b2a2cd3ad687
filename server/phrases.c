/*
 * Phrases: what the search page says, in the languages that it speaks.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/phrases.h"

#include "base/utf8.h"
#include "server/accept.h"
#include "server/phrases_table.h"

struct str phrase(unsigned int language, enum phrase which)
{
	return phrases_rows[language].phrases[which];
}

struct str phrases_code(unsigned int language)
{
	return str_of(phrases_rows[language].code);
}

bool phrases_is_rtl(unsigned int language)
{
	return phrases_rows[language].is_rtl;
}

/* ---- Which language --------------------------------------------------------
 */

unsigned int phrases_of(struct str tag)
{
	struct str code = str_head(tag, str_find(tag, '-'));
	unsigned int i = 0;

	while (i < PHRASES_COUNT && !str_eq_nocase(code, phrases_code(i)))
		i++;
	return i;
}

unsigned int phrases_choose(struct str list, unsigned int other)
{
	unsigned int chosen = other, most = 0;
	struct accept_value value;

	while (accept_next(&list, &value)) {
		unsigned int language = phrases_of(value.name);

		if (language < PHRASES_COUNT && value.weight > most) {
			chosen = language;
			most = value.weight;
		}
	}
	return chosen;
}

/* ---- Numbers and dates -----------------------------------------------------
 */

static void add_digits(const struct phrases_row *row, unsigned long long n,
		       bool is_grouped, struct buf *out)
{
	unsigned char digits[20];
	size_t count = 0;

	do {
		digits[count++] = (unsigned char)(n % 10);
		n /= 10;
	} while (n);
	while (count-- > 0) {
		char digit[4];

		buf_add(out, digit,
			utf8_encode(row->zero + digits[count], digit));
		if (is_grouped && count && count % 3 == 0)
			buf_add_str(out, str_of(row->group));
	}
}

void phrases_number(unsigned int language, unsigned long long n,
		    struct buf *out)
{
	const struct phrases_row *row = &phrases_rows[language];

	add_digits(row, n, n >= row->least_grouped, out);
}

static struct str month_of(const struct phrases_row *row, int month)
{
	struct str rest = str_of(row->months);

	while (--month > 0)
		rest = str_skip(rest, str_find(rest, ' ') + 1);
	return str_head(rest, str_find(rest, ' '));
}

void phrases_date(unsigned int language, const struct date *date,
		  struct buf *out)
{
	const struct phrases_row *row = &phrases_rows[language];
	const char *form;

	if (date->precision == DATE_NONE)
		return;
	form = row->dates[date->precision == DATE_YEAR	  ? 0
			  : date->precision == DATE_MONTH ? 1
							  : 2];
	for (; *form; form++) {
		if (*form != '{') {
			buf_add_char(out, *form);
			continue;
		}
		if (form[1] == 'm')
			buf_add_str(out, month_of(row, date->month));
		else
			add_digits(row,
				   (unsigned int)(form[1] == 'y' ? date->year
								 : date->day),
				   false, out);
		form += 2;
	}
}
