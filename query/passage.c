/*
 * Passages: from where to where a snippet goes, and how well it would read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/passage.h"

#include "base/utf8.h"
#include "query/bounds.h"

/* A run of so many characters without a place to cut is cut anywhere. */
#define LONG_WORD 40

/* So near is the beginning, in bytes. */
#define FIRST_NEAR 1000

struct str passage_joint(struct str text, size_t at)
{
	return bounds_is_ended(text, at) ? STR(" ") : STR(PASSAGE_DOT);
}

/* The length of the end of a block: all characters of a joint are short. */
static size_t joint_length(struct str text, size_t at)
{
	return utf8_count(passage_joint(text, at));
}

size_t passage_length(struct str text, size_t start, size_t end)
{
	const char *p = text.p + start, *stop = text.p + end, *line;
	size_t length = 0;

	/* Nothing else in it, so that it is done for many at once. */
	for (size_t at = start; at < end; at++)
		length += ((unsigned char)text.p[at] & 0xc0) != 0x80;
	while (p < stop && (line = memchr(p, '\n', (size_t)(stop - p)))) {
		length += joint_length(text, (size_t)(line - text.p)) - 1;
		p = line + 1;
	}
	return length;
}

static size_t forward(struct str text, size_t at)
{
	at++;
	while (at < text.len && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* How many sections begin at `at` or before. */
static size_t sections_until(const struct snippet_source *source, size_t at)
{
	size_t low = 0, high = source->section_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (source->sections[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Does a block that begins here hold a heading? */
static bool is_heading(const struct snippet_source *source, size_t at)
{
	size_t n = sections_until(source, at);

	return n && source->sections[n - 1].start == at;
}

bool passage_is_one_section(const struct snippet_source *source, size_t a,
			    size_t b)
{
	return sections_until(source, a) == sections_until(source, b);
}

bool passage_is_heading(const struct snippet_source *source, size_t at)
{
	size_t n = sections_until(source, at), start;

	if (n == 0)
		return false;
	start = source->sections[n - 1].start;
	return !memchr(source->text.p + start, '\n', at - start);
}

static size_t trim_end(struct str text, size_t at, size_t least)
{
	while (at > least && text.p[at - 1] == ' ')
		at--;
	return at;
}

/* Places where a passage may end, the last of each kind that was met, and how
 * long it would be. */
struct ends {
	bool has_whole; /* a sentence or a block ends */
	size_t whole, whole_length;
	size_t clause, clause_length;
	size_t word, word_length;
	size_t last; /* the last place within the width */
};

/* Is it long enough to go no further? */
static bool is_enough(const struct ends *ends, size_t width)
{
	return ends->has_whole && ends->whole_length * 5 >= width * 2;
}

/* What ends with a colon only leads to something. */
static void note_whole(struct str text, size_t at, size_t length, size_t width,
		       struct ends *ends)
{
	if (is_enough(ends, width) && at > 0 && text.p[at - 1] == ':')
		return;
	ends->has_whole = true;
	ends->whole = at;
	ends->whole_length = length;
}

/* Looks for ends behind `to`, where the passage is `length` long, while it is
 * at most `width`. True if there is no more to come: the text ends, or another
 * heading begins. */
static bool find_ends(const struct snippet_source *source, size_t to,
		      size_t length, size_t width, struct ends *ends)
{
	struct str text = source->text;

	*ends = (struct ends){ 0 };
	ends->word = ends->last = to;
	ends->word_length = length;
	for (size_t at = to;;) {
		bool is_end = at >= text.len || text.p[at] == '\n';

		if (bounds_is_amid(text, at)) {
			if (++length > width)
				return false;
			ends->last = ++at;
			continue;
		}
		if (is_end || (at > to && text.p[at - 1] != '\n' &&
			       bounds_sentence(text, at)))
			note_whole(text, trim_end(text, at, to), length, width,
				   ends);
		if (is_end &&
		    (at + 1 >= text.len || (is_heading(source, at + 1) &&
					    !passage_is_heading(source, at))))
			return true;
		if (!is_end && bounds_word(text, at)) {
			ends->word = trim_end(text, at, to);
			ends->word_length = length;
			if (bounds_clause(text, at)) {
				ends->clause = ends->word;
				ends->clause_length = length;
			}
		}
		ends->last = at;
		length += is_end ? joint_length(text, at) : 1;
		if (length > width)
			return false;
		at = forward(text, at);
	}
}

/* Amid a sentence: behind a comma near the end, else behind a word, else behind
 * a character of what has no words. */
static size_t cut_end(struct str text, const struct ends *ends, size_t to,
		      size_t width)
{
	size_t last = ends->last;

	if (ends->clause && ends->clause_length * 5 >= width * 4)
		return bounds_strip_end(text, ends->clause, to);
	if (width - ends->word_length < LONG_WORD &&
	    bounds_word(text, ends->word))
		return bounds_strip_end(text, ends->word, to);
	while (last > to && !bounds_character(text, last))
		last = bounds_back(text, last);
	return last;
}

static size_t end_of(const struct snippet_source *source, size_t from,
		     size_t to, size_t width, bool *is_whole)
{
	size_t length = passage_length(source->text, from, to);
	struct ends ends;
	size_t cut;
	bool is_all;

	*is_whole = false;
	if (length >= width) {
		*is_whole =
			to >= source->text.len || source->text.p[to] == '\n';
		return to;
	}
	is_all = find_ends(source, to, length, width, &ends);
	if (is_enough(&ends, width) || (is_all && ends.has_whole)) {
		*is_whole = true;
		return ends.whole;
	}
	cut = cut_end(source->text, &ends, to, width);
	/* Behind a stop that ends no sentence, or a block. */
	*is_whole = cut < source->text.len &&
		    strchr(" \n", source->text.p[cut]) &&
		    bounds_is_stopped(source->text, cut);
	return cut;
}

static bool begins_block(const struct snippet_source *source, size_t at)
{
	return at <= source->start || source->text.p[at - 1] == '\n';
}

/* Where to begin, at most `room` characters before `from`. */
static size_t start_of(const struct snippet_source *source, size_t from,
		       size_t room, bool *is_whole)
{
	struct str text = source->text;
	size_t clause = from, word = from, cluster = from, back = 0;

	*is_whole = true;
	for (size_t at = from; back <= room; back++) {
		bool is_word;

		if (back * 3 <= room && back <= LONG_WORD / 2)
			cluster = at;
		if (at > source->start && bounds_is_amid(text, at)) {
			at--;
			continue;
		}
		if (begins_block(source, at) || bounds_sentence(text, at))
			return at;
		is_word = text.p[at] != ' ' && bounds_word(text, at);
		if (is_word && back * 3 <= room)
			word = at;
		/* Behind a comma and its blank. */
		if (is_word && back * 2 <= room && back * 5 >= room &&
		    bounds_clause(text, text.p[at - 1] == ' ' ? at - 1 : at))
			clause = at;
		at = bounds_back(text, at);
	}
	*is_whole = false;
	if (word == from && !bounds_word(text, from)) {
		while (cluster < from && !bounds_character(text, cluster))
			cluster = forward(text, cluster);
		return cluster;
	}
	return bounds_strip_start(text, clause < from ? clause : word, from);
}

/* Where a short passage begins that takes in earlier sentences, until half of
 * the width is filled, or a quarter with what is no sentence. */
static size_t fill(const struct snippet_source *source, size_t start,
		   size_t length, size_t width)
{
	struct str text = source->text;
	size_t at = start;

	while (at > source->start && length * 2 < width &&
	       !is_heading(source, at)) {
		do {
			at = bounds_back(text, at);
			if (text.p[at] == '\n' && length * 4 >= width &&
			    !bounds_is_ended(text, at))
				return start;
			length +=
				text.p[at] == '\n' ? joint_length(text, at) : 1;
			if (length > width)
				return start;
		} while (!begins_block(source, at) &&
			 !bounds_sentence(text, at));
		if (!is_heading(source, at))
			start = at;
	}
	return start;
}

/* Where at most width characters of text[from, to) end. */
static size_t cluster_end(struct str text, size_t from, size_t to, size_t width)
{
	size_t end = from;

	for (size_t at = from; at <= to && width-- > 0;) {
		at = forward(text, at);
		if (bounds_character(text, at))
			end = at;
	}
	return end;
}

struct passage passage_around(const struct snippet_source *source, size_t from,
			      size_t to, size_t width)
{
	size_t used = passage_length(source->text, from, to);
	struct passage p = { from, 0, false, false };

	/* One word that is too long, which is cut. */
	if (used > width) {
		p.end = cluster_end(source->text, from, to, width);
		p.is_from_start = begins_block(source, from) ||
				  bounds_sentence(source->text, from);
		return p;
	}
	p.start = start_of(source, from, width > used ? width - used : 0,
			   &p.is_from_start);
	p.end = end_of(source, p.start, to, width, &p.is_to_end);
	used = passage_length(source->text, p.start, p.end);
	if (p.is_from_start && p.is_to_end && used * 2 < width)
		p.start = fill(source, p.start, used, width);
	return p;
}

/* The first block near the beginning that is no heading and ends as prose does;
 * else the first that is no heading; else the first. */
static size_t first_block(const struct snippet_source *source)
{
	struct str text = source->text;
	size_t first = text.len, next;

	for (size_t at = source->start;
	     at < text.len && at < source->start + FIRST_NEAR; at = next) {
		size_t end = at + str_find(str_skip(text, at), '\n');

		next = end + 1;
		if (is_heading(source, at))
			continue;
		if (bounds_is_stopped(text, end))
			return at;
		if (first == text.len)
			first = at;
	}
	return first < text.len ? first : source->start;
}

struct passage passage_first(const struct snippet_source *source, size_t width)
{
	size_t at = first_block(source);
	struct passage p = { at, at, true, true };

	p.end = end_of(source, at, at, width, &p.is_to_end);
	return p;
}

/* What code is full of and prose is not. */
static bool is_sign(char c)
{
	static const char signs[128] = {
		['{'] = 1, ['}'] = 1,  ['('] = 1, [')'] = 1, ['<'] = 1,
		['>'] = 1, ['='] = 1,  [';'] = 1, ['|'] = 1, ['$'] = 1,
		['/'] = 1, ['\\'] = 1, ['_'] = 1, ['&'] = 1, ['*'] = 1,
		['['] = 1, [']'] = 1,  ['^'] = 1, ['~'] = 1,
	};

	return (unsigned char)c < 128 && signs[(unsigned char)c];
}

double passage_quality(const struct snippet_source *source,
		       const struct passage *p, size_t width)
{
	const double dots_cost = 0.12, dots_most = 0.48, signs_free = 0.04,
		     signs_cost = 6;
	struct str text = source->text;
	size_t length = passage_length(text, p->start, p->end);
	double quality = PASSAGE_BEST, signs = 0, dots = 0;

	for (size_t at = p->start; at < p->end; at++) {
		signs += is_sign(text.p[at]);
		dots += text.p[at] == '\n' && !bounds_is_ended(text, at);
	}
	signs = signs / (double)(length + 1) - signs_free;
	if (!p->is_from_start)
		quality -= 0.4;
	if (!p->is_to_end)
		quality -= 0.15;
	else if (!bounds_is_stopped(text, p->end))
		quality -= 0.1;
	if (signs > 0)
		quality -= signs * signs_cost < 0.6 ? signs * signs_cost : 0.6;
	dots *= dots_cost;
	quality -= dots < dots_most ? dots : dots_most;
	if (length * 3 < width)
		quality -= 0.2;
	return quality;
}
