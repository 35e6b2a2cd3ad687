/*
 * git: which commits changed which files, as `git log` tells it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/git.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECE_SIZE 65536

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* POSIX has it, and no header need declare it. */
extern char **environ;

/* The program while it runs. */
struct child {
	pid_t pid;
	int out, complaints; /* ends to read from */
	char *reason;	     /* the first line of its complaints */
	size_t reason_len;
	bool has_reason; /* the line is whole */
};

/* ---- What it is told */

/* Variables of git's own that say how to find it and its settings. All others
 * stay behind: a hook sets GIT_DIR and its like for its own repository. */
static bool is_kept(const char *variable)
{
	static const char *const kept[] = {
		"GIT_CONFIG_GLOBAL=",	   "GIT_CONFIG_SYSTEM=",
		"GIT_CONFIG_NOSYSTEM=",	   "GIT_CONFIG_COUNT=",
		"GIT_CONFIG_KEY_",	   "GIT_CONFIG_VALUE_",
		"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM=",
		"GIT_EXEC_PATH=",
	};
	struct str s = str_of(variable);

	if (str_starts(s, STR("LC_ALL=")) || str_starts(s, STR("LANGUAGE=")))
		return false;
	if (!str_starts(s, STR("GIT_")))
		return true;
	for (size_t i = 0; i < COUNT(kept); i++) {
		if (str_starts(s, str_of(kept[i])))
			return true;
	}
	return false;
}

static char **make_environment(struct arena *arena)
{
	static const char *const ours[] = {
		"GIT_NO_LAZY_FETCH=1",
		"GIT_TERMINAL_PROMPT=0",
		"LC_ALL=C",
	};
	size_t count = 0, kept = 0;
	char **all;

	while (environ && environ[count])
		count++;
	all = arena_array(arena, count + COUNT(ours) + 1, sizeof(*all));
	if (!all)
		return NULL;
	for (size_t i = 0; i < COUNT(ours); i++)
		all[kept++] = (char *)ours[i];
	for (size_t i = 0; i < count; i++) {
		if (is_kept(environ[i]))
			all[kept++] = environ[i];
	}
	all[kept] = NULL;
	return all;
}

/* ---- Starting it */

/* A pipe whose ends no program inherits. */
static int make_pipe(int ends[2], struct err *err)
{
	if (pipe(ends) != 0)
		return err_set_errno(err, errno, "cannot make a pipe");
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	return 0;
}

/* An errno value, as posix_spawn returns it. */
static int start(const struct git_log *log, char **environment, int out,
		 int complaints, pid_t *pid)
{
	/* A path is no pattern. Nothing of a repository's own settings may
	 * change what is printed, run a program or reach a server. */
	const char *const arguments[] = {
		"git", "--no-pager", "--literal-pathspecs",
		"--no-optional-locks", "-c", "log.showSignature=false", "-c",
		"log.follow=false", "-c", "core.fsmonitor=false", "-c",
		"protocol.allow=never", "-C", log->folder, "log", "--no-color",
		"--no-merges", "--full-history", "--no-renames", "--relative",
		"--name-only", "-z",
		/* No name of a branch, so that "grafted" can be none. */
		"--decorate=full", "--decorate-refs=refs/none",
		"--format=/%at %D", "--", log->path, NULL
	};
	posix_spawn_file_actions_t actions;
	int ret = posix_spawn_file_actions_init(&actions);

	if (ret)
		return ret;
	ret = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
					       "/dev/null", O_RDONLY, 0);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(&actions, out,
						       STDOUT_FILENO);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(&actions, complaints,
						       STDERR_FILENO);
	if (!ret)
		ret = posix_spawnp(pid, "git", &actions, NULL,
				   (char *const *)arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	return ret;
}

static int start_child(const struct git_log *log, struct child *c,
		       struct err *err)
{
	struct arena arena = ARENA_INIT(SIZE_MAX);
	char **environment = make_environment(&arena);
	int out[2] = { -1, -1 }, complaints[2] = { -1, -1 };
	int ret = arena_check(&arena, err), code;

	if (!ret)
		ret = make_pipe(out, err);
	if (!ret)
		ret = make_pipe(complaints, err);
	if (!ret) {
		code = start(log, environment, out[1], complaints[1], &c->pid);
		if (code == ENOENT)
			snprintf(c->reason, GIT_REASON_SIZE,
				 "there is no program 'git'");
		else if (code)
			snprintf(c->reason, GIT_REASON_SIZE,
				 "cannot run 'git': %s", strerror(code));
		ret = code ? GIT_FAILED : 0;
	}
	if (out[1] >= 0)
		close(out[1]);
	if (complaints[1] >= 0)
		close(complaints[1]);
	c->out = out[0];
	c->complaints = complaints[0];
	arena_release(&arena);
	return ret;
}

/* ---- Listening to it */

/* Keeps the first line. */
static void take_complaint(struct child *c, struct str piece)
{
	size_t room = GIT_REASON_SIZE - 1 - c->reason_len;
	size_t line = str_find(piece, '\n');

	if (c->has_reason)
		return;
	c->has_reason = line < piece.len;
	if (line > room)
		line = room;
	memcpy(c->reason + c->reason_len, piece.p, line);
	c->reason_len += line;
	c->reason[c->reason_len] = '\0';
}

/* Reads once. Positive: there may be more; 0: that was all; negative: errno
 * says why not. */
static ssize_t read_piece(int fd, char *piece)
{
	ssize_t n;

	do {
		n = read(fd, piece, PIECE_SIZE);
	} while (n < 0 && errno == EINTR);
	return n;
}

/* Passes on what it prints until it closes its output. */
static int listen_to(const struct git_log *log, struct child *c,
		     struct err *err)
{
	struct pollfd fds[2] = { { .fd = c->out, .events = POLLIN },
				 { .fd = c->complaints, .events = POLLIN } };
	char piece[PIECE_SIZE];

	for (;;) {
		ssize_t n = 1;

		if (poll(fds, 2, -1) < 0) {
			if (errno != EINTR)
				return err_set_errno(err, errno,
						     "cannot wait for 'git'");
			if (log->interrupted && log->interrupted(log->payload))
				return GIT_STOPPED;
			continue;
		}
		if (fds[1].revents) {
			n = read_piece(c->complaints, piece);
			if (n > 0)
				take_complaint(c, str_make(piece, (size_t)n));
			else
				fds[1].fd = -1;
		}
		if (fds[0].revents) {
			n = read_piece(c->out, piece);
			if (n < 0)
				return err_set_errno(err, errno,
						     "cannot read from 'git'");
			if (n == 0)
				return 0;
			log->take(str_make(piece, (size_t)n), log->payload);
		}
	}
}

/* Waits for its end. Did it go well? */
static bool end_child(struct child *c)
{
	int status = 0;
	pid_t pid;

	do {
		pid = waitpid(c->pid, &status, 0);
	} while (pid < 0 && errno == EINTR);
	return pid == c->pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int git_log(const struct git_log *log, char reason[GIT_REASON_SIZE],
	    struct err *err)
{
	struct child c = { .pid = -1, .reason = reason };
	int ret;

	reason[0] = '\0';
	ret = start_child(log, &c, err);
	if (!ret) {
		ret = listen_to(log, &c, err);
		if (ret)
			kill(c.pid, SIGTERM);
		if (!end_child(&c) && !ret)
			ret = GIT_FAILED;
	}
	if (ret == GIT_FAILED && reason[0] == '\0')
		snprintf(reason, GIT_REASON_SIZE, "'git log' failed");
	if (c.out >= 0)
		close(c.out);
	if (c.complaints >= 0)
		close(c.complaints);
	return ret;
}
