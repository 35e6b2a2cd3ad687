/*
 * The watcher: what keeps the index of a server up to date.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_WATCHER_H
#define PRESSMARK_CLI_WATCHER_H

/* Runs `pressmark index --watch` for an index folder, until SIGTERM or SIGINT:
 * an update that has begun is left undone. For a process of its own, just
 * forked; returns its exit status, and all was said. */
int watcher_run(const char *folder);

#endif
