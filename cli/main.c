/*
 * pressmark: full-text search for folders of Markdown articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finds the command, runs it, prints the error if there is one, and makes
 * sure that what was written arrived.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/exit.h"

static bool is_help(const char *arg)
{
	return !strcmp(arg, "--help") || !strcmp(arg, "-h");
}

static int run(int argc, char **argv, struct err *err)
{
	static char help_name[] = "help", version_name[] = "version";
	char *help[] = { help_name, NULL };

	if (argc < 2)
		return cli_run(1, help, err);
	if (is_help(argv[1]))
		argv[1] = help_name;
	else if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))
		argv[1] = version_name;
	else if (argv[1][0] == '-')
		return err_set(err, ERR_USAGE,
			       "unexpected '%s' before the command (see "
			       "'pressmark help')",
			       argv[1]);
	return cli_run(argc - 1, argv + 1, err);
}

/* A closed standard descriptor would be given to the next file opened, an
 * index among them. Each is opened the wrong way round, so that using it
 * fails instead of reading nothing or writing to nowhere. */
static void open_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null",
			 fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			_exit(EXIT_FAILED);
	}
}

/* A reader that went away and a limit on file size are errors of write(2),
 * to be handled where they happen. */
static void ignore_signals(void)
{
	static const int numbers[] = { SIGPIPE, SIGXFSZ };
	struct sigaction action;

	action.sa_handler = SIG_IGN;
	action.sa_flags = 0;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaction(numbers[i], &action, NULL);
}

/* Some file systems report a full disk only when a file is closed. */
static int close_output(struct err *err)
{
	if (close(STDOUT_FILENO) == 0 || errno == EBADF || errno == EINTR)
		return 0;
	return err_set_errno(err, errno, "cannot write to standard output");
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT, late = ERR_INIT;
	int status;

	open_standard_files();
	ignore_signals();
	status = run(argc, argv, &err);
	if (status < 0)
		status = cli_fail(&err);
	if (close_output(&late) < 0)
		status = cli_fail(&late);
	return status;
}
