/*
 * The watcher: a process beside a server that keeps its index up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/watcher.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "cli/cli.h"

/* What ended is not begun again at once. */
#define PAUSE_S 5

static volatile sig_atomic_t child, is_ending;

static void on_end(int number)
{
	(void)number;
	is_ending = 1;
	if (child > 0)
		kill((pid_t)child, SIGTERM);
}

/* Signals that end it, also that of a parent that is gone. */
static void take_signals(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static int index_and_watch(const char *folder)
{
	char name[] = "index", watch[] = "--watch", quiet[] = "--quiet",
	     index[] = "--index";
	char *argv[] = { name, quiet, watch, index, (char *)(uintptr_t)folder,
			 NULL };
	struct err err = ERR_INIT;
	int ret = command_index.run(5, argv, &err);

	if (err.code)
		cli_say("pressmark: %s", err.message);
	return ret == 0 ? 0 : 1;
}

/* Begins the run, with no signal between its begin and that it is known. */
static void begin(const char *folder)
{
	sigset_t ends, before;
	pid_t pid;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, &before);
	pid = is_ending ? -1 : fork();
	if (pid == 0) {
		take_signals(SIG_DFL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		_exit(index_and_watch(folder));
	}
	child = pid;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void wait_for_child(void)
{
	while (child > 0 && waitpid((pid_t)child, NULL, 0) < 0 &&
	       errno == EINTR)
		;
	child = 0;
}

static void keep(const char *folder)
{
	take_signals(on_end);
	signal(SIGHUP, SIG_IGN); /* which is for the server */
	while (!is_ending) {
		begin(folder);
		wait_for_child();
		if (is_ending)
			return;
		cli_say("pressmark: what watched the articles has ended, and "
			"begins anew in %d seconds",
			PAUSE_S);
		sleep(PAUSE_S);
	}
}

int watcher_begin(const char *folder, int listen_fd, pid_t *out,
		  struct err *err)
{
	*out = fork();
	if (*out == 0) {
		close(listen_fd);
		keep(folder);
		_exit(0);
	}
	return *out < 0 ? err_set_errno(err, errno,
					"cannot start a process that watches")
			: 0;
}

void watcher_end(pid_t watcher)
{
	kill(watcher, SIGTERM);
}
