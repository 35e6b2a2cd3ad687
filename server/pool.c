/*
 * The pool: worker processes, and the requests that wait for them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>
#include <sys/wait.h>

#include "base/deadline.h"
#include "server/beside.h"

#define A_MS	   1000000
#define A_SECOND   ((int64_t)1000000000)
#define READ_PIECE 65536

/* More deaths in a second are no accident: a pause keeps the machine free. */
#define DEATHS_MAX 10
#define PAUSE_MS   5000

/* What a worker may take to begin. */
#define START_MS 30000

struct job {
	struct job *next;
	void *request;
	int64_t since_ns; /* when it was submitted */
	struct buf frame;
};

enum worker_state { WORKER_NONE, WORKER_STARTING, WORKER_FREE, WORKER_BUSY };

struct worker {
	enum worker_state state;
	pid_t pid;
	int fd;
	int64_t since_ns; /* when it came into this state */
	struct job *job;  /* of a busy one */
	struct buf in;	  /* what it sent so far */
};

struct pool {
	const struct pool_settings *settings;
	struct worker workers[POOL_WORKERS_MAX];
	struct job *first, **last;
	size_t waiting, busy;
	/* Of this second. */
	int64_t deaths_since_ns;
	unsigned int deaths;
	int64_t pause_until_ns;
	/* Of the last worker that began: why it cannot search. */
	struct err hello;
};

static void say(struct pool *p, const char *line)
{
	p->settings->say(line);
}

static void free_job(struct job *job)
{
	if (job)
		buf_release(&job->frame);
	free(job);
}

/* Gives a request its answer. */
static void finish(struct pool *p, struct job *job, struct response *response)
{
	p->settings->done(job->request, response, p->settings->payload);
	free_job(job);
}

static void fail(struct pool *p, struct job *job, const char *code,
		 const char *message)
{
	struct response response = RESPONSE_INIT;

	response_error(&response, 503, code, message, 0);
	finish(p, job, &response);
}

/* ---- Life and death of workers ------------------------------------------ */

static void start(struct pool *p, struct worker *w, int64_t now_ns)
{
	pid_t parent = getpid();
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) {
		say(p, "cannot make a socket for a worker");
		p->pause_until_ns = now_ns + PAUSE_MS * (int64_t)A_MS;
		return;
	}
	w->pid = fork();
	if (w->pid == 0) {
		beside_follow(parent, SIGKILL);
		_exit(worker_run(fds[1], &p->settings->worker));
	}
	close(fds[1]);
	if (w->pid < 0) {
		close(fds[0]);
		say(p, "cannot start a worker");
		p->pause_until_ns = now_ns + PAUSE_MS * (int64_t)A_MS;
		return;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	w->fd = fds[0];
	w->state = WORKER_STARTING;
	w->since_ns = now_ns;
	metrics_count(p->settings->worker.metrics, METRICS_WORKER_STARTED);
}

static void count_death(struct pool *p, int64_t now_ns)
{
	if (now_ns - p->deaths_since_ns > A_SECOND) {
		p->deaths_since_ns = now_ns;
		p->deaths = 0;
	}
	if (++p->deaths > DEATHS_MAX) {
		say(p, "workers die too often: a pause of 5 s");
		p->pause_until_ns = now_ns + PAUSE_MS * (int64_t)A_MS;
	}
}

/* Waits for the end of a worker that has ended, or ends it. */
static void bury(struct pool *p, struct worker *w, bool is_expected,
		 int64_t now_ns)
{
	char line[80];
	int status = 0;

	close(w->fd);
	if (!is_expected)
		kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->state = WORKER_NONE;
	buf_release(&w->in);
	if (is_expected)
		return;
	if (WIFSIGNALED(status))
		snprintf(line, sizeof(line), "a worker died by signal %d",
			 WTERMSIG(status));
	else
		snprintf(line, sizeof(line), "a worker ended with status %d",
			 WEXITSTATUS(status));
	say(p, line);
	metrics_count(p->settings->worker.metrics, METRICS_WORKER_DIED);
	count_death(p, now_ns);
}

/* A worker that ended, and what it was at. */
static void lose(struct pool *p, struct worker *w, const char *code,
		 const char *message, int64_t now_ns)
{
	struct job *job = w->job;

	w->job = NULL;
	if (w->state == WORKER_BUSY)
		p->busy--;
	bury(p, w, false, now_ns);
	if (job)
		fail(p, job, code, message);
}

/* ---- Requests ------------------------------------------------------------ */

static void set_waiting(struct pool *p)
{
	metrics_set(p->settings->worker.metrics, METRICS_WAITING, p->waiting);
}

/* The one that has waited longest. */
static struct job *take_first(struct pool *p)
{
	struct job *job = p->first;

	p->first = job->next;
	if (!p->first)
		p->last = &p->first;
	p->waiting--;
	return job;
}

static void give(struct pool *p, struct worker *w, struct job *job,
		 int64_t now_ns)
{
	ssize_t n = send(w->fd, job->frame.p, job->frame.len, MSG_NOSIGNAL);

	w->job = job;
	w->state = WORKER_BUSY;
	w->since_ns = now_ns;
	p->busy++;
	/* It fits into any socket that nothing else is in. */
	if (n != (ssize_t)job->frame.len)
		lose(p, w, "bug", "this could not be answered", now_ns);
}

void pool_give(struct pool *p, int64_t now_ns)
{
	for (size_t i = 0; i < p->settings->workers && p->first; i++) {
		struct worker *w = &p->workers[i];

		if (w->state == WORKER_FREE)
			give(p, w, take_first(p), now_ns);
	}
	set_waiting(p);
}

int pool_submit(struct pool *p, const struct frame_request *given,
		void *request, struct err *err)
{
	struct job *job;
	int ret;

	if (p->waiting >= LIMIT_HTTP_WAITING)
		return POOL_FULL;
	job = calloc(1, sizeof(*job));
	if (!job)
		return err_set(err, ERR_MEMORY, "no memory for a request");
	job->request = request;
	job->since_ns = deadline_now_ns();
	frame_add_request(given, &job->frame);
	ret = buf_check(&job->frame, err);
	if (ret) {
		free_job(job);
		return ret;
	}
	*p->last = job;
	p->last = &job->next;
	p->waiting++;
	return 0;
}

/* Takes the response that a worker has sent whole. */
static void take(struct pool *p, struct worker *w, int64_t now_ns)
{
	struct response response = RESPONSE_INIT;
	struct frame_head head;
	struct job *job = w->job;

	memcpy(&head, w->in.p, sizeof(head));
	if (!frame_take(&head, &response)) {
		lose(p, w, "bug", "this could not be answered", now_ns);
		return;
	}
	buf_add(&response.body, w->in.p + sizeof(head), head.body_len);
	buf_clear(&w->in);
	if (w->state == WORKER_STARTING) {
		p->hello = (struct err)ERR_INIT;
		if (response.status != 200)
			err_set(&p->hello, ERR_NOINDEX, "%.*s",
				STR_ARG(buf_view(&response.body)));
		response_release(&response);
	} else {
		p->busy--;
	}
	w->job = NULL;
	w->state = WORKER_FREE;
	w->since_ns = now_ns;
	if (head.is_last)
		bury(p, w, true, now_ns);
	if (job)
		finish(p, job, &response);
}

/* Reads what a worker sent; false when it has ended. */
static bool receive(struct worker *w)
{
	for (;;) {
		char *room = buf_reserve(&w->in, READ_PIECE);
		ssize_t n = room ? recv(w->fd, room, READ_PIECE, 0) : 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		if (n == 0)
			return false;
		w->in.len += (size_t)n;
		if (n < READ_PIECE)
			return true;
	}
}

static bool is_whole(const struct worker *w)
{
	struct frame_head head;

	if (w->in.len < sizeof(head))
		return false;
	memcpy(&head, w->in.p, sizeof(head));
	/* One that is too long is refused as soon as its head is there. */
	return head.body_len > FRAME_BODY_MAX ||
	       w->in.len - sizeof(head) >= head.body_len;
}

/* ---- The round ------------------------------------------------------------
 */

static void look_at(struct pool *p, struct worker *w, bool is_ready,
		    int64_t now_ns)
{
	int64_t most_ms =
		w->state == WORKER_STARTING ? START_MS : LIMIT_HTTP_WORKER_MS;
	bool is_there = !is_ready || receive(w);

	if (is_whole(w) && (w->job || w->state == WORKER_STARTING)) {
		take(p, w, now_ns);
	} else if (!is_there || w->state == WORKER_FREE) {
		/* It ended, or spoke without being asked. */
		if (!is_there || w->in.len)
			lose(p, w, "bug", "this could not be answered", now_ns);
	} else if (now_ns - w->since_ns > most_ms * A_MS) {
		metrics_count(p->settings->worker.metrics,
			      METRICS_WORKER_KILLED);
		lose(p, w, "deadline", "the search took too long", now_ns);
	}
}

size_t pool_poll(const struct pool *p, struct pollfd *out)
{
	size_t count = 0;

	for (size_t i = 0; i < p->settings->workers; i++) {
		if (p->workers[i].state != WORKER_NONE)
			out[count++] =
				(struct pollfd){ p->workers[i].fd, POLLIN, 0 };
	}
	return count;
}

static bool is_ready(const struct worker *w, const struct pollfd *fds,
		     size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (fds[i].fd == w->fd)
			return fds[i].revents != 0;
	}
	return false;
}

void pool_run(struct pool *p, const struct pollfd *fds, size_t count,
	      int64_t now_ns)
{
	for (size_t i = 0; i < p->settings->workers; i++) {
		struct worker *w = &p->workers[i];

		if (w->state != WORKER_NONE)
			look_at(p, w, is_ready(w, fds, count), now_ns);
		if (w->state == WORKER_NONE && now_ns >= p->pause_until_ns)
			start(p, w, now_ns);
	}
	while (p->first &&
	       now_ns - p->first->since_ns > (int64_t)LIMIT_HTTP_WAIT_MS * A_MS)
		fail(p, take_first(p), "busy", "too many searches wait");
}

size_t pool_pending(const struct pool *p)
{
	return p->waiting + p->busy;
}

size_t pool_waiting(const struct pool *p)
{
	return p->waiting;
}

/* Until the first worker has said whether it can search. */
static int wait_for_first(struct pool *p, struct err *err)
{
	const struct worker *w = &p->workers[0];
	int64_t until_ns = deadline_now_ns() + START_MS * (int64_t)A_MS;

	while (w->state != WORKER_FREE) {
		struct pollfd fds[POOL_WORKERS_MAX];

		if (w->state == WORKER_NONE || deadline_now_ns() > until_ns)
			return err_set(err, ERR_BUG,
				       "no worker could be started");
		poll(fds, pool_poll(p, fds), 100);
		look_at(p, &p->workers[0], fds[0].revents != 0,
			deadline_now_ns());
	}
	return err_copy(err, &p->hello);
}

int pool_new(const struct pool_settings *settings, struct pool **out,
	     struct err *err)
{
	struct pool *p = calloc(1, sizeof(*p));
	int ret;

	*out = NULL;
	if (!p)
		return err_set(err, ERR_MEMORY, "no memory for workers");
	p->settings = settings;
	p->last = &p->first;
	start(p, &p->workers[0], deadline_now_ns());
	ret = wait_for_first(p, err);
	for (size_t i = 1; i < settings->workers && !ret; i++)
		start(p, &p->workers[i], deadline_now_ns());
	if (ret) {
		pool_free(p);
		return ret;
	}
	*out = p;
	return 0;
}

void pool_free(struct pool *p)
{
	if (!p)
		return;
	while (p->first)
		free_job(take_first(p));
	for (size_t i = 0; i < p->settings->workers; i++) {
		struct worker *w = &p->workers[i];

		free_job(w->job);
		if (w->state == WORKER_BUSY)
			kill(w->pid, SIGKILL);
		if (w->state != WORKER_NONE)
			bury(p, w, true, deadline_now_ns());
	}
	free(p);
}
