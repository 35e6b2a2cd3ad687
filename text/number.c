/*
 * Numbers: as front matter and queries write them, and as people read them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/number.h"

#include <float.h>
#include <stdint.h>

#define MAX_WHOLE  (UINT64_C(1) << 53) /* above it doubles have gaps */
#define MAX_DIGITS 19		       /* of a uint64_t */
#define MAX_POWER  9999		       /* far beyond any double's */

/* The digits of a number, without the point. */
struct digits {
	uint64_t value; /* of the first MAX_DIGITS but for leading zeros */
	int kept;
	int power; /* of ten, that value is to be multiplied by */
	bool any, has_more;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void add_digit(struct digits *d, int digit, bool is_fraction)
{
	d->any = true;
	if (d->kept < MAX_DIGITS) {
		d->value = d->value * 10 + (uint64_t)digit;
		d->kept += d->value > 0;
		d->power -= is_fraction;
	} else {
		d->has_more = true;
		d->power += !is_fraction;
	}
}

/* Takes digits off the front of s, each `_` between two of them too. */
static void take_digits(struct str *s, struct digits *d, bool is_fraction)
{
	while (s->len && is_digit(s->p[0]) && d->power > -MAX_POWER &&
	       d->power < MAX_POWER) {
		add_digit(d, s->p[0] - '0', is_fraction);
		*s = str_skip(*s, 1);
		if (s->len > 1 && s->p[0] == '_' && is_digit(s->p[1]))
			*s = str_skip(*s, 1);
	}
}

static bool take_sign(struct str *s)
{
	bool is_negative = s->len && s->p[0] == '-';

	if (s->len && (s->p[0] == '-' || s->p[0] == '+'))
		*s = str_skip(*s, 1);
	return is_negative;
}

static bool take_exponent(struct str *s, int *power)
{
	int value = 0;
	bool is_negative;

	*s = str_skip(*s, 1);
	is_negative = take_sign(s);
	if (s->len == 0)
		return false;
	for (; s->len && is_digit(s->p[0]); *s = str_skip(*s, 1)) {
		if (value < MAX_POWER)
			value = value * 10 + (s->p[0] - '0');
	}
	*power += is_negative ? -value : value;
	return true;
}

static long double scale(long double value, int power)
{
	long double factor = 1, square = 10;

	for (unsigned int n = (unsigned int)(power < 0 ? -power : power); n;
	     n >>= 1) {
		if (n & 1)
			factor *= square;
		square *= square;
	}
	return power < 0 ? value / factor : value * factor;
}

bool number_parse(struct str s, double *out)
{
	struct digits d = { .value = 0 };
	bool is_negative = take_sign(&s), is_whole = true;
	bool is_padded = s.len > 1 && s.p[0] == '0' &&
			 (is_digit(s.p[1]) || s.p[1] == '_');
	long double value;

	take_digits(&s, &d, false);
	if (s.len && s.p[0] == '.') {
		is_whole = false;
		s = str_skip(s, 1);
		take_digits(&s, &d, true);
	}
	if (!d.any || is_padded)
		return false;
	if (s.len && (s.p[0] == 'e' || s.p[0] == 'E')) {
		is_whole = false;
		if (!take_exponent(&s, &d.power))
			return false;
	}
	if (s.len || (is_whole && (d.has_more || d.value > MAX_WHOLE)))
		return false;
	value = d.value ? scale((long double)d.value, d.power) : 0;
	if (value > (long double)DBL_MAX)
		return false;
	*out = is_negative ? -(double)value : (double)value;
	return true;
}

void number_add(unsigned long long n, struct buf *out)
{
	if (n >= 1000) {
		number_add(n / 1000, out);
		buf_printf(out, ",%03u", (unsigned int)(n % 1000));
	} else {
		buf_printf(out, "%u", (unsigned int)n);
	}
}
