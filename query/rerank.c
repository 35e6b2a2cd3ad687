/*
 * Reranking: the best of what matches once more, by what a match does not see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/rerank.h"

#include <stdlib.h>

#include "base/buf.h"
#include "query/feedback.h"
#include "query/near.h"
#include "query/ties.h"
#include "query/wanted.h"
#include "text/limits.h"
#include "text/record.h"
#include "text/schema.h"

/* Longer titles are nobody's query. */
#define TITLE_WORDS 16

/* The words of a query that is nothing but words. */
struct title {
	uint32_t words[TITLE_WORDS];
	size_t count; /* 0: it cannot be a title */
};

double ranked_own(const struct ranked *ranked)
{
	return ranked->weight + ranked->near + ranked->common;
}

double ranked_score(const struct ranked *ranked)
{
	return ranked_own(ranked) * ranked->boost * ranked->fresh +
	       ranked->title;
}

static int read_text(const struct planner *p, struct str text,
		     struct title *out, struct err *err)
{
	struct wanted words = WANTED_INIT;
	int ret = wanted_read(text, p->words, LANGUAGE_NONE, TITLE_WORDS + 1,
			      p->arena, &words, err);

	if (ret || out->count + words.count > TITLE_WORDS) {
		out->count = 0;
		return ret ? ret : 1;
	}
	for (size_t i = 0; i < words.count; i++)
		out->words[out->count++] = words.words[i];
	return 0;
}

/* Words, and phrases, side by side: as a title may be typed. */
static int read_query(const struct planner *p, const struct query *query,
		      struct title *out, struct err *err)
{
	const struct query_node *typed = query->typed;
	const struct query_node *const one[] = { typed };
	const struct query_node *const *nodes = one;
	size_t count = 1;
	int ret = 0;

	out->count = 0;
	if (typed->kind == QUERY_AND && typed->is_implicit) {
		nodes = (const struct query_node *const *)typed->children;
		count = typed->count;
	}
	for (size_t i = 0; i < count && !ret; i++) {
		const struct query_node *node = nodes[i];

		if ((node->kind == QUERY_WORD || node->kind == QUERY_PHRASE) &&
		    node->scope == QUERY_ANYWHERE) {
			ret = read_text(p, node->text, out, err);
		} else {
			out->count = 0;
			return 0;
		}
	}
	return ret < 0 ? ret : 0;
}

static int is_at(uint32_t position, void *payload)
{
	uint32_t *wanted = payload;

	if (position != *wanted)
		return 0;
	*wanted = 0;
	return 1;
}

/* Does the title begin with these words? By the positions of its terms. */
static int begins_with(const struct planner *p, const struct title *title,
		       uint32_t docid, bool *out, struct err *err)
{
	struct buf term = BUF_INIT;
	int ret = 0;

	*out = true;
	for (size_t i = 0; i < title->count && *out && ret >= 0; i++) {
		uint32_t wanted = (uint32_t)i + 1;

		buf_clear(&term);
		schema_term(SCHEMA_TITLE_WORD,
			    words_at(p->words, title->words[i])->folded, &term);
		ret = buf_check(&term, err);
		if (!ret)
			ret = xap_db_each_position(p->db, docid,
						   buf_view(&term), is_at,
						   &wanted, err);
		*out = wanted == 0;
	}
	buf_release(&term);
	return ret < 0 ? ret : 0;
}

static bool is_same(const struct title *a, const struct title *b)
{
	return a->count == b->count &&
	       memcmp(a->words, b->words, a->count * sizeof(a->words[0])) == 0;
}

/* And is there nothing else in it? Of letters without spaces the one that ends
 * a title is known by the pair before it alone, so words are compared. */
static int is_whole(const struct planner *p, const struct title *title,
		    uint32_t docid, bool *out, struct err *err)
{
	struct title own = { .count = 0 };
	struct record record;
	char *data = NULL;
	size_t len = 0;
	int ret = begins_with(p, title, docid, out, err);

	if (ret || !*out)
		return ret;
	*out = false;
	ret = xap_db_data(p->db, docid, &data, &len, err);
	if (ret == 0)
		ret = record_decode(str_make(data, len), p->arena, &record,
				    err);
	if (ret == 0)
		ret = read_text(p, record.title, &own, err);
	*out = ret == 0 && is_same(&own, title);
	xap_free(data);
	return ret < 0 ? ret : 0;
}

static int compare(const void *a, const void *b)
{
	double x = ranked_score(a), y = ranked_score(b);

	return (x < y) - (x > y);
}

/* Stable, of few. */
static void sort(struct ranked *ranked, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct ranked one = ranked[i];
		size_t at = i;

		while (at > 0 && compare(&ranked[at - 1], &one) > 0) {
			ranked[at] = ranked[at - 1];
			at--;
		}
		ranked[at] = one;
	}
}

/* By the words of the query and their neighbours, and then, where it is long,
 * by what those have in common that are the best by these. */
static int weigh_words(const struct planner *p, const struct query *query,
		       struct ranked *ranked, size_t count, struct err *err)
{
	struct near near;
	int ret = near_read(p, query, &near, err);

	for (size_t i = 0; i < count && !ret; i++)
		ret = near_weigh(&near, p, ranked[i].docid, &ranked[i].near,
				 err);
	if (ret || near.words < FEEDBACK_QUERY_WORDS)
		return ret;
	sort(ranked, count);
	return feedback_weigh(p, ranked, count, err);
}

static int weigh_titles(const struct planner *p, const struct query *query,
			struct ranked *ranked, size_t count, struct err *err)
{
	struct title title;
	double most = 0;
	int ret = read_query(p, query, &title, err);

	for (size_t i = 0; i < count; i++) {
		if (ranked_score(&ranked[i]) > most)
			most = ranked_score(&ranked[i]);
	}
	for (size_t i = 0; i < count && !ret && title.count; i++) {
		bool whole;

		ret = is_whole(p, &title, ranked[i].docid, &whole, err);
		ranked[i].title = whole ? most : 0;
	}
	return ret;
}

int rerank(const struct planner *planner, const struct query *query,
	   struct ranked *ranked, size_t count, struct err *err)
{
	int ret;

	if (query->sort != QUERY_BY_RELEVANCE)
		return 0;
	if (count > RERANK_WINDOW)
		count = RERANK_WINDOW;
	ret = weigh_words(planner, query, ranked, count, err);
	if (!ret)
		ret = weigh_titles(planner, query, ranked, count, err);
	if (ret)
		return ret;
	sort(ranked, count);
	return ties_break(planner->db, ranked, count, err);
}
