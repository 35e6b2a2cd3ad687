/*
 * The access log: a line of JSON for each request.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines are gathered and written at once. Whoever reads them must not be able
 * to stop the server: what a pipe does not take at once is dropped, and
 * counted.
 *
 * Threads: one at a time.
 */
#ifndef PRESSMARK_SERVER_LOG_H
#define PRESSMARK_SERVER_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "server/client.h"
#include "server/metrics.h"

struct log {
	int fd; /* -1: nothing is written */
	bool with_queries;
	struct metrics *metrics;
	struct buf lines;
};

struct log_entry {
	int64_t now_ns; /* since 1970-01-01T00:00:00Z */
	const struct client *client;
	struct str method, target;
	unsigned int status;
	const char *code; /* of an error; "": none */
	size_t bytes;	  /* of the body */
	int64_t took_ns;
};

/* Adds a line: the path of the target, its parameters only with_queries; of
 * each 256 bytes. */
void log_add(struct log *log, const struct log_entry *entry);

/* Writes what was added. */
void log_flush(struct log *log);

#endif
