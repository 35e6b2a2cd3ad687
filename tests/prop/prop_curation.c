/*
 * What articles say to the search, and how new they are, changes the order as
 * they say, and no more.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same articles several times: some have boosts in one of the indexes, new
 * ones count more in another, and in the last both. There a query finds what it
 * finds in the first, and what no reranking touches stands where the weights of
 * the first, multiplied, put it, whatever page is asked for.
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
#define MOST	 (2 * ARTICLES) /* hits of a query, and some */

#define DAY	  86400
#define HALF_LIFE 90.0 /* days */
#define RECENCY	  2.0

static const double boosts[] = { 0.25, 0.5, 1.5, 2, 10 };

static struct world world;
static struct searcher *plain, *curated, *recent, *both;
static struct buf text; /* of the query at hand */
static int64_t now;	/* some time of the day */
static double boost_of[ARTICLES], fresh_of[ARTICLES], ones[ARTICLES];

/* What an index is to multiply weights by. */
struct scaling {
	struct searcher *searcher;
	const double *boosts, *fresh;
};

/* A hit, as far as it matters. */
struct seat {
	unsigned int article;
	double weight; /* of its words, without what reranking adds */
	double boost, fresh;
};

static void wrong(const char *what)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s", world_seed(),
		 STR_ARG(buf_view(&text)), what);
}

static double weight_of(const struct search_hit *hit)
{
	const struct explanation *e = hit->explanation;
	double sum = 0, all = 0;

	for (size_t i = 0; i < e->part_count; i++) {
		all += e->parts[i].weight;
		if (e->parts[i].kind == EXPLAIN_NODE)
			sum += e->parts[i].weight;
	}
	if (fabs(all - hit->score) > 1e-9 || e->rest != 0)
		wrong("the parts are not the score");
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
	r.now = now;
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
			weight_of(hit),
			hit->explanation->boost,
			hit->explanation->fresh,
		};
	}
	/* Of three words and more those with all are not before the others. */
	*all = ret ? 0 : page.is_mixed ? page.total : page.total_all;
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

static double score_of(const struct seat *seat)
{
	return seat->weight * seat->boost * seat->fresh;
}

static int by_score(const void *a, const void *b)
{
	double left = score_of(a), right = score_of(b);

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

static void check(const struct scaling *site)
{
	static struct seat want[2 * MOST], got[2 * MOST], small[2 * MOST];
	size_t count = search_all(plain, LIMIT_PAGE, want);
	size_t window = count < RERANK_WINDOW ? count : RERANK_WINDOW;

	if (search_all(site->searcher, LIMIT_PAGE, got) != count)
		wrong("it finds more, or less");
	if (search_all(site->searcher, SMALL, small) != count)
		wrong("small pages find more, or less");
	for (size_t i = 0; i < count; i++) {
		want[i].boost = site->boosts[want[i].article];
		want[i].fresh = site->fresh[want[i].article];
	}
	qsort(want, count, sizeof(*want), by_score);
	for (size_t i = 0; i < count; i++) {
		double score = score_of(&want[i]);

		if (small[i].article != got[i].article)
			wrong("another order on small pages");
		if (got[i].boost != site->boosts[got[i].article])
			wrong("a boost is not told");
		/* Of a query without words there is no score. */
		if (got[i].weight > 0 &&
		    fabs(got[i].fresh - site->fresh[got[i].article]) > 1e-12)
			wrong("what its date makes of a score is not told");
		if (i >= window && fabs(score_of(&got[i]) - score) > 1e-9)
			wrong("a hit stands elsewhere than it is put");
		/* Equal scores at the edge may be in either. */
		if (i < window && count > window &&
		    score > score_of(&want[window]) &&
		    !is_among(got, window, want[i].article))
			wrong("a hit is not among the first");
	}
}

static void check_queries(const struct scaling *site)
{
	unsigned int rounds = world_rounds(QUERIES);

	for (unsigned int i = 0; i < rounds; i++) {
		buf_clear(&text);
		now = (int64_t)WORLD_TODAY * DAY + world_below(DAY);
		if (world_below(2))
			world_query(&world, &text);
		else
			buf_add_str(
				&text,
				world.articles[world_below(
						       (uint32_t)world.count)]
					.all[0]
					.folded);
		check(site);
	}
}

static void boosts_move_articles_and_nothing_else(void **state)
{
	const struct scaling site = { curated, boost_of, ones };

	(void)state;
	check_queries(&site);
}

static void dates_move_articles_and_nothing_else(void **state)
{
	const struct scaling site = { recent, ones, fresh_of };

	(void)state;
	check_queries(&site);
}

static void boosts_and_dates_do(void **state)
{
	const struct scaling site = { both, boost_of, fresh_of };

	(void)state;
	check_queries(&site);
}

/* ---- The sites ---------------------------------------------------------- */

static bool has_text(struct str where, struct str part)
{
	while (where.len && !str_starts(where, part))
		where = str_skip(where, 1);
	return where.len > 0;
}

static void put(unsigned int number, struct str article)
{
	const char *head = "---\n";
	struct buf with = BUF_INIT;
	char name[64];

	boost_of[number] = ones[number] = 1;
	/* Some say 'search: false'; a second key would not count. */
	if (world_below(3) == 0 && !has_text(article, STR("\nsearch: ")))
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

/* What the dates of articles make of their scores. */
static void read_dates(void)
{
	for (size_t i = 0; i < world.count; i++) {
		const struct article *a = &world.articles[i].article;
		int64_t day =
			(a->date.start - (a->date.start < 0) * (DAY - 1)) / DAY;
		double age = (double)(WORLD_TODAY - day);
		double *fresh = &fresh_of[strtoul(a->id.p, NULL, 10)];

		*fresh = 1;
		if (a->date.precision != DATE_NONE)
			*fresh += RECENCY *
				  pow(0.5, age > 0 ? age / HALF_LIFE : 0);
	}
}

static struct searcher *open_site(const char *content, const char *folder,
				  double half_life)
{
	const char *source = world_at(content);
	struct config config = CONFIG_INIT;
	struct build_request request = { .folder = world_at(folder),
					 .sources = &source,
					 .source_count = 1,
					 .config = &config };
	struct build_report report;
	struct searcher *searcher = NULL;
	struct err err = ERR_INIT;

	config.ranking.weights[RANKING_RECENCY] = RECENCY;
	config.ranking.weights[RANKING_HALF_LIFE] = half_life;
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
	read_dates();
	plain = open_site("plain/content", "plain/.pressmark", 0);
	curated = open_site("curated/content", "curated/.pressmark", 0);
	recent = open_site("plain/content", "plain/.recent", HALF_LIFE);
	both = open_site("curated/content", "curated/.both", HALF_LIFE);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(plain);
	searcher_free(curated);
	searcher_free(recent);
	searcher_free(both);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boosts_move_articles_and_nothing_else),
		cmocka_unit_test(dates_move_articles_and_nothing_else),
		cmocka_unit_test(boosts_and_dates_do),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("curation", tests, set_up,
					   tear_down);
}
