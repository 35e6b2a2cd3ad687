/*
 * Bounds: where a text may be cut, between sentences, clauses and words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/bounds.h"

#include <stdint.h>
#include <string.h>

#include <unictype.h>
#include <unigbrk.h>

#include "base/utf8.h"

/* How far is looked back for what a character hangs on, in bytes, and for the
 * blanks, the quotes and the brackets behind a sentence, in characters. */
#define CLUSTER 96
#define CLOSING 8

size_t bounds_back(struct str text, size_t at)
{
	if (at > 0)
		at--;
	while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static uint32_t char_at(struct str text, size_t at)
{
	uint32_t c = 0;

	utf8_decode(text.p + at, text.len - at, &c);
	return c;
}

static uint32_t char_before(struct str text, size_t at)
{
	return at ? char_at(text, bounds_back(text, at)) : '\n';
}

static bool is_ascii(struct str text, size_t at)
{
	return (unsigned char)text.p[at] < 0x80;
}

bool bounds_character(struct str text, size_t at)
{
	char breaks[CLUSTER + 8];
	size_t start = at, end;

	if (at == 0 || at >= text.len ||
	    (is_ascii(text, at) && is_ascii(text, at - 1)))
		return true;
	if (((unsigned char)text.p[at] & 0xc0) == 0x80)
		return false;
	for (end = at + 1;
	     end < text.len && ((unsigned char)text.p[end] & 0xc0) == 0x80;)
		end++;
	/* ASCII hangs on nothing. */
	while (start > 0 && at - start < CLUSTER &&
	       (start == at || !is_ascii(text, start)))
		start = bounds_back(text, start);
	u8_grapheme_breaks((const uint8_t *)text.p + start, end - start,
			   breaks);
	return breaks[at - start];
}

/* Thai and its neighbours, where a blank is what a comma is elsewhere. */
static bool is_southeast(uint32_t c)
{
	return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) ||
	       (c >= 0x1780 && c <= 0x17ff);
}

static bool is_hiragana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x309f;
}

static bool is_katakana(uint32_t c)
{
	return (c >= 0x30a0 && c <= 0x30ff) || (c >= 0xff66 && c <= 0xff9f);
}

/* Letters that are written without blanks: those, Han, the Kana, and the
 * emoji, which stand between words. */
static bool is_spaceless(uint32_t c)
{
	return is_southeast(c) || (c >= 0x2e80 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xff9f) ||
	       (c >= 0x1f000 && c <= 0x3ffff);
}

/* Is c more of what is before? In Japanese endings and particles follow in
 * Hiragana, and words from abroad are in Katakana. Where a word of Thai ends
 * is not known. */
static bool goes_on(uint32_t before, uint32_t c)
{
	return (is_hiragana(c) && is_spaceless(before) && before > 0x3040) ||
	       (is_katakana(c) && is_katakana(before)) ||
	       (is_southeast(c) && is_southeast(before));
}

/* What must not begin a line of Japanese or Chinese: small and lengthening
 * Kana, and the marks that are no closing ones. */
static bool is_trailing(uint32_t c)
{
	static const uint32_t small[] = {
		0x3005, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063,
		0x3083, 0x3085, 0x3087, 0x308e, 0x309d, 0x309e, 0x30a1,
		0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5,
		0x30e7, 0x30ee, 0x30fb, 0x30fc, 0x30fd, 0x30fe,
	};

	for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++) {
		if (small[i] == c)
			return true;
	}
	return false;
}

static bool is_opening(uint32_t c)
{
	if (c < 0x80)
		return c == '"' || c == '\'' || c == '(' || c == '[' ||
		       c == '{';
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps |
							   UC_CATEGORY_MASK_Pi);
}

static bool is_closing(uint32_t c)
{
	if (c < 0x80)
		return c == '"' || c == '\'' || c == ')' || c == ']' ||
		       c == '}';
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pe |
							   UC_CATEGORY_MASK_Pf);
}

/* Commas, colons and dashes: a clause ends, the sentence goes on. */
static bool is_pause(uint32_t c)
{
	static const uint32_t pauses[] = {
		',',	';',	':',	0x055d, 0x060c, 0x061b, 0x07f8,
		0x104a, 0x1363, 0x1364, 0x1365, 0x2013, 0x2014, 0x3001,
		0xff0c, 0xff1a, 0xff1b, 0xff64, 0xff5e,
	};

	for (size_t i = 0; i < sizeof(pauses) / sizeof(*pauses); i++) {
		if (pauses[i] == c)
			return true;
	}
	return false;
}

static bool is_stop(uint32_t c)
{
	if (c < 0x80)
		return c == '.' || c == '!' || c == '?';
	return c == 0x2026 || uc_is_property_sentence_terminal(c);
}

bool bounds_word(struct str text, size_t at)
{
	uint32_t before, c;

	if (at == 0 || at >= text.len || text.p[at] == '\n' ||
	    text.p[at - 1] == '\n')
		return true;
	if (text.p[at] == ' ' || text.p[at - 1] == ' ')
		return bounds_character(text, at);
	if (is_ascii(text, at) && is_ascii(text, at - 1))
		return false;
	before = char_before(text, at);
	c = char_at(text, at);
	return (before == 0x2014 || is_spaceless(c) || is_spaceless(before)) &&
	       !is_opening(before) && !is_closing(c) && !is_pause(c) &&
	       !is_stop(c) && !is_trailing(c) && !goes_on(before, c) &&
	       bounds_character(text, at);
}

bool bounds_clause(struct str text, size_t at)
{
	uint32_t before;

	if (at == 0 || at >= text.len)
		return true;
	before = char_before(text, at);
	if (text.p[at] == ' ')
		return is_pause(before) || is_southeast(before);
	return before >= 0x3000 && is_pause(before) && bounds_word(text, at);
}

/* What a full stop follows without an end of the sentence; those of the second
 * list only before a number. */
static const char *const before_names[] = {
	"mr",  "mrs", "ms",  "dr",   "prof", "st",     "sr",   "jr",
	"sra", "dra", "mme", "mlle", "vs",   "cf",     "gen",  "gov",
	"sen", "rep", "lt",  "col",  "sgt",  "capt",   "rev",  "hon",
	"mt",  "hr",  "fr",  "bzw",  "vgl",  "approx", "incl",
};
static const char *const before_numbers[] = {
	"no",  "nos", "nr",  "vol",  "fig", "figs", "ch",  "sec", "p",
	"pp",  "art", "ca",  "eq",   "jan", "feb",  "mar", "apr", "jun",
	"jul", "aug", "sep", "sept", "oct", "nov",  "dec", "abs",
};

static bool is_one_of(struct str word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(word, str_of(list[i])))
			return true;
	}
	return false;
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint32_t c)
{
	return c < 0x80 ? c >= '0' && c <= '9'
			: uc_is_general_category_withtable(c,
							   UC_CATEGORY_MASK_Nd);
}

/* Does the full stop at `stop` belong to the word before it? `next` is what
 * the next sentence would begin with. */
static bool is_abbreviated(struct str text, size_t stop, uint32_t next)
{
	const size_t longest = 6;
	struct str word;
	size_t start = stop;
	bool is_number = true;

	while (start > 0 && stop - start <= longest &&
	       is_letter(text.p[start - 1])) {
		start--;
		is_number = is_number && is_digit((unsigned char)text.p[start]);
	}
	word = str_make(text.p + start, stop - start);
	if (word.len == 0 || word.len > longest)
		return false;
	/* "1. First": the number of an item. */
	if (is_number)
		return start == 0 || text.p[start - 1] == '\n';
	/* "J. Smith", "U.S. Senate", "z. B. Wasser"; but "as do I. Then". */
	if (utf8_count(word) == 1)
		return word.p[0] != 'I';
	return is_one_of(word, before_names,
			 sizeof(before_names) / sizeof(*before_names)) ||
	       (is_digit(next) &&
		is_one_of(word, before_numbers,
			  sizeof(before_numbers) / sizeof(*before_numbers)));
}

/* Before the blanks, the quotes and the brackets before `at`: the place behind
 * a mark that ends a sentence, or 0. */
static size_t find_stop(struct str text, size_t at, bool *is_closed)
{
	*is_closed = false;
	for (int i = 0; i < CLOSING && at > 0; i++) {
		uint32_t c = char_before(text, at);

		if (is_stop(c))
			return at;
		if (!is_closing(c))
			return 0;
		*is_closed = true;
		at = bounds_back(text, at);
	}
	return 0;
}

static bool begins_sentence(struct str text, size_t at)
{
	uint32_t c = char_at(text, at);

	for (int i = 0; i < CLOSING && is_opening(c); i++) {
		at += utf8_encode(c, (char[4]){ 0 });
		if (at >= text.len)
			return true;
		c = char_at(text, at);
	}
	return !is_pause(c) && !is_stop(c) && c != '-' &&
	       !uc_is_property_lowercase(c);
}

bool bounds_sentence(struct str text, size_t at)
{
	size_t blanks = at, stop;
	bool is_closed;
	uint32_t c;

	if (at >= text.len || text.p[at] == ' ' || text.p[at] == '\n')
		return false;
	if (at == 0 || text.p[at - 1] == '\n')
		return true;
	if (text.p[at - 1] != ' ' && is_ascii(text, at - 1))
		return false;
	while (blanks > 0 && at - blanks < CLOSING && text.p[blanks - 1] == ' ')
		blanks--;
	stop = find_stop(text, blanks, &is_closed);
	if (!stop || !begins_sentence(text, at))
		return false;
	c = char_before(text, stop);
	if (blanks < at)
		return c != '.' || is_closed ||
		       !is_abbreviated(text, stop - 1, char_at(text, at));
	/* Without a blank: not inside of "？！」", nor before what a quotation
	 * goes on with in Japanese. */
	return c >= 0x80 && c != 0x2026 && !is_closing(char_at(text, at)) &&
	       !(is_closed && char_at(text, at) == 0x3068);
}

size_t bounds_strip_end(struct str text, size_t at, size_t least)
{
	while (at > least) {
		size_t before = bounds_back(text, at);
		uint32_t c = char_at(text, before);

		if (c != ' ' && c != '-' && !is_pause(c) &&
		    (!is_opening(c) || is_closing(c)))
			break;
		at = before;
	}
	return at;
}

size_t bounds_strip_start(struct str text, size_t at, size_t most)
{
	for (size_t next = at; next < most;) {
		uint32_t c = char_at(text, next);

		if (c == ' ')
			at = next + 1;
		else if (c != '-' && c != 0xb7 && !is_pause(c) &&
			 (!is_closing(c) || is_opening(c)))
			break;
		next += utf8_encode(c, (char[4]){ 0 });
		if (c >= 0x3000)
			at = next;
	}
	return at;
}

bool bounds_is_stopped(struct str text, size_t at)
{
	bool is_closed;

	return find_stop(text, at, &is_closed);
}

bool bounds_is_ended(struct str text, size_t at)
{
	bool is_closed;
	uint32_t before;

	if (at == 0)
		return true;
	before = char_before(text, at);
	return is_pause(before) || find_stop(text, at, &is_closed);
}
