/*
 * Slips: how likely somebody who meant one word typed another.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/slips.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "query/nearby.h"

#define COST_DOUBLE 0.5 /* a letter as the one beside it */
#define COST_SWAP   0.6
#define COST_LACKS  0.6 /* a letter left out */
#define COST_KEY    0.7
#define COST_VOWEL  0.7
#define COST_SOUND  0.7
#define COST_FIRST  0.5 /* on top */

/* The keys of three rows, as they lie above each other, one column to the
 * right for the half key that each row is shifted by is neglected. */
static const char *const keyboards[][3] = {
	{ "qwertyuiop", "asdfghjkl;", "zxcvbnm,./" },
	{ "qwertzuiop", "asdfghjkl;", "yxcvbnm,.-" },
	{ "azertyuiop", "qsdfghjklm", "wxcvbn,;:!" },
};

/* Single letters that sound alike, and some that look so. */
static const char alike[][3] = {
	"ck", "cs", "sz", "iy", "jg", "uw", "vw", "fv", "kq", "dt", "bp", "mn",
};

/* Spellings that sound alike. */
static const struct {
	struct str a, b;
} sounds[] = {
	{ STR_INIT("f"), STR_INIT("ph") },
	{ STR_INIT("k"), STR_INIT("ch") },
	{ STR_INIT("k"), STR_INIT("ck") },
	{ STR_INIT("c"), STR_INIT("ck") },
	{ STR_INIT("c"), STR_INIT("k") },
	{ STR_INIT("c"), STR_INIT("s") },
	{ STR_INIT("s"), STR_INIT("sc") },
	{ STR_INIT("s"), STR_INIT("z") },
	{ STR_INIT("x"), STR_INIT("cks") },
	{ STR_INIT("x"), STR_INIT("ks") },
	{ STR_INIT("kw"), STR_INIT("qu") },
	{ STR_INIT("qu"), STR_INIT("k") },
	{ STR_INIT("n"), STR_INIT("kn") },
	{ STR_INIT("n"), STR_INIT("gn") },
	{ STR_INIT("r"), STR_INIT("wr") },
	{ STR_INIT("r"), STR_INIT("rh") },
	{ STR_INIT("w"), STR_INIT("wh") },
	{ STR_INIT("g"), STR_INIT("gh") },
	{ STR_INIT("f"), STR_INIT("gh") },
	{ STR_INIT("ite"), STR_INIT("ight") },
	{ STR_INIT("j"), STR_INIT("dg") },
	{ STR_INIT("sh"), STR_INIT("ti") },
	{ STR_INIT("tion"), STR_INIT("sion") },
	{ STR_INIT("shun"), STR_INIT("tion") },
	{ STR_INIT("ch"), STR_INIT("tch") },
	{ STR_INIT("sch"), STR_INIT("sh") },
	{ STR_INIT("ee"), STR_INIT("ea") },
	{ STR_INIT("ee"), STR_INIT("ie") },
	{ STR_INIT("ei"), STR_INIT("ie") },
	{ STR_INIT("oo"), STR_INIT("u") },
	{ STR_INIT("oo"), STR_INIT("ou") },
	{ STR_INIT("o"), STR_INIT("au") },
	{ STR_INIT("ai"), STR_INIT("ei") },
	{ STR_INIT("ay"), STR_INIT("ai") },
	{ STR_INIT("er"), STR_INIT("or") },
	{ STR_INIT("er"), STR_INIT("re") },
	{ STR_INIT("ent"), STR_INIT("ant") },
	{ STR_INIT("ence"), STR_INIT("ance") },
	{ STR_INIT("able"), STR_INIT("ible") },
	{ STR_INIT("ae"), STR_INIT("e") },
	{ STR_INIT("oe"), STR_INIT("e") },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_vowel(uint32_t c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' ||
	       c == 'y';
}

/* Are these keys side by side, or one below the other? */
static bool are_neighbours(uint32_t a, uint32_t b)
{
	for (size_t k = 0; k < COUNT(keyboards); k++) {
		int at[2] = { -1, -1 };
		int apart;

		for (int row = 0; row < 3; row++) {
			for (int i = 0; keyboards[k][row][i]; i++) {
				uint32_t key =
					(unsigned char)keyboards[k][row][i];

				if (key == a)
					at[0] = row * 100 + i;
				if (key == b)
					at[1] = row * 100 + i;
			}
		}
		apart = at[0] < at[1] ? at[1] - at[0] : at[0] - at[1];
		/* A row is shifted to the right by less than a key. */
		if (at[0] >= 0 && at[1] >= 0 &&
		    (apart == 1 || apart == 100 || apart == 99))
			return true;
	}
	return false;
}

static double cost_of_other(uint32_t typed, uint32_t meant)
{
	if (typed == meant)
		return 0;
	if (is_vowel(typed) && is_vowel(meant))
		return COST_VOWEL;
	for (size_t i = 0; i < COUNT(alike); i++) {
		if ((typed == (unsigned char)alike[i][0] &&
		     meant == (unsigned char)alike[i][1]) ||
		    (typed == (unsigned char)alike[i][1] &&
		     meant == (unsigned char)alike[i][0]))
			return COST_SOUND;
	}
	return are_neighbours(typed, meant) ? COST_KEY : 1;
}

/* Of letter i, which the other word lacks, where that costs `cost`. */
static double cost_of_more(const uint32_t *word, size_t len, size_t i,
			   double cost)
{
	if ((i && word[i - 1] == word[i]) ||
	    (i + 1 < len && word[i + 1] == word[i]))
		return COST_DOUBLE;
	return i ? cost : cost + COST_FIRST;
}

static size_t decode(struct str word, uint32_t out[NEARBY_LETTERS])
{
	size_t count = 0, at = 0;

	while (at < word.len && count < NEARBY_LETTERS) {
		size_t size =
			utf8_decode(word.p + at, word.len - at, &out[count]);

		if (size == 0)
			break;
		at += size;
		count++;
	}
	return count;
}

/* What the slips cost that made `typed` of `meant`, and of each head of that.
 */
struct costs {
	double heads[NEARBY_LETTERS + 1];
	size_t len; /* of all of it */
};

static struct costs costs(struct str typed, struct str meant)
{
	uint32_t a[NEARBY_LETTERS], b[NEARBY_LETTERS];
	size_t n = decode(typed, a), m = decode(meant, b);
	double rows[3][NEARBY_LETTERS + 1];
	double *row = rows[0], *above = rows[1], *before = rows[2];
	struct costs out = { .len = m };

	row[0] = 0;
	for (size_t j = 1; j <= m; j++)
		row[j] = row[j - 1] + cost_of_more(b, m, j - 1, COST_LACKS);
	for (size_t i = 1; i <= n; i++) {
		double *spare = before;

		before = above;
		above = row;
		row = spare;
		row[0] = above[0] + cost_of_more(a, n, i - 1, 1);
		for (size_t j = 1; j <= m; j++) {
			double first = i == 1 && j == 1 ? COST_FIRST : 0;
			double other = cost_of_other(a[i - 1], b[j - 1]);
			double least =
				above[j - 1] + (other > 0 ? other + first : 0);
			double more = above[j] + cost_of_more(a, n, i - 1, 1);
			double less = row[j - 1] +
				      cost_of_more(b, m, j - 1, COST_LACKS);

			if (more < least)
				least = more;
			if (less < least)
				least = less;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    before[j - 2] + COST_SWAP < least)
				least = before[j - 2] + COST_SWAP;
			row[j] = least;
		}
	}
	memcpy(out.heads, row, (m + 1) * sizeof(*row));
	return out;
}

double slips_cost(struct str typed, struct str meant)
{
	struct costs all = costs(typed, meant);

	return all.heads[all.len];
}

double slips_cost_of_beginning(struct str typed, struct str meant)
{
	struct costs all = costs(typed, meant);
	double least = all.heads[all.len];

	for (size_t i = 0; i < all.len; i++)
		least = all.heads[i] < least ? all.heads[i] : least;
	return least;
}

/* The word with what stands at `at` replaced. */
static void replace(struct str word, size_t at, struct str from, struct str to,
		    struct buf *out)
{
	buf_add_str(out, str_head(word, at));
	buf_add_str(out, to);
	buf_add_str(out, str_skip(word, at + from.len));
}

bool slips_sound(struct str word, size_t i, struct buf *out)
{
	for (size_t at = 0; at < word.len; at++) {
		struct str rest = str_skip(word, at);

		for (size_t n = 0; n < 2 * COUNT(sounds); n++) {
			struct str from =
				n % 2 ? sounds[n / 2].b : sounds[n / 2].a;
			struct str to =
				n % 2 ? sounds[n / 2].a : sounds[n / 2].b;

			if (!str_starts(rest, from) || i-- > 0)
				continue;
			replace(word, at, from, to, out);
			return true;
		}
	}
	return false;
}
