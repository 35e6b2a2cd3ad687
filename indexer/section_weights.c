/*
 * How much the words of the parts of a body count, by the headings above them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/section_weights.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/fold.h"

#define LEVELS 6

/* How much of a heading a message repeats. */
#define QUOTED_BYTES 60

/* A heading that is named. */
struct named {
	struct str folded;
	bool is_met;
};

struct weigher {
	struct article *article;
	struct arena *arena;
	struct named *named; /* of each boost */
	struct buf folded;   /* scratch */
	struct err *err;
};

static struct str fold(struct weigher *w, struct str text)
{
	buf_clear(&w->folded);
	fold_name(text, &w->folded);
	buf_check(&w->folded, w->err);
	return buf_view(&w->folded);
}

/* The boost of a section itself: of several that name it the last. */
static const struct article_boost *boost_of(struct weigher *w,
					    const struct article_section *s)
{
	const struct article_search *search = &w->article->search;
	const struct article_boost *found = NULL;
	struct str title = fold(w, s->title);

	for (size_t i = 0; i < search->section_count; i++) {
		const struct article_boost *boost = &search->sections[i];

		if (!str_eq(w->named[i].folded, title) &&
		    !str_eq(boost->heading, s->anchor))
			continue;
		w->named[i].is_met = true;
		found = boost;
	}
	return found;
}

static void weigh(struct weigher *w, struct article_weight *weights)
{
	struct article *a = w->article;
	double levels[LEVELS + 1], last = 1;

	/* Of what is below a heading of each level, as far as it was read. */
	for (int i = 0; i <= LEVELS; i++)
		levels[i] = 1;
	for (size_t i = 0; i < a->section_count; i++) {
		const struct article_section *s = &a->sections[i];
		const struct article_boost *boost = boost_of(w, s);
		double weight = boost ? boost->boost : levels[s->level - 1];

		for (unsigned int n = s->level; n <= LEVELS; n++)
			levels[n] = weight;
		if (weight != last)
			weights[a->weight_count++] =
				(struct article_weight){ s->start, weight };
		last = weight;
	}
	a->weights = weights;
}

static void warn(const struct weigher *w, struct warnings *warnings)
{
	const struct article *a = w->article;

	/* What a whole site says need not be of each article. */
	if (a->from[ARTICLE_SEARCH].rule != ARTICLE_BY_KEY)
		return;
	for (size_t i = 0; i < a->search.section_count; i++) {
		const struct article_boost *boost = &a->search.sections[i];

		if (!w->named[i].is_met)
			warnings_add(warnings, boost->line, boost->column,
				     "bad-search", "there is no heading '%.*s'",
				     STR_ARG(utf8_head(boost->heading,
						       QUOTED_BYTES)));
	}
}

int section_weights(struct article *article, struct warnings *warnings,
		    struct arena *arena, struct err *err)
{
	struct weigher w = { .article = article, .arena = arena, .err = err };
	const struct article_search *search = &article->search;
	struct article_weight *weights;

	if (search->section_count == 0)
		return 0;
	weights = arena_array(arena, article->section_count, sizeof(*weights));
	w.named = arena_array(arena, search->section_count, sizeof(*w.named));
	if (!weights || !w.named)
		return arena_check(arena, err);
	for (size_t i = 0; i < search->section_count; i++)
		w.named[i].folded = arena_copy(
			arena, fold(&w, search->sections[i].heading));
	weigh(&w, weights);
	warn(&w, warnings);
	buf_release(&w.folded);
	return err->code ? (int)err->code : arena_check(arena, err);
}
