/*
 * HTML character references to characters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/entity.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 48

struct entity {
	char name[8];
	uint16_t c;
};

/* Sorted by strcmp. */
/* clang-format off */
static const struct entity entities[] = {
	{ "AElig", 0xc6 }, { "Aacute", 0xc1 }, { "Acirc", 0xc2 },
	{ "Agrave", 0xc0 }, { "Aring", 0xc5 }, { "Atilde", 0xc3 },
	{ "Auml", 0xc4 }, { "Ccedil", 0xc7 }, { "Dagger", 0x2021 },
	{ "Delta", 0x394 }, { "ETH", 0xd0 }, { "Eacute", 0xc9 },
	{ "Ecirc", 0xca }, { "Egrave", 0xc8 }, { "Euml", 0xcb },
	{ "Iacute", 0xcd }, { "Icirc", 0xce }, { "Igrave", 0xcc },
	{ "Iuml", 0xcf }, { "Ntilde", 0xd1 }, { "OElig", 0x152 },
	{ "Oacute", 0xd3 }, { "Ocirc", 0xd4 }, { "Ograve", 0xd2 },
	{ "Omega", 0x3a9 }, { "Oslash", 0xd8 }, { "Otilde", 0xd5 },
	{ "Ouml", 0xd6 }, { "Prime", 0x2033 }, { "Scaron", 0x160 },
	{ "Sigma", 0x3a3 }, { "THORN", 0xde }, { "Uacute", 0xda },
	{ "Ucirc", 0xdb }, { "Ugrave", 0xd9 }, { "Uuml", 0xdc },
	{ "Yacute", 0xdd }, { "Yuml", 0x178 }, { "aacute", 0xe1 },
	{ "acirc", 0xe2 }, { "acute", 0xb4 }, { "aelig", 0xe6 },
	{ "agrave", 0xe0 }, { "alpha", 0x3b1 }, { "amp", 0x26 },
	{ "apos", 0x27 }, { "aring", 0xe5 }, { "asymp", 0x2248 },
	{ "atilde", 0xe3 }, { "auml", 0xe4 }, { "bdquo", 0x201e },
	{ "beta", 0x3b2 }, { "brvbar", 0xa6 }, { "bull", 0x2022 },
	{ "ccedil", 0xe7 }, { "cedil", 0xb8 }, { "cent", 0xa2 },
	{ "check", 0x2713 }, { "circ", 0x2c6 }, { "copy", 0xa9 },
	{ "curren", 0xa4 }, { "dagger", 0x2020 }, { "darr", 0x2193 },
	{ "deg", 0xb0 }, { "delta", 0x3b4 }, { "divide", 0xf7 },
	{ "eacute", 0xe9 }, { "ecirc", 0xea }, { "egrave", 0xe8 },
	{ "emsp", 0x2003 }, { "ensp", 0x2002 }, { "epsilon", 0x3b5 },
	{ "eth", 0xf0 }, { "euml", 0xeb }, { "euro", 0x20ac },
	{ "fnof", 0x192 }, { "frac12", 0xbd }, { "frac14", 0xbc },
	{ "frac34", 0xbe }, { "gamma", 0x3b3 }, { "ge", 0x2265 },
	{ "gt", 0x3e }, { "harr", 0x2194 }, { "hellip", 0x2026 },
	{ "iacute", 0xed }, { "icirc", 0xee }, { "iexcl", 0xa1 },
	{ "igrave", 0xec }, { "infin", 0x221e }, { "iquest", 0xbf },
	{ "iuml", 0xef }, { "lambda", 0x3bb }, { "laquo", 0xab },
	{ "larr", 0x2190 }, { "ldquo", 0x201c }, { "le", 0x2264 },
	{ "lsaquo", 0x2039 }, { "lsquo", 0x2018 }, { "lt", 0x3c },
	{ "macr", 0xaf }, { "mdash", 0x2014 }, { "micro", 0xb5 },
	{ "middot", 0xb7 }, { "minus", 0x2212 }, { "mu", 0x3bc },
	{ "nbsp", 0xa0 }, { "ndash", 0x2013 }, { "ne", 0x2260 },
	{ "not", 0xac }, { "ntilde", 0xf1 }, { "oacute", 0xf3 },
	{ "ocirc", 0xf4 }, { "oelig", 0x153 }, { "ograve", 0xf2 },
	{ "omega", 0x3c9 }, { "ordf", 0xaa }, { "ordm", 0xba },
	{ "oslash", 0xf8 }, { "otilde", 0xf5 }, { "ouml", 0xf6 },
	{ "para", 0xb6 }, { "permil", 0x2030 }, { "pi", 0x3c0 },
	{ "plusmn", 0xb1 }, { "pound", 0xa3 }, { "prime", 0x2032 },
	{ "quot", 0x22 }, { "raquo", 0xbb }, { "rarr", 0x2192 },
	{ "rdquo", 0x201d }, { "reg", 0xae }, { "rsaquo", 0x203a },
	{ "rsquo", 0x2019 }, { "sbquo", 0x201a }, { "scaron", 0x161 },
	{ "sect", 0xa7 }, { "shy", 0xad }, { "sigma", 0x3c3 },
	{ "star", 0x2606 }, { "sup1", 0xb9 }, { "sup2", 0xb2 },
	{ "sup3", 0xb3 }, { "szlig", 0xdf }, { "thinsp", 0x2009 },
	{ "thorn", 0xfe }, { "tilde", 0x2dc }, { "times", 0xd7 },
	{ "trade", 0x2122 }, { "uacute", 0xfa }, { "uarr", 0x2191 },
	{ "ucirc", 0xfb }, { "ugrave", 0xf9 }, { "uml", 0xa8 },
	{ "uuml", 0xfc }, { "yacute", 0xfd }, { "yen", 0xa5 }, { "yuml", 0xff },
	{ "zwj", 0x200d }, { "zwnj", 0x200c },
};
/* clang-format on */

static int compare(const void *key, const void *entry)
{
	return strcmp(key, ((const struct entity *)entry)->name);
}

static size_t encode(uint32_t c, char out[4])
{
	bool is_control = (c > 0 && c < 0x20) || (c >= 0x7f && c < 0xa0);

	return utf8_encode(is_control ? ' ' : c ? c : 0xfffd, out);
}

static int digit(char c, uint32_t base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (base == 16 && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (base == 16 && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The digits between "&#" or "&#x" and ';'. */
static size_t decode_number(struct str s, char out[4])
{
	uint32_t base = 10, value = 0;

	if (s.len && (s.p[0] == 'x' || s.p[0] == 'X')) {
		base = 16;
		s = str_skip(s, 1);
	}
	if (s.len == 0)
		return 0;
	for (size_t i = 0; i < s.len; i++) {
		int d = digit(s.p[i], base);

		if (d < 0)
			return 0;
		if (value <= 0x10ffff)
			value = value * base + (uint32_t)d;
	}
	return encode(value, out);
}

size_t entity_decode(struct str s, char out[4])
{
	const struct entity *found;
	char name[sizeof(found->name)];

	if (s.len < 3 || s.p[0] != '&' || s.p[s.len - 1] != ';')
		return 0;
	s = str_make(s.p + 1, s.len - 2);
	if (s.p[0] == '#')
		return decode_number(str_skip(s, 1), out);
	if (s.len >= sizeof(name) || memchr(s.p, 0, s.len))
		return 0;
	memcpy(name, s.p, s.len);
	name[s.len] = '\0';
	found = bsearch(name, entities, sizeof(entities) / sizeof(entities[0]),
			sizeof(entities[0]), compare);
	return found ? encode(found->c, out) : 0;
}

size_t entity_extent(struct str s)
{
	size_t at = 1;

	if (s.len < 3 || s.p[0] != '&')
		return 0;
	if (s.p[1] == '#')
		at = 2;
	while (at < s.len && at < NAME_MAX_LEN &&
	       ((s.p[at] >= '0' && s.p[at] <= '9') ||
		(s.p[at] >= 'a' && s.p[at] <= 'z') ||
		(s.p[at] >= 'A' && s.p[at] <= 'Z')))
		at++;
	return at < s.len && s.p[at] == ';' && at > 1 ? at + 1 : 0;
}
