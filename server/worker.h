/*
 * A worker: a process that searches for the server, one request at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What libxapian does to it, it does to no other: a crash, a hang or too much
 * memory cost the one request that was being answered.
 *
 * Threads: a worker is a process of one thread.
 */
#ifndef PRESSMARK_SERVER_WORKER_H
#define PRESSMARK_SERVER_WORKER_H

#include <stddef.h>

#include "server/answer.h"
#include "server/metrics.h"

struct worker_settings {
	const char *folder; /* of the index */
	struct answer_settings answer;
	struct metrics *metrics;
};

/* Answers the frames of a socket until its end. First of all it sends a
 * response of its own: of status 200, or an error that says why it cannot
 * search yet. For a process just forked: all descriptors but `fd` and the
 * standard ones are closed. Returns its exit status. */
int worker_run(int fd, const struct worker_settings *settings);

#endif
