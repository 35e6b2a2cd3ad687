/*
 * The supervisor: keeps a front at a listening socket, and what else is to run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/supervise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/signalfd.h>
#include <sys/wait.h>

#include "base/deadline.h"
#include "server/beside.h"
#include "server/http.h"
#include "server/notify.h"

#define A_MS ((int64_t)1000000)

/* A front that lived for less is not replaced at once. */
#define LIFE_MS	 1000
#define PAUSE_MS 1000

/* What a front gets to drain before it is killed; its own limit is less. */
#define END_MS 15000

struct front {
	pid_t pid;    /* 0: none */
	int ready_fd; /* -1 once it has said so */
	int64_t since_ns;
};

struct supervisor {
	const struct supervise *given;
	const struct front_settings *settings;
	struct metrics *metrics;
	struct front current, next;
	struct beside beside;
	sigset_t mask_before;
	int signals;
	int64_t start_at_ns; /* of a front that is missing */
	bool was_ready, is_ending;
};

static int block_signals(struct supervisor *s, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &s->mask_before);
	s->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return s->signals < 0
		       ? err_set_errno(err, errno, "cannot wait for signals")
		       : 0;
}

static void begin(struct supervisor *s, struct front *front)
{
	pid_t parent = getpid();
	int fds[2];

	*front =
		(struct front){ .ready_fd = -1, .since_ns = deadline_now_ns() };
	if (pipe(fds) < 0) {
		s->settings->say("cannot make a pipe");
		return;
	}
	front->pid = fork();
	if (front->pid == 0) {
		/* It blocks the signal until it can drain. */
		beside_follow(parent, SIGTERM);
		close(fds[0]);
		close(s->signals);
		_exit(front_run(s->settings, s->given->listen_fd, fds[1],
				s->metrics));
	}
	close(fds[1]);
	front->ready_fd = fds[0];
	if (front->pid > 0)
		return;
	front->pid = 0;
	close(fds[0]);
	front->ready_fd = -1;
	s->settings->say("cannot start a process");
}

static int run_beside(void *payload)
{
	struct supervisor *s = payload;

	close(s->given->listen_fd);
	close(s->signals);
	sigprocmask(SIG_SETMASK, &s->mask_before, NULL);
	return s->given->beside(s->given->payload);
}

static void end(const struct front *front, int number)
{
	if (front->pid)
		kill(front->pid, number);
}

static void tell_ready(struct supervisor *s)
{
	if (!s->was_ready)
		s->given->ready(s->given->payload);
	s->was_ready = true;
	notify_send("READY=1");
}

/* The pipe of a front can be read: it is ready, or it has ended, which a
 * signal tells. */
static void hear(struct supervisor *s, struct front *front)
{
	char byte;
	bool is_ready = read(front->ready_fd, &byte, 1) == 1;

	close(front->ready_fd);
	front->ready_fd = -1;
	if (!is_ready)
		return;
	if (front == &s->next) {
		end(&s->current, SIGTERM);
		s->current = s->next;
		s->next = (struct front){ .ready_fd = -1 };
	}
	tell_ready(s);
}

static void reload(struct supervisor *s)
{
	const struct front_settings *fresh;
	struct err err = ERR_INIT;

	if (s->next.pid || s->is_ending)
		return;
	notify_send("RELOADING=1");
	if (s->given->reload(&fresh, s->given->payload, &err) < 0) {
		s->settings->say(err.message);
		s->settings->say("the settings stay as they are");
		notify_send("READY=1");
		return;
	}
	s->settings = fresh;
	s->beside.is_wanted = s->given->wants_beside(s->given->payload);
	begin(s, &s->next);
}

static void say_end(struct supervisor *s, int status)
{
	char line[80];

	if (WIFSIGNALED(status))
		snprintf(line, sizeof(line),
			 "the server died by signal %d, another begins",
			 WTERMSIG(status));
	else
		snprintf(line, sizeof(line),
			 "the server ended with status %d, another begins",
			 WEXITSTATUS(status));
	s->settings->say(line);
}

static void close_ready(struct front *front)
{
	if (front->ready_fd >= 0)
		close(front->ready_fd);
	*front = (struct front){ .ready_fd = -1 };
}

/* A child has ended. Fronts that drain are no longer known here. */
static void lose(struct supervisor *s, pid_t pid, int status)
{
	int64_t now_ns = deadline_now_ns();

	if (beside_lose(&s->beside, pid, status, now_ns))
		return;
	if (pid == s->next.pid) {
		close_ready(&s->next);
		if (s->is_ending)
			return;
		s->settings->say("what began anew has ended, the old goes on");
		notify_send("READY=1");
	} else if (pid == s->current.pid) {
		bool was_short = now_ns - s->current.since_ns < LIFE_MS * A_MS;

		close_ready(&s->current);
		if (s->is_ending || !s->was_ready)
			return;
		say_end(s, status);
		s->start_at_ns = now_ns + (was_short ? PAUSE_MS * A_MS : 0);
	}
}

static void begin_to_end(struct supervisor *s)
{
	notify_send("STOPPING=1");
	s->is_ending = true;
	s->beside.is_wanted = false;
	beside_tend(&s->beside, 0);
	/* Whoever comes now is to go elsewhere. */
	close(s->given->listen_fd);
	end(&s->current, SIGTERM);
	end(&s->next, SIGTERM);
}

static void take_signals(struct supervisor *s)
{
	struct signalfd_siginfo info;

	while (read(s->signals, &info, sizeof(info)) == sizeof(info)) {
		int status;
		pid_t pid;

		switch (info.ssi_signo) {
		case SIGHUP:
			reload(s);
			break;
		case SIGCHLD:
			while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
				lose(s, pid, status);
			break;
		default:
			if (!s->is_ending)
				begin_to_end(s);
		}
	}
}

/* Waits for whatever comes next, a second at most. */
static void wait_a_while(struct supervisor *s)
{
	struct pollfd fds[3] = {
		{ s->signals, POLLIN, 0 },
		{ s->current.ready_fd, POLLIN, 0 },
		{ s->next.ready_fd, POLLIN, 0 },
	};

	poll(fds, 3, PAUSE_MS);
	if (fds[2].revents)
		hear(s, &s->next);
	if (fds[1].revents && s->current.ready_fd == fds[1].fd)
		hear(s, &s->current);
	if (fds[0].revents)
		take_signals(s);
}

/* Until all have ended, fronts that were draining already too. */
static void wait_for_all(struct supervisor *s)
{
	int64_t until_ns = deadline_now_ns() + END_MS * A_MS;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) >= 0 &&
	       deadline_now_ns() < until_ns) {
		struct pollfd fd = { s->signals, POLLIN, 0 };

		if (pid > 0)
			lose(s, pid, status);
		else
			poll(&fd, 1, 100);
		take_signals(s);
	}
	end(&s->current, SIGKILL);
	end(&s->next, SIGKILL);
	if (s->beside.pid)
		kill(s->beside.pid, SIGKILL);
}

int supervise_run(const struct supervise *supervise, struct err *err)
{
	struct supervisor s = { .given = supervise,
				.settings = supervise->settings,
				.current = { .ready_fd = -1 },
				.next = { .ready_fd = -1 } };
	int ret = http_load(err);

	if (!ret)
		ret = metrics_new(&s.metrics, err);
	if (!ret)
		ret = block_signals(&s, err);
	if (ret)
		return ret;
	s.beside = (struct beside){
		.run = run_beside,
		.payload = &s,
		.say = supervise->settings->say,
		.is_wanted = supervise->wants_beside(supervise->payload),
	};
	begin(&s, &s.current);
	while (!s.is_ending && (s.current.pid || s.was_ready)) {
		if (s.was_ready)
			beside_tend(&s.beside, deadline_now_ns());
		wait_a_while(&s);
		if (!s.current.pid && s.was_ready && !s.is_ending &&
		    deadline_now_ns() >= s.start_at_ns)
			begin(&s, &s.current);
	}
	if (s.is_ending)
		wait_for_all(&s);
	else
		close(supervise->listen_fd);
	close(s.signals);
	sigprocmask(SIG_SETMASK, &s.mask_before, NULL);
	metrics_free(s.metrics);
	return s.is_ending ? 0 : SUPERVISE_FAILED;
}
