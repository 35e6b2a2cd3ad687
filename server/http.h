/*
 * HTTP: connections, and requests on them. The only user of libmicrohttpd.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It reads heads, hands them to a handler, and sends what that answers, at
 * once or later. Whoever is slow is cut off: a head has to be there within
 * LIMIT_HTTP_HEAD_MS of its beginning, an answer has to be taken within
 * LIMIT_HTTP_ANSWER_MS, and between two requests there may be
 * LIMIT_HTTP_IDLE_MS. These are deadlines, not timeouts of inactivity, which a
 * byte now and then would put off for ever.
 *
 * Threads: one at a time. Nothing here blocks.
 */
#ifndef PRESSMARK_SERVER_HTTP_H
#define PRESSMARK_SERVER_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "server/client.h"
#include "server/gate.h"
#include "server/metrics.h"
#include "server/response.h"

struct http;

/* A request on its way, valid until it is answered. */
struct http_call;

/* A request is there. The head's views are valid during the call. It is to be
 * answered once, from within the call or later. */
typedef void (*http_request_fn)(struct http_call *call,
				const struct gate_head *head, void *payload);

struct http_settings {
	int listen_fd; /* listening, not blocking */
	http_request_fn request;
	void *payload;
	/* Origins whose scripts may read answers; one "*" is any. */
	const char *const *origins;
	size_t origin_count;
	/* Whose connections are not counted: proxies'. */
	const struct client *proxies;
	size_t proxy_count;
	struct metrics *metrics;
};

/* Loads the library (server/mhd.h), once; http_new does so where it has not
 * been done, which takes files that a sandbox may not reach. ERR_IO. */
int http_load(struct err *err);

/* The settings must outlive it. ERR_IO, ERR_MEMORY. */
int http_new(const struct http_settings *settings, struct http **out,
	     struct err *err);
/* No call may be without an answer. */
void http_free(struct http *http);

/* Polls for this one to be readable. */
int http_fd(const struct http *http);

/* Does what can be done without waiting. Returns in how many milliseconds it
 * is to be called again even if there is nothing to read: at most 100. */
int http_run(struct http *http, int64_t now_ns);

/* Takes the body of the response, which is then empty. */
void http_answer(struct http_call *call, struct response *response);

/* Who asks: the other end of the connection. */
const struct client *http_client(const struct http_call *call);

/* From now on no connection is accepted, and each is closed behind its next
 * answer. */
void http_drain(struct http *http);

/* How many connections are open. */
size_t http_connections(const struct http *http);

#endif
