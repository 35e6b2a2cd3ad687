/*
 * Beside: a process that is to run as long as the server does.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/beside.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/wait.h>

#define A_SECOND ((int64_t)1000000000)

#define LIFE_S	    60
#define PAUSE_S_MAX 300

void beside_follow(pid_t parent, int number)
{
	prctl(PR_SET_PDEATHSIG, number);
	if (getppid() != parent)
		raise(number);
}

static void begin(struct beside *b, int64_t now_ns)
{
	pid_t parent = getpid();

	b->since_ns = now_ns;
	b->is_told = false;
	b->pid = fork();
	if (b->pid == 0) {
		beside_follow(parent, SIGTERM);
		_exit(b->run(b->payload));
	}
	if (b->pid > 0)
		return;
	b->pid = 0;
	b->begin_at_ns = now_ns + A_SECOND;
	b->say("cannot start a process");
}

void beside_tend(struct beside *b, int64_t now_ns)
{
	if (b->is_wanted && !b->pid && now_ns >= b->begin_at_ns)
		begin(b, now_ns);
	if (b->is_wanted || !b->pid || b->is_told)
		return;
	b->is_told = true;
	kill(b->pid, SIGTERM);
}

static void set_pause(struct beside *b, int64_t now_ns)
{
	if (now_ns - b->since_ns >= LIFE_S * A_SECOND || !b->pause_s)
		b->pause_s = 1;
	else
		b->pause_s = b->pause_s < PAUSE_S_MAX / 2 ? b->pause_s * 2
							  : PAUSE_S_MAX;
	b->begin_at_ns = now_ns + b->pause_s * A_SECOND;
}

bool beside_lose(struct beside *b, pid_t pid, int status, int64_t now_ns)
{
	char line[120];

	if (!b->pid || pid != b->pid)
		return false;
	b->pid = 0;
	if (!b->is_wanted || b->is_told) {
		b->pause_s = 0;
		b->begin_at_ns = 0;
		return true;
	}
	set_pause(b, now_ns);
	snprintf(line, sizeof(line),
		 "what keeps the index up to date ended by %s %d, and begins "
		 "anew in %u s",
		 WIFSIGNALED(status) ? "signal" : "status",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
		 b->pause_s);
	b->say(line);
	return true;
}
