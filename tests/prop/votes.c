/*
 * Of which languages the stop words of a query are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "votes.h"

#include "text/language.h"

struct votes {
	double of[LANGUAGE_COUNT], sum;
};

/* How many articles of a language hold a word in any of its forms. */
static size_t count_holders(struct world *world, unsigned int language,
			    struct str word)
{
	struct seen *wanted;
	size_t count = 0;

	world->language = language;
	world_split(world, word, &wanted);
	for (size_t i = 0; i < world->count; i++) {
		const struct known *k = &world->articles[i];
		bool has = false;

		if (language_of(k->article.lang) != language)
			continue;
		for (size_t j = 0; j < k->all_count && !has; j++)
			has = str_eq(k->all[j].stem, wanted->stem);
		count += has;
	}
	return count;
}

static void vote(struct world *world, const struct query_node *node,
		 const struct languages *asked, struct votes *all,
		 struct votes *sure)
{
	size_t holders[LANGUAGE_COUNT], sum = 0;
	bool is_stop;
	struct seen *wanted;

	if (node->kind == QUERY_AND || node->kind == QUERY_OR) {
		for (size_t i = 0; i < node->count; i++)
			vote(world, node->children[i], asked, all, sure);
		return;
	}
	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE ||
	    world_split(world, node->text, &wanted) != 1 ||
	    wanted->stem.p[0] == '=')
		return;
	is_stop = languages_stop(asked, wanted->folded);
	for (size_t i = 0; i < asked->count; i++) {
		holders[i] = count_holders(world, asked->list[i], node->text);
		sum += holders[i];
	}
	for (size_t i = 0; i < asked->count && sum; i++) {
		double part = (double)holders[i] / (double)sum;

		all->of[i] += part;
		sure->of[i] += is_stop ? 0 : part;
	}
	all->sum += sum > 0;
	sure->sum += sum > 0 && !is_stop;
}

static size_t winner(const struct languages *asked, const struct votes *votes)
{
	size_t best = 0;

	for (size_t i = 1; i < asked->count; i++) {
		if (votes->of[i] > votes->of[best])
			best = i;
	}
	return best;
}

struct languages votes_tell(struct world *world, const struct query *query,
			    const struct languages *asked)
{
	struct votes all = { .sum = 0 }, sure = { .sum = 0 };
	struct languages out = *asked;
	size_t best;

	vote(world, query->root, asked, &all, &sure);
	if (asked->count == 1 || all.sum == 0)
		return out;
	best = winner(asked, &sure);
	if (sure.sum == 0 || 3 * sure.of[best] < 2 * sure.sum)
		best = winner(asked, &all);
	out.list[0] = asked->list[best];
	out.count = 1;
	return out;
}
