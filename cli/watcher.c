/*
 * The watcher: what keeps the index of a server up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cli/watcher.h"

#include <signal.h>
#include <stdint.h>

#include "cli/cli.h"

int watcher_run(const char *folder)
{
	char name[] = "index", watch[] = "--watch", quiet[] = "--quiet",
	     index[] = "--index";
	char *argv[] = { name, quiet, watch, index, (char *)(uintptr_t)folder,
			 NULL };
	struct err err = ERR_INIT;
	int ret;

	signal(SIGHUP, SIG_IGN); /* which is for the server */
	ret = command_index.run(5, argv, &err);
	if (err.code)
		cli_say("pressmark: %s", err.message);
	return ret == 0 ? 0 : 1;
}
