/*
 * Suggestions: words that begin almost as the last one does.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where hardly anything begins as was typed, there may be a slip in it. Of the
 * words that begin as a slip leads to, the first letter kept if that will do,
 * the likeliest are taken: few slips, many articles.
 */
#include "query/suggesting.h"

#include <math.h>

#include "base/utf8.h"
#include "query/index.h"
#include "query/nearby.h"
#include "query/slips.h"
#include "query/spell.h"

/* Letters from which on there may be two slips. */
#define LETTERS_TWO 8

/* More words than these that begin as was typed are many. */
#define HARDLY_ANY 2

/* What so many times as many articles have as what was typed is likelier. */
#define LIKELIER 10

/* Terms looked at of a walk, at most; after so many of them the clock is. */
#define STEPS_MAX  4000
#define STEPS_LOOK 256

/* What the logarithm of the articles that have a word weighs against slips. */
#define FREQUENCY_WEIGHT 0.15

/* A beginning with a digit, or of fewer letters than a word has that is
 * corrected, stays as it is. */
void suggesting_doubt(struct suggesting *job, const struct candidate *list,
		      size_t count)
{
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++)
		most = list[i].frequency > most ? list[i].frequency : most;
	job->doubt = count <= HARDLY_ANY && spell_is_word(job->prefix)
			     ? LIKELIER * most + 1
			     : 0;
}

double suggesting_promise(const struct candidate *c)
{
	return FREQUENCY_WEIGHT * log(c->articles) - c->cost;
}

unsigned int suggesting_slips(const struct suggesting *job)
{
	return utf8_count(job->prefix) < LETTERS_TWO ? 1 : 2;
}

/* ---- Words -------------------------------------------------------------- */

struct finder {
	struct suggesting *job;
	struct nearby nearby;
	unsigned int steps;
	struct candidate *best; /* SUGGESTING_COUNTED, one more to sort */
	size_t count;
};

static void take(struct finder *f, struct candidate one)
{
	size_t at = f->count;

	for (; at > 0 &&
	       suggesting_promise(&one) > suggesting_promise(&f->best[at - 1]);
	     at--)
		f->best[at] = f->best[at - 1];
	if (at < SUGGESTING_COUNTED)
		one.text = arena_copy(f->job->arena, one.text);
	f->best[at] = one;
	f->count += f->count < SUGGESTING_COUNTED;
}

static int look(struct str term, uint32_t frequency, struct str *next,
		void *payload)
{
	struct finder *f = payload;
	struct suggesting *job = f->job;

	if (++f->steps > STEPS_MAX) {
		*next = term;
		return 0;
	}
	if (f->steps % STEPS_LOOK == 0 &&
	    deadline_check(&job->deadline, job->err))
		return (int)job->err->code;
	if (nearby_look(&f->nearby, term, next) > f->nearby.most ||
	    frequency < job->doubt || !spell_is_word(term) ||
	    str_starts(term, job->prefix))
		return 0;
	take(f, (struct candidate){
			.text = term,
			.frequency = frequency,
			.articles = frequency,
			.cost = slips_cost_of_beginning(job->prefix, term),
		});
	return arena_check(job->arena, job->err);
}

static void find(struct finder *f, unsigned int most, size_t fixed)
{
	static const struct str first = STR_INIT("a"); /* behind capitals */
	struct str from =
		nearby_init_beginning(&f->nearby, f->job->prefix, most, fixed);

	f->steps = 0;
	if (!f->job->err->code)
		xap_db_seek_terms(f->job->s->db, from.len ? from : first, look,
				  f, f->job->err);
}

void suggesting_near(struct suggesting *job)
{
	struct finder f = {
		.job = job,
		.best = arena_array(job->arena, SUGGESTING_COUNTED + 1,
				    sizeof(*f.best)),
	};

	if (arena_check(job->arena, job->err) || !job->doubt)
		return;
	find(&f, 1, 1);
	/* What slips as unlikely as these lead to is not looked for where
	 * something begins as typed. */
	if (!f.count && job->doubt == 1 && suggesting_slips(job) > 1)
		find(&f, 2, 1);
	if (!f.count && job->doubt == 1)
		find(&f, 1, 0);
	job->near = f.best;
	job->near_count = f.count;
}

/* ---- Names -------------------------------------------------------------- */

double suggesting_name_cost(struct nearby *nearby, struct str beginning,
			    struct str name)
{
	double least = INFINITY;

	for (size_t i = 0; i < name.len; i++) {
		struct str rest = str_skip(name, i), next;
		double cost;

		/* The first letter stays. */
		if ((i && name.p[i - 1] != '-') || rest.p[0] != beginning.p[0])
			continue;
		rest = str_head(rest, str_find(rest, '-'));
		if (nearby_look(nearby, rest, &next) > nearby->most)
			continue;
		cost = slips_cost_of_beginning(beginning, rest);
		least = cost < least ? cost : least;
	}
	return least;
}
