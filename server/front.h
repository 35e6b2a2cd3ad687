/*
 * The front: the process that speaks HTTP.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It takes requests, refuses what is to be refused, has workers search, and
 * answers. It knows nothing of libxapian or articles.
 *
 * Threads: a process of one thread.
 */
#ifndef PRESSMARK_SERVER_FRONT_H
#define PRESSMARK_SERVER_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "server/client.h"
#include "server/metrics.h"

struct front_settings {
	const char *folder; /* of the index */
	unsigned int workers;
	unsigned int search_ms;
	const char *url;       /* as of struct answer_settings */
	unsigned int language; /* the same */
	unsigned int rate;     /* requests a second of a client; 0: any */
	const char *const *origins;
	size_t origin_count;
	/* Who may say by X-Forwarded-For for whom it asks. */
	const struct client *proxies;
	size_t proxy_count;
	bool public_metrics;	       /* else only for this machine */
	bool log;		       /* each request, to standard output */
	bool log_queries;	       /* with what was searched for */
	void (*say)(const char *line); /* a line for people */
};

/* Answers requests of a listening socket until SIGTERM, then those that have
 * begun. Writes a byte to `ready_fd` once it can answer. For a process just
 * forked. Returns its exit status: 0, or what exit_status_of gives when it
 * could not begin, and all was said. */
int front_run(const struct front_settings *settings, int listen_fd,
	      int ready_fd, struct metrics *metrics);

#endif
