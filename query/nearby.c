/*
 * Nearby words: those of a sorted list that a few slips make of a word.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/nearby.h"

#include "base/utf8.h"

#define LETTER_MAX	0x10ffffu
#define SURROGATE_FIRST 0xd800u
#define SURROGATE_LAST	0xdfffu

/* Makes the row of one letter more than `depth`; false if nothing that goes on
 * like that is near. */
static bool step(struct nearby *n, size_t depth, uint32_t letter)
{
	const uint8_t *above = n->rows[depth];
	uint8_t *row = n->rows[depth + 1];
	bool is_alive;

	row[0] = (uint8_t)(above[0] + 1);
	is_alive = row[0] <= n->most;
	for (size_t i = 1; i <= n->len; i++) {
		unsigned int least = above[i - 1] + (n->word[i - 1] != letter);

		if (above[i] + 1u < least)
			least = above[i] + 1u;
		if (row[i - 1] + 1u < least)
			least = row[i - 1] + 1u;
		if (depth && i > 1 && n->word[i - 2] == letter &&
		    n->word[i - 1] == n->path[depth - 1] &&
		    n->rows[depth - 1][i - 2] + 1u < least)
			least = n->rows[depth - 1][i - 2] + 1u;
		row[i] = (uint8_t)least;
		is_alive = is_alive || least <= n->most;
	}
	return is_alive && (depth >= n->fixed || n->word[depth] == letter);
}

/* Makes the least distance of a head of so many letters. What has not all that
 * are to stay is none. */
static void set_head(struct nearby *n, size_t depth)
{
	uint8_t least = depth ? n->heads[depth - 1] : UINT8_MAX;
	uint8_t here = n->rows[depth][n->len];

	n->heads[depth] = depth >= n->fixed && here < least ? here : least;
}

/* May any letter follow here? */
static bool is_free(const struct nearby *n, size_t depth)
{
	for (size_t i = 0; i <= n->len; i++) {
		if (n->rows[depth][i] < n->most)
			return depth >= n->fixed;
	}
	return false;
}

/* The first letter behind `letter` that may stand at `depth`; 0 for none. */
static uint32_t following(struct nearby *n, size_t depth, uint32_t letter)
{
	if (is_free(n, depth)) {
		if (letter == LETTER_MAX)
			return 0;
		return letter + 1 == SURROGATE_FIRST ? SURROGATE_LAST + 1
						     : letter + 1;
	}
	for (size_t i = 0; i < n->letter_count; i++) {
		if (n->letters[i] > letter && step(n, depth, n->letters[i]))
			return n->letters[i];
	}
	return 0;
}

/* The least text that is greater than the path with `letter` behind it, and
 * may be near. Empty: there is none. */
static struct str leap(struct nearby *n, size_t depth, uint32_t letter)
{
	size_t len = 0;

	for (;;) {
		uint32_t next;

		n->depth = depth; /* deeper rows are written over */
		next = following(n, depth, letter);
		if (next) {
			for (size_t i = 0; i < depth; i++)
				len += utf8_encode(n->path[i], n->next + len);
			len += utf8_encode(next, n->next + len);
			return str_make(n->next, len);
		}
		if (depth == 0)
			return str_make(NULL, 0);
		letter = n->path[--depth];
	}
}

static void add_letter(struct nearby *n, uint32_t letter)
{
	size_t at = 0;

	while (at < n->letter_count && n->letters[at] < letter)
		at++;
	if (at < n->letter_count && n->letters[at] == letter)
		return;
	for (size_t i = n->letter_count++; i > at; i--)
		n->letters[i] = n->letters[i - 1];
	n->letters[at] = letter;
}

struct str nearby_init(struct nearby *n, struct str word, unsigned int most,
		       size_t fixed)
{
	size_t at = 0, len = 0;

	memset(n, 0, sizeof(*n));
	n->most = most;
	while (at < word.len && n->len < NEARBY_LETTERS) {
		uint32_t letter;
		size_t size = utf8_decode(word.p + at, word.len - at, &letter);

		if (size == 0)
			break;
		n->word[n->len++] = letter;
		add_letter(n, letter);
		at += size;
	}
	n->fixed = fixed < n->len ? fixed : n->len;
	for (size_t i = 0; i <= n->len; i++)
		n->rows[0][i] = (uint8_t)i;
	set_head(n, 0);
	for (size_t i = 0; i < n->fixed; i++)
		len += utf8_encode(n->word[i], n->next + len);
	return str_make(n->next, len);
}

struct str nearby_init_beginning(struct nearby *n, struct str beginning,
				 unsigned int most, size_t fixed)
{
	struct str from = nearby_init(n, beginning, most, fixed);

	n->is_beginning = true;
	return from;
}

unsigned int nearby_look(struct nearby *n, struct str word, struct str *next)
{
	size_t depth = 0, at = 0;
	bool is_same = true;

	*next = str_make(NULL, 0);
	while (at < word.len) {
		uint32_t letter;
		size_t size = utf8_decode(word.p + at, word.len - at, &letter);

		/* What it has in common with the word before is known. */
		is_same =
			is_same && depth < n->depth && n->path[depth] == letter;
		/* Beyond NEARBY_DEPTH nothing is near. */
		if (size == 0 || (!is_same && !step(n, depth, letter))) {
			n->depth = depth;
			if (n->is_beginning && n->heads[depth] <= n->most)
				return n->heads[depth];
			if (size)
				*next = leap(n, depth, letter);
			if (size && !next->len)
				*next = word;
			return n->most + 1;
		}
		n->path[depth++] = letter;
		if (!is_same)
			set_head(n, depth);
		at += size;
	}
	n->depth = depth;
	return n->is_beginning ? n->heads[depth] : n->rows[depth][n->len];
}
