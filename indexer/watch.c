/*
 * Watching: an index that follows its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* ppoll(2) was not POSIX's until 2024. */
#define _GNU_SOURCE

#include "indexer/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/deadline.h"
#include "indexer/notices.h"
#include "indexer/sources.h"
#include "indexer/tidy.h"

/* A save is several steps of an editor's; a checkout is thousands. An update
 * begins when nothing has come for so long, or when the first has waited for
 * long enough. Milliseconds, as all of these. */
#define QUIET 40
#define BOUND 1000
/* After another run held the lock; after a failure, and after many. */
#define LOCKED_WAIT 200
#define RETRY_WAIT  1000
#define RETRY_MOST  60000
/* Where changes are not told of. */
#define POLL_WAIT 2000
/* So often everything is looked at all the same: what was not due when a public
 * index left it out, and what a network drive does not tell of. */
#define WHOLE_WAIT 3600000

#define CONFIG_MEMORY ((size_t)16 << 20) /* at most, of the configuration */

struct watching {
	const struct watch_request *request;
	struct notices *notices; /* NULL: changes are looked for */
	struct arena arena;	 /* of one update */
	struct config config;
	char complaint[ERR_MESSAGE_SIZE]; /* the last one; empty: none */
	struct deadline whole; /* when all is to be looked at again */
	bool is_first;
	bool is_new;	/* the folders are to be watched anew */
	bool is_whole;	/* all files are to be looked at */
	bool is_failed; /* the last update was not done */
	int retry_wait; /* then */
};

static bool is_stopped(const struct watching *w)
{
	return w->request->stopped(w->request->payload);
}

/* ---- Waiting ----------------------------------------------------------- */

/* Waits until something is told of, the time is over, or a signal comes, also
 * one that comes just before. Returns whether something is told of. */
static bool wait_for(const struct watching *w, int ms)
{
	struct timespec time = { ms / 1000, (long)(ms % 1000) * 1000000 };
	struct pollfd fd = { .fd = w->notices ? notices_fd(w->notices) : -1,
			     .events = POLLIN };
	sigset_t all, before;
	int ret = 0;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (!is_stopped(w))
		ret = ppoll(&fd, 1, &time, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ret > 0;
}

/* Without notices changes are looked for from now on. */
static void poll_from_now(struct watching *w, struct str why)
{
	notices_free(w->notices);
	w->notices = NULL;
	w->is_new = false;
	w->is_whole = true;
	w->request->watching(why.p, w->request->payload);
}

/* Takes what there is, and what follows it at once. */
static int hear(struct watching *w, struct err *err)
{
	struct deadline bound = deadline_in(BOUND);
	struct str why;
	int ret;

	do {
		ret = notices_take(w->notices, &why, err);
	} while (!ret && wait_for(w, QUIET) && !deadline_is_past(&bound));
	if (ret == NOTICES_NONE) {
		poll_from_now(w, why);
		return 0;
	}
	return ret;
}

/* Milliseconds, rounded up. */
static int time_left(const struct deadline *deadline)
{
	int64_t ns = deadline->at_ns - deadline_now_ns();

	return ns > 0 ? (int)(ns / 1000000 + 1) : 0;
}

/* Positive outcome: what was told of is of no interest. */
#define IDLE 1

static int wait_for_change(struct watching *w, struct err *err)
{
	struct notices_told told = { 0 };
	int most = w->notices ? time_left(&w->whole) : POLL_WAIT;
	int ret;

	if (w->is_failed && most > w->retry_wait)
		most = w->retry_wait;
	if (!wait_for(w, most)) {
		w->is_whole = true;
		return 0;
	}
	ret = hear(w, err);
	if (!ret && w->notices)
		ret = notices_told(w->notices, &told, err);
	return ret || told.is_any || w->is_whole ? ret : IDLE;
}

/* ---- Updating ---------------------------------------------------------- */

/* Tells of a failure unless it is that of the last time, too. */
static void complain(struct watching *w, const struct err *why)
{
	w->retry_wait = w->is_failed ? 2 * w->retry_wait : RETRY_WAIT;
	if (w->retry_wait > RETRY_MOST)
		w->retry_wait = RETRY_MOST;
	w->is_failed = w->is_whole = true;
	if (strcmp(w->complaint, why->message) == 0)
		return;
	snprintf(w->complaint, sizeof(w->complaint), "%s", why->message);
	w->request->failed(w->complaint, w->request->payload);
}

/* What of it must be looked at. */
static int say_touched(struct watching *w, struct build_request *request,
		       struct err *err)
{
	struct notices_told told;
	int ret;

	if (!w->notices)
		return 0;
	ret = notices_told(w->notices, &told, err);
	w->is_new = w->is_new || told.is_new;
	w->is_whole = w->is_whole || told.is_whole || w->is_new;
	if (!w->is_whole) {
		request->touched = told.touched;
		request->touched_count = told.count;
	}
	return ret;
}

static int update_once(struct watching *w, struct build_report *report,
		       struct err *err)
{
	const struct watch_request *r = w->request;
	struct build_request request = { 0 };
	int ret;

	*report = (struct build_report){ 0 };
	arena_clear(&w->arena);
	ret = r->prepare(&w->config, &request, &w->arena, r->payload, err);
	if (ret)
		return ret;
	request.folder = r->folder;
	request.config = &w->config;
	if (!w->is_first) {
		request.rebuild = false;
		request.wait_ms = 0;
		ret = say_touched(w, &request, err);
	}
	return ret ? ret : build_run(&request, report, err);
}

/* Brings the index up to date, when no other run does. */
static int update(struct watching *w, struct err *err)
{
	const struct watch_request *r = w->request;
	struct build_report report;
	struct err why = ERR_INIT;
	int ret = update_once(w, &report, &why);

	while (!w->is_first && ret == ERR_LOCKED && !is_stopped(w)) {
		w->is_whole = true;
		err_clear(&why);
		wait_for(w, LOCKED_WAIT);
		ret = update_once(w, &report, &why);
	}
	if (is_stopped(w) && (ret == 0 || ret == ERR_LOCKED))
		return ret || report.interrupted
			       ? 0
			       : r->done(&report, w->is_first, r->payload, err);
	if (ret < 0 && (w->is_first || ret == ERR_MEMORY || ret == ERR_FORMAT))
		return err_copy(err, &why);
	if (w->notices)
		notices_clear(w->notices);
	if (ret < 0) {
		complain(w, &why);
		return 0;
	}
	if (w->is_whole)
		w->whole = deadline_in(WHOLE_WAIT);
	w->complaint[0] = '\0';
	w->is_failed = false;
	/* Files that were left out may have been let in. */
	w->is_whole =
		report.is_outdated || (report.has_new_rules && !w->is_whole);
	if (report.is_outdated)
		return 0;
	ret = r->done(&report, w->is_first, r->payload, err);
	w->is_first = false;
	return ret;
}

/* Watches the folders of the index as it is now. What changed meanwhile is
 * found by looking at all once more. */
static int start(struct watching *w, struct err *err)
{
	const struct watch_request *r = w->request;
	struct sources sources;
	struct notices *notices = NULL;
	struct str why = STR("");
	int ret = sources_make(r->folder, NULL, 0,
			       tidy_read_sources(r->folder, &w->arena),
			       &w->arena, &sources, err);

	if (!ret)
		ret = notices_new(sources.paths, sources.count, r->folder,
				  &w->config, &notices, &why, err);
	if (ret == NOTICES_NONE) {
		poll_from_now(w, why);
		return 0;
	}
	if (ret < 0)
		return ret;
	if (!w->notices)
		r->watching(NULL, r->payload);
	notices_free(w->notices);
	w->notices = notices;
	w->is_new = false;
	w->is_whole = true;
	return 0;
}

static int step(struct watching *w, struct err *err)
{
	struct err why = ERR_INIT;
	int ret = update(w, err);

	if (ret || is_stopped(w) || w->is_failed)
		return ret;
	if (w->is_new) {
		ret = start(w, &why);
		if (ret == ERR_MEMORY)
			return err_copy(err, &why);
		if (ret)
			complain(w, &why);
	}
	return 0;
}

int watch_run(const struct watch_request *request, struct err *err)
{
	struct watching w = {
		.request = request,
		.arena = ARENA_INIT(CONFIG_MEMORY),
		.is_first = true,
		.is_new = true,
		.is_whole = true,
	};
	int ret = step(&w, err);

	while (!ret && !is_stopped(&w)) {
		if (!w.is_whole || w.is_failed || !w.notices)
			ret = wait_for_change(&w, err);
		if (!ret && !is_stopped(&w))
			ret = step(&w, err);
		if (ret == IDLE)
			ret = 0;
	}
	notices_free(w.notices);
	arena_release(&w.arena);
	return ret;
}
