/*
 * What a command says when it crashes, and the status that it ends with.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/crash.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"

/* A longer path is cut. */
#define LINE_SIZE 4096

static const char *crash_line, *abort_line;

static void on_crash(int number)
{
	const char *line = number == SIGABRT ? abort_line : crash_line;
	ssize_t written = write(STDERR_FILENO, line, strlen(line));

	/* Where to complain, if that failed? */
	(void)written;
	_exit(EXIT_FAILED);
}

void crash_expect(const char *crashed, const char *aborted)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGABRT };
	struct sigaction action = { .sa_handler = on_crash };

	crash_line = crashed;
	abort_line = aborted;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaction(numbers[i], &action, NULL);
#else
	(void)numbers;
	(void)action;
#endif
}

void crash_expect_damage(const char *folder)
{
	static char line[LINE_SIZE];

	snprintf(line, sizeof(line),
		 "pressmark: crashed while it read the index '%.*s', which is "
		 "probably damaged; look with 'pressmark status --check', or "
		 "make it anew with 'pressmark index --rebuild'\n",
		 LINE_SIZE - 256, folder);
	crash_expect(line, line);
}
