/*
 * suggest: what each keystroke costs while titles are typed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	suggest INDEX
 *
 * The first words of titles from all over the index are typed letter by letter
 * in a process that keeps the index open; then each keystroke once more right
 * after opening it, as the command line does. Times are of the processor and
 * of the thread, in milliseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/index.h"
#include "query/suggest.h"
#include "tests/bench/ask.h"
#include "text/record.h"

#define TITLES 100
#define WORDS  3
#define MOST   64 /* bytes of a title that are typed */

/* As in search.c. */
#define NOW INT64_C(1796083200)

/* Letters of the last word: none (a blank), 1, 2, 3, more; the same beside
 * other words. */
#define LENGTHS 5
#define KINDS	(2 * LENGTHS)

struct times {
	double ms[TITLES * MOST];
	size_t count;
};

static struct times warm[KINDS + 1], cold[KINDS + 1];

static void check(int ret, const struct err *err)
{
	if (!ret)
		return;
	fprintf(stderr, "suggest: %s\n", err->message);
	exit(1);
}

static void add(struct times *times, double ms)
{
	if (times->count < sizeof(times->ms) / sizeof(*times->ms))
		times->ms[times->count++] = ms;
}

static double ask(struct searcher *s, struct str text)
{
	struct suggest_request r = SUGGEST_REQUEST_INIT;
	struct arena arena = ARENA_INIT(SEARCH_MEMORY);
	struct suggest_page page;
	struct err err = ERR_INIT;
	double start = ask_now_ms();

	r.text = text;
	r.now = NOW;
	check(searcher_suggest(s, &r, &arena, &page, &err), &err);
	start = ask_now_ms() - start;
	arena_release(&arena);
	return start;
}

/* Types a title; when `folder` is given, into an index that was just opened.
 */
static void type(struct searcher *s, const char *folder, struct str title,
		 unsigned int number)
{
	struct times *times = folder ? cold : warm;
	size_t words = 0, letters = 0;

	for (size_t i = 0; i < title.len && i < MOST && words < WORDS; i++) {
		struct err err = ERR_INIT;
		size_t kind;
		double ms;

		letters = title.p[i] == ' ' ? 0 : letters + 1;
		words += title.p[i] == ' ';
		/* Every fourth keystroke, in each title another one. */
		if (folder && (i + number) % 4)
			continue;
		if (folder)
			check(searcher_open(folder, &s, &err), &err);
		ms = ask(s, str_head(title, i + 1));
		if (folder)
			searcher_free(s);
		kind = letters < LENGTHS ? letters : LENGTHS - 1;
		add(&times[kind + (words ? LENGTHS : 0)], ms);
		add(&times[KINDS], ms);
	}
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void print_times(struct times *t)
{
	if (t->count == 0) {
		printf(" | | | |");
		return;
	}
	qsort(t->ms, t->count, sizeof(*t->ms), by_size);
	printf(" %zu | %.2f | %.2f | %.2f |", t->count, t->ms[t->count / 2],
	       t->ms[t->count * 99 / 100], t->ms[t->count - 1]);
}

static void print(const char *name, size_t kind)
{
	printf("| %s |", name);
	print_times(&warm[kind]);
	print_times(&cold[kind]);
	putchar('\n');
}

static void type_all(struct searcher *s, const char *folder)
{
	for (uint32_t i = 0; i < TITLES; i++) {
		struct arena arena = ARENA_INIT(SEARCH_MEMORY);
		struct err err = ERR_INIT;
		struct record record;
		struct str data;
		uint32_t docid =
			1 + (uint32_t)((uint64_t)i * s->articles / TITLES);

		if (!records_get(&s->records, s->db, docid, &data, &err)) {
			check(record_decode(data, &arena, &record, &err), &err);
			type(s, folder, record.title, i);
		}
		arena_release(&arena);
	}
}

int main(int argc, char **argv)
{
	static const char *const names[KINDS + 1] = {
		"",
		"1 letter",
		"2 letters",
		"3 letters",
		"4 letters and more",
		"a blank",
		"beside other words, 1 letter",
		"2 letters",
		"3 letters",
		"4 letters and more",
		"all"
	};
	struct searcher *s;
	struct err err = ERR_INIT;

	if (argc != 2) {
		fputs("usage: suggest INDEX\n", stderr);
		return 2;
	}
	check(searcher_open(argv[1], &s, &err), &err);
	type_all(s, NULL);
	type_all(s, argv[1]);
	puts("| typed | keystrokes | p50 | p99 | most | just opened | p50 | "
	     "p99 | most |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
	for (size_t kind = 1; kind <= KINDS; kind++)
		print(names[kind], kind);
	searcher_free(s);
	return 0;
}
