/*
 * What the searches of a server take without one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	serve INDEX <QUERIES
 *
 * Searches for each line, once to warm up and then again, and makes the JSON of
 * the page; prints how many microseconds of the processor that takes on
 * average.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "query/render.h"
#include "query/search.h"

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int ask(struct searcher *s, struct str text, struct err *err)
{
	struct search_request r = SEARCH_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct buf json = BUF_INIT;
	struct search_page page;
	int ret;

	r.text = text;
	r.now = (int64_t)time(NULL);
	ret = searcher_run(s, &r, &arena, &page, err);
	if (!ret)
		render_json(&page, &json);
	buf_release(&json);
	arena_release(&arena);
	return ret;
}

int main(int argc, char **argv)
{
	static char lines[1 << 20];
	size_t len = fread(lines, 1, sizeof(lines), stdin);
	struct err err = ERR_INIT;
	struct searcher *s = NULL;
	double start = 0;
	size_t count = 0;
	int ret = argc == 2 ? searcher_open(argv[1], &s, &err) : -1;

	for (int round = 0; round < 2 && !ret; round++) {
		struct str rest = str_make(lines, len);

		start = now_us();
		for (count = 0; rest.len && !ret; count++) {
			struct str line = str_head(rest, str_find(rest, '\n'));

			ret = ask(s, line, &err);
			rest = str_skip(rest, line.len + 1);
		}
	}
	if (ret) {
		fprintf(stderr, "serve: %s\n", err.message);
		return 1;
	}
	printf("%.0f\n", (now_us() - start) / (double)(count ? count : 1));
	searcher_free(s);
	return 0;
}
