/*
 * Metrics: what the server did, counted, as Prometheus reads it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They lie in memory that all processes of a server share, so that they
 * outlive each of them.
 *
 * Threads: any, and any process. Memory: until metrics_free.
 */
#ifndef PRESSMARK_SERVER_METRICS_H
#define PRESSMARK_SERVER_METRICS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "server/routes.h"

struct metrics;

/* ERR_MEMORY. */
int metrics_new(struct metrics **out, struct err *err);
void metrics_free(struct metrics *metrics);

enum metrics_event {
	METRICS_WORKER_STARTED,
	METRICS_WORKER_DIED,   /* by a signal, or by itself before its time */
	METRICS_WORKER_KILLED, /* for it took too long */
	METRICS_RATE_LIMITED,  /* requests */
	METRICS_TURNED_AWAY,   /* requests: too many waited */
	METRICS_CONNECTIONS,   /* accepted */
	METRICS_REFUSED,       /* connections: one client had too many */
	METRICS_REAPED,	       /* connections that were too slow */
	METRICS_LOG_LOST,      /* lines of the access log */
	METRICS_EVENTS
};

void metrics_count(struct metrics *metrics, enum metrics_event event);

enum metrics_gauge {
	METRICS_OPEN,	 /* connections */
	METRICS_WAITING, /* requests */
	METRICS_GENERATION,
	METRICS_REVISION,
	METRICS_ARTICLES,
	METRICS_GAUGES
};

void metrics_set(struct metrics *metrics, enum metrics_gauge gauge,
		 uint64_t value);

/* Counts a request: its route (NULL: of none), the status of its answer, and
 * how long it took, in nanoseconds. */
void metrics_request(struct metrics *metrics, const struct route *route,
		     unsigned int status, int64_t took_ns);

/* Appends them in the text format of Prometheus, version 0.0.4. */
void metrics_render(const struct metrics *metrics, struct buf *out);

#endif
