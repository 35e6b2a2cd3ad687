/*
 * What a score is said to be made of adds up to it, and is there.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random queries, explained: the parts of each hit add up to its score, as it
 * is and as it is printed; words that are said to stand in an article stand
 * there as often as the oracle counts them, and those that are said to be
 * missing do not.
 */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "indexer/build.h"
#include "query/explain.h"
#include "query/feedback.h"
#include "query/search.h"

#define QUERIES	  600
#define GENERATED 100
#define PARTS	  256 /* more than a query has */

static struct world world;
static struct searcher *searcher;
static struct buf text; /* of the query at hand */

/* How much of the law was seen. */
static unsigned int seen_parts, seen_missing, seen_filters, seen_most,
	seen_idle, seen_titles, seen_adjacent, seen_common;

static void wrong(const char *what, struct str more)
{
	fail_msg("PRESSMARK_SEED=%llu: %.*s: %s%.*s", world_seed(),
		 STR_ARG(buf_view(&text)), what, STR_ARG(more));
}

static const struct known *find_known(struct str id)
{
	for (size_t i = 0; i < world.count; i++) {
		if (str_eq(world.articles[i].article.id, id))
			return &world.articles[i];
	}
	wrong("there is no such article: ", id);
	return NULL;
}

/* ---- What adds up ------------------------------------------------------- */

static void check_sum(const struct search_hit *hit)
{
	const struct explanation *e = hit->explanation;
	double sum = 0;

	for (size_t i = 0; i < e->part_count; i++) {
		if (!(e->parts[i].weight >= 0))
			wrong("a part weighs less than nothing in ",
			      hit->record.id);
		sum += e->parts[i].weight;
		seen_idle += e->parts[i].weight == 0;
	}
	if (!(fabs(sum - hit->score) <= 1e-9) || e->rest != 0)
		fail_msg("PRESSMARK_SEED=%llu: %.*s: %.*s: the parts are %.12f,"
			 " the score %.12f",
			 world_seed(), STR_ARG(buf_view(&text)),
			 STR_ARG(hit->record.id), sum, hit->score);
}

static void check_printed(const struct search_hit *hit, int decimals)
{
	const struct explanation *e = hit->explanation;
	double unit = pow(10, decimals);
	int64_t parts[PARTS], rest, score, sum = 0;

	assert_true(e->part_count <= PARTS);
	score = explain_round(e, hit->score, decimals, parts, &rest);
	for (size_t i = 0; i < e->part_count; i++) {
		sum += parts[i];
		if (fabs((double)parts[i] - e->parts[i].weight * unit) >= 1)
			wrong("a part is printed as another in ",
			      hit->record.id);
	}
	if (score != llround(hit->score * unit) || rest != 0 || sum != score)
		wrong("what is printed does not add up for ", hit->record.id);
}

/* ---- What is there ------------------------------------------------------ */

static uint32_t count_folded(const struct seen *list, size_t count,
			     struct str folded)
{
	double n = 0;

	for (size_t i = 0; i < count; i++) {
		if (str_eq(list[i].folded, folded))
			n += list[i].is_code ? 0.5 : 1;
	}
	return (uint32_t)lround(n);
}

/* Of all its forms, each of which is there in whole numbers. */
static uint32_t count_stem(const struct seen *list, size_t count,
			   struct str stem)
{
	uint32_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (str_eq(list[i].stem, stem) &&
		    count_folded(list, i, list[i].folded) == 0)
			n += count_folded(list, count, list[i].folded);
	}
	return n;
}

/* Of a word typed for anywhere that is one word: its stem. */
static bool has_stem(const struct query_node *node, struct str *stem)
{
	struct seen *wanted;

	if (node->kind != QUERY_WORD || node->scope != QUERY_ANYWHERE ||
	    world_split(&world, node->text, &wanted) != 1)
		return false;
	*stem = wanted[wanted[1].role == TERM_SIGNED].stem;
	return true;
}

/* The words of a text, as phrases see them. */
static size_t words_of(const struct seen *list, size_t count, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count && n < PARTS; i++) {
		if (list[i].role == TERM_WORD || list[i].role == TERM_LAST)
			out[n++] = list[i].folded;
	}
	return n;
}

static void check_title(const struct known *known)
{
	struct str title[PARTS], query[PARTS];
	struct seen *list;
	size_t n = world_terms(&world, buf_view(&text), &list);
	bool is_same;

	n = words_of(list, n, query);
	is_same = n == words_of(known->title, known->title_count, title);
	for (size_t i = 0; i < n && is_same; i++)
		is_same = str_eq(query[i], title[i]);
	if (!is_same)
		wrong("is not the query: ", known->article.title);
	seen_titles++;
}

/* Do words of the query stand next to each other? A stop word or two may be
 * between. */
static void check_adjacent(const struct known *known)
{
	struct seen *words;
	size_t n = world_terms(&world, buf_view(&text), &words);

	seen_adjacent++;
	for (size_t i = 0; i < known->all_count; i++) {
		const struct seen *a = &known->all[i];

		if (!count_folded(words, n, a->folded))
			continue;
		for (size_t j = 0; j < known->all_count; j++) {
			const struct seen *b = &known->all[j];

			if (b->position > a->position &&
			    b->position - a->position <= n &&
			    count_folded(words, n, b->folded))
				return;
		}
	}
	wrong("has no words side by side: ", known->article.id);
}

/* Only long queries learn of what they find. */
static void check_common(void)
{
	struct str words[PARTS];
	struct seen *list;
	size_t n = world_terms(&world, buf_view(&text), &list);

	if (words_of(list, n, words) < FEEDBACK_QUERY_WORDS)
		wrong("is too short to learn", STR(""));
	seen_common++;
}

static void check_part(const struct known *known,
		       const struct explain_part *part)
{
	bool is_title = part->scope == QUERY_TITLE;
	const struct seen *list = is_title ? known->title : known->all;
	size_t count = is_title ? known->title_count : known->all_count;
	struct str stem;
	uint32_t sum = 0;

	if (part->kind == EXPLAIN_WHOLE_TITLE) {
		check_title(known);
		return;
	}
	if (part->kind == EXPLAIN_ADJACENT) {
		check_adjacent(known);
		return;
	}
	if (part->kind == EXPLAIN_COMMON) {
		check_common();
		return;
	}
	for (size_t i = 0; i < part->form_count; i++) {
		const struct explain_form *f = &part->forms[i];

		sum += f->count;
		if ((is_title || part->scope == QUERY_ANYWHERE) &&
		    count_folded(list, count, f->text) != f->count)
			wrong("is not so often there: ", f->text);
		if (i && f[-1].count < f->count)
			wrong("the rarer form is first: ", f->text);
	}
	if (part->count && sum != part->count)
		wrong("its forms are not so many: ", part->node->text);
	if (has_stem(part->node, &stem) &&
	    count_stem(list, count, stem) != part->count)
		wrong("is not so often there: ", part->node->text);
}

/* Is a word of several parts there, as it is written joined? */
static bool has_joined(const struct known *known, const struct query_node *node)
{
	struct seen *wanted;
	size_t n = world_split(&world, node->text, &wanted);

	return wanted[n].folded.len > 0 &&
	       count_folded(known->all, known->all_count, wanted[n].folded);
}

/* Has it parts, of which an article may have some and lack the word? */
static bool has_parts(const struct query_node *node)
{
	struct seen *wanted;

	return node->kind == QUERY_WORD && node->scope == QUERY_ANYWHERE &&
	       world_split(&world, node->text, &wanted) > 1;
}

static void check_missing(const struct known *known,
			  const struct explanation *e)
{
	for (size_t i = 0; i < e->missing.count; i++) {
		const struct query_node *node = e->missing.items[i];
		struct str stem;

		if (has_stem(node, &stem) &&
		    count_stem(known->all, known->all_count, stem))
			wrong("is not missing: ", node->text);
		if (has_parts(node) && has_joined(known, node))
			wrong("is not missing, but joined: ", node->text);
		for (size_t n = 0; n < e->part_count; n++) {
			if (e->parts[n].node == node && !has_parts(node) &&
			    e->parts[n].scope != QUERY_TITLE)
				wrong("is there and missing: ", node->text);
		}
	}
}

/* ---- Queries ------------------------------------------------------------ */

static void check_page(const struct search_page *page)
{
	for (size_t i = 0; i < page->hit_count; i++) {
		const struct search_hit *hit = &page->hits[i];
		const struct known *known = find_known(hit->record.id);
		const struct explanation *e = hit->explanation;

		world.language = language_of(known->article.lang);
		check_sum(hit);
		check_printed(hit, 2);
		check_printed(hit, 4);
		for (size_t n = 0; n < e->part_count; n++)
			check_part(known, &e->parts[n]);
		check_missing(known, e);
		if (e->has_most && !page->relaxed)
			wrong("has another part of the words: ",
			      hit->record.id);
		if (e->has_most && e->missing.count == 0)
			wrong("has most words, and lacks none: ",
			      hit->record.id);
		seen_parts += (unsigned int)e->part_count;
		seen_missing += (unsigned int)e->missing.count;
		seen_filters += (unsigned int)e->filters.count;
		seen_most += e->has_most;
	}
}

/* The same hits, whether they are explained or not. */
static void check_same(const struct search_page *a, const struct search_page *b)
{
	if (a->hit_count != b->hit_count || a->total != b->total)
		wrong("other hits where they are explained", STR(""));
	for (size_t i = 0; i < a->hit_count; i++) {
		if (!str_eq(a->hits[i].record.id, b->hits[i].record.id) ||
		    a->hits[i].score != b->hits[i].score)
			wrong("another score where it is explained: ",
			      a->hits[i].record.id);
		if (b->hits[i].explanation)
			wrong("explained, and not asked for", STR(""));
	}
}

/* False where the query is one of the named errors. */
static bool search(struct search_request *r, struct arena *arena,
		   struct search_page *page)
{
	struct err err = ERR_INIT;
	int ret = searcher_run(searcher, r, arena, page, &err);

	if (ret && ret != ERR_QUERY)
		wrong("the search fails: ", str_of(err.message));
	return ret == 0;
}

/* Words of several articles, side by side: most of them are to be found. */
static void add_plain(struct buf *out)
{
	for (unsigned int n = 2 + world_below(20); n-- > 0;) {
		const struct known *k =
			&world.articles[world_below((unsigned int)world.count)];
		unsigned int at = world_below((unsigned int)k->all_count + 1);

		buf_add_char(out, ' ');
		if (at < k->all_count)
			buf_add_str(out, k->all[at].folded);
	}
}

static void scores_are_the_sum_of_what_is_said(void **state)
{
	static const char *const sorts[] = { "relevance", "relevance", "newest",
					     "title" };
	unsigned int rounds = world_rounds(QUERIES);
	struct arena arena = ARENA_INIT(2 * SEARCH_MEMORY);

	(void)state;
	for (unsigned int i = 0; i < rounds; i++) {
		struct search_filter filter = { "sort",
						str_of(sorts[world_below(4)]) };
		struct search_request r = SEARCH_REQUEST_INIT;
		struct search_page explained, plain;

		buf_clear(&text);
		if (world_below(3))
			world_query(&world, &text);
		else if (world_below(4))
			add_plain(&text);
		else
			buf_add_str(
				&text,
				world.articles[world_below(
						       (uint32_t)world.count)]
					.article.title);
		r.text = buf_view(&text);
		r.now = (int64_t)WORLD_TODAY * 86400;
		r.filters = &filter;
		r.filter_count = 1;
		r.offset = world_below(3) ? 0 : 7;
		r.any = world_below(4) == 0;
		r.explain = true;
		if (search(&r, &arena, &explained)) {
			check_page(&explained);
			r.explain = false;
			search(&r, &arena, &plain);
			check_same(&explained, &plain);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
	/* Else this would prove little. */
	if (rounds < QUERIES)
		return;
	assert_true(seen_parts > rounds * 3);
	assert_true(seen_missing > rounds / 2);
	assert_true(seen_filters > rounds / 2);
	assert_true(seen_most > rounds / 5);
	assert_true(seen_idle > 0);
	assert_true(seen_titles > rounds / 400);
	assert_true(seen_adjacent > rounds / 100);
	assert_true(seen_common > rounds / 100);
}

static int set_up(void **state)
{
	struct build_request request = { 0 };
	struct build_report report;
	struct err err = ERR_INIT;
	const char *source;
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
	source = world_at("site/content");
	request.folder = world_at("site/.pressmark");
	request.sources = &source;
	request.source_count = 1;
	world_read(&world, source);
	if (build_run(&request, &report, &err) != 0 ||
	    report.articles != world.count || world.count < GENERATED ||
	    searcher_open(request.folder, &searcher, &err) != 0) {
		print_error("%s\n", err.message);
		return -1;
	}
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
		cmocka_unit_test(scores_are_the_sum_of_what_is_said),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("explain", tests, set_up, tear_down);
}
