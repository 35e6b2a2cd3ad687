/*
 * The parts of a name of code that its capitals show: getUserName.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/humps.h"

/* Parts that stand together anywhere in the name. */
#define TOGETHER 3

#define NAME_MAX_BYTES 32

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_edge(struct str s, size_t at)
{
	if (!is_capital(s.p[at]))
		return false;
	return !is_capital(s.p[at - 1]) ||
	       (at + 1 < s.len && is_small(s.p[at + 1]));
}

static bool is_none(struct str s, size_t at)
{
	return (unsigned char)s.p[at] >= 128 || s.p[at] == '_' ||
	       (is_small(s.p[at]) && s.p[at - 1] >= '0' && s.p[at - 1] <= '9');
}

/* Keys and signatures have capitals too, in their thousands: they are long,
 * or have small letters behind digits, or parts of one letter. */
static bool is_name(struct humps *h)
{
	struct str s = h->token;
	size_t before = 0;

	for (size_t i = 1; i <= s.len; i++) {
		if (i < s.len && is_none(s, i))
			return false;
		if (i < s.len && !is_edge(s, i))
			continue;
		if (i - before < 2 || h->count == HUMPS_MAX)
			return false;
		h->edges[++h->count] = before = i;
	}
	return h->count > 1 && s.len * 2 >= h->count * 5;
}

void humps_init(struct humps *h, struct str token)
{
	h->token = token;
	h->count = h->first = h->last = 0;
	h->edges[0] = 0;
	if (token.len > NAME_MAX_BYTES || !is_name(h))
		h->count = 0;
}

bool humps_next(struct humps *h, struct str *out)
{
	size_t start;

	/* Not the whole. */
	if (h->first == 0 && h->last + 1 >= h->count) {
		h->first = h->last = 1;
	} else if (h->last == h->count ||
		   (h->first > 0 && h->last - h->first == TOGETHER)) {
		h->first++;
		h->last = h->first;
	}
	if (h->first >= h->count)
		return false;
	start = h->edges[h->first];
	h->last++;
	*out = str_make(h->token.p + start, h->edges[h->last] - start);
	return true;
}
