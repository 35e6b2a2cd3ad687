/*
 * Snippets: the best passage of a text for a query, and where it matches.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/snippet.h"

#include <math.h>
#include <unictype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "query/matcher.h"

/* What a second match of the same word adds, against its first; and what two
 * words of the query that stand next to each other add. */
#define AGAIN	 0.15
#define ADJACENT 0.6

/* Longer runs of characters without a blank are no word. */
#define LONG_WORD 40

#define ELLIPSIS "\xe2\x80\xa6"

/* The offset `count` characters behind (or before) `at`, within [low, high].
 * Block ends are not passed. */
static size_t forward(struct str text, size_t at, size_t count)
{
	for (; count && at < text.len && text.p[at] != '\n'; count--) {
		at++;
		while (at < text.len &&
		       ((unsigned char)text.p[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

static size_t backward(struct str text, size_t at, size_t count)
{
	for (; count && at > 0 && text.p[at - 1] != '\n'; count--) {
		at--;
		while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
			at--;
	}
	return at;
}

static size_t chars(struct str text, size_t start, size_t end)
{
	return utf8_count(str_make(text.p + start, end - start));
}

/* The value of a match of each unit: the rarer in this text, the more. */
static double *unit_values(const struct matcher *matcher,
			   const struct match *matches, size_t count,
			   struct arena *arena)
{
	size_t units = matcher_unit_count(matcher);
	double *values = arena_array(arena, units, sizeof(*values));

	if (!values)
		return NULL;
	for (size_t i = 0; i < count; i++)
		values[matches[i].unit]++;
	for (size_t i = 0; i < units; i++)
		values[i] = 1 + log(1 + (double)count / (1 + values[i]));
	return values;
}

/* A match as the choice of a passage sees it. */
struct spot {
	uint32_t start, end; /* in characters */
};

static struct spot *make_spots(struct str text, const struct match *matches,
			       size_t count, struct arena *arena)
{
	struct spot *spots = arena_array(arena, count, sizeof(*spots));
	size_t at = 0, at_char = 0;

	for (size_t i = 0; spots && i < count; i++) {
		at_char += chars(text, at, matches[i].start);
		spots[i].start = (uint32_t)at_char;
		at_char += chars(text, matches[i].start, matches[i].end);
		spots[i].end = (uint32_t)at_char;
		at = matches[i].end;
	}
	return spots;
}

/* The matches from *first to *last that fit into width characters and are
 * worth most; of equal ones the first. */
static int best_window(const struct matcher *matcher, struct str text,
		       const struct match *matches, size_t count, size_t width,
		       struct arena *arena, size_t *first, size_t *last,
		       struct err *err)
{
	size_t units = matcher_unit_count(matcher);
	double *values = unit_values(matcher, matches, count, arena);
	unsigned char *seen = arena_alloc(arena, units);
	struct spot *spots = make_spots(text, matches, count, arena);
	double best = -1;

	if (!values || !seen || !spots)
		return arena_check(arena, err);
	for (size_t i = 0; i < count; i++) {
		double score = 0;

		memset(seen, 0, units);
		for (size_t j = i; j < count; j++) {
			const struct match *m = &matches[j];

			if (j > i && spots[j].end - spots[i].start > width)
				break;
			score += seen[m->unit] ? AGAIN * values[m->unit]
					       : values[m->unit];
			seen[m->unit] = 1;
			if (j > i && m->token == m[-1].token + 1 &&
			    m->unit != m[-1].unit)
				score += ADJACENT * values[m->unit];
			if (score > best * 1.0001) {
				best = score;
				*first = i;
				*last = j;
			}
		}
	}
	return 0;
}

static bool is_sentence_end(struct str text, size_t at)
{
	/* A full stop and a blank, or one of the scripts that need none. */
	if (at >= 2 && text.p[at - 1] == ' ' &&
	    (text.p[at - 2] == '.' || text.p[at - 2] == '!' ||
	     text.p[at - 2] == '?'))
		return true;
	return at >= 3 && (!memcmp(text.p + at - 3, "\xe3\x80\x82", 3) ||
			   !memcmp(text.p + at - 3, "\xef\xbc\x81", 3) ||
			   !memcmp(text.p + at - 3, "\xef\xbc\x9f", 3));
}

static bool is_mark(struct str text, size_t at)
{
	uint32_t c;

	return utf8_decode(text.p + at, text.len - at, &c) &&
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
}

/* May a passage begin or end here without cutting a word? Letters of scripts
 * without spaces may be parted, but not from their marks. */
static bool is_word_edge(struct str text, size_t at)
{
	if (at == 0 || at >= text.len || text.p[at] == '\n' ||
	    text.p[at - 1] == '\n' || text.p[at] == ' ' ||
	    text.p[at - 1] == ' ')
		return true;
	/* U+3000 to U+9FFF, and from U+10000 on. */
	return (unsigned char)text.p[at - 1] >= 0x80 &&
	       (unsigned char)text.p[at] >= 0xe3 &&
	       ((unsigned char)text.p[at] <= 0xe9 ||
		(unsigned char)text.p[at] >= 0xf0) &&
	       !is_mark(text, at);
}

/* Where to begin, at most `room` characters before `at`: a sentence if one
 * begins there, else a word. */
static size_t begin_at(struct str text, size_t at, size_t room)
{
	size_t low = backward(text, at, room);
	size_t start;

	if (low == 0 || text.p[low - 1] == '\n')
		return low;
	for (start = low; start < at; start = forward(text, start, 1)) {
		if (is_sentence_end(text, start))
			return start;
	}
	/* Some of what stands before, but most of the room behind. */
	for (start = backward(text, at, room / 3); start < at;
	     start = forward(text, start, 1)) {
		if (is_word_edge(text, start) && text.p[start] != ' ')
			return start;
	}
	return at;
}

/* Where to end, after at most `room` characters behind `at`. */
static size_t end_at(struct str text, size_t at, size_t room)
{
	size_t high = forward(text, at, room);
	size_t end;

	if (high == text.len || text.p[high] == '\n')
		return high;
	for (end = high; end > at; end = backward(text, end, 1)) {
		if (is_sentence_end(text, end) &&
		    chars(text, at, end) * 2 >= room)
			return end;
	}
	for (end = high; end > at; end = backward(text, end, 1)) {
		if (is_word_edge(text, end))
			return end;
	}
	/* No edge: what is left of one word is left out, but of a script
	 * without blanks (or of a line of code) much would be. */
	return chars(text, at, high) < LONG_WORD ? at : high;
}

/* What stands for the end of a block inside a passage: a blank where the
 * block ends as a sentence does, else a dot between two blanks, as after a
 * heading or an item. */
static struct str joint(struct str text, size_t at)
{
	return at == 0 || is_sentence_end(text, at) ||
			       strchr(".!?:;,", text.p[at - 1])
		       ? STR(" ")
		       : STR(" \xc2\xb7 ");
}

/* Appends text[start, end) as one line; *at_char is the number of characters
 * of the line, before and after. */
static void emit_text(struct str text, size_t start, size_t end,
		      struct buf *line, uint32_t *at_char)
{
	size_t before = line->len;

	while (start < end) {
		struct str rest = str_make(text.p + start, end - start);
		size_t block = str_find(rest, '\n');

		buf_add(line, rest.p, block);
		start += block;
		if (start < end)
			buf_add_str(line, joint(text, start++));
	}
	if (!line->failed)
		*at_char += (uint32_t)chars(buf_view(line), before, line->len);
}

/* Appends text[start, end) as one line, and lists the marks of the matches in
 * it. */
static int emit(struct str text, size_t start, size_t end,
		const struct match *matches, size_t count, struct buf *line,
		struct arena *arena, struct snippet *snippet, struct err *err)
{
	struct mark *marks = arena_array(arena, count, sizeof(*marks));
	uint32_t at_char = (uint32_t)utf8_count(buf_view(line));

	if (count && !marks)
		return arena_check(arena, err);
	for (size_t i = 0; i < count; i++) {
		const struct match *m = &matches[i];

		if (m->start < start || m->end > end)
			continue;
		emit_text(text, start, m->start, line, &at_char);
		marks[snippet->mark_count].start = at_char;
		emit_text(text, m->start, m->end, line, &at_char);
		marks[snippet->mark_count++].end = at_char;
		start = m->end;
	}
	emit_text(text, start, end, line, &at_char);
	snippet->marks = marks;
	return buf_check(line, err);
}

/* The passage around the matches [first, last]. */
static void bounds(struct str text, const struct match *matches, size_t first,
		   size_t last, size_t width, size_t *start, size_t *end)
{
	size_t from = matches[first].start, to = matches[last].end;
	size_t used = chars(text, from, to);

	*start =
		begin_at(text, from, width > used ? (width - used) * 2 / 3 : 0);
	used = chars(text, *start, to);
	*end = end_at(text, to, width > used ? width - used : 0);
	/* A short block (a heading, an item): go on with those behind it. */
	while (*end < text.len && text.p[*end] == '\n' &&
	       (used = chars(text, *start, *end)) * 2 < width)
		*end = end_at(text, *end + 1, width - used - 1);
}

int snippet_make(const struct matcher *matcher, struct str text, size_t width,
		 struct arena *arena, struct snippet *out, struct err *err)
{
	size_t start = 0, end = 0, first = 0, last = 0, count;
	struct match *matches;
	struct buf line = BUF_INIT;
	int ret = matcher_find(matcher, text, arena, &matches, &count, err);

	memset(out, 0, sizeof(*out));
	if (ret)
		return ret;
	if (count) {
		ret = best_window(matcher, text, matches, count, width, arena,
				  &first, &last, err);
		if (ret)
			return ret;
		bounds(text, matches, first, last, width, &start, &end);
		out->best = matches[first].start;
	} else {
		end = end_at(text, 0, width);
		while (end < text.len && text.p[end] == '\n' &&
		       chars(text, 0, end) * 2 < width)
			end = end_at(text, end + 1,
				     width - chars(text, 0, end) - 1);
	}
	while (start < end && (text.p[start] == ' ' || text.p[start] == '\n'))
		start++;
	while (end > start &&
	       (text.p[end - 1] == ' ' || text.p[end - 1] == '\n'))
		end--;
	out->start = start;
	if (start > 0 && text.p[start - 1] != '\n' &&
	    !is_sentence_end(text, start))
		buf_add_str(&line, STR(ELLIPSIS));
	ret = emit(text, start, end, matches, count, &line, arena, out, err);
	if (end < text.len && text.p[end] != '\n' &&
	    !is_sentence_end(text, end) &&
	    !(text.p[end] == ' ' && is_sentence_end(text, end + 1)))
		buf_add_str(&line, STR(ELLIPSIS));
	if (!ret)
		ret = buf_check(&line, err);
	out->text = arena_copy(arena, buf_view(&line));
	buf_release(&line);
	return ret ? ret : arena_check(arena, err);
}

int snippet_mark(const struct matcher *matcher, struct str text,
		 struct arena *arena, const struct mark **marks, size_t *count,
		 struct err *err)
{
	struct snippet s = { { NULL, 0 }, NULL, 0, 0, 0 };
	struct buf line = BUF_INIT;
	struct match *matches;
	size_t found;
	int ret = matcher_find(matcher, text, arena, &matches, &found, err);

	if (!ret)
		ret = emit(text, 0, text.len, matches, found, &line, arena, &s,
			   err);
	buf_release(&line);
	*marks = s.marks;
	*count = s.mark_count;
	return ret;
}
