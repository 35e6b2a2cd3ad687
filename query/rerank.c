/*
 * Reranking: the best of what matches once more, by what a match does not see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/rerank.h"

#include <stdlib.h>

#include "base/buf.h"
#include "query/feedback.h"
#include "query/near.h"
#include "query/records.h"
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

/* The hits in order of their docids, and where each is in their own. */
struct in_order {
	uint32_t docids[RERANK_WINDOW];
	size_t places[RERANK_WINDOW];
	size_t count;
};

static void read_order(const struct ranked *ranked, size_t count,
		       struct in_order *out)
{
	out->count = count;
	for (size_t i = 0; i < count; i++) {
		size_t at = i;

		for (; at && out->docids[at - 1] > ranked[i].docid; at--) {
			out->docids[at] = out->docids[at - 1];
			out->places[at] = out->places[at - 1];
		}
		out->docids[at] = ranked[i].docid;
		out->places[at] = i;
	}
}

/* Which documents have a word at one position. */
struct standing {
	uint32_t position;
	uint32_t docids[RERANK_WINDOW];
	size_t count;
};

static int take_positions(uint32_t docid, const uint32_t *positions,
			  size_t count, void *payload)
{
	struct standing *s = payload;

	for (size_t i = 0; i < count && positions[i] <= s->position; i++) {
		if (positions[i] == s->position)
			s->docids[s->count++] = docid;
	}
	return 0;
}

/* Leaves these of the documents. */
static void keep(struct in_order *order, const uint32_t *docids, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		while (order->docids[at] != docids[i])
			at++;
		order->docids[i] = order->docids[at];
		order->places[i] = order->places[at++];
	}
	order->count = count;
}

/* Leaves of the documents those whose title begins with these words: by the
 * positions of its terms. */
static int begin_with(const struct planner *p, const struct title *title,
		      struct in_order *order, struct err *err)
{
	struct buf term = BUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < title->count && order->count && !ret; i++) {
		struct standing s = { .position = (uint32_t)i + 1 };

		buf_clear(&term);
		schema_term(SCHEMA_TITLE_WORD,
			    words_at(p->words, title->words[i])->folded, &term);
		ret = buf_check(&term, err);
		if (!ret)
			ret = xap_db_each_positions(p->db, buf_view(&term),
						    order->docids, order->count,
						    take_positions, &s, err);
		keep(order, s.docids, s.count);
	}
	buf_release(&term);
	return ret;
}

static bool is_same(const struct title *a, const struct title *b)
{
	return a->count == b->count &&
	       memcmp(a->words, b->words, a->count * sizeof(a->words[0])) == 0;
}

/* Is there nothing else in a title that begins with these words? Of letters
 * without spaces the one that ends a title is known by the pair before it
 * alone, so words are compared. */
static int is_whole(const struct planner *p, const struct title *title,
		    uint32_t docid, bool *out, struct err *err)
{
	struct title own = { .count = 0 };
	struct record record;
	struct str data;
	int ret = records_get(p->records, p->db, docid, &data, err);

	*out = false;
	if (ret == 0)
		ret = record_decode(data, p->arena, &record, err);
	if (ret == 0)
		ret = read_text(p, record.title, &own, err);
	*out = ret == 0 && is_same(&own, title);
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
	double more[RERANK_WINDOW];
	struct in_order order;
	struct near near;
	int ret = near_read(p, query, &near, err);

	read_order(ranked, count, &order);
	if (!ret)
		ret = near_weigh(&near, p, order.docids, count, more, err);
	for (size_t i = 0; i < count && !ret; i++)
		ranked[order.places[i]].near = more[i];
	if (ret || near.words < FEEDBACK_QUERY_WORDS)
		return ret;
	sort(ranked, count);
	return feedback_weigh(p, ranked, count, err);
}

static int weigh_titles(const struct planner *p, const struct query *query,
			struct ranked *ranked, size_t count, struct err *err)
{
	struct in_order order;
	struct title title;
	double most = 0;
	int ret = read_query(p, query, &title, err);

	for (size_t i = 0; i < count; i++) {
		if (ranked_score(&ranked[i]) > most)
			most = ranked_score(&ranked[i]);
	}
	if (ret || title.count == 0)
		return ret;
	read_order(ranked, count, &order);
	ret = begin_with(p, &title, &order, err);
	for (size_t i = 0; i < order.count && !ret; i++) {
		struct ranked *one = &ranked[order.places[i]];
		bool whole;

		ret = is_whole(p, &title, one->docid, &whole, err);
		one->title = whole ? most : 0;
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
