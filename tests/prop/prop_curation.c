/*
 * What articles say to the search changes the order as they say, and no more.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same articles twice, of which some have boosts in one of the indexes:
 * there a query finds what it finds in the other, and what no reranking touches
 * stands where the weights of the other index, multiplied, put it, whatever
 * page is asked for.
 */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "indexer/build.h"
#include "query/explain.h"
#include "query/rerank.h"
#include "query/search.h"

#define QUERIES	 300
#define ARTICLES 200
#define SMALL	 7
#define MOST	 200 /* hits of a query */

static const double boosts[] = { 0.25, 0.5, 1.5, 2, 10 };

static struct world world;
static struct searcher *plain, *curated;
static struct buf text; /* of the query at hand */
static double boost_of[ARTICLES];

/* A hit, as far as it matters. */
struct seat {
	unsigned int article;
	double weight; /* of its words, without what reranking adds */
	double boost;
};

static void wrong(const char *what)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s", world_seed(),
		 STR_ARG(buf_view(&text)), what);
}

static double weight_of(const struct explanation *e)
{
	double sum = 0;

	for (size_t i = 0; i < e->part_count; i++) {
		if (e->parts[i].kind == EXPLAIN_NODE)
			sum += e->parts[i].weight;
	}
	return sum;
}

static size_t search(struct searcher *searcher, unsigned int limit,
		     unsigned int offset, struct seat *out, uint32_t *all)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(2 * SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	size_t count = 0;
	int ret;

	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.limit = limit;
	r.offset = offset;
	r.explain = true;
	r.as_typed = true;
	ret = searcher_run(searcher, &r, &arena, &page, &err);
	if (ret && ret != ERR_QUERY)
		wrong(err.message);
	for (size_t i = 0; i < page.hit_count && !ret; i++) {
		const struct search_hit *hit = &page.hits[i];

		out[count++] = (struct seat){
			(unsigned int)strtoul(hit->record.id.p, NULL, 10),
			weight_of(hit->explanation),
			hit->explanation->boost,
		};
	}
	*all = ret ? 0 : page.total_all;
	arena_release(&arena);
	return count;
}

/* All that is found with all words, on one page after another. */
static size_t search_all(struct searcher *searcher, unsigned int limit,
			 struct seat *out)
{
	size_t count = 0, more;
	uint32_t all;

	do {
		more = search(searcher, limit, (unsigned int)count, out + count,
			      &all);
		count += more;
	} while (more == limit && count < all && count + limit <= MOST);
	return count < all ? count : all;
}

static int by_score(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	double left = x->weight * boost_of[x->article];
	double right = y->weight * boost_of[y->article];

	return (left < right) - (left > right);
}

static bool is_among(const struct seat *hits, size_t count, unsigned int wanted)
{
	for (size_t i = 0; i < count; i++) {
		if (hits[i].article == wanted)
			return true;
	}
	return false;
}

static void check(void)
{
	static struct seat want[2 * MOST], got[2 * MOST], small[2 * MOST];
	size_t count = search_all(plain, LIMIT_PAGE, want);
	size_t window = count < RERANK_WINDOW ? count : RERANK_WINDOW;

	if (search_all(curated, LIMIT_PAGE, got) != count)
		wrong("boosts find more, or less");
	if (search_all(curated, SMALL, small) != count)
		wrong("small pages find more, or less");
	qsort(want, count, sizeof(*want), by_score);
	for (size_t i = 0; i < count; i++) {
		double score = want[i].weight * boost_of[want[i].article];

		if (small[i].article != got[i].article)
			wrong("another order on small pages");
		if (got[i].boost != boost_of[got[i].article])
			wrong("a boost is not told");
		if (i >= window &&
		    fabs(got[i].weight * got[i].boost - score) > 1e-9)
			wrong("a hit stands elsewhere than its boost puts it");
		/* Equal scores at the edge may be in either. */
		if (i < window &&
		    score > want[window].weight *
				    boost_of[want[window].article] &&
		    count > window && !is_among(got, window, want[i].article))
			wrong("a hit is not among the first");
	}
}

static void boosts_move_articles_and_nothing_else(void **state)
{
	unsigned int rounds = world_rounds(QUERIES);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		buf_clear(&text);
		if (world_below(2))
			world_query(&world, &text);
		else
			buf_add_str(
				&text,
				world.articles[world_below(
						       (uint32_t)world.count)]
					.all[0]
					.folded);
		check();
	}
}

/* ---- The two sites ------------------------------------------------------ */

static void put(unsigned int number, struct str article)
{
	const char *head = "---\n";
	struct buf with = BUF_INIT;
	char name[64];

	boost_of[number] = 1;
	if (world_below(3) == 0)
		boost_of[number] = boosts[world_below(5)];
	snprintf(name, sizeof(name), "plain/content/%03u.md", number);
	world_put(world_at(name), article);
	world_expect(str_starts(article, str_of(head)), "no front matter");
	buf_add_str(&with, str_of(head));
	if (boost_of[number] != 1)
		buf_printf(&with, "search: {boost: %g}\n", boost_of[number]);
	buf_add_str(&with, str_skip(article, 4));
	snprintf(name, sizeof(name), "curated/content/%03u.md", number);
	world_put(world_at(name), buf_view(&with));
	buf_release(&with);
}

static struct searcher *open_site(const char *content, const char *folder)
{
	const char *source = world_at(content);
	struct build_request request = { .folder = world_at(folder),
					 .sources = &source,
					 .source_count = 1 };
	struct build_report report;
	struct searcher *searcher = NULL;
	struct err err = ERR_INIT;

	world_expect(build_run(&request, &report, &err) == 0 &&
			     searcher_open(request.folder, &searcher, &err) ==
				     0,
		     err.message);
	return searcher;
}

static int set_up(void **state)
{
	(void)state;
	world_start();
	world_enter();
	for (unsigned int i = 0; i < ARTICLES; i++) {
		struct buf article = BUF_INIT;

		world_article(&article);
		put(i, buf_view(&article));
		buf_release(&article);
	}
	world_read(&world, world_at("plain/content"));
	plain = open_site("plain/content", "plain/.pressmark");
	curated = open_site("curated/content", "curated/.pressmark");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(plain);
	searcher_free(curated);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boosts_move_articles_and_nothing_else),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("curation", tests, set_up,
					   tear_down);
}
