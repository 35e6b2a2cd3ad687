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
#include "cli/exit.h"
#include "query/typeset.h"

/* A longer path is cut. */
#define LINE_SIZE 4096

static const char *crash_line, *abort_line;

static void tell(const char *line)
{
	ssize_t written = write(STDERR_FILENO, line, strlen(line));

	/* Where to complain, if that failed? */
	(void)written;
}

static void on_crash(int number)
{
	tell(crash_line);
	signal(number, SIG_DFL);
	raise(number);
}

static void on_abort(int number)
{
	(void)number;
	tell(abort_line);
	_exit(EXIT_FAILED);
}

static void catch_signal(int number, void (*handler)(int number))
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
#else
	(void)number;
	(void)handler;
#endif
}

void crash_expect(const char *line)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGABRT };

	crash_line = line;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		catch_signal(numbers[i], on_crash);
}

void crash_expect_abort(const char *line)
{
	abort_line = line;
	catch_signal(SIGABRT, on_abort);
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
