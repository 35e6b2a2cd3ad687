/*
 * pressmark help: how commands are used, for people, man and shells.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include "cli/complete.h"
#include "cli/exit.h"
#include "cli/manual.h"

#define NAMES_MAX 32

struct args {
	bool man, complete, help;
};

static const struct opt options[] = {
	{ 0, "man", NULL, OPT_FLAG, offsetof(struct args, man),
	  "print the manual page, of the program or of COMMAND, for man(1)" },
	{ 0, "complete", NULL, OPT_FLAG, offsetof(struct args, complete),
	  "print what the last WORD, which may be empty, can become in a "
	  "command line of these words, for the completion of shells" },
	{ 'h', "help", NULL, OPT_FLAG, offsetof(struct args, help),
	  "show this help" },
	OPT_END
};

static const struct command *need_command(const char *name, struct err *err)
{
	const struct command *command = cli_find_command(name);
	const char *names[NAMES_MAX], *nearest;
	size_t count = 0;

	if (command)
		return command;
	while (cli_commands[count] && count < NAMES_MAX) {
		names[count] = cli_commands[count]->name;
		count++;
	}
	nearest = opt_nearest(name, names, count);
	if (nearest)
		err_set(err, ERR_USAGE,
			"unknown command '%s', did you mean '%s'?", name,
			nearest);
	else
		err_set(err, ERR_USAGE,
			"unknown command '%s' (see 'pressmark help')", name);
	return NULL;
}

static void add_short_help(struct buf *out)
{
	buf_add_str(out, STR("pressmark: full-text search for folders of "
			     "Markdown articles\n\n"
			     "usage: pressmark COMMAND [OPTION...] "
			     "[ARGUMENT...]\n\ncommands:\n"));
	for (size_t i = 0; cli_commands[i]; i++)
		buf_printf(out, "  %-10s%s\n", cli_commands[i]->name,
			   cli_commands[i]->summary);
	buf_add_str(out,
		    STR("\nexamples:\n"
			"  pressmark index content/          make an index of "
			"the articles there\n"
			"  pressmark search gas pipeline     search it\n"
			"\n'pressmark help COMMAND' says more about one.\n"));
}

static int print(struct buf *text, struct err *err)
{
	int ret = cli_write(text, err);

	buf_release(text);
	return ret < 0 ? ret : EXIT_DONE;
}

static int run_help(int argc, char **argv, struct err *err)
{
	const struct command *command = NULL;
	struct args args = { 0 };
	struct buf text = BUF_INIT;
	int first, ret;

	ret = cli_parse(&command_help, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_help, err);
	if (args.complete) {
		complete_line((const char *const *)argv + first,
			      (size_t)(argc - first), &text);
		return print(&text, err);
	}
	if (argc - first > 1)
		return cli_refuse_operand(&command_help, argv[first + 1], err);
	if (first < argc) {
		command = need_command(argv[first], err);
		if (!command)
			return (int)err->code;
	}
	if (command && !args.man)
		return cli_help(command, err);
	if (args.man)
		manual_add(command, &text);
	else
		add_short_help(&text);
	return print(&text, err);
}

int cli_run(int argc, char **argv, struct err *err)
{
	const struct command *command = need_command(argv[0], err);

	return command ? command->run(argc, argv, err) : (int)err->code;
}

const struct command command_help = {
	.name = "help",
	.run = run_help,
	.summary = "how a command is used",
	.operands = "[COMMAND]",
	.about =
		"Prints the help of COMMAND, or the list of commands.\n"
		"\n"
		"With --complete, the words of a command line follow after "
		"--, without the\n"
		"program's name. Printed is a line that says what the last "
		"can be: 'words',\n"
		"'files' or 'folders'. Behind 'words' a line follows for each, "
		"and behind a tab\n"
		"what it is.\n",
	.options = options,
	.examples = "  pressmark help search\n"
		    "  pressmark search --help    the same\n"
		    "  pressmark help --man search | man -l -\n"
		    "  pressmark help --complete -- search --tag wor\n",
};
