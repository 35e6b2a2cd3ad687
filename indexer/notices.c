/*
 * Notices: what changes below the folders of articles, told by the system.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* inotify is Linux's. */
#define _GNU_SOURCE

#include "indexer/notices.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "indexer/path.h"
#include "indexer/preset.h"
#include "indexer/scan.h"
#include "text/folder.h"

/* More paths than that are as if all had been told. */
#define TOUCHED_MAX 1000

/* So many watches are given up before all are made anew: their numbers rise
 * for ever. */
#define SPENT_MAX 100000

/* What becomes of names in a folder, and of the folder itself. */
#define ASKED                                                                  \
	(IN_CREATE | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE | IN_MOVED_FROM |  \
	 IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

/* A folder, by the number of its watch. */
struct watched {
	char *path;    /* to open; NULL: it is not watched any more */
	size_t below;  /* where what is below the source begins in paths */
	bool has_tree; /* articles are looked for in it */
	bool is_root;  /* not below another that is watched for its sake */
};

struct notices {
	int fd;
	bool is_single; /* there is one source, and it is a folder */
	struct watched *watched;
	size_t cap;
	size_t spent;

	struct arena files_arena;
	struct str *names; /* of the files of the configuration */
	size_t name_count, name_cap;

	struct stat index; /* its folder */
	bool has_index;

	struct arena arena; /* of what was told */
	struct str *touched;
	size_t count, touched_cap;
	bool is_any, is_whole, is_new;

	/* While a tree is entered. */
	struct str inside; /* of the index folder, with '/'; else empty */
	size_t below;
	bool is_top;
	struct str *reason;
	struct err *err;
};

/* ---- What was told ----------------------------------------------------- */

static void touch(struct notices *n, struct str folder, struct str name)
{
	struct str *all;
	char *path;

	n->is_any = true;
	if (!n->is_single || n->is_whole)
		return;
	all = arena_grow(&n->arena, n->touched, n->count, &n->touched_cap,
			 sizeof(*all));
	path = arena_alloc(&n->arena, folder.len + 1 + name.len + 1);
	if (!all || !path || n->count >= TOUCHED_MAX) {
		n->is_whole = true;
		return;
	}
	n->touched = all;
	memcpy(path, folder.p, folder.len);
	if (folder.len)
		path[folder.len++] = '/';
	memcpy(path + folder.len, name.p, name.len);
	all[n->count++] = str_make(path, folder.len + name.len);
}

static void lose(struct notices *n)
{
	n->is_any = n->is_whole = n->is_new = true;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

int notices_told(struct notices *n, struct notices_told *out, struct err *err)
{
	size_t kept = 0;

	if (n->count)
		qsort(n->touched, n->count, sizeof(*n->touched), by_bytes);
	for (size_t i = 0; i < n->count; i++) {
		if (!scan_is_touched(n->touched[i], n->touched, kept))
			n->touched[kept++] = n->touched[i];
	}
	n->count = kept;
	*out = (struct notices_told){
		.is_any = n->is_any,
		.is_whole = n->is_whole || !n->is_single,
		.is_new = n->is_new,
		.touched = n->touched,
		.count = n->count,
	};
	return arena_check(&n->arena, err);
}

void notices_clear(struct notices *n)
{
	arena_clear(&n->arena);
	n->touched = NULL;
	n->count = n->touched_cap = 0;
	n->is_any = n->is_whole = n->is_new = false;
}

/* ---- Watching folders -------------------------------------------------- */

static int refuse(struct notices *n, int errnum)
{
	switch (errnum) {
	case ENOSPC:
		*n->reason = STR("there are more folders than the system "
				 "watches for one user; 'sysctl "
				 "fs.inotify.max_user_watches=1000000' allows "
				 "more");
		return NOTICES_NONE;
	case EMFILE:
		*n->reason = STR("too many programs watch folders; 'sysctl "
				 "fs.inotify.max_user_instances=1024' allows "
				 "more");
		return NOTICES_NONE;
	case ENOSYS:
		*n->reason = STR("this system cannot watch folders");
		return NOTICES_NONE;
	default:
		return err_set_errno(n->err, errnum, "cannot watch folders");
	}
}

static int remember(struct notices *n, int wd, const char *path, size_t below,
		    bool has_tree)
{
	struct watched *w;
	char *copy;

	if ((size_t)wd >= n->cap) {
		size_t cap = (size_t)wd + (size_t)wd / 2 + 64;

		w = realloc(n->watched, cap * sizeof(*w));
		if (!w)
			return err_set(n->err, ERR_MEMORY, "out of memory");
		memset(w + n->cap, 0, (cap - n->cap) * sizeof(*w));
		n->watched = w;
		n->cap = cap;
	}
	w = &n->watched[wd];
	/* A folder with a file of the configuration may hold articles too. */
	if (w->path && !has_tree)
		return 0;
	copy = strdup(path);
	if (!copy)
		return err_set(n->err, ERR_MEMORY, "out of memory");
	free(w->path);
	*w = (struct watched){ copy, below, has_tree, n->is_top };
	return 0;
}

static int watch_folder(struct notices *n, const char *path, size_t below,
			bool has_tree)
{
	int wd = inotify_add_watch(n->fd, path,
				   n->is_top ? ASKED : ASKED | IN_DONT_FOLLOW);

	if (wd >= 0)
		return remember(n, wd, path, below, has_tree);
	/* Gone since, no longer a folder, or not ours to read: then there is
	 * nothing in it that a walk would see. */
	if (errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
	    errno == ELOOP)
		return 0;
	return refuse(n, errno);
}

static bool is_index(const struct notices *n, const char *path)
{
	struct stat now;

	return n->has_index && stat(path, &now) == 0 &&
	       now.st_dev == n->index.st_dev && now.st_ino == n->index.st_ino;
}

/* As a walk enters a folder, before it lists it. */
static int enter(const char *path, const char *below, void *payload)
{
	struct notices *n = payload;
	size_t len = strlen(path);
	int ret;

	(void)below;
	if (n->inside.len && str_starts(str_of(path), n->inside))
		return 0;
	if (is_index(n, path)) {
		char *inside = arena_alloc(&n->files_arena, len + 2);

		if (!inside)
			return arena_check(&n->files_arena, n->err);
		memcpy(inside, path, len);
		inside[len] = '/';
		n->inside = str_make(inside, len + 1);
		return 0;
	}
	ret = watch_folder(n, path, n->below, true);
	n->is_top = false;
	return ret;
}

static bool wanted(const char *name, bool is_folder, void *payload)
{
	(void)payload;
	return is_folder && scan_takes_name(str_of(name), true);
}

static int pass(const char *path, const char *below, void *payload)
{
	(void)path;
	(void)below;
	(void)payload;
	return 0;
}

/* Watches a folder and all below it. `below` is where in its path what is below
 * the source begins. */
static int watch_tree(struct notices *n, const char *path, size_t below)
{
	struct fs_walk walk = {
		.wanted = wanted, .file = pass, .folder = enter, .payload = n
	};
	int ret;

	n->inside = STR("");
	n->below = below;
	ret = scan_walk(path, &walk, n->err);
	return ret == FS_ABSENT ? 0 : ret;
}

/* Forgets a folder that is somewhere else now, or nowhere, and all below. */
static void forget_tree(struct notices *n, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < n->cap; i++) {
		struct watched *w = &n->watched[i];

		if (!w->path || strncmp(w->path, path, len) != 0 ||
		    (w->path[len] != '\0' && w->path[len] != '/'))
			continue;
		inotify_rm_watch(n->fd, (int)i);
		free(w->path);
		w->path = NULL;
		n->spent++;
	}
}

/* ---- The configuration ------------------------------------------------- */

/* Watches a file by its folder. */
static int watch_file(struct notices *n, struct str path)
{
	struct str folder = path, name = path_last_part(&folder), *names;

	names = arena_grow(&n->files_arena, n->names, n->name_count,
			   &n->name_cap, sizeof(*names));
	if (!names)
		return arena_check(&n->files_arena, n->err);
	n->names = names;
	names[n->name_count++] = arena_copy(&n->files_arena, name);
	if (folder.len == 0)
		folder = str_starts(path, STR("/")) ? STR("/") : STR(".");
	folder = arena_copy(&n->files_arena, folder);
	if (!folder.p)
		return arena_check(&n->files_arena, n->err);
	n->is_top = true;
	return watch_folder(n, folder.p, 0, false);
}

static int watch_config(struct notices *n, const struct config *config)
{
	struct str names[] = { STR("pressmark.yaml"), STR("pressmark.yml"),
			       config->synonyms_path.len ? config->synonyms_path
							 : STR("synonyms.txt"),
			       config->authors_path };
	int ret = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !ret; i++) {
		struct str path = folder_absolute(config->base, names[i],
						  &n->files_arena);

		if (names[i].len)
			ret = watch_file(n, path);
	}
	if (!ret && config->found_by.len)
		ret = watch_file(n, config->found_by);
	return ret ? ret : arena_check(&n->files_arena, n->err);
}

/* May it be a file that says how articles are read? A file of that name that is
 * somewhere else costs no more than a look at all. */
static bool is_of_config(const struct notices *n, const struct watched *w,
			 struct str name)
{
	for (size_t i = 0; i < n->name_count; i++) {
		if (str_eq(n->names[i], name))
			return true;
	}
	return w->is_root && preset_is_mark(name);
}

/* ---- Making one -------------------------------------------------------- */

int notices_new(const char *const *sources, size_t count, const char *folder,
		const struct config *config, struct notices **out,
		struct str *reason, struct err *err)
{
	struct notices *n = calloc(1, sizeof(*n));
	int ret = 0;

	*out = NULL;
	if (!n)
		return err_set(err, ERR_MEMORY, "out of memory");
	n->files_arena = (struct arena)ARENA_INIT(SIZE_MAX);
	n->arena = (struct arena)ARENA_INIT(SIZE_MAX);
	n->reason = reason;
	n->err = err;
	n->has_index = stat(folder, &n->index) == 0;
	n->is_single = count == 1 && fs_is_folder(sources[0]);
	n->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (n->fd < 0)
		ret = refuse(n, errno);
	for (size_t i = 0; i < count && !ret; i++) {
		struct str source = str_of(sources[i]);

		n->is_top = true;
		if (fs_is_folder(sources[i]))
			ret = watch_tree(n, sources[i],
					 source.len +
						 !str_ends(source, STR("/")));
		else
			ret = watch_file(n, source);
	}
	if (!ret)
		ret = watch_config(n, config);
	if (ret)
		notices_free(n);
	else
		*out = n;
	return ret;
}

void notices_free(struct notices *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->cap; i++)
		free(n->watched[i].path);
	free(n->watched);
	arena_release(&n->arena);
	arena_release(&n->files_arena);
	if (n->fd >= 0)
		close(n->fd);
	free(n);
}

int notices_fd(const struct notices *n)
{
	return n->fd;
}

/* ---- Taking ------------------------------------------------------------ */

/* A file that is being made is told of once more when it is closed. What is no
 * file is not, nor is another name of one, nor a first name that one without a
 * name is given, which has its bytes by then. */
static bool is_made(const struct inotify_event *e, const char *path)
{
	struct stat now;

	return !(e->mask & IN_CREATE) || lstat(path, &now) != 0 ||
	       !S_ISREG(now.st_mode) || now.st_nlink > 1 || now.st_size > 0;
}

static int take_folder(struct notices *n, const struct inotify_event *e,
		       const char *path, size_t below)
{
	if (e->mask & (IN_DELETE | IN_MOVED_FROM))
		forget_tree(n, path);
	if (e->mask & (IN_CREATE | IN_MOVED_TO | IN_ATTRIB))
		return watch_tree(n, path, below);
	return 0;
}

/* A name in a folder. */
static int take_name(struct notices *n, const struct watched *w,
		     const struct inotify_event *e)
{
	bool is_folder = e->mask & IN_ISDIR;
	struct str name = str_of(e->name), folder = str_of(w->path);
	size_t below = w->below;
	struct buf path = BUF_INIT;
	int ret;

	if (is_of_config(n, w, name))
		lose(n);
	if (!w->has_tree || !scan_takes_name(name, is_folder))
		return 0;
	buf_printf(&path, "%s%s%s", w->path,
		   str_ends(folder, STR("/")) ? "" : "/", e->name);
	ret = buf_check(&path, n->err);
	if (!ret && (is_folder || is_made(e, path.p))) {
		touch(n, str_skip(folder, below), name);
		/* w may move. */
		if (is_folder)
			ret = take_folder(n, e, path.p, below);
	}
	buf_release(&path);
	return ret;
}

static int take(struct notices *n, const struct inotify_event *e)
{
	const struct watched *w;

	if (e->mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) {
		lose(n);
		return 0;
	}
	if (e->wd < 0 || (size_t)e->wd >= n->cap)
		return 0;
	w = &n->watched[e->wd];
	if (!w->path)
		return 0;
	if (e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) {
		if (w->is_root)
			lose(n);
		if (e->mask & IN_IGNORED) {
			free(n->watched[e->wd].path);
			n->watched[e->wd].path = NULL;
			n->spent++;
		}
		return 0;
	}
	return e->len ? take_name(n, w, e) : 0;
}

int notices_take(struct notices *n, struct str *reason, struct err *err)
{
	_Alignas(struct inotify_event) char bytes[65536];
	int ret = 0;

	n->reason = reason;
	n->err = err;
	while (!ret) {
		ssize_t len = read(n->fd, bytes, sizeof(bytes));

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0 && errno == EAGAIN)
			break;
		if (len < 0)
			return err_set_errno(err, errno,
					     "cannot hear of changes");
		for (ssize_t at = 0; at < len && !ret;) {
			const struct inotify_event *e = (void *)(bytes + at);

			ret = take(n, e);
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
	if (n->spent > SPENT_MAX)
		lose(n);
	return ret;
}
