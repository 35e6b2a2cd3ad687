/*
 * ask: one way to put the same searches to every engine, and to time them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/bench/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINE_BYTES 4096

enum { WHAT, TEXT, TAG, FROM, TO, ORDER, FACETS, FIELDS };

double ask_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

bool ask_has_facet(const struct ask_question *question, const char *name)
{
	const char *at = question->facets;
	size_t len = strlen(name);

	while (*at) {
		size_t word = strcspn(at, " ");

		if (word == len && strncmp(at, name, len) == 0)
			return true;
		at += word + (at[word] == ' ');
	}
	return false;
}

static enum ask_what what_of(const char *name)
{
	static const char *const names[] = {
		[ASK_PAGE] = "page",
		[ASK_TITLES] = "titles",
		[ASK_PASSAGES] = "passages",
		[ASK_COUNT] = "count",
	};
	int i = 0;

	while (i < ASK_COUNT && strcmp(name, names[i]))
		i++;
	return (enum ask_what)i;
}

/* Parts the line where it is. */
static void answer_line(char *line, ask_fn fn, void *payload)
{
	char *fields[FIELDS];
	struct ask_question question;
	struct ask_answer answer = { false, 0, 0 };

	for (int i = 0; i < FIELDS; i++) {
		fields[i] = line;
		line += strcspn(line, "\t\n");
		if (*line)
			*line++ = '\0';
	}
	question.what = what_of(fields[WHAT]);
	question.text = fields[TEXT];
	question.tag = fields[TAG];
	question.from = (int)strtol(fields[FROM], NULL, 10);
	question.to = (int)strtol(fields[TO], NULL, 10);
	question.newest = strcmp(fields[ORDER], "newest") == 0;
	question.facets = fields[FACETS];
	fn(&question, &answer, payload);
	if (answer.is_unknown)
		puts("-");
	else
		printf("%lu %.6f\n", answer.found, answer.ms);
}

int ask_main(int argc, char **argv, ask_fn fn, void *payload)
{
	static char line[LINE_BYTES];

	if (argc == 3) {
		snprintf(line, sizeof(line), "%s", argv[2]);
		answer_line(line, fn, payload);
	}
	while (argc == 2 && fgets(line, sizeof(line), stdin)) {
		answer_line(line, fn, payload);
		fflush(stdout);
	}
	return ferror(stdin) || fflush(stdout) ? 1 : 0;
}
