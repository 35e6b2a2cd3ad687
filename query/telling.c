/*
 * Telling terms: which words and tags tell an article from all others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/telling.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "text/schema.h"
#include "text/words.h"

/* A term that only one article has relates it to none. */
#define FREQUENCY_MIN 2

struct candidate {
	struct str term;
	uint32_t count; /* how often the article has it */
	uint32_t frequency;
	double idf, weight;
};

/* An article while its terms are read. */
struct reading {
	struct weights *weights;
	uint32_t articles; /* to be compared */
	struct arena *arena;
	struct str category, translation; /* how their terms begin */
	struct map titles;		  /* terms of words in the title */
	struct candidate *words;
	size_t word_count, word_cap;
	struct str *tags;
	size_t tag_count, tag_cap;
	struct str *translations;
	size_t translation_count, translation_cap;
	struct err *err;
};

static bool is_capital(struct str s, size_t at)
{
	return at < s.len && s.p[at] >= 'A' && s.p[at] <= 'Z';
}

/* Is it a term of this field, whose prefix no other begins with but by another
 * capital? */
static bool is_of(enum schema_field field, struct str term)
{
	struct str prefix = str_of(schema_rows[field].prefix);

	return str_starts(term, prefix) && !is_capital(term, prefix.len);
}

/* The term of a field of front matter up to its values. */
static struct str value_prefix(struct reading *r, const char *key)
{
	struct buf b = BUF_INIT;
	struct str prefix;

	schema_value_term(SCHEMA_FIELD_NAME, str_of(key), str_make(NULL, 0),
			  &b);
	buf_check(&b, r->err);
	prefix = arena_copy(r->arena, buf_view(&b));
	buf_release(&b);
	return prefix;
}

static void add(struct reading *r, struct str term, struct str **items,
		size_t *count, size_t *cap)
{
	struct str *grown =
		arena_grow(r->arena, *items, *count, cap, sizeof(*grown));

	if (!grown)
		return;
	*items = grown;
	grown[(*count)++] = arena_copy(r->arena, term);
}

static void add_word(struct reading *r, struct str term, uint32_t count)
{
	struct candidate *words = arena_grow(r->arena, r->words, r->word_count,
					     &r->word_cap, sizeof(*words));

	if (!words)
		return;
	r->words = words;
	words[r->word_count++] =
		(struct candidate){ .term = arena_copy(r->arena, term),
				    .count = count };
}

static int take(struct str term, uint32_t count, void *payload)
{
	struct reading *r = payload;

	if (is_of(SCHEMA_STEM, term) ||
	    (is_of(SCHEMA_WORD, term) && !words_has_forms(term)))
		add_word(r, term, count);
	else if (is_of(SCHEMA_TITLE_STEM, term) ||
		 is_of(SCHEMA_TITLE_WORD, term))
		map_put(&r->titles, arena_copy(r->arena, term), r->err);
	else if (is_of(SCHEMA_TAG, term) || str_starts(term, r->category))
		add(r, term, &r->tags, &r->tag_count, &r->tag_cap);
	else if (str_starts(term, r->translation))
		add(r, term, &r->translations, &r->translation_count,
		    &r->translation_cap);
	arena_check(r->arena, r->err);
	return (int)r->err->code;
}

/* The heaviest first; of equals the first by bytes. */
static int by_weight(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return str_cmp(x->term, y->term);
}

static int weigh(struct reading *r, uint32_t docid)
{
	struct buf title = BUF_INIT;

	for (size_t i = 0; i < r->word_count && !r->err->code; i++) {
		struct candidate *word = &r->words[i];

		buf_clear(&title);
		weights_title_term(word->term, &title);
		if (buf_check(&title, r->err) ||
		    weights_frequency(r->weights, word->term, &word->frequency,
				      r->err))
			break;
		word->idf = weights_idf(word->frequency, r->articles);
		word->weight = word->idf *
			       weights_word(r->weights, docid, word->count,
					    map_get(&r->titles,
						    buf_view(&title)) != NULL);
	}
	buf_release(&title);
	if (r->word_count)
		qsort(r->words, r->word_count, sizeof(*r->words), by_weight);
	return (int)r->err->code;
}

static void take_words(struct reading *r, struct telling_term *terms,
		       struct telling *out)
{
	for (size_t i = 0; i < r->word_count; i++) {
		const struct candidate *word = &r->words[i];

		if (i < TELLING_WORDS)
			out->own += word->weight * word->weight;
		if (word->frequency >= FREQUENCY_MIN &&
		    out->count < TELLING_WORDS)
			terms[out->count++] = (struct telling_term){
				.term = word->term,
				.weight = word->weight * word->idf,
			};
	}
}

/* Tags do not depend on the language. */
static void take_tags(struct reading *r, struct telling_term *terms,
		      struct telling *out)
{
	for (size_t i = 0; i < r->tag_count && !r->err->code; i++) {
		double idf, weight;
		uint32_t frequency;

		if (weights_frequency(r->weights, r->tags[i], &frequency,
				      r->err))
			return;
		idf = weights_idf(frequency, r->weights->info.documents);
		weight = idf * weights_tag();
		out->own += weight * weight;
		if (frequency >= FREQUENCY_MIN)
			terms[out->count++] = (struct telling_term){
				.term = r->tags[i],
				.weight = weight * idf,
				.is_tag = true,
			};
	}
}

static int finish(struct reading *r, struct telling *out)
{
	struct telling_term *terms = arena_array(
		r->arena, TELLING_WORDS + r->tag_count, sizeof(*terms));

	if (!terms)
		return arena_check(r->arena, r->err);
	out->terms = terms;
	take_words(r, terms, out);
	take_tags(r, terms, out);
	out->translations = r->translations;
	out->translation_count = r->translation_count;
	return (int)r->err->code;
}

int telling_read(struct weights *weights, uint32_t docid, uint32_t articles,
		 struct arena *arena, struct telling *out, struct err *err)
{
	struct reading r = { .weights = weights,
			     .articles = articles,
			     .arena = arena,
			     .titles = MAP_INIT,
			     .err = err };
	int ret;

	*out = (struct telling){ 0 };
	r.category = value_prefix(&r, "category");
	r.translation = value_prefix(&r, "translation-key");
	ret = arena_check(arena, err);
	if (!ret)
		ret = xap_db_each_document_term(weights->db, docid, take, &r,
						err);
	if (!ret)
		ret = weigh(&r, docid);
	if (!ret)
		ret = finish(&r, out);
	map_release(&r.titles);
	return ret;
}
