/*
 * Spoken: which language the words of a query are of, as far as they tell.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/spoken.h"

#include "base/buf.h"
#include "query/clause.h"
#include "query/wanted.h"
#include "text/schema.h"

/* By the place of the language in planner->languages. */
struct votes {
	double of[LANGUAGE_COUNT];
	double sum;
};

struct telling {
	const struct planner *planner;
	struct votes all, sure; /* sure: of words that are stop words of none */
	bool has_stops;
	struct err *err;
};

static void vote(struct votes *votes, const uint32_t *articles, size_t count,
		 double sum)
{
	for (size_t i = 0; i < count; i++)
		votes->of[i] += articles[i] / sum;
	votes->sum++;
}

/* How many articles of a language hold a word, in any form. */
static int count(struct telling *t, unsigned int language, uint32_t number,
		 uint32_t *out)
{
	const struct planner *p = t->planner;
	const struct word *word;
	struct buf term = BUF_INIT;
	int ret = words_in(p->words, language, number, &word, t->err);

	*out = 0;
	if (ret || !word->is_stemmed)
		return ret;
	schema_term(SCHEMA_STEM, words_stem(p->words, word->stem), &term);
	ret = buf_check(&term, t->err);
	if (!ret)
		ret = xap_db_term_frequency(p->db, buf_view(&term), out,
					    t->err);
	buf_release(&term);
	return ret;
}

static int take_word(struct telling *t, const struct query_node *node)
{
	const struct languages *languages = &t->planner->languages;
	struct wanted words = WANTED_INIT;
	uint32_t articles[LANGUAGE_COUNT];
	double sum = 0;
	bool is_stop;
	int ret = 0;

	clause_read(t->planner, node->text, &words, t->err);
	if (words.count != 1)
		return (int)t->err->code;
	is_stop = languages_stop(languages,
				 clause_folded(t->planner, words.words[0]));
	t->has_stops = t->has_stops || is_stop;
	for (size_t i = 0; i < languages->count && !ret; i++) {
		ret = count(t, languages->list[i], words.words[0],
			    &articles[i]);
		sum += articles[i];
	}
	if (ret || sum == 0)
		return ret;
	vote(&t->all, articles, languages->count, sum);
	if (!is_stop)
		vote(&t->sure, articles, languages->count, sum);
	return 0;
}

/* The depth of a tree is limited where it is made. */
static int take_node(struct telling *t, const struct query_node *node)
{
	int ret = 0;

	if (node->kind == QUERY_WORD && node->scope == QUERY_ANYWHERE)
		return take_word(t, node);
	if (node->kind != QUERY_AND && node->kind != QUERY_OR)
		return 0;
	for (size_t i = 0; i < node->count && !ret; i++)
		ret = take_node(t, node->children[i]);
	return ret;
}

/* Which has the most votes; false where these are less than two thirds. */
static bool first_of(const struct votes *votes, size_t count, size_t *first)
{
	*first = 0;
	for (size_t i = 1; i < count; i++) {
		if (votes->of[i] > votes->of[*first])
			*first = i;
	}
	return votes->sum > 0 && 3 * votes->of[*first] >= 2 * votes->sum;
}

int spoken_tell(struct planner *planner, const struct query_node *root,
		struct err *err)
{
	const struct languages *languages = &planner->languages;
	struct telling t = { .planner = planner, .err = err };
	size_t first;
	int ret = 0;

	planner->spoken = *languages;
	planner->told = LANGUAGE_COUNT;
	if (languages->count > 1)
		ret = take_node(&t, root);
	if (ret || t.all.sum == 0)
		return ret;
	if (first_of(&t.sure, languages->count, &first) ||
	    first_of(&t.all, languages->count, &first))
		planner->told = languages->list[first];
	if (t.has_stops) {
		planner->spoken.list[0] = languages->list[first];
		planner->spoken.count = 1;
	}
	return 0;
}
