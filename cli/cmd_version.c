/*
 * pressmark version: the version of the program and of libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/version.h"
#include "cli/cli.h"

#include "cli/exit.h"
#include "shim/xap.h"

struct args {
	bool help;
};

static const struct opt options[] = { { 'h', "help", NULL, OPT_FLAG,
					offsetof(struct args, help),
					"show this help" },
				      OPT_END };

static int run_version(int argc, char **argv, struct err *err)
{
	struct args args = { 0 };
	struct buf text = BUF_INIT;
	int first, ret;

	ret = cli_parse(&command_version, argc, argv, &args, &first, err);
	if (ret < 0)
		return ret;
	if (args.help)
		return cli_help(&command_version, err);
	if (first < argc)
		return cli_refuse_operand(&command_version, argv[first], err);
	buf_printf(&text, "pressmark %s (libxapian %s)\n", PRESSMARK_VERSION,
		   xap_library_version());
	ret = cli_write(&text, err);
	buf_release(&text);
	return ret < 0 ? ret : EXIT_DONE;
}

const struct command command_version = {
	.name = "version",
	.run = run_version,
	.summary = "the version of the program and of libxapian",
	.operands = "",
	.about = "Prints one line.\n",
	.options = options,
	.examples = "  pressmark version\n"
		    "  pressmark --version    the same\n",
};
