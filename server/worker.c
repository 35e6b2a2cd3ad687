/*
 * A worker: a process that searches for the server, one request at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* close_range(2) is Linux's. */
#define _GNU_SOURCE

#include "server/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "server/frame.h"

/* Then another takes its place, so that nothing that leaks, or that an arena
 * keeps, goes on for ever. */
#define REQUESTS_MAX  100000
#define GROWTH_MAX_KB (128 * 1024)

struct worker {
	int fd;
	const struct worker_settings *settings;
	struct answerer *answerer;
	struct arena arena;
	char frame[FRAME_REQUEST_MAX];
	long first_kb; /* at most, of memory, when it had begun */
	unsigned int requests;
};

/* Takes one frame: the server sends the next when it has the answer. */
static bool receive(struct worker *w, struct str *out)
{
	uint32_t len = 0;
	size_t have = 0;

	while (have < sizeof(len) || have < sizeof(len) + len) {
		ssize_t n = recv(w->fd, w->frame + have,
				 sizeof(w->frame) - have, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		have += (size_t)n;
		if (have >= sizeof(len))
			memcpy(&len, w->frame, sizeof(len));
		if (len > sizeof(w->frame) - sizeof(len))
			return false;
	}
	*out = str_make(w->frame + sizeof(len), len);
	return true;
}

static bool transmit(int fd, const struct response *r, bool is_last)
{
	struct frame_head head;
	struct iovec parts[2] = { { &head, sizeof(head) },
				  { r->body.p, r->body.len } };
	struct iovec *at = parts;

	frame_describe(r, is_last, &head);
	while (at < parts + 2) {
		struct msghdr message = { .msg_iov = at,
					  .msg_iovlen =
						  (size_t)(parts + 2 - at) };
		ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		while (at < parts + 2 && (size_t)n >= at->iov_len)
			n -= (ssize_t)(at++)->iov_len;
		if (at < parts + 2) {
			at->iov_base = (char *)at->iov_base + n;
			at->iov_len -= (size_t)n;
		}
	}
	return true;
}

static long most_kb(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) ? 0 : usage.ru_maxrss;
}

static void tell_state(struct worker *w)
{
	const struct search_state_id *state = answerer_state(w->answerer);
	struct metrics *metrics = w->settings->metrics;

	metrics_set(metrics, METRICS_GENERATION, state->generation);
	metrics_set(metrics, METRICS_REVISION, state->revision);
	metrics_set(metrics, METRICS_ARTICLES, state->articles);
}

/* The server sends only what it could parse. */
static bool answer(struct worker *w, struct str frame, struct response *out)
{
	struct frame_request given;
	struct request request;
	struct err err = ERR_INIT;
	bool is_good = true;

	arena_clear(&w->arena);
	if (frame_read_request(frame, &given, &err) ||
	    request_parse(given.target, &w->arena, &request, &err)) {
		response_fail(out, &err, NULL, 0);
		return true;
	}
	request.accepts_gzip = given.accepts_gzip;
	request.wants_text = given.wants_text;
	request.language = given.language;
	request.if_none_match = given.if_none_match;
	is_good = answerer_run(w->answerer, &request, (int64_t)time(NULL), out);
	tell_state(w);
	return is_good;
}

static bool serve_one(struct worker *w)
{
	struct response response = RESPONSE_INIT;
	bool is_last, is_sent;
	struct str frame;

	if (!receive(w, &frame))
		return false;
	is_last = !answer(w, frame, &response) ||
		  ++w->requests >= REQUESTS_MAX ||
		  most_kb() > w->first_kb + GROWTH_MAX_KB;
	is_sent = transmit(w->fd, &response, is_last);
	response_release(&response);
	return is_sent && !is_last;
}

static bool say_hello(struct worker *w)
{
	struct response hello = RESPONSE_INIT;
	struct err err = ERR_INIT;
	bool is_sent;

	if (answerer_refresh(w->answerer, &err) < 0) {
		response_fail(&hello, &err, NULL, 0);
		buf_clear(&hello.body);
		buf_add_str(&hello.body, str_of(err.message));
	}
	is_sent = transmit(w->fd, &hello, false);
	response_release(&hello);
	return is_sent;
}

/* The server ends workers by closing their sockets, and signals that a
 * terminal or a service manager sends to all are for it alone. */
static void set_up_process(void)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct rlimit memory = { LIMIT_HTTP_MEMORY, LIMIT_HTTP_MEMORY };
	struct rlimit none = { 0, 0 };
	sigset_t nothing;

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&nothing);
	sigprocmask(SIG_SETMASK, &nothing, NULL);
	setrlimit(RLIMIT_CORE, &none);
/* Its shadow memory takes terabytes of addresses. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	setrlimit(RLIMIT_AS, &memory);
#else
	(void)memory;
#endif
}

int worker_run(int fd, const struct worker_settings *settings)
{
	struct worker *w = calloc(1, sizeof(*w));
	struct err err = ERR_INIT;
	bool is_good;

	set_up_process();
	if (!w || dup2(fd, STDERR_FILENO + 1) < 0)
		return EXIT_FAILURE;
	/* Connections of clients, and what else the server had open. */
	close_range(STDERR_FILENO + 2, ~0U, 0);
	w->fd = STDERR_FILENO + 1;
	w->settings = settings;
	w->arena.budget = SEARCH_MEMORY;
	is_good = answerer_new(settings->folder, &settings->answer,
			       &w->answerer, &err) == 0 &&
		  say_hello(w);
	w->first_kb = most_kb();
	while (is_good && serve_one(w))
		;
	answerer_free(w->answerer);
	arena_release(&w->arena);
	free(w);
	return EXIT_SUCCESS;
}
