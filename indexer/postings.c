/*
 * The postings of one document: words with their positions, and filters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/postings.h"

#include <math.h>
#include <stdlib.h>

#include "text/humps.h"
#include "text/limits.h"
#include "text/terms.h"

/* Positions between fields, so that no phrase or NEAR spans two. */
#define FIELD_GAP 100

/* The budget of the terms of one document: each word gives at most three terms
 * of some 70 bytes, and the text is capped. */
#define TERM_MEMORY (256u << 20)

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY,
		       "no memory for the words of an "
		       "article");
}

static int stem(void *payload, const char *language, struct str word,
		struct str *out, struct err *err)
{
	return xap_stemmer_stem(payload, language, word, out, err);
}

int postings_init(struct postings *p, struct err *err)
{
	int ret = xap_stemmer_new(&p->stemmer, err);

	p->arena.budget = TERM_MEMORY;
	return ret ? ret : words_new(stem, p->stemmer, &p->words, err);
}

void postings_release(struct postings *p)
{
	words_free(p->words);
	xap_stemmer_free(p->stemmer);
	arena_release(&p->arena);
	map_release(&p->filters);
	buf_release(&p->term);
	free(p->places);
	free(p->word_counts);
	free(p->stem_counts);
	free(p->word_sums);
	free(p->stem_sums);
	free(p->list);
	free(p->is_there);
}

/* The words at hand are done with. */
static void forget_places(struct postings *p)
{
	for (size_t i = 0; i < p->told; i++)
		p->is_there[p->places[i].word] = 0;
	p->told = p->different = 0;
	p->place_count = 0;
}

void postings_begin(struct postings *p, unsigned int language)
{
	p->language = language;
	arena_clear(&p->arena);
	map_release(&p->filters);
	forget_places(p);
	p->weight_count = 0;
	p->count = 0;
	p->is_cut = false;
	if (words_count(p->words) > LIMIT_WORD_CACHE)
		words_forget(p->words);
}

/* Makes room for one more of `size` bytes each; false when there is none. */
static bool grow(void **array, size_t count, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap + *cap / 2 : 1024;
	void *p;

	if (count < *cap)
		return true;
	p = realloc(*array, more * size);
	if (!p)
		return false;
	*array = p;
	*cap = more;
	return true;
}

/* Makes room for `need` numbers of `size` bytes each, the new ones 0. */
static bool grow_zeroed(void **array, size_t need, size_t *cap, size_t size)
{
	size_t more = need + need / 2 + 1024;
	char *p;

	if (need <= *cap)
		return true;
	p = realloc(*array, more * size);
	if (!p)
		return false;
	memset(p + *cap * size, 0, (more - *cap) * size);
	*array = p;
	*cap = more;
	return true;
}

static bool grow_counts(uint32_t **counts, size_t need, size_t *cap)
{
	return grow_zeroed((void **)counts, need, cap, sizeof(**counts));
}

static bool grow_sums(double **sums, size_t need, size_t *cap)
{
	return grow_zeroed((void **)sums, need, cap, sizeof(**sums));
}

/* Counts the different words at hand. */
static int count_different(struct postings *p, struct err *err)
{
	if (!grow_zeroed((void **)&p->is_there, words_count(p->words),
			 &p->there_cap, sizeof(*p->is_there)))
		return no_memory(err);
	for (; p->told < p->place_count; p->told++) {
		unsigned char *is_there = &p->is_there[p->places[p->told].word];

		p->different += !*is_there;
		*is_there = 1;
	}
	return 0;
}

static int add_place(struct postings *p, uint32_t word, uint32_t position,
		     struct err *err)
{
	if (!grow((void **)&p->places, p->place_count, &p->place_cap,
		  sizeof(*p->places)))
		return no_memory(err);
	p->places[p->place_count++] = (struct postings_place){ word, position };
	return p->place_count > LIMIT_ARTICLE_WORDS ? count_different(p, err)
						    : 0;
}

/* What is remembered must stay bounded within a document too: no more is read
 * once there are more different words than are indexed. */
static bool is_full(struct postings *p)
{
	if (p->different <= LIMIT_ARTICLE_WORDS)
		return false;
	p->is_cut = true;
	return true;
}

int postings_read(struct postings *p, struct str text, uint32_t *position,
		  struct err *err)
{
	return postings_read_weighed(p, text, NULL, 0, position, err);
}

int postings_read_weighed(struct postings *p, struct str text,
			  const struct article_weight *weights, size_t count,
			  uint32_t *position, struct err *err)
{
	struct terms terms;
	struct term term;
	int ret = TERMS_NEXT;

	if (count) {
		p->weights = arena_array(&p->arena, count, sizeof(*p->weights));
		if (!p->weights)
			return arena_check(&p->arena, err);
	}
	terms_init(&terms, p->words, text);
	terms.language = p->language;
	terms.position = *position;
	while (ret == TERMS_NEXT && !is_full(p)) {
		ret = terms_next(&terms, &term, err);
		for (;
		     ret == TERMS_NEXT && count && term.start >= weights->start;
		     weights++, count--)
			p->weights[p->weight_count++] =
				(struct postings_weight){ term.position,
							  weights->weight };
		if (ret == TERMS_NEXT &&
		    add_place(p, term.word, term.position, err))
			ret = err->code;
	}
	*position = terms.position + FIELD_GAP;
	return ret < 0 ? ret : 0;
}

/* What the capitals of a name of code show. */
static int read_humps(struct postings *p, struct str name, struct err *err)
{
	const struct word *word;
	struct humps humps;
	struct str part;
	int ret = 0;

	humps_init(&humps, name);
	while (!ret && humps_next(&humps, &part)) {
		ret = words_get(p->words, p->language, part, &word, err);
		if (!ret && word)
			ret = add_place(p, word->number, 0, err);
	}
	return ret;
}

int postings_read_code(struct postings *p, struct str text, struct err *err)
{
	struct terms terms;
	struct term term;
	int ret;

	terms_init(&terms, p->words, text);
	terms.language = p->language;
	while (!is_full(p) && (ret = terms_next(&terms, &term, err)) != 0) {
		struct str s =
			str_make(text.p + term.start, term.end - term.start);

		if (ret < 0)
			return ret;
		if (term.role == TERM_JOINED || term.role == TERM_AGAIN)
			continue;
		if (add_place(p, term.word, 0, err) ||
		    (term.role == TERM_WORD && read_humps(p, s, err)))
			return err->code;
	}
	return 0;
}

static int add_posting(struct postings *p, struct str prefix, struct str rest,
		       uint32_t wdf, const uint32_t *positions,
		       size_t position_count, struct err *err)
{
	struct str term = rest;

	if (prefix.len) {
		char *copy = arena_alloc(&p->arena, prefix.len + rest.len);

		if (!copy)
			return arena_check(&p->arena, err);
		memcpy(copy, prefix.p, prefix.len);
		memcpy(copy + prefix.len, rest.p, rest.len);
		term = str_make(copy, prefix.len + rest.len);
	}
	if (!grow((void **)&p->list, p->count, &p->cap, sizeof(*p->list)))
		return no_memory(err);
	p->list[p->count++] =
		(struct xap_posting){ term, wdf, positions, position_count };
	return 0;
}

/* What the words and stems at hand count by their numbers; where that is how
 * often they are there, both NULL. */
struct sums {
	double *words, *stems;
};

static double weight_at(const struct postings *p, uint32_t position)
{
	size_t low = 0, high = p->weight_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->weights[middle].position <= position)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? p->weights[low - 1].weight : 1;
}

static int sum(struct postings *p, struct sums *out, struct err *err)
{
	const uint32_t *stems = words_stems(p->words);

	*out = (struct sums){ NULL, NULL };
	if (p->weight_count == 0)
		return 0;
	if (!grow_sums(&p->word_sums, words_count(p->words),
		       &p->word_sum_cap) ||
	    !grow_sums(&p->stem_sums, words_stem_count(p->words),
		       &p->stem_sum_cap))
		return no_memory(err);
	out->words = p->word_sums;
	out->stems = p->stem_sums;
	for (size_t i = 0; i < p->place_count; i++) {
		const struct postings_place *place = &p->places[i];
		double weight = weight_at(p, place->position);
		uint32_t stem = stems[place->word];

		out->words[place->word] += weight;
		if (stem != WORDS_NONE)
			out->stems[stem] += weight;
	}
	return 0;
}

static uint32_t counted(const double *sums, uint32_t number, uint32_t count)
{
	return sums ? (uint32_t)llround(sums[number]) : count;
}

/* Most are of the text, and need not be put together. */
static int add_stem(struct postings *p, enum schema_field field, uint32_t stem,
		    uint32_t wdf, struct err *err)
{
	return field == SCHEMA_STEM
		       ? add_posting(p, STR(""),
				     words_stem_term(p->words, stem), wdf, NULL,
				     0, err)
		       : add_posting(p, str_of(schema_rows[field].prefix),
				     words_stem(p->words, stem), wdf, NULL, 0,
				     err);
}

int postings_emit(struct postings *p, enum schema_field word_field,
		  enum schema_field stem_field, struct err *err)
{
	struct str word_prefix = str_of(schema_rows[word_field].prefix);
	const uint32_t *stems = words_stems(p->words);
	uint32_t *positions, **next;
	size_t first = p->count, words = 0;
	struct sums sums = { NULL, NULL };
	int ret = 0;

	if (p->place_count == 0)
		return 0;
	if (!grow_counts(&p->word_counts, words_count(p->words),
			 &p->word_cap) ||
	    !grow_counts(&p->stem_counts, words_stem_count(p->words),
			 &p->stem_cap))
		return no_memory(err);
	positions = arena_array(&p->arena, p->place_count, sizeof(*positions));
	if (!positions)
		return arena_check(&p->arena, err);
	for (size_t i = 0; i < p->place_count; i++) {
		uint32_t *count = &p->word_counts[p->places[i].word];

		if (*count == 0 && words == LIMIT_ARTICLE_WORDS) {
			p->is_cut = true;
			p->place_count = i;
			break;
		}
		words += (*count)++ == 0;
	}
	next = arena_array(&p->arena, words, sizeof(*next));
	ret = next ? sum(p, &sums, err) : arena_check(&p->arena, err);

	/* Each word, where it is met first, gets its share of the positions;
	 * from then on its count is its posting's number, with the high bit. */
	for (size_t i = 0, used = 0; i < p->place_count && !ret; i++) {
		uint32_t number = p->places[i].word, count;
		size_t at = p->count - first;

		count = p->word_counts[number];
		if (!(count & 0x80000000u)) {
			uint32_t stem = stems[number];

			next[at] = positions + used;
			used += count;
			ret = add_posting(p, word_prefix,
					  words_at(p->words, number)->folded,
					  counted(sums.words, number, count),
					  next[at], count, err);
			if (stem != WORDS_NONE)
				p->stem_counts[stem] += count;
			p->word_counts[number] = 0x80000000u | (uint32_t)at;
		} else {
			at = count & 0x7fffffffu;
		}
		*next[at]++ = p->places[i].position;
	}
	for (size_t i = 0; i < p->place_count; i++) {
		uint32_t number = p->places[i].word;
		uint32_t stem = stems[number];

		p->word_counts[number] = 0;
		if (stem == WORDS_NONE)
			continue;
		if (p->stem_counts[stem] && !ret)
			ret = add_stem(
				p, stem_field, stem,
				counted(sums.stems, stem, p->stem_counts[stem]),
				err);
		p->stem_counts[stem] = 0;
	}
	for (size_t i = 0; i < p->place_count && sums.words; i++) {
		uint32_t number = p->places[i].word;
		uint32_t stem = stems[number];

		sums.words[number] = 0;
		if (stem != WORDS_NONE)
			sums.stems[stem] = 0;
	}
	forget_places(p);
	p->weight_count = 0;
	return ret;
}

/* Sets what is counted of the words and stems of some places. */
static void mark(struct postings *p, const uint32_t *stems, size_t from,
		 size_t to, uint32_t count)
{
	for (size_t i = from; i < to; i++) {
		uint32_t number = p->places[i].word;

		p->word_counts[number] = count;
		if (stems[number] != WORDS_NONE)
			p->stem_counts[stems[number]] = count;
	}
}

int postings_outside(struct postings *p, size_t count, struct err *err)
{
	const uint32_t *stems = words_stems(p->words);
	int ret = 0;

	if (!grow_counts(&p->word_counts, words_count(p->words),
			 &p->word_cap) ||
	    !grow_counts(&p->stem_counts, words_stem_count(p->words),
			 &p->stem_cap))
		return no_memory(err);
	/* Those of the first that none of the others takes back. */
	mark(p, stems, 0, count, 1);
	mark(p, stems, count, p->place_count, 0);
	for (size_t i = 0; i < count && !ret; i++) {
		const struct word *word = words_at(p->words, p->places[i].word);

		if (p->word_counts[word->number])
			ret = postings_add(p, SCHEMA_OUTSIDE_WORD, word->folded,
					   err);
		if (!ret && word->is_stemmed && p->stem_counts[word->stem])
			ret = postings_add(p, SCHEMA_OUTSIDE_STEM,
					   words_stem(p->words, word->stem),
					   err);
	}
	mark(p, stems, 0, count, 0);
	return ret;
}

int postings_emit_words(struct postings *p, enum schema_field field,
			struct err *err)
{
	bool is_code = field == SCHEMA_CODE_WORD;
	int ret = 0;

	if (!grow_counts(&p->word_counts, words_count(p->words), &p->word_cap))
		return no_memory(err);
	for (size_t i = 0; i < p->place_count; i++)
		p->word_counts[p->places[i].word]++;
	for (size_t i = 0; i < p->place_count; i++) {
		uint32_t number = p->places[i].word;
		uint32_t count = p->word_counts[number];
		struct str word = words_at(p->words, number)->folded;

		p->word_counts[number] = 0;
		if (count && (!is_code || schema_is_code_word(word)) && !ret)
			ret = add_posting(p, str_of(schema_rows[field].prefix),
					  word, count, NULL, 0, err);
	}
	forget_places(p);
	return ret;
}

/* May libxapian hold it? Names may have kept a control character. */
static bool is_term(struct str term)
{
	for (size_t i = 0; i < term.len; i++) {
		if ((unsigned char)term.p[i] < ' ' || term.p[i] == 0x7f)
			return false;
	}
	return term.len > 0 && term.len <= XAP_TERM_MAX;
}

int postings_filter(struct postings *p, struct str term, struct err *err)
{
	struct map_entry *entry;

	if (!is_term(term) || map_get(&p->filters, term))
		return 0;
	term = arena_copy(&p->arena, term);
	if (!term.p)
		return arena_check(&p->arena, err);
	entry = map_put(&p->filters, term, err);
	if (!entry)
		return (int)err->code;
	entry->value = 1;
	return add_posting(p, STR(""), term, 0, NULL, 0, err);
}

int postings_add(struct postings *p, enum schema_field field, struct str folded,
		 struct err *err)
{
	if (folded.len == 0)
		return 0;
	buf_clear(&p->term);
	schema_term(field, folded, &p->term);
	if (buf_check(&p->term, err))
		return (int)err->code;
	return postings_filter(p, buf_view(&p->term), err);
}
