/*
 * The commands, in the order in which the help lists them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/cli.h"

#include <string.h>

const struct command *const cli_commands[] = {
	&command_index,
	&command_search,
	&command_suggest,
	&command_related,
	&command_serve,
	&command_lint,
	&command_explain,
	&command_fields,
	&command_status,
	&command_eval,
	&command_help,
	&command_version,
	NULL,
};

const struct command *cli_find_command(const char *name)
{
	for (size_t i = 0; cli_commands[i]; i++) {
		if (!strcmp(cli_commands[i]->name, name))
			return cli_commands[i];
	}
	return NULL;
}
