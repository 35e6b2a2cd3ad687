/*
 * Choices: which passages of a text a snippet is made of.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/choice.h"

#include <math.h>
#include <string.h>

#include "query/bounds.h"

/* What adds to the quality of a passage (query/passage.h), at most: that its
 * words are close together, that some follow each other, that it has more of
 * them. What it costs that they begin in a heading, which is shown besides,
 * that they are not of one section, that they stand where the article says that
 * words count less, at most, and each time that the passage is twice as
 * far from the beginning, counted from here. */
#define CLOSE	   0.4
#define NEIGHBOURS 0.4
#define AGAIN	   0.04
#define AGAIN_MOST 2
#define HEADING	   0.25
#define ACROSS	   0.4
#define LOWERED	   2.0
#define FAR	   0.08
#define NEAR_BYTES 512

/* A word that is met as often as that says little. */
#define OFTEN_BYTES 100
#define OFTEN_VALUE 0.5

/* What is read at first, in bytes; then four times as much, and so on, until
 * no later passage can be better. */
#define FIRST_READ 4096

/* Windows that are tried as passages. */
#define TRIES 6

#define UTF8_LONGEST 4 /* bytes of a character */

/* Less is not parted, and passages of less quality are not put together. */
#define TWO_WIDTH 100
#define FAIR	  0.7

/* Neighbouring matches that fit into a passage. */
struct window {
	size_t first, last;
	uint64_t words;		  /* those wanted that are in it */
	size_t steps, neighbours; /* from a new word to the next */
	double cover;		  /* the values of its words */
	double rank;		  /* how well they stand */
};

/* A passage that was chosen. */
struct part {
	struct passage passage;
	size_t best; /* its first match, a byte of the text */
	double quality;
};

struct chooser {
	const struct matcher *matcher;
	const struct snippet_source *source;
	size_t width;
	struct arena *arena;
	struct matches *found;
	size_t read; /* up to where it was searched */

	size_t words;
	double *values; /* of each word */
	uint64_t met;	/* the words that were found */
	size_t *ends;	/* of each match, in characters of a snippet */
	struct window tries[TRIES];
	size_t try_count;
};

/* The value of each word that was found: 1, but less for such as "the". */
static void set_values(struct chooser *c)
{
	c->met = 0;
	for (size_t word = 0; word < c->words; word++) {
		size_t count = 0;

		for (size_t i = 0; i < c->found->count; i++)
			count += c->found->at[i].words >> word & 1;
		c->values[word] =
			count * OFTEN_BYTES < c->read ? 1 : OFTEN_VALUE;
		c->met |= (uint64_t)(count > 0) << word;
	}
}

static double value_of(const struct chooser *c, uint64_t words)
{
	double sum = 0;

	for (size_t i = 0; i < c->words; i++) {
		if (words >> i & 1)
			sum += c->values[i];
	}
	return sum;
}

static double far(size_t at)
{
	return FAR * log2(1 + (double)at / NEAR_BYTES);
}

/* What the words count where a match stands. */
static double weight_at(const struct snippet_source *source, size_t at)
{
	double weight = 1;

	for (size_t i = 0; i < source->weight_count; i++) {
		if (source->weights[i].start > at)
			break;
		weight = source->weights[i].weight;
	}
	return weight;
}

/* Does nothing but a blank or a sign stand between two matches? */
static bool are_neighbours(struct str text, const struct match *a,
			   const struct match *b)
{
	return b->start <= a->end + 1 ||
	       (b->start == a->end + 2 && text.p[a->end + 1] == ' ');
}

static size_t length_of(const struct chooser *c, const struct window *w)
{
	const struct match *first = &c->found->at[w->first];

	return c->ends[w->last] - c->ends[w->first] +
	       passage_length(c->source->text, first->start, first->end);
}

static double rank_of(const struct chooser *c, const struct window *w,
		      size_t width)
{
	const struct match *m = c->found->at;
	size_t length = length_of(c, w);
	double rank = -far(m[w->first].start);
	double weight = weight_at(c->source, m[w->first].start);

	if (weight < 1)
		rank -= LOWERED * (1 - weight);
	if (passage_is_heading(c->source, m[w->first].start))
		rank -= HEADING;
	else if (!passage_is_one_section(c->source, m[w->first].start,
					 m[w->last].start))
		rank -= ACROSS;
	if (w->steps == 0)
		return rank + CLOSE + NEIGHBOURS;
	rank += NEIGHBOURS * (double)w->neighbours / (double)w->steps;
	if (length < width)
		rank += CLOSE * (1 - (double)length / (double)width);
	return rank;
}

/* The smallest window from its first match on that has the most of the words
 * wanted. */
static void fill_window(const struct chooser *c, struct window *w,
			uint64_t wanted, size_t width)
{
	const struct match *m = c->found->at;

	w->last = w->first;
	for (size_t i = w->first; i < c->found->count && w->words != wanted;
	     i++) {
		struct window now = { .first = w->first, .last = i };

		if (i > w->first && length_of(c, &now) > width)
			break;
		if (!(m[i].words & wanted & ~w->words))
			continue;
		w->words |= m[i].words & wanted;
		w->last = i;
		if (i == w->first)
			continue;
		w->steps++;
		w->neighbours +=
			are_neighbours(c->source->text, &m[i - 1], &m[i]);
	}
	w->cover = value_of(c, w->words);
	w->rank = rank_of(c, w, width);
}

static bool is_better(const struct window *a, const struct window *b)
{
	if (fabs(a->cover - b->cover) > 1e-6)
		return a->cover > b->cover;
	return a->rank > b->rank;
}

/* Keeps the best windows, in order. */
static void keep(struct chooser *c, const struct window *w)
{
	size_t at = c->try_count;

	if (at == TRIES && !is_better(w, &c->tries[--at]))
		return;
	while (at > 0 && is_better(w, &c->tries[at - 1])) {
		c->tries[at] = c->tries[at - 1];
		at--;
	}
	c->tries[at] = *w;
	if (c->try_count < TRIES)
		c->try_count++;
}

/* Would passages that begin with these matches be much the same? */
static bool is_near(const struct chooser *c, size_t a, size_t b, size_t width)
{
	size_t start = c->found->at[a].end, end = c->found->at[b].start;

	return (c->ends[b] - c->ends[a]) * 2 <= width &&
	       (end <= start ||
		!memchr(c->source->text.p + start, '\n', end - start));
}

/* Finds the best windows, one of those that would be much the same passage. */
static void find_windows(struct chooser *c, uint64_t wanted, size_t width)
{
	struct window best = { 0 };
	size_t group = 0; /* the first window of those much the same */

	c->try_count = 0;
	for (size_t i = 0; i < c->found->count; i++) {
		struct window w = { .first = i };

		if (!(c->found->at[i].words & wanted))
			continue;
		fill_window(c, &w, wanted, width);
		if (best.words && !is_near(c, group, i, width)) {
			keep(c, &best);
			best = (struct window){ 0 };
		}
		if (!best.words)
			group = i;
		if (!best.words || is_better(&w, &best))
			best = w;
	}
	if (best.words)
		keep(c, &best);
}

/* A passage that begins or ends amid a match behind those of its window or
 * before leaves that match out. */
static void spare_matches(const struct chooser *c, const struct window *w,
			  struct passage *p)
{
	const struct match *m = c->found->at;

	for (size_t i = w->first; i-- > 0 && m[i].end > p->start;) {
		if (m[i].start < p->start) {
			p->start = bounds_strip_start(c->source->text, m[i].end,
						      m[w->first].start);
			p->is_from_start = false;
			break;
		}
	}
	for (size_t i = w->last + 1; i < c->found->count && m[i].start < p->end;
	     i++) {
		if (m[i].end > p->end) {
			p->end = bounds_strip_end(c->source->text, m[i].start,
						  m[w->last].end);
			p->is_to_end = false;
			break;
		}
	}
}

static struct part try_window(const struct chooser *c, const struct window *w,
			      size_t width)
{
	const struct match *m = c->found->at;
	struct part part;
	size_t more = 0;

	part.best = m[w->first].start;
	part.passage = passage_around(c->source, m[w->first].start,
				      m[w->last].end, width);
	spare_matches(c, w, &part.passage);
	for (size_t i = w->last + 1;
	     i < c->found->count && m[i].end <= part.passage.end &&
	     more < AGAIN_MOST;
	     i++)
		more++;
	part.quality = passage_quality(c->source, &part.passage, width) +
		       w->rank + AGAIN * (double)more;
	return part;
}

/* The best passage for the words wanted, of which some were found. */
static struct part choose(struct chooser *c, uint64_t wanted, size_t width)
{
	struct part best = { .quality = -HUGE_VAL };

	find_windows(c, wanted, width);
	for (size_t i = 0; i < c->try_count; i++) {
		struct part part;

		/* Those behind have less words, or stand so that no passage
		 * would be better. */
		if (c->tries[i].cover < c->tries[0].cover - 1e-6 ||
		    best.quality >= PASSAGE_BEST + c->tries[i].rank +
					    AGAIN * AGAIN_MOST)
			break;
		part = try_window(c, &c->tries[i], width);
		if (part.quality > best.quality + 1e-6)
			best = part;
	}
	return best;
}

static int measure(struct chooser *c, struct err *err)
{
	size_t at = c->source->start, length = 0;

	c->ends = arena_array(c->arena, c->found->count, sizeof(*c->ends));
	if (c->found->count && !c->ends)
		return arena_check(c->arena, err);
	for (size_t i = 0; i < c->found->count; i++) {
		const struct match *m = &c->found->at[i];

		/* So far that no window has both: no matter how far. */
		if (m->start > at + UTF8_LONGEST * c->width) {
			length += m->start - at;
			at = m->start;
		}
		length += passage_length(c->source->text, at, m->end);
		at = m->end;
		c->ends[i] = length;
	}
	return 0;
}

/* Are these all words of the query? */
static bool is_full(const struct chooser *c, uint64_t words)
{
	return c->words == 64 ? words == UINT64_MAX
			      : words == (UINT64_C(1) << c->words) - 1;
}

/* Can no passage that begins behind what was read be better? */
static bool is_settled(const struct chooser *c, const struct part *best)
{
	return is_full(c, c->tries[0].words) &&
	       best->quality >= PASSAGE_BEST + CLOSE + NEIGHBOURS +
					AGAIN * AGAIN_MOST - far(c->read);
}

/* Searches some more: up to the end of a block at or behind `end`. */
static int read_on(struct chooser *c, size_t end, struct err *err)
{
	struct str text = c->source->text;
	size_t start = c->read;

	if (end > text.len)
		end = text.len;
	end += str_find(str_skip(text, end), '\n');
	c->read = end;
	return matcher_find(c->matcher, text, start, end, c->arena, c->found,
			    err);
}

static uint64_t words_held(const struct chooser *c, const struct passage *p)
{
	uint64_t words = 0;

	for (size_t i = 0; i < c->found->count; i++) {
		const struct match *m = &c->found->at[i];

		if (m->start >= p->start && m->end <= p->end)
			words |= m->words;
	}
	return words;
}

/* Do they read well one after the other? */
static bool is_pair(const struct chooser *c, const struct passage *first,
		    const struct passage *second)
{
	return first->end <= second->start && first->is_to_end &&
	       c->source->text.p[first->end - 1] != ':' &&
	       passage_quality(c->source, first, c->width / 2) >= FAIR &&
	       passage_quality(c->source, second, c->width / 2) >= FAIR;
}

/* Where `one` has not all words that the text has, two passages that have more
 * take its place. */
static void part_in_two(struct chooser *c, const struct passage *one,
			struct choice *out)
{
	const size_t width = c->width - CHOICE_GAP_LENGTH;
	uint64_t had = words_held(c, one), has;
	const struct passage *first, *second;
	struct part a, b;

	if (c->width < TWO_WIDTH || had == c->met)
		return;
	a = choose(c, c->met, width / 2);
	has = words_held(c, &a.passage);
	if (has == c->met)
		return;
	b = choose(c, c->met & ~has,
		   width - passage_length(c->source->text, a.passage.start,
					  a.passage.end));
	has |= words_held(c, &b.passage);
	first = a.best < b.best ? &a.passage : &b.passage;
	second = a.best < b.best ? &b.passage : &a.passage;
	if (value_of(c, has) < value_of(c, had) + 1 ||
	    !is_pair(c, first, second))
		return;
	out->best = a.best < b.best ? a.best : b.best;
	out->count = 2;
	out->parts[0] = *first;
	out->parts[1] = *second;
}

static int prepare(struct chooser *c, struct err *err)
{
	c->words = matcher_word_count(c->matcher);
	c->values = arena_array(c->arena, c->words, sizeof(*c->values));
	c->read = c->source->start;
	return arena_check(c->arena, err);
}

int choice_make(const struct matcher *matcher,
		const struct snippet_source *source, size_t width,
		struct arena *arena, struct choice *out, struct err *err)
{
	struct chooser c = { .matcher = matcher,
			     .source = source,
			     .width = width,
			     .arena = arena,
			     .found = &out->found };
	struct part best = { .quality = -HUGE_VAL };
	size_t more = FIRST_READ;
	int ret = prepare(&c, err);

	*out = (struct choice){ .count = 1 };
	while (!ret && c.words && c.read < source->text.len) {
		ret = read_on(&c, c.read + more, err);
		if (!ret)
			ret = measure(&c, err);
		if (ret || out->found.count == 0)
			continue;
		set_values(&c);
		best = choose(&c, c.met, width);
		if (is_settled(&c, &best))
			break;
		more *= 4;
	}
	if (ret)
		return ret;
	if (out->found.count == 0) {
		out->parts[0] = passage_first(source, width);
		return 0;
	}
	out->best = best.best;
	out->parts[0] = best.passage;
	if (!is_full(&c, c.tries[0].words))
		part_in_two(&c, &best.passage, out);
	/* What it has of the blocks behind those that were searched. */
	return best.passage.end > c.read ? read_on(&c, best.passage.end, err)
					 : 0;
}
