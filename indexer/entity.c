/*
 * HTML character references to characters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/entity.h"

#include "base/hex.h"
#include "base/utf8.h"
#include "indexer/entity_names.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The names that HTML knows without ';': "lt" to "Aacute", "frac12". */
#define LEGACY_BYTES_MIN 2
#define LEGACY_BYTES_MAX 6

/* Digits of a number that are looked at; leading zeros are digits too. */
#define DIGITS_MAX 40

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A character as text may hold it. */
static size_t encode(uint32_t c, char *out)
{
	bool is_control = (c > 0 && c < 0x20) || (c >= 0x7f && c < 0xa0) ||
			  c == 0x2028 || c == 0x2029;

	return utf8_encode(is_control ? ' ' : c ? c : 0xfffd, out);
}

static int digit_value(char c, uint32_t base)
{
	int value = hex_value(c);

	return value < (int)base ? value : -1;
}

/* The digits between "&#" or "&#x" and the end. */
static size_t decode_number(struct str s, char *out)
{
	/* Numeric references 128 to 159: section 13.2.5.80. */
	static const uint16_t windows_1252[] = {
		0x20ac, 0x81,	0x201a, 0x192,	0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6,	0x2030, 0x160,	0x2039, 0x152,	0x8d,	0x17d,	0x8f,
		0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc,	0x2122, 0x161,	0x203a, 0x153,	0x9d,	0x17e,	0x178,
	};
	uint32_t base = 10, value = 0;

	if (s.len && (s.p[0] | 0x20) == 'x') {
		base = 16;
		s = str_skip(s, 1);
	}
	if (s.len == 0)
		return 0;
	for (size_t i = 0; i < s.len; i++) {
		int d = digit_value(s.p[i], base);

		if (d < 0)
			return 0;
		if (value <= 0x10ffff)
			value = value * base + (uint32_t)d;
	}
	if (value >= 128 && value < 160)
		value = windows_1252[value - 128];
	return encode(value, out);
}

/* The value of a name, or 0. */
static uint32_t find_name(struct str name)
{
	const char *names = entity_names[0];
	size_t first = 0, low = 0, high, n = name.len;

	if (n == 0 || n > ENTITY_NAME_BYTES)
		return 0;
	for (size_t len = 0; len < n; len++) {
		first += entity_counts[len];
		names += entity_counts[len] * len;
	}
	high = entity_counts[n];
	while (low < high) {
		size_t middle = (low + high) / 2;
		int c = memcmp(name.p, names + middle * n, n);

		if (c == 0)
			return entity_values[first + middle];
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

size_t entity_decode(struct str s, char out[ENTITY_BYTES])
{
	bool is_closed = s.len && s.p[s.len - 1] == ';';
	uint32_t value;
	size_t n;

	if (s.len < 3 || s.p[0] != '&')
		return 0;
	s = str_make(s.p + 1, s.len - 1 - is_closed);
	if (s.len && s.p[0] == '#')
		return decode_number(str_skip(s, 1), out);
	value = find_name(s);
	if (value == 0 || (!is_closed && !ENTITY_IS_LEGACY(value)))
		return 0;
	n = encode(ENTITY_CHARACTER(value), out);
	if (ENTITY_SECOND(value))
		n += encode(entity_seconds[ENTITY_SECOND(value) - 1], out + n);
	return n;
}

static size_t number_extent(struct str s)
{
	uint32_t base = s.len > 2 && (s.p[2] | 0x20) == 'x' ? 16 : 10;
	size_t start = base == 16 ? 3 : 2, at = start;

	while (at < s.len && at - start < DIGITS_MAX &&
	       digit_value(s.p[at], base) >= 0)
		at++;
	if (at == start)
		return 0;
	return at < s.len && s.p[at] == ';' ? at + 1 : at;
}

size_t entity_extent(struct str s)
{
	size_t n = 0;

	if (s.len < 3 || s.p[0] != '&')
		return 0;
	if (s.p[1] == '#')
		return number_extent(s);
	while (n + 1 < s.len && n <= ENTITY_NAME_BYTES &&
	       is_alphanumeric(s.p[n + 1]))
		n++;
	if (n + 1 < s.len && s.p[n + 1] == ';' &&
	    find_name(str_make(s.p + 1, n)))
		return n + 2;
	/* "&notit;" is "¬it;": the longest name that is a head. */
	if (n > LEGACY_BYTES_MAX)
		n = LEGACY_BYTES_MAX;
	for (; n >= LEGACY_BYTES_MIN; n--) {
		uint32_t value = find_name(str_make(s.p + 1, n));

		if (value && ENTITY_IS_LEGACY(value))
			return n + 1;
	}
	return 0;
}
