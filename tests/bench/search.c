/*
 * search: what searches of an opened index cost.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	search INDEX [ROUNDS]
 *	search --queries
 *
 * Prints for each kind of search the middle and the 99th percentile of the
 * processor time of this thread, in milliseconds, over many queries made of
 * frequent words of the synthetic corpus. The first round only warms up:
 * files, and what a searcher keeps. The last column is the first search of
 * that kind after the index was opened. Or prints the queries of those kinds
 * that have no facets, for others to run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "query/search.h"

#define QUERIES	   40
#define ROUNDS	   5
#define ROUNDS_MAX 50

static const char *const words[] = {
	"water", "market", "people", "world",  "country",  "city",  "work",
	"week",	 "month",  "part",   "system", "number",   "group", "school",
	"power", "money",  "home",   "family", "question", "house",
};

/* `%1` to `%3` stand for words. */
struct kind {
	const char *name, *query, *facets;
	unsigned int limit;
};

static const struct kind kinds[] = {
	{ "two words", "%1 %2", NULL, 10 },
	{ "three words", "%1 %2 %3", NULL, 10 },
	{ "with a tag, of one year", "%1 %2 tag:politics date:2024", NULL, 10 },
	{ "newest first", "%1 %2 sort:newest", NULL, 10 },
	{ "prefix", "%1 re*", NULL, 10 },
	{ "phrase", "\"the %1\"", NULL, 10 },
	{ "one word", "%1", NULL, 10 },
	{ "one word, tag, author", "%1", "tag,author", 10 },
	{ "one word, tag, year", "%1", "tag,year", 10 },
	{ "all articles, tag, author", "the", "tag,author", 10 },
	{ "two years, timeline", "%1 date:2023..2024", "timeline", 10 },
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make_query(const struct kind *kind, unsigned int n, struct buf *out)
{
	const unsigned int count = sizeof(words) / sizeof(*words);

	buf_clear(out);
	for (const char *p = kind->query; *p; p++) {
		if (*p != '%') {
			buf_add_char(out, *p);
			continue;
		}
		p++;
		buf_add_str(out,
			    str_of(words[(n * (unsigned)(2 * (*p - '0') - 1) +
					  (unsigned)*p) %
					 count]));
	}
}

/* Milliseconds. */
static double run(struct searcher *s, const struct kind *kind, unsigned int n,
		  uint32_t *total)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct search_page page;
	struct buf query = BUF_INIT;
	struct err err = ERR_INIT;
	double start;

	make_query(kind, n, &query);
	r.text = buf_view(&query);
	r.limit = kind->limit;
	r.now = (int64_t)time(NULL);
	if (kind->facets)
		r.facets = str_of(kind->facets);
	start = now_ms();
	if (searcher_run(s, &r, &arena, &page, &err)) {
		fprintf(stderr, "search: %s: %s\n", query.p, err.message);
		exit(1);
	}
	*total = page.total;
	arena_release(&arena);
	buf_release(&query);
	return now_ms() - start;
}

static struct searcher *open_index(const char *folder)
{
	struct searcher *s;
	struct err err = ERR_INIT;

	if (searcher_open(folder, &s, &err)) {
		fprintf(stderr, "search: %s\n", err.message);
		exit(1);
	}
	return s;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure(const char *folder, const struct kind *kind, int rounds)
{
	static double times[QUERIES * ROUNDS_MAX];
	struct searcher *s = open_index(folder);
	size_t count = (size_t)rounds * QUERIES;
	double first = 0, found = 0;
	uint32_t total;

	for (int round = -1; round < rounds; round++) {
		for (unsigned int n = 0; n < QUERIES; n++) {
			double ms = run(s, kind, n, &total);

			if (round >= 0)
				times[round * QUERIES + (int)n] = ms;
			else if (n == 0)
				first = ms;
			found += total;
		}
	}
	qsort(times, count, sizeof(*times), compare);
	printf("| %-28s | %8.0f | %6.2f | %6.2f | %6.2f |\n", kind->name,
	       found / (double)(count + QUERIES), times[count / 2],
	       times[count * 99 / 100], first);
	fflush(stdout);
	searcher_free(s);
}

static void print_queries(void)
{
	struct buf query = BUF_INIT;

	for (size_t i = 0; i < KINDS; i++) {
		for (unsigned int n = 0; n < QUERIES && !kinds[i].facets; n++) {
			make_query(&kinds[i], n, &query);
			printf("%s\t%s\n", kinds[i].name, query.p);
		}
	}
	buf_release(&query);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : ROUNDS;

	if (argc == 2 && strcmp(argv[1], "--queries") == 0) {
		print_queries();
		return 0;
	}
	if (argc < 2 || rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: search INDEX [ROUNDS] | --queries\n");
		return 2;
	}
	printf("| search | articles | p50 ms | p99 ms | first |\n"
	       "|---|---|---|---|---|\n");
	for (size_t i = 0; i < KINDS; i++)
		measure(argv[1], &kinds[i], rounds);
	return 0;
}
