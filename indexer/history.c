/*
 * History: when the files of a scan were committed, for the first time and
 * for the last.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/history.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "indexer/clean.h"
#include "indexer/git.h"
#include "text/date.h"

/* ---- What git prints */

/* "/1761470905 grafted": a commit begins. A grafted one stands for all that
 * is missing before it: its dates would be those of a checkout. */
static void begin_commit(struct history_log *log, struct str header)
{
	size_t end = str_find(header, ' ');
	bool is_grafted = str_starts(str_skip(header, end), STR(" grafted"));

	log->seconds = 0;
	for (size_t i = 0; i < end; i++) {
		char c = header.p[i];

		if (c < '0' || c > '9' || log->seconds > DATE_SECONDS_MAX) {
			log->seconds = 0;
			break;
		}
		log->seconds = log->seconds * 10 + (c - '0');
	}
	if (is_grafted || log->seconds > DATE_SECONDS_MAX)
		log->seconds = 0;
	log->is_shallow = log->is_shallow || is_grafted;
}

static void take_path(struct history_log *log, struct str path)
{
	struct scan_file *file;

	if (log->seconds == 0)
		return;
	file = scan_find(log->scan, path);
	if (!file || file->source != log->source)
		return;
	if (file->git_first == 0 || log->seconds < file->git_first)
		file->git_first = log->seconds;
	if (log->seconds > file->git_last)
		file->git_last = log->seconds;
}

static void take_part(struct history_log *log, struct str part)
{
	while (str_starts(part, STR("\n")))
		part = str_skip(part, 1);
	if (str_starts(part, STR("/")))
		begin_commit(log, str_skip(part, 1));
	else if (part.len)
		take_path(log, part);
}

void history_take(struct history_log *log, struct str piece)
{
	while (piece.len) {
		size_t n = str_find(piece, '\0');
		bool is_end = n < piece.len;

		if (n > sizeof(log->part) - log->len)
			log->is_long = true;
		else if (n)
			memcpy(log->part + log->len, piece.p, n);
		if (!log->is_long)
			log->len += n;
		piece = str_skip(piece, n + is_end);
		if (!is_end)
			break;
		if (!log->is_long)
			take_part(log, str_make(log->part, log->len));
		log->is_long = false;
		log->len = 0;
	}
}

/* ---- Asking it */

struct question {
	const struct history *history;
	struct history_log log;
};

static void take(struct str piece, void *payload)
{
	struct question *q = payload;

	history_take(&q->log, piece);
}

static bool is_interrupted(void *payload)
{
	const struct history *h = ((struct question *)payload)->history;

	return h->interrupted && h->interrupted(h->payload);
}

static void forget(struct scan *scan, uint32_t source)
{
	for (size_t i = 0; i < scan->count; i++) {
		struct scan_file *file = &scan->files[i];

		if (file->source == source)
			file->git_first = file->git_last = 0;
	}
}

/* The folder that a path is in. */
static const char *folder_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_copy(arena, str_make(path, (size_t)(slash - path) + 1)).p;
}

/* `only` is the one file of the source, so that git need not look for more;
 * NULL when there are others. As git_log. */
static int ask(const struct history *h, uint32_t source,
	       const struct scan_file *only, struct err *err)
{
	struct arena *arena = &h->scan->arena;
	struct question q = {
		.history = h,
		.log = { .scan = h->scan, .source = source },
	};
	const char *path = h->sources[source];
	struct git_log log = {
		.folder = path,
		.path = only ? arena_copy(arena, only->id).p : ".",
		.take = take,
		.interrupted = is_interrupted,
		.payload = &q,
	};
	char reason[GIT_REASON_SIZE], text[GIT_REASON_SIZE + 64];
	struct str line;
	int ret;

	if (!fs_is_folder(path))
		log.folder = folder_of(path, arena);
	if (arena_check(arena, err))
		return err->code;
	ret = git_log(&log, reason, err);
	if (ret == GIT_FAILED) {
		forget(h->scan, source);
		line = clean_line(arena, str_of(reason), GIT_REASON_SIZE);
		snprintf(text, sizeof(text),
			 "its articles get no dates from git: %.*s",
			 STR_ARG(line));
		h->problem(path, text, h->payload);
	} else if (ret == 0 && q.log.is_shallow) {
		h->problem(path,
			   "the repository is a shallow clone: articles that "
			   "have not changed since get no dates from it ('git "
			   "fetch --unshallow' brings the whole history)",
			   h->payload);
	}
	if (ret < 0 || ret == GIT_STOPPED)
		return ret;
	return arena_check(arena, err);
}

int history_read(const struct history *h, struct err *err)
{
	struct scan *scan = h->scan;
	const struct scan_file **only;
	size_t *counts;
	int ret = 0;

	counts = arena_array(&scan->arena, h->source_count, sizeof(*counts));
	only = arena_array(&scan->arena, h->source_count, sizeof(*only));
	if (!counts || !only)
		return arena_check(&scan->arena, err);
	for (size_t i = 0; i < scan->count; i++) {
		struct scan_file *file = &scan->files[i];

		file->git_first = file->git_last = 0;
		counts[file->source]++;
		only[file->source] = file;
	}
	for (uint32_t i = 0; i < h->source_count && !ret; i++) {
		if (counts[i])
			ret = ask(h, i, counts[i] == 1 ? only[i] : NULL, err);
	}
	return ret == GIT_STOPPED ? 0 : ret;
}
