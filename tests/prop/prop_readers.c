/*
 * A reader never fails while an index is built anew, again and again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Much faster than any site changes: what is to happen once in a million
 * searches happens here. Some readers open the index each time, others live
 * long and follow it.
 */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/build.h"
#include "query/related.h"
#include "query/search.h"

#define STATES	 150
#define ARTICLES 3
#define READERS	 9
#define SITES	 10  /* times what is related to all is asked for */
#define OTHERS	 300 /* articles of its site that stay as they are */

/* Writes the articles of a state and indexes them. */
static int make_state(unsigned int number, const char *source,
		      const char *folder)
{
	struct build_request request = { .folder = folder,
					 .sources = &source,
					 .source_count = 1,
					 .rebuild = number % 4 != 3 };
	struct build_report report;
	struct err err = ERR_INIT;

	for (int i = 0; i < ARTICLES; i++) {
		struct buf text = BUF_INIT;
		char name[32];

		snprintf(name, sizeof(name), "site/content/%d.md", i);
		buf_printf(&text,
			   "---\ntitle: State %u\ntags: [State %u]\n---\n"
			   "water\n",
			   number, number);
		world_put(world_at(name), buf_view(&text));
		buf_release(&text);
	}
	if (build_run(&request, &report, &err) == 0)
		return 0;
	print_error("cannot index: %s\n", err.message);
	return 1;
}

/* Are the facets of the state that the hits are of? */
static bool has_its_facets(const struct search_page *page)
{
	const struct facet *tags = page->facets;

	if (page->facet_count == 1 && tags->count == 1 &&
	    tags->values[0].articles == ARTICLES &&
	    str_eq(tags->values[0].text, page->hits[0].record.title))
		return true;
	print_error("'%.*s' on the page, in %zu facets '%.*s' (%u)\n",
		    STR_ARG(page->hits[0].record.title), page->facet_count,
		    STR_ARG(tags->values[0].text),
		    (unsigned int)tags->values[0].articles);
	return false;
}

/* Searches, and checks that all hits are of one state, which it returns; -1,
 * said aloud, when they are not. */
static int see(struct searcher *searcher)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct err err = ERR_INIT;
	int number = -1;

	r.text = STR("water");
	r.facets = STR("tag");
	if (searcher_run(searcher, &r, &arena, &page, &err) != 0)
		print_error("a search fails: %s\n", err.message);
	else if (page.hit_count != ARTICLES)
		print_error("%zu articles\n", page.hit_count);
	else
		sscanf(page.hits[0].record.title.p, "State %d", &number);
	for (size_t i = 1; i < page.hit_count; i++) {
		struct str title = page.hits[i].record.title;

		if (str_eq(title, page.hits[0].record.title))
			continue;
		print_error("'%.*s' and '%.*s' on one page\n", STR_ARG(title),
			    STR_ARG(page.hits[0].record.title));
		number = -1;
	}
	if (number >= 0 && !has_its_facets(&page))
		number = -1;
	arena_release(&arena);
	return number;
}

/* Opens the index again and again, or follows it, until the last state is
 * seen. The number of different states seen, or -1. */
static int read_on(const char *folder, int states, bool is_faithful)
{
	struct searcher *searcher = NULL;
	struct err err = ERR_INIT;
	int last = -1, different = 0;

	while (last < states) {
		int ret = searcher ? searcher_refresh(searcher, &err)
				   : searcher_open(folder, &searcher, &err);
		int seen = ret ? -1 : see(searcher);

		if (ret)
			print_error("cannot open the index: %s\n", err.message);
		else if (seen < last)
			print_error("state %d after %d\n", seen, last);
		different += seen > last;
		last = seen > last ? seen : last;
		if (ret || seen < last || !is_faithful) {
			searcher_free(searcher);
			searcher = NULL;
		}
		if (ret || seen < last)
			return -1;
	}
	searcher_free(searcher);
	return different;
}

/* Starts a reader; more of them than processors, so that they are put aside
 * at any moment. Its exit status is 0 when all was well. */
static pid_t start_reader(const char *folder, int states, bool is_faithful)
{
	pid_t pid;
	int seen;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid != 0)
		return pid;
	/* A crash is the child's end, and not that of a test; and it would
	 * wait for ever if the writer dies. */
	signal(SIGSEGV, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	alarm(200);
	seen = read_on(folder, states, is_faithful);
	/* Few would prove little. */
	_exit(seen < 0 ? 1 : seen < 5 ? 2 : 0);
}

static void a_reader_sees_one_state_after_the_other(void **state)
{
	unsigned int states = world_rounds(STATES);
	char source[256], folder[256];
	pid_t readers[READERS];

	(void)state;
	snprintf(source, sizeof(source), "%s", world_at("site/content"));
	snprintf(folder, sizeof(folder), "%s", world_at("site/.pressmark"));
	assert_int_equal(make_state(0, source, folder), 0);
	for (int i = 0; i < READERS; i++)
		readers[i] = start_reader(folder, (int)states, i % 3 == 0);
	for (unsigned int i = 1; i <= states; i++)
		assert_int_equal(make_state(i, source, folder), 0);
	for (int i = 0; i < READERS; i++) {
		int status;

		assert_int_equal(waitpid(readers[i], &status, 0), readers[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void put_others(void)
{
	for (unsigned int i = 0; i < OTHERS; i++) {
		struct buf text = BUF_INIT;
		char name[32];

		snprintf(name, sizeof(name), "site/content/other%u.md", i);
		buf_printf(&text, "---\ntitle: Other\n---\n");
		for (unsigned int k = 0; k < 60; k++)
			buf_printf(&text, "water%u ", i * k % 97);
		world_put(world_at(name), buf_view(&text));
		buf_release(&text);
	}
}

/* Changes the index until it is killed, never by a new generation. */
static pid_t start_writer(const char *source, const char *folder)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid != 0)
		return pid;
	signal(SIGSEGV, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	alarm(200);
	for (unsigned int i = 1;; i++) {
		if (make_state(4 * i + 3, source, folder))
			_exit(1);
	}
}

/* The articles of a state are like each other and so nothing else; all must be
 * of the same one. */
static void expect_one_state(const struct related_site *site)
{
	struct str state = { NULL, 0 };
	size_t found = 0;

	assert_int_equal(site->count, ARTICLES + OTHERS);
	for (size_t i = 0; i < site->count; i++) {
		const struct related_article *article = &site->articles[i];

		if (!str_starts(article->card->title, STR("State ")))
			continue;
		if (found++ == 0)
			state = article->card->title;
		assert_true(str_eq(article->card->title, state));
		assert_int_equal(article->hit_count, ARTICLES - 1);
		for (size_t k = 0; k < article->hit_count; k++)
			assert_true(
				str_eq(article->hits[k].card->title, state));
	}
	assert_int_equal(found, ARTICLES);
}

static void what_is_related_to_all_is_of_one_state(void **state)
{
	unsigned int rounds = world_rounds(SITES);
	char source[256], folder[256];
	pid_t writer;
	int status;

	(void)state;
	snprintf(source, sizeof(source), "%s", world_at("site/content"));
	snprintf(folder, sizeof(folder), "%s", world_at("site/.pressmark"));
	put_others();
	assert_int_equal(make_state(0, source, folder), 0);
	writer = start_writer(source, folder);
	for (unsigned int i = 0; i < rounds; i++) {
		struct related_request r = RELATED_REQUEST_INIT;
		struct arena arena = ARENA_INIT(RELATED_MEMORY);
		struct searcher *searcher;
		struct related_site site;
		struct err err = ERR_INIT;
		int ret = searcher_open(folder, &searcher, &err);

		if (!ret)
			ret = related_site(searcher, &r, &arena, &site, &err);
		if (!ret)
			expect_one_state(&site);
		else if (ret != ERR_STALE)
			fail_msg("%s", err.message);
		searcher_free(searcher);
		arena_release(&arena);
	}
	kill(writer, SIGKILL);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_true(WIFSIGNALED(status));
}

static int set_up(void **state)
{
	(void)state;
	world_start();
	world_enter();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_leave();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_sees_one_state_after_the_other),
		cmocka_unit_test(what_is_related_to_all_is_of_one_state),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("readers", tests, set_up, tear_down);
}
