/*
 * What a search finds is what reading every article finds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The oracle reads the files itself and evaluates the tree of the query over
 * each article; the program's index and planner have no part in it.
 */
#include "counts.h"
#include "oracle.h"
#include "site.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/utf8.h"
#include "query/search.h"
#include "query/ties.h"
#include "text/fold.h"
#include "text/limits.h"

#define QUERIES	  500
#define GENERATED 200
#define ARTICLES  1000 /* more than there are */

static struct world world;
static struct searcher *searcher;
static struct buf text; /* of the query at hand */

/* ---- The laws ----------------------------------------------------------- */

static void wrong(const char *what, const char *more)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s%s", world_seed(),
		 STR_ARG(buf_view(&text)), what, more);
}

static size_t find_article(struct str id)
{
	for (size_t i = 0; i < world.count; i++) {
		if (str_eq(world.articles[i].article.id, id))
			return i;
	}
	wrong("there is no such article: ", id.p);
	return 0;
}

/* A hit, as far as its order goes. */
struct place {
	size_t article;
	double score;
};

static const char *const sort_names[] = { "relevance", "newest", "oldest",
					  "title" };

/* All pages of a search. */
static size_t search_all(enum query_sort sort, unsigned int limit,
			 struct place *out)
{
	struct search_filter filter = { "sort", str_of(sort_names[sort]) };
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	size_t count = 0;
	uint32_t total = 0;

	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.limit = limit;
	r.as_typed = true;
	r.filters = &filter;
	r.filter_count = 1;
	do {
		if (searcher_run(searcher, &r, &arena, &page, &err) != 0)
			wrong("the search fails: ", err.message);
		for (size_t i = 0; i < page.hit_count; i++) {
			struct place p = {
				find_article(page.hits[i].record.id),
				page.hits[i].score,
			};

			out[count++] = p;
		}
		if (page.total_all > page.total || !page.exact ||
		    (r.offset && page.total != total))
			wrong("the totals are odd", "");
		total = page.total;
		r.offset += limit;
		arena_clear(&arena);
	} while (page.hit_count == limit && r.offset + limit <= LIMIT_REACH);
	if (page.total != count)
		wrong("the total is not the number of hits", "");
	arena_release(&arena);
	return count;
}

static void check_found(const struct place *hits, size_t count,
			const unsigned char *expected, size_t expected_count)
{
	static bool is_hit[ARTICLES];
	bool is_rest = false;

	memset(is_hit, 0, sizeof(is_hit));
	for (size_t i = 0; i < count; i++) {
		size_t article = hits[i].article;
		const char *id = world.articles[article].article.id.p;

		if (is_hit[article])
			wrong("found twice: ", id);
		is_hit[article] = true;
		if (!expected[article])
			wrong("found, but should not be: ", id);
		is_rest = is_rest || expected[article] == 2;
		if (is_rest && expected[article] == 1)
			wrong("has all words, but stands behind: ", id);
	}
	for (size_t i = 0; i < world.count && count != expected_count; i++) {
		if (expected[i] && !is_hit[i])
			wrong("is not found: ", world.articles[i].article.id.p);
	}
}

static int order_of_titles(struct str a, struct str b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	int order;

	fold_name(a, &x);
	fold_name(b, &y);
	order = str_cmp(utf8_head(buf_view(&x), 64),
			utf8_head(buf_view(&y), 64));
	buf_release(&x);
	buf_release(&y);
	return order;
}

/* May b stand behind a? */
static bool is_ordered(enum query_sort sort, const struct place *a,
		       const struct place *b)
{
	const struct article *x = &world.articles[a->article].article;
	const struct article *y = &world.articles[b->article].article;
	bool x_has = x->date.precision != DATE_NONE;
	bool y_has = y->date.precision != DATE_NONE;

	switch (sort) {
	case QUERY_BY_RELEVANCE:
		if (a->score > b->score)
			return true;
		/* Newest first where the score is nearly the same. */
		if (a->score < b->score &&
		    a->score <= b->score * (1 - TIES_PART))
			return false;
		return x_has == y_has ? !x_has || x->date.start >= y->date.start
				      : x_has;
	case QUERY_BY_NEWEST:
	case QUERY_BY_OLDEST:
		if (x_has != y_has)
			return x_has;
		if (!x_has)
			return true;
		return sort == QUERY_BY_NEWEST ? x->date.start >= y->date.start
					       : x->date.start <= y->date.start;
	case QUERY_BY_TITLE:
		return order_of_titles(x->title, y->title) <= 0;
	}
	return false;
}

static void check_order(enum query_sort sort, const struct place *hits,
			size_t count, const unsigned char *expected)
{
	for (size_t i = 1; i < count; i++) {
		/* Those that have most begin anew. */
		if (expected[hits[i - 1].article] != expected[hits[i].article])
			continue;
		if (!is_ordered(sort, &hits[i - 1], &hits[i]))
			wrong("out of order: ",
			      world.articles[hits[i].article].article.id.p);
	}
}

/* ---- The queries -------------------------------------------------------- */

/* A word* that stands for too many words is cut, and which ones it loses is
 * not said; NEAR of other than two words is not worth an oracle. */
static bool is_fit(const struct query_node *node)
{
	struct map different = MAP_INIT;
	struct err err = ERR_INIT;
	struct seen *wanted;
	size_t n;
	bool ok = true;

	for (size_t i = 0; i < node->count; i++) {
		if (!is_fit(node->children[i]))
			return false;
		n = world_split(&world, node->children[i]->text, &wanted);
		if (node->kind == QUERY_NEAR && (n != 1 || node->count != 2))
			return false;
	}
	if (node->kind == QUERY_NEAR) {
		struct seen *other;

		world_split(&world, node->children[0]->text, &wanted);
		world_split(&world, node->children[1]->text, &other);
		return !str_eq(wanted->folded, other->folded);
	}
	if (node->kind != QUERY_PREFIX)
		return true;
	n = world_split(&world, node->text, &wanted);
	for (size_t i = 0; i < world.count && n; i++) {
		const struct known *k = &world.articles[i];

		for (size_t j = 0; j < k->all_count; j++) {
			if (str_starts(k->all[j].folded, wanted[n - 1].folded))
				map_put(&different, k->all[j].folded, &err);
		}
	}
	ok = different.count <= LIMIT_PREFIX_TERMS;
	map_release(&different);
	return ok;
}

/* Facets count what pages are drawn from, whatever page it is. */
static void check_facets(enum query_sort sort, unsigned int limit,
			 const unsigned char *expected, size_t expected_count)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct search_filter filter = { "sort", str_of(sort_names[sort]) };
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct buf facets = BUF_INIT;
	struct err err = ERR_INIT;
	const char *what;

	buf_add_str(&facets, STR(" in "));
	counts_ask(&world, &facets);
	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.limit = limit;
	r.as_typed = true;
	r.filters = &filter;
	r.filter_count = 1;
	r.facets = str_skip(buf_view(&facets), 4);
	if (searcher_run(searcher, &r, &arena, &page, &err) != 0)
		wrong("the search fails: ", err.message);
	if (page.total != expected_count || !page.exact)
		wrong("the total is another with facets", "");
	what = counts_check(&world, expected, &page);
	if (what)
		wrong(what, facets.p);
	buf_release(&facets);
	arena_release(&arena);
}

/* A random query that is none of the named errors, and its tree. */
static void next_query(struct arena *arena, struct query *query)
{
	struct query_known known = { WORLD_TODAY, world.keys, world.key_count,
				     NULL };

	for (;;) {
		struct err err = ERR_INIT;

		buf_clear(&text);
		world_query(&world, &text);
		arena_clear(arena);
		if (query_parse(buf_view(&text), &known, arena, query, &err) ==
			    0 &&
		    is_fit(query->root))
			return;
	}
}

static void a_search_finds_what_reading_everything_finds(void **state)
{
	static const unsigned int limits[] = { 1, 10, 37, 100 };
	static unsigned char expected[ARTICLES];
	static struct place hits[2 * ARTICLES], again[2 * ARTICLES];
	struct arena arena = ARENA_INIT(1 << 20);
	unsigned int some = 0, rounds = world_rounds(QUERIES);
	struct query query;

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		unsigned int limit = limits[world_below(4)];
		enum query_sort sort = QUERY_BY_RELEVANCE;

		next_query(&arena, &query);
		for (; sort <= QUERY_BY_TITLE; sort++) {
			size_t count = search_all(sort, limit, hits), wanted;

			query.sort = sort;
			wanted = oracle_ask(&world, &query, limit, expected);
			some += wanted > 0 && wanted < world.count;
			check_found(hits, count, expected, wanted);
			if (count != wanted)
				wrong("found too few", "");
			check_order(sort, hits, count, expected);
			check_facets(sort, limit, expected, wanted);
			/* Again, it is the same, and on large pages, on which
			 * more may be relaxed, it is what they begin with. */
			if (search_all(sort, limit, again) != count ||
			    memcmp(hits, again, count * sizeof(*hits)) != 0)
				wrong("another order the next time", "");
			if (search_all(sort, LIMIT_PAGE, again) < count ||
			    memcmp(hits, again, count * sizeof(*hits)) != 0)
				wrong("another order on large pages", "");
		}
	}
	arena_release(&arena);
	/* Else this would prove little. */
	assert_true(some > rounds * 2);
}

static int set_up(void **state)
{
	size_t articles;
	char name[64];

	(void)state;
	world_start();
	world_enter();
	world_copy_small(world_at("site/content"));
	for (unsigned int i = 0; i < GENERATED; i++) {
		struct buf article = BUF_INIT;

		snprintf(name, sizeof(name), "site/content/gen/%03u.md", i);
		world_article(&article);
		world_put(world_at(name), buf_view(&article));
		buf_release(&article);
	}
	world_read(&world, world_at("site/content"));
	searcher = site_open(&articles);
	world_expect(articles == world.count && articles >= GENERATED &&
			     articles <= ARTICLES,
		     "the index is of other articles than the oracle");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(searcher);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_search_finds_what_reading_everything_finds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("boolean", tests, set_up, tear_down);
}
