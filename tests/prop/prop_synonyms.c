/*
 * What synonyms find is what their words find, and nothing is lost by them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same articles twice, one index with synonyms made up of their words. A
 * word that has one finds what both find by themselves; what is found without
 * them is found, and scores as much at least; and the parts of a score add up.
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
#include "query/search.h"

#define QUERIES	 400
#define ARTICLES 200
#define RULES	 20

static struct world world;
static struct searcher *plain, *rich;
static struct str left[RULES], right[RULES];
static struct buf text; /* of the query at hand */

/* What a query finds: of each article what its words weigh, less than 0 for
 * none. */
struct found {
	double weights[ARTICLES];
	size_t count;
};

static void wrong(const char *what)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s", world_seed(),
		 STR_ARG(buf_view(&text)), what);
}

/* What its words weigh: only of the first the score has more. */
static double weigh(const struct search_hit *hit)
{
	const struct explanation *e = hit->explanation;
	double sum = 0, words = 0;

	for (size_t i = 0; i < e->part_count; i++) {
		sum += e->parts[i].weight;
		if (e->parts[i].kind == EXPLAIN_NODE)
			words += e->parts[i].weight;
	}
	if (!(fabs(sum - hit->score) <= 1e-9) || e->rest != 0)
		wrong("the parts do not add up to the score");
	return words;
}

/* With all words: of all pages. */
static void search(struct searcher *searcher, bool any, struct found *out)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(2 * SEARCH_MEMORY);
	struct search_page page = { .total_all = 0 };
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARTICLES; i++)
		out->weights[i] = -1;
	out->count = 0;
	r.text = buf_view(&text);
	r.now = (int64_t)WORLD_TODAY * 86400;
	r.limit = 100;
	r.explain = true;
	r.as_typed = true;
	r.any = any;
	do {
		int ret = searcher_run(searcher, &r, &arena, &page, &err);

		if (ret && ret != ERR_QUERY)
			wrong(err.message);
		for (size_t i = 0; i < page.hit_count && !ret; i++) {
			const char *id = page.hits[i].record.id.p;
			double weight = weigh(&page.hits[i]);

			if (r.offset + i >= page.total_all)
				continue;
			out->weights[strtoul(id, NULL, 10)] = weight;
			out->count++;
		}
		r.offset += r.limit;
		arena_clear(&arena);
		if (ret)
			break;
	} while (r.offset < page.total_all);
	arena_release(&arena);
}

static void nothing_is_lost_by_synonyms(void **state)
{
	static struct found without, with;
	unsigned int more = 0, rounds = world_rounds(QUERIES);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		bool any = world_below(4) == 0;

		buf_clear(&text);
		if (world_below(3))
			buf_printf(&text, "%.*s ",
				   STR_ARG(left[world_below(RULES)]));
		if (world_below(2))
			world_query(&world, &text);
		search(plain, any, &without);
		search(rich, any, &with);
		more += with.count > without.count;
		for (size_t n = 0; n < ARTICLES; n++) {
			if (with.weights[n] < without.weights[n] - 1e-9)
				wrong("an article weighs less by a synonym");
		}
	}
	if (rounds >= QUERIES)
		assert_true(more > rounds / 8);
}

static void a_word_finds_what_its_synonym_finds(void **state)
{
	static struct found all, one, other;

	(void)state;
	for (unsigned int i = 0; i < world_rounds(QUERIES); i++) {
		unsigned int rule = world_below(RULES);
		const struct known *k = &world.articles[world_below(ARTICLES)];
		struct str beside =
			k->all[world_below((unsigned int)k->all_count)].folded;
		struct str sides[2] = { left[rule], right[rule] };
		struct found *founds[2] = { &one, &other };

		/* What has synonyms of its own is another test's. */
		for (int n = 0; n < 2; n++) {
			buf_clear(&text);
			buf_printf(&text, "%.*s AND \"%.*s\"",
				   STR_ARG(sides[n]), STR_ARG(beside));
			search(plain, false, founds[n]);
		}
		buf_clear(&text);
		buf_printf(&text, "%.*s AND \"%.*s\"", STR_ARG(left[rule]),
			   STR_ARG(beside));
		search(rich, false, &all);
		for (size_t n = 0; n < ARTICLES; n++) {
			bool is_wanted =
				one.weights[n] >= 0 || other.weights[n] >= 0;

			if (is_wanted != (all.weights[n] >= 0))
				wrong(is_wanted
					      ? "what a side finds is missing"
					      : "what no side finds is there");
		}
	}
}

/* ---- The two sites ------------------------------------------------------ */

static bool is_new(struct str word)
{
	if (word.len < 3 || word.p[0] < 'a' || word.p[0] > 'z')
		return false;
	for (size_t i = 0; i < word.len; i++) {
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return false;
	}
	return true;
}

/* A word of an article, in small letters: no operator and no field. */
static struct str pick(void)
{
	for (;;) {
		const struct known *k = &world.articles[world_below(ARTICLES)];
		const struct seen *seen =
			&k->all[world_below((unsigned int)k->all_count)];

		if (seen->role == TERM_WORD && is_new(seen->folded))
			return seen->folded;
	}
}

/* Words that may be forms of one are asked for in one rule. */
static bool is_like_others(unsigned int rule)
{
	for (unsigned int i = 0; i < rule; i++) {
		if (str_eq(str_head(left[i], 3), str_head(left[rule], 3)))
			return true;
	}
	return false;
}

static void make_rules(struct buf *out)
{
	for (unsigned int i = 0; i < RULES; i++) {
		do
			left[i] = pick();
		while (is_like_others(i));
		do {
			right[i] = pick();
		} while (str_eq(left[i], right[i]));
		buf_printf(out, "%.*s => %.*s\n", STR_ARG(left[i]),
			   STR_ARG(right[i]));
	}
}

static struct searcher *open_site(const char *folder, struct str synonyms)
{
	const char *source = world_at("content");
	struct config config = CONFIG_INIT;
	struct build_request request = { .folder = world_at(folder),
					 .sources = &source,
					 .source_count = 1,
					 .config = &config };
	struct build_report report;
	struct searcher *searcher = NULL;
	struct err err = ERR_INIT;

	config.synonyms = synonyms;
	world_expect(build_run(&request, &report, &err) == 0 &&
			     searcher_open(request.folder, &searcher, &err) ==
				     0,
		     err.message);
	return searcher;
}

static int set_up(void **state)
{
	struct buf rules = BUF_INIT;

	(void)state;
	world_start();
	world_enter();
	for (unsigned int i = 0; i < ARTICLES; i++) {
		struct buf article = BUF_INIT;
		char name[64];

		world_article(&article);
		snprintf(name, sizeof(name), "content/%03u.md", i);
		world_put(world_at(name), buf_view(&article));
		buf_release(&article);
	}
	world_read(&world, world_at("content"));
	make_rules(&rules);
	plain = open_site("plain", STR(""));
	rich = open_site("rich", buf_view(&rules));
	buf_release(&rules);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	searcher_free(plain);
	searcher_free(rich);
	world_release(&world);
	buf_release(&text);
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost_by_synonyms),
		cmocka_unit_test(a_word_finds_what_its_synonym_finds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("synonyms", tests, set_up,
					   tear_down);
}
