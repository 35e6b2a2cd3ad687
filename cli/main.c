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
#include "cli/version.h"
#include "shim/xap.h"

static int run_help(int argc, char **argv, struct err *err);
static int run_version(int argc, char **argv, struct err *err);

static const struct command command_help = {
	.name = "help",
	.run = run_help,
	.summary = "how a command is used",
	.operands = "[COMMAND]",
	.about = "Prints the help of COMMAND, or the list of commands.\n",
	.examples = "  pressmark help search\n"
		    "  pressmark search --help    the same\n",
};

static const struct command command_version = {
	.name = "version",
	.run = run_version,
	.summary = "the version of the program and of libxapian",
	.operands = "",
	.about = "Prints one line.\n",
	.examples = "  pressmark version\n"
		    "  pressmark --version    the same\n",
};

static const struct command *const commands[] = {
	&command_index,	 &command_search, &command_lint, &command_explain,
	&command_fields, &command_status, &command_help, &command_version,
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct command *find_command(const char *name, struct err *err)
{
	const char *names[COMMAND_COUNT], *nearest;

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		names[i] = commands[i]->name;
		if (!strcmp(names[i], name))
			return commands[i];
	}
	nearest = opt_nearest(name, names, COMMAND_COUNT);
	if (nearest)
		err_set(err, ERR_USAGE,
			"unknown command '%s', did you mean '%s'?", name,
			nearest);
	else
		err_set(err, ERR_USAGE,
			"unknown command '%s' (see 'pressmark help')", name);
	return NULL;
}

static int print_short_help(struct err *err)
{
	struct buf text = BUF_INIT;
	int ret;

	buf_add_str(&text, STR("pressmark: full-text search for folders of "
			       "Markdown articles\n\n"
			       "usage: pressmark COMMAND [OPTION...] "
			       "[ARGUMENT...]\n\ncommands:\n"));
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		buf_printf(&text, "  %-10s%s\n", commands[i]->name,
			   commands[i]->summary);
	buf_add_str(&text,
		    STR("\nexamples:\n"
			"  pressmark index content/          make an index of "
			"the articles there\n"
			"  pressmark search gas pipeline     search it\n"
			"\n'pressmark help COMMAND' says more about one.\n"));
	ret = cli_write(&text, err);
	buf_release(&text);
	return ret < 0 ? ret : EXIT_DONE;
}

static bool is_help(const char *arg)
{
	return !strcmp(arg, "--help") || !strcmp(arg, "-h");
}

static int refuse_operand(const char *name, const char *arg, struct err *err)
{
	return err_set(err, ERR_USAGE,
		       "unexpected '%s' (see 'pressmark help %s')", arg, name);
}

static int run_help(int argc, char **argv, struct err *err)
{
	const struct command *command;

	if (argc == 1)
		return print_short_help(err);
	if (argc > 2)
		return refuse_operand("help", argv[2], err);
	if (is_help(argv[1]))
		return cli_help(&command_help, err);
	command = find_command(argv[1], err);
	return command ? cli_help(command, err) : (int)err->code;
}

static int run_version(int argc, char **argv, struct err *err)
{
	struct buf text = BUF_INIT;
	int ret;

	if (argc > 1 && is_help(argv[1]))
		return cli_help(&command_version, err);
	if (argc > 1)
		return refuse_operand("version", argv[1], err);
	buf_printf(&text, "pressmark %s (libxapian %s)\n", PRESSMARK_VERSION,
		   xap_library_version());
	ret = cli_write(&text, err);
	buf_release(&text);
	return ret < 0 ? ret : EXIT_DONE;
}

static int run(int argc, char **argv, struct err *err)
{
	const struct command *command;
	const char *name;

	if (argc < 2)
		return print_short_help(err);
	name = argv[1];
	if (is_help(name))
		name = "help";
	else if (!strcmp(name, "--version") || !strcmp(name, "-V"))
		name = "version";
	else if (name[0] == '-')
		return err_set(err, ERR_USAGE,
			       "unexpected '%s' before the command (see "
			       "'pressmark help')",
			       name);
	command = find_command(name, err);
	return command ? command->run(argc - 1, argv + 1, err) : (int)err->code;
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
