/*
 * Chunks: the clean text, where a word ends, what it may stand for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/chunk.h"

#include <stdint.h>

#include "base/utf8.h"

static bool is_white_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 ||
	       c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

struct str chunk_clean(struct str typed, struct arena *arena)
{
	char *out = arena_array(arena, typed.len + 1, 3);
	size_t len = 0;

	if (!out)
		return str_make(NULL, 0);
	for (size_t at = 0; at < typed.len;) {
		uint32_t c = 0xfffd;
		size_t n = utf8_decode(typed.p + at, typed.len - at, &c);

		if (n && is_white_space(c))
			c = ' ';
		else if (n && c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		else if (!n || c < 0x20 || (c >= 0x7f && c <= 0x9f))
			c = 0xfffd;
		len += utf8_encode(c, out + len);
		at += n ? n : 1;
	}
	return str_trim(str_make(out, len));
}

enum chunk_operator chunk_operator(struct str text, unsigned int *distance)
{
	unsigned int n = 0;

	*distance = CHUNK_NEAR_DEFAULT;
	if (str_eq(text, STR("AND")))
		return CHUNK_AND;
	if (str_eq(text, STR("OR")))
		return CHUNK_OR;
	if (str_eq(text, STR("NOT")))
		return CHUNK_NOT;
	if (str_eq(text, STR("NEAR")))
		return CHUNK_NEAR;
	if (!str_starts(text, STR("NEAR/")) || text.len == 5)
		return CHUNK_WORD;
	for (size_t i = 5; i < text.len; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return CHUNK_WORD;
		n = n * 10 + (unsigned int)(text.p[i] - '0');
		if (n > CHUNK_NEAR_MAX)
			n = CHUNK_NEAR_MAX;
	}
	*distance = n ? n : 1;
	return CHUNK_NEAR;
}

size_t chunk_length(struct str s, bool ends_at_comma, size_t *open)
{
	size_t i;

	*open = 0;
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == ' ' || (s.p[i] == ',' && ends_at_comma))
			break;
		if (s.p[i] == ')' && *open == 0)
			break;
		if (s.p[i] == '(')
			++*open;
		if (s.p[i] == ')')
			--*open;
	}
	return i;
}

/* The tables of Unicode letters live with the tokeniser; here it only matters
 * that `--*` is no prefix. What is not ASCII counts as a letter, but for the
 * blocks of punctuation that people type. */
static bool is_wordish(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		       (c >= 'a' && c <= 'z');
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	return c != 0xd7 && c != 0xf7 && c != 0xfffd &&
	       !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3001 && c <= 0x3004) &&
	       !(c >= 0x3008 && c <= 0x3020);
}

bool chunk_may_be_prefix(struct str text)
{
	unsigned int letters = 0;

	for (size_t at = 0; at < text.len && letters < 2;) {
		uint32_t c = 0;
		size_t n = utf8_decode(text.p + at, text.len - at, &c);

		letters += is_wordish(c);
		at += n ? n : 1;
	}
	return letters == 2;
}
