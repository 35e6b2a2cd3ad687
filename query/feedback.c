/*
 * Feedback: what articles weigh more for words that the best of them have in
 * common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/feedback.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/map.h"
#include "text/limits.h"
#include "text/schema.h"

/* So many articles teach so many terms at most. */
#define TEACHERS 10
#define TERMS	 10

/* Those and a few more are looked at: to read what an article holds is what
 * takes long. */
#define WINDOW 15

/* What only one article has tells that one, not what is meant. */
#define TEACHERS_MIN 2

/* A term of those that teach. */
struct candidate {
	struct str term;
	uint32_t count;	   /* how often they have it, all together */
	uint32_t teachers; /* so many */
	struct xap_term_stats stats;
	double bits; /* that it says, by Bo1 */
};

/* A term of one article. */
struct item {
	struct str term;
	uint32_t count;
};

struct article {
	struct item *items; /* rising; none: it teaches nothing */
	size_t count, cap;
};

struct lesson {
	const struct planner *planner;
	struct map found; /* the candidates, by their terms */
	struct candidate **candidates;
	size_t candidate_count, candidate_cap;
	struct article teachers[TEACHERS];
	struct candidate *chosen[TERMS]; /* what says most */
	size_t chosen_count;
	double most; /* bits of one of them */
	struct err *err;
};

/* ---- Reading ------------------------------------------------------------ */

/* The terms of one article while they are listed. */
struct reading {
	struct str prefix; /* of stems */
	struct arena *arena;
	struct article *article;
	/* Or those that were chosen, and how often it has them. */
	struct lesson *lesson;
	uint32_t *counts;
	size_t at;
};

static int take(struct str term, uint32_t count, void *payload)
{
	struct reading *r = payload;
	struct article *a = r->article;
	struct item *items;

	if (!str_starts(term, r->prefix))
		return 1;
	if (count == 0)
		return 0;
	if (a->count == LIMIT_FEEDBACK_WORDS) {
		a->count = 0;
		return 1;
	}
	items = arena_grow(r->arena, a->items, a->count, &a->cap,
			   sizeof(*items));
	if (!items)
		return 1;
	a->items = items;
	items[a->count++] = (struct item){
		.term = arena_copy(r->arena, term),
		.count = count,
	};
	return 0;
}

static int take_chosen(struct str term, uint32_t count, void *payload)
{
	struct reading *r = payload;
	const struct lesson *l = r->lesson;
	int order = -1;

	while (r->at < l->chosen_count &&
	       (order = str_cmp(l->chosen[r->at]->term, term)) < 0)
		r->at++;
	if (order == 0)
		r->counts[r->at] = count;
	return r->at == l->chosen_count;
}

static int list_terms(const struct lesson *l, uint32_t docid, xap_term_fn fn,
		      struct reading *r)
{
	const struct planner *p = l->planner;
	/* Stems begin with the code of a language, in small letters: what
	 * has another capital there is of a longer prefix. */
	char first[8];
	int ret = deadline_check(&p->deadline, l->err);

	r->prefix = str_of(schema_rows[SCHEMA_STEM].prefix);
	if (r->prefix.len + 1 > sizeof(first))
		BUG("the prefix of stems is long");
	memcpy(first, r->prefix.p, r->prefix.len);
	first[r->prefix.len] = 'a';
	if (!ret)
		ret = xap_db_each_document_term_from(
			p->db, docid, str_make(first, r->prefix.len + 1), fn, r,
			l->err);
	return ret < 0 ? ret : arena_check(p->arena, l->err);
}

static void learn_item(struct lesson *l, const struct item *item)
{
	struct arena *arena = l->planner->arena;
	struct map_entry *entry = map_put(&l->found, item->term, l->err);
	struct candidate **grown, *made;

	if (entry && !entry->value) {
		made = arena_alloc(arena, sizeof(*made));
		grown = arena_grow(arena, l->candidates, l->candidate_count,
				   &l->candidate_cap, sizeof(*grown));
		if (!made || !grown)
			return;
		made->term = item->term;
		l->candidates = grown;
		grown[l->candidate_count++] = made;
		entry->value = (uintptr_t)made;
	}
	if (!entry)
		return;
	made = (struct candidate *)entry->value;
	made->count += item->count;
	made->teachers++;
}

static int learn(struct lesson *l, struct article *article, uint32_t docid)
{
	struct reading r = { .arena = l->planner->arena, .article = article };
	int ret = list_terms(l, docid, take, &r);

	for (size_t i = 0; i < article->count && !ret; i++) {
		learn_item(l, &article->items[i]);
		ret = (int)l->err->code;
	}
	return ret ? ret : arena_check(l->planner->arena, l->err);
}

/* ---- Choosing ----------------------------------------------------------- */

/* Bits that it says to find a term so often, of which an article of the index
 * has so many on average. */
static double bo1(double count, double average)
{
	return count * log2((1 + average) / average) + log2(1 + average);
}

static double average(const struct lesson *l, const struct candidate *c)
{
	return c->stats.occurrences / (double)l->planner->articles;
}

/* Puts it among those that say most, the one that says most first. */
static void choose(struct lesson *l, struct candidate *c)
{
	size_t at = l->chosen_count;

	while (at > 0 && (l->chosen[at - 1]->bits < c->bits ||
			  (l->chosen[at - 1]->bits <= c->bits &&
			   str_cmp(c->term, l->chosen[at - 1]->term) < 0)))
		at--;
	if (at == TERMS)
		return;
	if (l->chosen_count < TERMS)
		l->chosen_count++;
	for (size_t i = l->chosen_count - 1; i > at; i--)
		l->chosen[i] = l->chosen[i - 1];
	l->chosen[at] = c;
}

static int by_count(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a;
	const struct candidate *y = *(struct candidate *const *)b;

	return (x->count < y->count) - (x->count > y->count);
}

static int by_term(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a;
	const struct candidate *y = *(struct candidate *const *)b;

	return str_cmp(x->term, y->term);
}

/* A term says most where no other article has it, and the less, the more
 * do: so of most of them it need not be asked how many. */
static bool may_be_chosen(const struct lesson *l, const struct candidate *c)
{
	double least = c->count / (double)l->planner->articles;

	return l->chosen_count < TERMS ||
	       bo1(c->count, least) >= l->chosen[TERMS - 1]->bits;
}

/* Leaves those that several teach, the most frequent first. */
static void sort_candidates(struct lesson *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->candidate_count; i++) {
		if (l->candidates[i]->teachers >= TEACHERS_MIN)
			l->candidates[kept++] = l->candidates[i];
	}
	l->candidate_count = kept;
	if (kept)
		qsort(l->candidates, kept, sizeof(*l->candidates), by_count);
}

static int choose_all(struct lesson *l)
{
	sort_candidates(l);
	for (size_t i = 0; i < l->candidate_count; i++) {
		struct candidate *c = l->candidates[i];

		if (!may_be_chosen(l, c))
			break;
		if (xap_db_term_occurrences(l->planner->db, c->term,
					    &c->stats.occurrences, l->err))
			return (int)l->err->code;
		/* All of them together have it less often than any article, or
		 * the index has changed. */
		if (average(l, c) >= c->count || c->stats.occurrences == 0)
			continue;
		c->bits = bo1(c->count, average(l, c));
		choose(l, c);
	}
	for (size_t i = 0; i < l->chosen_count; i++) {
		struct candidate *c = l->chosen[i];

		if (xap_db_term_frequency(l->planner->db, c->term,
					  &c->stats.documents, l->err))
			return (int)l->err->code;
	}
	l->most = l->chosen_count ? l->chosen[0]->bits : 0;
	qsort(l->chosen, l->chosen_count, sizeof(*l->chosen), by_term);
	return 0;
}

/* ---- Weighing ----------------------------------------------------------- */

/* What a term counts, of a word of the query, for one of those that teach or
 * for another. What the one has itself is left out. */
static double part(const struct lesson *l, const struct candidate *c,
		   bool is_teacher, uint32_t count)
{
	if (!is_teacher)
		return c->bits / l->most;
	if (c->teachers <= TEACHERS_MIN)
		return 0;
	return bo1(c->count - count, average(l, c)) / l->most;
}

/* How often an article has each of those that were chosen. */
static int count_chosen(struct lesson *l, uint32_t docid,
			const struct article *teacher, uint32_t counts[TERMS])
{
	struct reading r = { .lesson = l, .counts = counts };

	if (!teacher)
		return list_terms(l, docid, take_chosen, &r);
	for (size_t i = 0; i < teacher->count; i++) {
		if (take_chosen(teacher->items[i].term, teacher->items[i].count,
				&r))
			break;
	}
	return 0;
}

static int weigh(struct lesson *l, uint32_t docid,
		 const struct article *teacher, double *out)
{
	const struct planner *p = l->planner;
	struct xap_term_stats stats[TERMS];
	uint32_t counts[TERMS] = { 0 };
	double weights[TERMS];
	int ret = count_chosen(l, docid, teacher, counts);

	*out = 0;
	for (size_t i = 0; i < l->chosen_count; i++)
		stats[i] = l->chosen[i]->stats;
	if (!ret)
		ret = xap_db_weigh_counts(p->db, docid, stats, counts,
					  l->chosen_count, weights, l->err);
	for (size_t i = 0; i < l->chosen_count && !ret; i++) {
		if (counts[i])
			*out += p->ranking->weights[RANKING_FEEDBACK] *
				part(l, l->chosen[i], teacher, counts[i]) *
				weights[i];
	}
	return ret;
}

static int weigh_all(struct lesson *l, struct ranked *ranked, size_t count)
{
	int ret = 0;

	for (size_t i = 0; i < count && i < WINDOW && !ret; i++) {
		bool is_teacher = i < TEACHERS && l->teachers[i].count;

		ret = weigh(l, ranked[i].docid,
			    is_teacher ? &l->teachers[i] : NULL,
			    &ranked[i].common);
	}
	return ret;
}

int feedback_weigh(const struct planner *planner, struct ranked *ranked,
		   size_t count, struct err *err)
{
	struct lesson l = { .planner = planner, .found = MAP_INIT, .err = err };
	int ret = 0;

	if (planner->ranking->weights[RANKING_FEEDBACK] == 0 ||
	    count < TEACHERS_MIN)
		return 0;
	for (size_t i = 0; i < count && i < TEACHERS && !ret; i++)
		ret = learn(&l, &l.teachers[i], ranked[i].docid);
	if (!ret)
		ret = choose_all(&l);
	if (!ret && l.chosen_count)
		ret = weigh_all(&l, ranked, count);
	map_release(&l.found);
	return ret;
}
