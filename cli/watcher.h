/*
 * The watcher: a process beside a server that keeps its index up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It runs `pressmark index --watch`, again when that has ended, and ends when
 * it is told to or when the server is gone.
 *
 * Threads: main's only, before others begin.
 */
#ifndef PRESSMARK_CLI_WATCHER_H
#define PRESSMARK_CLI_WATCHER_H

#include <sys/types.h>

#include "base/err.h"

/* Begins one for an index folder; `listen_fd` is not for it. Its process id is
 * in *out. ERR_IO. */
int watcher_begin(const char *folder, int listen_fd, pid_t *out,
		  struct err *err);

/* Tells it to end: an update that has begun is left undone. */
void watcher_end(pid_t watcher);

#endif
