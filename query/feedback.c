/*
 * Feedback: what articles weigh more for words that the best of them have in
 * common.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/feedback.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "text/limits.h"
#include "text/schema.h"

/* So many articles teach so many terms at most. */
#define TEACHERS 10
#define TERMS	 20

/* What only one article has tells that one, not what is meant. */
#define TEACHERS_MIN 2

/* A term of those that teach. */
struct candidate {
	struct str term;
	uint32_t count;	   /* how often they have it, all together */
	uint32_t teachers; /* so many */
};

struct taught {
	struct xap_term_stats stats;
	struct candidate of;
	double bits; /* that it says, by Bo1 */
};

/* A term of the one that is being read. */
struct item {
	struct str term;
	uint32_t count;
};

struct lesson {
	const struct planner *planner;
	struct map found; /* of terms, the number of their candidate + 1 */
	struct candidate *candidates;
	size_t candidate_count, candidate_cap;
	struct item *items; /* LIMIT_FEEDBACK_WORDS */
	size_t item_count;
	bool is_teacher[TEACHERS];  /* of the first articles */
	struct str prefix;	    /* of stems */
	struct taught terms[TERMS]; /* those that say most */
	size_t term_count;
	double most; /* bits of one of them */
	struct err *err;
};

/* ---- Reading ------------------------------------------------------------ */

static bool is_stem(const struct lesson *l, struct str term)
{
	/* A capital would be of a longer prefix. */
	return str_starts(term, l->prefix) && term.len > l->prefix.len &&
	       term.p[l->prefix.len] >= 'a';
}

static int take(struct str term, uint32_t count, void *payload)
{
	struct lesson *l = payload;

	if (!is_stem(l, term))
		return 1;
	if (count == 0)
		return 0;
	if (l->item_count == LIMIT_FEEDBACK_WORDS) {
		l->item_count = 0;
		return 1;
	}
	l->items[l->item_count++] = (struct item){
		.term = arena_copy(l->planner->arena, term),
		.count = count,
	};
	return 0;
}

static void learn_item(struct lesson *l, const struct item *item)
{
	struct map_entry *entry = map_put(&l->found, item->term, l->err);
	struct candidate *c;

	if (!entry)
		return;
	if (!entry->value) {
		c = arena_grow(l->planner->arena, l->candidates,
			       l->candidate_count, &l->candidate_cap,
			       sizeof(*c));
		if (!c)
			return;
		l->candidates = c;
		entry->value = ++l->candidate_count;
		c[entry->value - 1].term = item->term;
	}
	c = &l->candidates[entry->value - 1];
	c->count += item->count;
	c->teachers++;
}

static int learn(struct lesson *l, size_t article, uint32_t docid)
{
	const struct planner *p = l->planner;
	struct buf first = BUF_INIT;
	int ret = deadline_check(&p->deadline, l->err);

	buf_add_str(&first, l->prefix);
	buf_add_char(&first, 'a');
	if (!ret)
		ret = buf_check(&first, l->err);
	l->item_count = 0;
	if (!ret)
		ret = xap_db_each_document_term_from(
			p->db, docid, buf_view(&first), take, l, l->err);
	buf_release(&first);
	l->is_teacher[article] = l->item_count > 0;
	for (size_t i = 0; i < l->item_count && ret >= 0 && !l->err->code; i++)
		learn_item(l, &l->items[i]);
	if (ret < 0 || l->err->code)
		return (int)l->err->code;
	return arena_check(p->arena, l->err);
}

/* ---- Choosing ----------------------------------------------------------- */

/* Bits that it says to find a term so often, of which an article of the index
 * has so many on average. */
static double bo1(double count, double average)
{
	return count * log2((1 + average) / average) + log2(1 + average);
}

static double average(const struct lesson *l, const struct taught *t)
{
	return t->stats.occurrences / (double)l->planner->articles;
}

/* Puts it among those that say most, the one that says most first. */
static void choose(struct lesson *l, const struct taught *t)
{
	size_t at = l->term_count;

	while (at > 0 && (l->terms[at - 1].bits < t->bits ||
			  (l->terms[at - 1].bits <= t->bits &&
			   str_cmp(t->of.term, l->terms[at - 1].of.term) < 0)))
		at--;
	if (at == TERMS)
		return;
	if (l->term_count < TERMS)
		l->term_count++;
	for (size_t i = l->term_count - 1; i > at; i--)
		l->terms[i] = l->terms[i - 1];
	l->terms[at] = *t;
}

static int by_term(const void *a, const void *b)
{
	const struct taught *x = a, *y = b;

	return str_cmp(x->of.term, y->of.term);
}

static int choose_all(struct lesson *l)
{
	for (size_t i = 0; i < l->candidate_count; i++) {
		struct taught t = { .of = l->candidates[i] };

		if (t.of.teachers < TEACHERS_MIN)
			continue;
		if (xap_db_term_stats(l->planner->db, t.of.term, &t.stats,
				      l->err))
			return (int)l->err->code;
		/* None where the index has changed. */
		if (t.stats.occurrences == 0)
			continue;
		t.bits = bo1(t.of.count, average(l, &t));
		choose(l, &t);
	}
	l->most = l->term_count ? l->terms[0].bits : 0;
	qsort(l->terms, l->term_count, sizeof(*l->terms), by_term);
	return 0;
}

/* ---- Weighing ----------------------------------------------------------- */

/* What a term counts, of a word of the query, for one of those that teach or
 * for another. What the one has itself is left out. */
static double part(const struct lesson *l, const struct taught *t,
		   bool is_teacher, uint32_t count)
{
	if (!is_teacher)
		return t->bits / l->most;
	if (t->of.teachers <= TEACHERS_MIN || t->of.count <= count)
		return 0;
	return bo1(t->of.count - count, average(l, t)) / l->most;
}

static int weigh(const struct lesson *l, uint32_t docid, bool is_teacher,
		 double *out)
{
	const struct planner *p = l->planner;
	struct xap_term_stats stats[TERMS];
	struct xap_term_weight weights[TERMS];
	int ret = deadline_check(&p->deadline, l->err);

	*out = 0;
	for (size_t i = 0; i < l->term_count; i++)
		stats[i] = l->terms[i].stats;
	if (!ret)
		ret = xap_db_weigh_terms(p->db, docid, stats, l->term_count,
					 weights, l->err);
	for (size_t i = 0; i < l->term_count && !ret; i++) {
		if (weights[i].count)
			*out += p->ranking->weights[RANKING_FEEDBACK] *
				part(l, &l->terms[i], is_teacher,
				     weights[i].count) *
				weights[i].weight;
	}
	return ret;
}

int feedback_weigh(const struct planner *planner, struct ranked *ranked,
		   size_t count, struct err *err)
{
	size_t teachers = count < TEACHERS ? count : TEACHERS;
	struct lesson l = { .planner = planner,
			    .found = MAP_INIT,
			    .prefix = str_of(schema_rows[SCHEMA_STEM].prefix),
			    .err = err };
	int ret = 0;

	if (planner->ranking->weights[RANKING_FEEDBACK] == 0 ||
	    teachers < TEACHERS_MIN)
		return 0;
	l.items = arena_array(planner->arena, LIMIT_FEEDBACK_WORDS,
			      sizeof(*l.items));
	if (!l.items)
		return arena_check(planner->arena, err);
	for (size_t i = 0; i < teachers && !ret; i++)
		ret = learn(&l, i, ranked[i].docid);
	if (!ret)
		ret = choose_all(&l);
	for (size_t i = 0; i < count && l.term_count && !ret; i++)
		ret = weigh(&l, ranked[i].docid,
			    i < TEACHERS && l.is_teacher[i], &ranked[i].common);
	map_release(&l.found);
	return ret;
}
