/*
 * Spelling: what somebody may have meant by a word that no article has.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/spell.h"

#include <math.h>
#include <stdlib.h>

#include "base/deadline.h"
#include "base/utf8.h"
#include "query/clause.h"
#include "query/nearby.h"
#include "query/slips.h"
#include "text/schema.h"

/* Letters from which on a word is corrected, and may have two slips. */
#define LETTERS_MIN 4
#define LETTERS_TWO 8

/* Bounds of the work for one word: terms looked at, candidates taken, and
 * those whose articles are asked for the rest of the query. */
#define STEPS_MAX      20000
#define CANDIDATES_MAX 256
#define ASKED_MAX      8

/* The clock is looked at after so many terms. */
#define STEPS_LOOK 256

/* What so many times as many articles have is far more common than a word. */
#define FAR_MORE 20

#define COST_SPLIT 0.8
#define COST_JOIN  0.6

/* What the logarithm of the articles that have a word weighs against slips, and
 * what it weighs to be of all candidates the one whose articles answer the rest
 * of the query best. */
#define FREQUENCY_WEIGHT 0.15
#define CONTEXT_WEIGHT	 1.0

struct candidate {
	struct str text;
	enum spell_way way;
	bool is_pair; /* of two words */
	double cost;
	uint32_t articles;
	double score;
};

struct finder {
	const struct spell *spell;
	const struct spell_word *word;
	struct nearby nearby;
	unsigned int steps;
	struct candidate *items;
	size_t count, cap;
	struct err *err;
};

static bool is_letters(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x80 && (c < 'a' || c > 'z'))
			return false;
	}
	return true;
}

bool spell_is_word(struct str folded)
{
	size_t letters = utf8_count(folded);

	return letters >= LETTERS_MIN && letters <= NEARBY_LETTERS &&
	       is_letters(folded);
}

static int frequency(const struct planner *p, enum schema_field field,
		     struct str folded, uint32_t *out, struct err *err)
{
	struct buf b = BUF_INIT;
	int ret;

	schema_term(field, folded, &b);
	ret = buf_check(&b, err);
	if (!ret)
		ret = xap_db_term_frequency(p->db, buf_view(&b), out, err);
	buf_release(&b);
	return ret;
}

/* In how many articles a word is, in any of its forms. */
static int form_frequency(const struct planner *p, struct str folded,
			  uint32_t *out, struct err *err)
{
	const struct word *word;
	int ret = words_get(p->words, LANGUAGE_NONE, folded, &word, err);

	*out = 0;
	if (!ret && word)
		*out = clause_frequency(p, word->number, err);
	return (int)err->code;
}

int spell_articles(const struct planner *p, struct str folded, uint32_t *out,
		   struct err *err)
{
	int ret = frequency(p, SCHEMA_WORD, folded, out, err);

	return ret || *out > SPELL_RARE ? ret
					: form_frequency(p, folded, out, err);
}

int spell_is_in_title(const struct planner *p, struct str folded, bool *out,
		      struct err *err)
{
	uint32_t articles = 0;
	int ret = frequency(p, SCHEMA_TITLE_WORD, folded, &articles, err);

	*out = articles > 0;
	return ret;
}

static int add(struct finder *f, struct str text, enum spell_way way,
	       bool is_pair, double cost)
{
	struct arena *arena = f->spell->planner->arena;
	struct candidate *items;

	if (f->count == CANDIDATES_MAX)
		return 0;
	for (size_t i = 0; i < f->count; i++) {
		if (str_eq(f->items[i].text, text) && f->items[i].way == way) {
			if (cost < f->items[i].cost)
				f->items[i].cost = cost;
			return 0;
		}
	}
	items = arena_grow(arena, f->items, f->count, &f->cap, sizeof(*items));
	if (!items)
		return arena_check(arena, f->err);
	f->items = items;
	items[f->count++] = (struct candidate){
		.text = arena_copy(arena, text),
		.way = way,
		.is_pair = is_pair,
		.cost = cost,
	};
	return arena_check(arena, f->err);
}

static int look(struct str term, uint32_t frequency, struct str *next,
		void *payload)
{
	struct finder *f = payload;
	unsigned int slips;

	(void)frequency;
	if (++f->steps > STEPS_MAX) {
		*next = term;
		return 0;
	}
	if (f->steps % STEPS_LOOK == 0 &&
	    deadline_check(&f->spell->planner->deadline, f->err))
		return (int)f->err->code;
	slips = nearby_look(&f->nearby, term, next);
	if (slips > f->nearby.most || !is_letters(term))
		return 0;
	return add(f, term, SPELL_ONE, false,
		   slips_cost(f->word->folded, term));
}

/* Words that so many slips lead to. */
static int find_near(struct finder *f, unsigned int most, size_t fixed)
{
	static const struct str first = STR_INIT("a"); /* behind capitals */
	struct str from = nearby_init(&f->nearby, f->word->folded, most, fixed);

	return xap_db_seek_terms(f->spell->planner->db, from.len ? from : first,
				 look, f, f->err);
}

/* Words that sound the same. */
static int find_sounds(struct finder *f)
{
	struct buf b = BUF_INIT;
	int ret = 0;

	for (size_t i = 0; !ret && slips_sound(f->word->folded, i, &b); i++) {
		uint32_t articles = 0;

		ret = buf_check(&b, f->err);
		if (!ret)
			ret = frequency(f->spell->planner, SCHEMA_WORD,
					buf_view(&b), &articles, f->err);
		if (!ret && articles)
			ret = add(f, buf_view(&b), SPELL_ONE, false,
				  SLIPS_SOUND_COST);
		buf_clear(&b);
	}
	buf_release(&b);
	return ret;
}

static int try_join(struct finder *f, struct str a, struct str b,
		    enum spell_way way)
{
	struct buf joined = BUF_INIT;
	uint32_t articles = 0;
	int ret = 0;

	if (!a.len || !b.len || !is_letters(a) || !is_letters(b))
		return 0;
	buf_add_str(&joined, a);
	buf_add_str(&joined, b);
	ret = buf_check(&joined, f->err);
	if (!ret)
		ret = frequency(f->spell->planner, SCHEMA_WORD,
				buf_view(&joined), &articles, f->err);
	if (!ret && articles)
		ret = add(f, buf_view(&joined), way, false, COST_JOIN);
	buf_release(&joined);
	return ret;
}

/* The word as two, both of which are known. */
static int find_splits(struct finder *f)
{
	struct str word = f->word->folded;
	struct buf pair = BUF_INIT;
	int ret = 0;

	for (size_t i = 1; i < word.len && !ret; i++) {
		uint32_t first = 0, second = 0;

		if (((unsigned char)word.p[i] & 0xc0) == 0x80)
			continue;
		if (i < 2 || word.len - i < 2)
			continue;
		ret = frequency(f->spell->planner, SCHEMA_WORD,
				str_head(word, i), &first, f->err);
		if (!ret && first)
			ret = frequency(f->spell->planner, SCHEMA_WORD,
					str_skip(word, i), &second, f->err);
		if (ret || !first || !second)
			continue;
		buf_clear(&pair);
		buf_add_str(&pair, str_head(word, i));
		buf_add_char(&pair, ' ');
		buf_add_str(&pair, str_skip(word, i));
		ret = buf_check(&pair, f->err);
		if (!ret)
			ret = add(f, buf_view(&pair), SPELL_ONE, true,
				  COST_SPLIT);
	}
	buf_release(&pair);
	return ret;
}

static int find(struct finder *f)
{
	const struct spell_word *word = f->word;
	int ret;

	if (word->articles)
		return find_near(f, 1, 1);
	ret = find_near(f, 1, 0);

	if (!ret)
		ret = find_sounds(f);
	if (!ret && word->may_split)
		ret = find_splits(f);
	if (!ret)
		ret = try_join(f, word->before, word->folded,
			       SPELL_WITH_BEFORE);
	if (!ret)
		ret = try_join(f, word->folded, word->after, SPELL_WITH_AFTER);
	if (!ret && !f->count && utf8_count(word->folded) >= LETTERS_TWO)
		ret = find_near(f, 2, 1);
	return ret;
}

/* The articles that have a candidate and are to be shown. */
static const struct xap_query *articles_with(struct finder *f,
					     const struct candidate *c)
{
	const struct planner *p = f->spell->planner;
	struct wanted words = WANTED_INIT;
	const struct xap_query *parts[2];

	clause_read(p, c->text, &words, f->err);
	if (f->err->code || words.count == 0)
		return NULL;
	parts[0] = c->is_pair ? clause_phrase(p, f->word->scope, &words, f->err)
			      : clause_word(p, f->word->scope, &words, f->err);
	parts[1] = f->spell->hidden;
	return xap_query_combine(p->pool, XAP_AND_NOT, parts, parts[1] ? 2 : 1,
				 f->err);
}

/* How well the best article that has the candidate answers the rest, and how
 * many there are. */
static int ask(struct finder *f, struct candidate *c, double *weight)
{
	const struct planner *p = f->spell->planner;
	struct xap_search search = XAP_SEARCH_INIT;
	struct xap_results *found = NULL;
	const struct xap_query *parts[2] = {
		xap_query_scale(p->pool, articles_with(f, c), 0, f->err),
		f->spell->context,
	};
	int ret;

	search.query = xap_query_combine(p->pool, XAP_AND_MAYBE, parts,
					 parts[1] ? 2 : 1, f->err);
	if (!search.query)
		return (int)f->err->code;
	search.limit = 1;
	search.with_data = false;
	search.deadline = p->deadline;
	ret = xap_search(p->db, &search, &found, f->err);
	*weight = 0;
	if (!ret) {
		if (c->is_pair || f->word->scope || !xap_results_count(found))
			c->articles = xap_results_total(found);
		if (xap_results_count(found))
			*weight = xap_results_hit(found, 0).weight;
	}
	xap_results_free(found);
	return ret;
}

static int by_score(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return str_cmp(x->text, y->text);
}

static void score(struct candidate *c)
{
	c->score = FREQUENCY_WEIGHT * log(c->articles) - c->cost;
}

/* Counts the articles of the candidates; of a word that some articles have,
 * those stay that far more have. */
static int count(struct finder *f)
{
	size_t kept = 0;
	int ret = 0;

	for (size_t i = 0; i < f->count && !ret; i++) {
		struct candidate *c = &f->items[i];

		c->articles = 1;
		if (!c->is_pair)
			ret = form_frequency(f->spell->planner, c->text,
					     &c->articles, f->err);
		score(c);
		if (c->articles >= FAR_MORE * f->word->articles)
			f->items[kept++] = *c;
	}
	f->count = kept;
	return ret;
}

/* Weighs the candidates; the best comes first. */
static int weigh(struct finder *f)
{
	double weights[ASKED_MAX], most = 0;
	int ret = count(f);

	if (ret || !f->count)
		return ret;
	qsort(f->items, f->count, sizeof(*f->items), by_score);
	if (f->count > ASKED_MAX)
		f->count = ASKED_MAX;
	for (size_t i = 0; i < f->count && !ret; i++) {
		ret = ask(f, &f->items[i], &weights[i]);
		if (weights[i] > most)
			most = weights[i];
	}
	for (size_t i = 0; i < f->count && !ret; i++) {
		score(&f->items[i]);
		if (most > 0)
			f->items[i].score += CONTEXT_WEIGHT * weights[i] / most;
	}
	if (!ret)
		qsort(f->items, f->count, sizeof(*f->items), by_score);
	return ret;
}

int spell_correct(const struct spell *spell, const struct spell_word *word,
		  enum spell_way *way, struct str *out, struct err *err)
{
	struct finder f = { .spell = spell, .word = word, .err = err };
	int ret = find(&f);

	*way = SPELL_NONE;
	if (!ret)
		ret = weigh(&f);
	if (ret || !f.count || f.items[0].articles == 0)
		return ret;
	*way = f.items[0].way;
	*out = f.items[0].text;
	return 0;
}
