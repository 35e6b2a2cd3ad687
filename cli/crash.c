/*
 * What a command says before it ends by a crash.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/crash.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "query/typeset.h"

/* A longer path is cut. */
#define LINE_SIZE 4096

static const char *crash_line;

static void on_crash(int number)
{
	ssize_t written = write(STDERR_FILENO, crash_line, strlen(crash_line));

	/* Where to complain, if that failed? */
	(void)written;
	signal(number, SIG_DFL);
	raise(number);
}

void crash_expect(const char *line)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGABRT };
	struct sigaction action = { .sa_handler = on_crash };

	crash_line = line;
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
	struct buf shown = BUF_INIT;
	struct str head;

	typeset_plain(str_of(folder), &shown);
	head = utf8_head(buf_view(&shown), LINE_SIZE - 256);
	snprintf(line, sizeof(line),
		 "pressmark: crashed while it read the index '%.*s', which is "
		 "probably damaged; look with 'pressmark status --check', or "
		 "make it anew with 'pressmark index --rebuild'\n",
		 STR_ARG(head));
	buf_release(&shown);
	crash_expect(line);
}
