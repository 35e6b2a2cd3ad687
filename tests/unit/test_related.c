/*
 * Tests of query/related, query/alike, query/weights and query/lookup: what a
 * page is made of. That it has the right articles is for prop_related.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "site.h"

#include <string.h>
#include <time.h>

#include "query/alike.h"
#include "query/lookup.h"
#include "query/related.h"
#include "query/weights.h"
#include "text/limits.h"

static struct arena arena;
static struct searcher *searcher;
static struct err err;

static int set_up_index(void **state)
{
	const struct err none = ERR_INIT;

	err = none;
	arena = (struct arena)ARENA_INIT(RELATED_MEMORY);
	return set_up(state);
}

static int tear_down_index(void **state)
{
	searcher_free(searcher);
	searcher = NULL;
	arena_release(&arena);
	return tear_down(state);
}

#define INDEX_TEST(name)                                                       \
	cmocka_unit_test_setup_teardown(name, set_up_index, tear_down_index)

/* Three about reefs, one of them a draft, and a few of nothing in common. */
static void make_index(void)
{
	static const char *const others[] = { "Bread is baked", "Trains run",
					      "Banks lend",	"Ships sail",
					      "Moths fly",	"Rivers flow" };

	make_folder("site/content/other");
	put_article("reef.md", "title: Reef\nurl: /reef/",
		    "Coral grows on reefs, where polyps live.");
	put_article("coral.md", "title: Coral\nurl: /coral/\naliases: [/reef/]",
		    "Polyps of coral live on reefs.");
	put_article("draft.md", "title: Polyps\ndraft: true\nurl: /reef/",
		    "Coral, reefs and polyps.");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		char name[32];

		snprintf(name, sizeof(name), "other/2020-01-0%zu-no.md", i + 1);
		put_article(name, "title: Other", others[i]);
	}
	expect_run(9, 9, 0, 0);
	if (searcher_open(at(INDEX), &searcher, &err))
		fail_msg("%s", err.message);
}

static int find(const char *id, bool all, struct related_page *page)
{
	struct related_request asked = RELATED_REQUEST_INIT;

	asked.id = str_of(id);
	asked.all = all;
	asked.now = 1700000000;
	return related_page(searcher, &asked, &arena, page, &err);
}

static void expect_str(struct str actual, const char *expected)
{
	if (!str_eq(actual, str_of(expected)))
		fail_msg("%.*s, not %s", STR_ARG(actual), expected);
}

static void a_page_has_the_article_and_those_like_it(void **state)
{
	struct related_page page;

	(void)state;
	make_index();
	assert_int_equal(find("reef.md", false, &page), 0);
	expect_str(page.article.id, "reef.md");
	expect_str(page.article.title, "Reef");
	assert_int_equal(page.hit_count, 1);
	expect_str(page.hits[0].record.id, "coral.md");
	expect_str(page.hits[0].snippet.text, "Polyps of coral live on reefs.");
	assert_int_equal(page.hits[0].snippet.mark_count, 0);
	assert_true(page.hits[0].score > 0.3 && page.hits[0].score < 1.3);
}

static void a_hidden_article_is_absent_unless_all_are_asked_for(void **state)
{
	struct related_page page;

	(void)state;
	make_index();
	assert_int_equal(find("nosuch.md", true, &page), RELATED_ABSENT);
	assert_int_equal(find("draft.md", false, &page), RELATED_ABSENT);
	assert_int_equal(page.hit_count, 0);
	assert_int_equal(find("draft.md", true, &page), 0);
	assert_int_equal(page.hit_count, 2);
}

static void nothing_is_like_what_has_nothing_in_common(void **state)
{
	struct related_page page;

	(void)state;
	make_index();
	put_article("empty.md", "title: ''", "");
	expect_run(10, 1, 0, 0);
	assert_int_equal(searcher_refresh(searcher, &err), 0);
	assert_int_equal(find("empty.md", false, &page), 0);
	assert_int_equal(page.hit_count, 0);
}

static void a_request_out_of_bounds_is_refused(void **state)
{
	struct related_request asked = RELATED_REQUEST_INIT;
	struct related_page page;
	struct related_site site;

	(void)state;
	make_index();
	asked.id = STR("reef.md");
	asked.limit = LIMIT_PAGE + 1;
	assert_int_equal(related_page(searcher, &asked, &arena, &page, &err),
			 ERR_USAGE);
	err_clear(&err);
	assert_int_equal(related_site(searcher, &asked, &arena, &site, &err),
			 ERR_USAGE);
	err_clear(&err);
	asked.limit = 0;
	assert_int_equal(related_page(searcher, &asked, &arena, &page, &err),
			 0);
	assert_int_equal(page.hit_count, 0);
}

static void a_deadline_ends_it(void **state)
{
	const struct timespec pause = { 0, 30000000 };
	struct deadline deadline = { 1 };
	struct alike_hit hits[5];
	struct alike *alike;
	size_t count;
	int ret;

	(void)state;
	make_index();
	assert_int_equal(alike_new(searcher, 0, deadline, &alike, &err),
			 ERR_DEADLINE);
	alike_free(alike);
	err_clear(&err);
	deadline = deadline_in(20);
	ret = alike_new(searcher, 0, deadline, &alike, &err);
	nanosleep(&pause, NULL);
	/* On a slow machine it has passed already. */
	if (!ret)
		ret = alike_find(alike, 1, 5, hits, &count, &err);
	assert_int_equal(ret, ERR_DEADLINE);
	alike_free(alike);
}

/* Two commits reuse the blocks of the one that the searcher still reads. */
static void it_follows_an_index_that_moves_on(void **state)
{
	struct related_page page;

	(void)state;
	make_index();
	for (unsigned int i = 0; i < 300; i++) {
		char name[16], text[80];

		snprintf(name, sizeof(name), "%u.md", i);
		snprintf(text, sizeof(text), "Number %u, x%u and y%u.", i,
			 i * 7 % 100, i * 11 % 300);
		put_article(name, "title: More", text);
	}
	expect_run(309, 300, 0, 0);
	assert_int_equal(searcher_refresh(searcher, &err), 0);
	for (int i = 0; i < 6; i++) {
		char text[80];

		snprintf(text, sizeof(text), "Coral %d, reefs and polyps.", i);
		put_article("more.md", "title: More", text);
		expect_run(310, i == 0, i > 0, 0);
	}
	assert_int_equal(find("reef.md", false, &page), 0);
	assert_true(page.hit_count == 2);
}

/* What is read before and behind that does not belong together. The shim moves
 * on like this by itself in the midst of a request. */
static void move_on(void)
{
	put_article("new.md", "title: New", "Coral and polyps of reefs.");
	expect_run(10, 1, 0, 0);
	assert_int_equal(xap_db_reopen(searcher->db, NULL, &err), 0);
}

static void what_was_read_of_two_commits_is_stale(void **state)
{
	struct alike_hit hits[5];
	struct alike *alike;
	size_t count;

	(void)state;
	make_index();
	assert_int_equal(alike_new(searcher, 0, deadline_in(0), &alike, &err),
			 0);
	assert_int_equal(alike_find(alike, 1, 5, hits, &count, &err), 0);
	assert_int_equal(alike_check(alike, &err), 0);
	move_on();
	assert_int_equal(alike_check(alike, &err), ERR_STALE);
	alike_free(alike);
}

static void a_list_of_another_commit_than_its_count_is_stale(void **state)
{
	const struct weights_list *list;
	struct weights weights;
	uint32_t count;

	(void)state;
	make_index();
	assert_int_equal(weights_init(&weights, searcher->db, &err), 0);
	assert_int_equal(
		weights_frequency(&weights, STR("Zencoral"), &count, &err), 0);
	assert_int_equal(count, 3);
	move_on();
	assert_int_equal(
		weights_read(&weights, STR("Zencoral"), false, &list, &err),
		ERR_STALE);
	weights_release(&weights);
}

static void lists_that_are_let_go_are_read_again(void **state)
{
	const struct weights_list *list;
	struct weights weights;
	uint32_t count;
	float weight;

	(void)state;
	make_index();
	assert_int_equal(weights_init(&weights, searcher->db, &err), 0);
	assert_int_equal(
		weights_read(&weights, STR("Zencoral"), false, &list, &err), 0);
	count = list->count;
	weight = list->items[0].weight;
	assert_int_equal(count, 3);
	weights_trim(&weights);
	assert_int_equal(weights.lists.count, 1);
	weights.kept.used = (size_t)WEIGHTS_MEMORY + 1;
	weights_trim(&weights);
	assert_int_equal(weights.lists.count, 0);
	assert_int_equal(
		weights_read(&weights, STR("Zencoral"), false, &list, &err), 0);
	assert_int_equal(list->count, count);
	assert_true(list->items[0].weight == weight);
	weights_release(&weights);
}

/* ---- Looking up --------------------------------------------------------- */

static void a_url_means_what_is_there_and_shown(void **state)
{
	static const struct {
		const char *url, *id;
	} table[] = {
		{ "/reef/", "reef.md" },
		{ "https://example.org/reef/index.html?a#b", "reef.md" },
		{ "coral", "coral.md" },
		{ "/nosuch/", NULL },
	};

	(void)state;
	make_index();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct str id;
		int ret = lookup_url(searcher, str_of(table[i].url), &arena,
				     &id, &err);

		assert_int_equal(ret, table[i].id ? 0 : LOOKUP_ABSENT);
		if (table[i].id)
			expect_str(id, table[i].id);
	}
}

static void the_nearest_id_is_found(void **state)
{
	static const struct {
		const char *given, *id;
	} table[] = {
		{ "reff.md", "reef.md" },
		{ "content/corals.md", "coral.md" },
		{ "https://example.org/blog/draft/", "draft.md" },
		{ "2020-01-03-yes", "other/2020-01-03-no.md" },
		{ "other/2020-01-04-no/", "other/2020-01-04-no.md" },
		{ "CORA", "coral.md" },
		{ "01-05", "other/2020-01-05-no.md" },
		{ "nothing-like-it.md", "" },
		{ "/", "" },
		{ "", "" },
	};

	(void)state;
	make_index();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct str id;

		assert_int_equal(lookup_nearest(searcher,
						str_of(table[i].given), &arena,
						&id, &err),
				 0);
		expect_str(id, table[i].id);
	}
}

static void ids_are_listed_by_how_they_begin(void **state)
{
	const struct str *ids;
	size_t count;

	(void)state;
	make_index();
	assert_int_equal(lookup_ids(searcher, STR("other/"), 4, &arena, &ids,
				    &count, &err),
			 0);
	assert_int_equal(count, 4);
	expect_str(ids[0], "other/2020-01-01-no.md");
	expect_str(ids[3], "other/2020-01-04-no.md");
	assert_int_equal(
		lookup_ids(searcher, STR("x"), 4, &arena, &ids, &count, &err),
		0);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		INDEX_TEST(a_page_has_the_article_and_those_like_it),
		INDEX_TEST(a_hidden_article_is_absent_unless_all_are_asked_for),
		INDEX_TEST(nothing_is_like_what_has_nothing_in_common),
		INDEX_TEST(a_request_out_of_bounds_is_refused),
		INDEX_TEST(a_deadline_ends_it),
		INDEX_TEST(it_follows_an_index_that_moves_on),
		INDEX_TEST(what_was_read_of_two_commits_is_stale),
		INDEX_TEST(a_list_of_another_commit_than_its_count_is_stale),
		INDEX_TEST(lists_that_are_let_go_are_read_again),
		INDEX_TEST(a_url_means_what_is_there_and_shown),
		INDEX_TEST(the_nearest_id_is_found),
		INDEX_TEST(ids_are_listed_by_how_they_begin),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("related", tests, NULL, NULL);
}
