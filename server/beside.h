/*
 * Beside: a process that is to run as long as the server does.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One that ends is begun again, after a second; each time that it has not lived
 * for a minute the pause is twice as long, up to five minutes.
 *
 * Threads: those of the supervisor, one.
 */
#ifndef PRESSMARK_SERVER_BESIDE_H
#define PRESSMARK_SERVER_BESIDE_H

#include <stdbool.h>
#include <stdint.h>

#include <sys/types.h>

struct beside {
	/* What it does, in a process just forked; its exit status. */
	int (*run)(void *payload);
	void *payload;
	void (*say)(const char *line); /* that it ended */
	bool is_wanted;
	pid_t pid;    /* 0: none */
	bool is_told; /* to end */
	int64_t since_ns, begin_at_ns;
	unsigned int pause_s; /* the last one */
};

/* Begins what is wanted, if it is time; tells what is not to end, by
 * SIGTERM. */
void beside_tend(struct beside *beside, int64_t now_ns);

/* A child of this process has ended, with a status as of waitpid; false when it
 * was another. */
bool beside_lose(struct beside *beside, pid_t pid, int status, int64_t now_ns);

/* For a process just forked: sends itself a signal when its parent is gone, or
 * was so already. */
void beside_follow(pid_t parent, int number);

#endif
