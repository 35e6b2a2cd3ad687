/*
 * The pool: worker processes, and the requests that wait for them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A worker has one request at a time. One that dies, or that is at a request
 * for longer than LIMIT_HTTP_WORKER_MS, is replaced; its request is answered
 * with an error, the others go on. When they die too often, there is a pause.
 *
 * Threads: one at a time; the process that has a pool must have no other
 * threads, since it forks.
 */
#ifndef PRESSMARK_SERVER_POOL_H
#define PRESSMARK_SERVER_POOL_H

#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include "base/err.h"
#include "server/frame.h"
#include "server/metrics.h"
#include "server/response.h"
#include "server/worker.h"

#define POOL_WORKERS_MAX 64

/* A request has its answer, which is the callee's. */
typedef void (*pool_done_fn)(void *request, struct response *response,
			     void *payload);

struct pool_settings {
	struct worker_settings worker;
	size_t workers; /* at most POOL_WORKERS_MAX */
	pool_done_fn done;
	void *payload;
	/* A line for people: a worker died, and the like. */
	void (*say)(const char *line);
};

struct pool;

/* Starts the workers. When the first one says that it cannot search, fails
 * with that: ERR_NOINDEX, ERR_FORMAT, ERR_CORRUPT, ERR_IO. ERR_MEMORY. The
 * settings must outlive the pool. */
int pool_new(const struct pool_settings *settings, struct pool **out,
	     struct err *err);
void pool_free(struct pool *pool);

/* Hands a request to a worker, at once or as soon as one is free. Its answer
 * comes by `done`, never from within this call. POOL_FULL when too many wait
 * already. ERR_MEMORY. */
#define POOL_FULL 1
int pool_submit(struct pool *pool, const struct frame_request *given,
		void *request, struct err *err);

/* Fills `out`, which has room for POOL_WORKERS_MAX, with what is to be polled
 * for; returns how many. */
size_t pool_poll(const struct pool *pool, struct pollfd *out);

/* Takes what workers sent, by what a poll of those descriptors told; replaces
 * the ones that ended or hang. To be called every 100 ms at least. */
void pool_run(struct pool *pool, const struct pollfd *fds, size_t count,
	      int64_t now_ns);

/* Gives what waits to workers that are free. */
void pool_give(struct pool *pool, int64_t now_ns);

/* How many requests have no answer yet. */
size_t pool_pending(const struct pool *pool);

/* How many of them no worker has yet. */
size_t pool_waiting(const struct pool *pool);

#endif
