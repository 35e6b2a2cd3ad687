/*
 * How much each part of a text counts: by the headings above it, and whether it
 * is code.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/text_weights.h"

struct weigher {
	const struct article *article;
	size_t section, block, span; /* the next ones, of its lists */
	double around;		     /* what the section at hand counts */
	struct article_weight *out;
	size_t count;
};

static void add(struct weigher *w, size_t start, double weight)
{
	if (w->count && w->out[w->count - 1].start == start)
		w->count--;
	w->out[w->count++] = (struct article_weight){ start, weight };
}

/* Takes in the sections that begin before `end`, of which words count so many
 * times as much as the section says. */
static void add_sections(struct weigher *w, size_t end, double times)
{
	const struct article *a = w->article;

	for (;
	     w->section < a->weight_count && a->weights[w->section].start < end;
	     w->section++) {
		w->around = a->weights[w->section].weight;
		add(w, a->weights[w->section].start, w->around * times);
	}
}

/* The next part that is code; false: there is none. */
static bool next_code(struct weigher *w, struct markdown_span *out)
{
	const struct article *a = w->article;
	bool has_block, has_span = w->span < a->code_count;

	while (w->block < a->block_count &&
	       a->blocks[w->block].kind != MARKDOWN_CODE)
		w->block++;
	has_block = w->block < a->block_count;
	if (has_block && (!has_span || a->blocks[w->block].start <
					       a->codes[w->span].start)) {
		out->start = a->blocks[w->block].start;
		out->end = a->blocks[w->block++].end;
	} else if (has_span) {
		*out = a->codes[w->span++];
	}
	return has_block || has_span;
}

int text_weights(const struct article *article, double code,
		 struct arena *arena, const struct article_weight **out,
		 size_t *count, struct err *err)
{
	struct weigher w = { .article = article, .around = 1 };
	size_t most = article->weight_count +
		      2 * (article->block_count + article->code_count);
	struct markdown_span part;

	w.out = arena_array(arena, most, sizeof(*w.out));
	if (!w.out)
		return arena_check(arena, err);
	while (code != 1 && next_code(&w, &part)) {
		add_sections(&w, part.start + 1, 1);
		add(&w, part.start, w.around * code);
		add_sections(&w, part.end, code);
		add(&w, part.end, w.around);
	}
	add_sections(&w, SIZE_MAX, 1);
	*out = w.out;
	*count = w.count;
	return 0;
}
