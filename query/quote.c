/*
 * Quotes: which begin and end a phrase, and which to print around a text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/quote.h"

#define STRAIGHT 0u
#define CURLED	 1u
#define NO_KIND	 QUOTE_KINDS

/* Each opener is closed by the closers of its kind and by no others. So what
 * was read in one kind of quotes can be printed in that kind again. */
static const struct mark {
	struct str bytes;
	unsigned int opens;  /* a kind */
	unsigned int closes; /* a kind, or NO_KIND */
} marks[] = {
	{ STR_INIT("\""), STRAIGHT, STRAIGHT },
	{ STR_INIT("\xe2\x80\x9c"), CURLED, CURLED },  /* U+201C */
	{ STR_INIT("\xe2\x80\x9d"), CURLED, CURLED },  /* U+201D */
	{ STR_INIT("\xe2\x80\x9e"), CURLED, NO_KIND }, /* U+201E */
	{ STR_INIT("\xc2\xab"), 2, 3 },		       /* U+00AB */
	{ STR_INIT("\xc2\xbb"), 3, 2 },		       /* U+00BB */
};

#define MARKS (sizeof(marks) / sizeof(marks[0]))

/* What is printed before and after a text, in this order of preference. */
static const struct str pairs[QUOTE_KINDS][2] = {
	{ STR_INIT("\""), STR_INIT("\"") },
	{ STR_INIT("\xe2\x80\x9c"), STR_INIT("\xe2\x80\x9d") },
	{ STR_INIT("\xc2\xab"), STR_INIT("\xc2\xbb") },
	{ STR_INIT("\xc2\xbb"), STR_INIT("\xc2\xab") },
};

static const struct mark *mark_at(struct str s)
{
	for (size_t i = 0; i < MARKS; i++) {
		if (str_starts(s, marks[i].bytes))
			return &marks[i];
	}
	return NULL;
}

bool quote_opens(struct str s)
{
	return mark_at(s) != NULL;
}

/* The first mark from `at` that closes the kind, its place in *where. */
static const struct mark *find_closer(struct str text, size_t at,
				      unsigned int kind, size_t *where)
{
	for (; at < text.len; at++) {
		const struct mark *mark = mark_at(str_skip(text, at));

		if (mark && mark->closes == kind) {
			*where = at;
			return mark;
		}
	}
	return NULL;
}

static const struct mark *find(struct quote_finder *finder, struct str text,
			       size_t at, unsigned int kind, size_t *where)
{
	const struct mark *mark = NULL;

	if (!finder->is_exhausted[kind]) {
		mark = find_closer(text, at, kind, where);
		finder->is_exhausted[kind] = !mark;
	}
	return mark;
}

struct str quote_read(struct quote_finder *finder, struct str text, size_t *at)
{
	const struct mark *opener = mark_at(str_skip(text, *at));
	size_t from = *at + opener->bytes.len;
	size_t to = text.len;
	const struct mark *closer;

	closer = find(finder, text, from, opener->opens, &to);
	if (!closer && opener->opens == STRAIGHT)
		closer = find(finder, text, from, CURLED, &to);
	else if (!closer && opener->opens == CURLED)
		closer = find(finder, text, from, STRAIGHT, &to);
	*at = to + (closer ? closer->bytes.len : 0);
	return str_trim(str_make(text.p + from, to - from));
}

/* The first kind whose closers text does not hold, or NO_KIND. */
static unsigned int kind_around(struct str text)
{
	unsigned int kind = 0;
	size_t where;

	while (kind < NO_KIND && find_closer(text, 0, kind, &where))
		kind++;
	return kind;
}

bool quote_fits(struct str text)
{
	return kind_around(text) < NO_KIND;
}

void quote_print(struct str text, struct buf *out)
{
	unsigned int kind = kind_around(text);

	if (kind == NO_KIND)
		kind = STRAIGHT;
	buf_add_str(out, pairs[kind][0]);
	buf_add_str(out, text);
	buf_add_str(out, pairs[kind][1]);
}
