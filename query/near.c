/*
 * Nearness: what articles weigh more for having words of the query next to
 * each other, as they were typed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/near.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "query/wanted.h"
#include "text/limits.h"
#include "text/schema.h"
#include "text/tokens.h"

/* What letters of scripts without spaces add of the bits that they say: their
 * neighbours make words. */
#define LETTERS_WEIGHT 1.0

/* Of a word in one article; further ones hardly change what is added. */
#define POSITIONS 256

/* The words of a query while their pairs are made. */
struct reading {
	const struct planner *planner;
	struct near *near;
	struct err *err;
	struct str last; /* the term before; empty: none */
	double last_rarity;
	uint32_t last_letters; /* of a script without spaces */
	uint32_t skipped;      /* positions behind it that are passed over */
};

/* Bits that it says to know that a word is in an article. */
static int rarity(const struct reading *r, struct str term, double *out)
{
	uint32_t frequency = 0;
	int ret =
		xap_db_term_frequency(r->planner->db, term, &frequency, r->err);

	*out = frequency
		       ? log2((r->planner->articles + 1.0) / (frequency + 0.5))
		       : 0;
	return ret;
}

/* How many letters of a script without spaces a word is of; 0 for others. */
static uint32_t count_letters(struct str folded)
{
	struct tokens tokens;
	struct token token;
	uint32_t count = 0;

	tokens_init(&tokens, folded);
	while (tokens_next(&tokens, &token) && token.is_gram)
		count++;
	return count;
}

static int take_word(struct reading *r, struct str folded)
{
	uint32_t letters = count_letters(folded);
	struct near *near = r->near;
	double weight = letters && r->last_letters
				? LETTERS_WEIGHT
				: r->planner->ranking->weights[RANKING_NEAR];
	struct buf b = BUF_INIT;
	struct str term;
	double bits = 0;
	int ret;

	schema_term(SCHEMA_WORD, folded, &b);
	term = arena_copy(r->planner->arena, buf_view(&b));
	buf_release(&b);
	ret = arena_check(r->planner->arena, r->err);
	if (!ret)
		ret = rarity(r, term, &bits);
	if (ret)
		return ret;
	if (bits > 0 && r->last_rarity > 0 && weight > 0 &&
	    near->count < NEAR_PAIRS)
		near->pairs[near->count++] = (struct near_pair){
			.first = r->last,
			.second = term,
			.gap = 1 + r->skipped,
			.weight = weight * (bits + r->last_rarity),
		};
	r->last = term;
	r->last_rarity = bits;
	r->last_letters = letters;
	r->skipped = 0;
	return 0;
}

static int take_node(struct reading *r, const struct query_node *node)
{
	const struct planner *p = r->planner;
	struct wanted words = WANTED_INIT;
	int ret = wanted_read(node->text, p->words, LANGUAGE_NONE,
			      LIMIT_QUERY_WORDS, p->arena, &words, r->err);

	if (words.count == 1 &&
	    languages_stop(&p->spoken,
			   words_at(p->words, words.words[0])->folded)) {
		r->skipped++;
		return ret;
	}
	r->near->words += words.count > 0;
	for (size_t i = 0; i < words.count && !ret; i++)
		ret = take_word(r, words_at(p->words, words.words[i])->folded);
	/* The next node begins behind the last letter of this one. */
	if (words.count && !ret && r->last_letters)
		r->skipped = r->last_letters - 1;
	return ret;
}

int near_read(const struct planner *planner, const struct query *query,
	      struct near *out, struct err *err)
{
	struct reading r = { .planner = planner, .near = out, .err = err };
	const struct query_node *const *nodes = &query->typed;
	size_t count = 1;
	int ret = 0;

	out->count = out->words = 0;
	if (query->typed->kind == QUERY_AND && query->typed->is_implicit) {
		nodes = query->typed->children;
		count = query->typed->count;
	}
	for (size_t i = 0; i < count && !ret; i++) {
		const struct query_node *node = nodes[i];

		if (node->kind == QUERY_WORD && node->scope == QUERY_ANYWHERE)
			ret = take_node(&r, node);
		else
			r.last_rarity = 0;
	}
	return ret;
}

/* Where a word is in one document. Rising. */
struct places {
	uint32_t items[POSITIONS];
	size_t count;
};

/* And in each of some. */
struct placing {
	const uint32_t *docids;
	size_t count;
	size_t at; /* which one is told of next */
	struct places *places;
};

static int take_positions(uint32_t docid, const uint32_t *positions,
			  size_t count, void *payload)
{
	struct placing *p = payload;
	struct places *places;

	while (p->docids[p->at] != docid)
		p->at++;
	places = &p->places[p->at];
	places->count = count < POSITIONS ? count : POSITIONS;
	memcpy(places->items, positions,
	       places->count * sizeof(*places->items));
	return 0;
}

static int read_places(const struct planner *planner, struct str term,
		       const uint32_t *docids, size_t count, struct places *out,
		       struct err *err)
{
	struct placing placing = { docids, count, 0, out };

	for (size_t i = 0; i < count; i++)
		out[i].count = 0;
	if (deadline_check(&planner->deadline, err))
		return err->code;
	return xap_db_each_positions(planner->db, term, docids, count,
				     take_positions, &placing, err);
}

/* How often a second follows a first, so far apart at most. */
static size_t count_pairs(const struct places *first,
			  const struct places *second, uint32_t gap)
{
	size_t found = 0, j = 0;

	for (size_t i = 0; i < first->count; i++) {
		uint32_t at = first->items[i];

		while (j < second->count && second->items[j] <= at)
			j++;
		found += j < second->count && second->items[j] - at <= gap;
	}
	return found;
}

int near_weigh(const struct near *near, const struct planner *planner,
	       const uint32_t *docids, size_t count, double *out,
	       struct err *err)
{
	struct places *words[2];
	struct str read = str_make(NULL, 0); /* into the places at hand */
	int ret = 0;

	for (size_t i = 0; i < count; i++)
		out[i] = 0;
	if (near->count == 0)
		return 0;
	for (size_t i = 0; i < 2; i++) {
		words[i] = arena_array(planner->arena, count, sizeof(**words));
		if (!words[i])
			return arena_check(planner->arena, err);
	}
	for (size_t i = 0; i < near->count && !ret; i++) {
		const struct near_pair *pair = &near->pairs[i];
		struct places *first = words[i % 2];
		struct places *second = words[(i + 1) % 2];

		/* The second of the pair before, mostly. */
		if (!str_eq(read, pair->first))
			ret = read_places(planner, pair->first, docids, count,
					  first, err);
		if (!ret)
			ret = read_places(planner, pair->second, docids, count,
					  second, err);
		read = pair->second;
		for (size_t j = 0; j < count && !ret; j++) {
			double found = (double)count_pairs(
				&first[j], &second[j], pair->gap);

			out[j] += pair->weight * found / (found + 1);
		}
	}
	return ret;
}
