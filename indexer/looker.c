/*
 * Lookers: what files look like, learnt while they are still being listed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/looker.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/thread.h"

/* So many files are taken at once: some 0.3 ms of work, which is what a thread
 * costs that is begun. */
#define TAKEN 256

/* The folder of the file that a thread looked at last, kept open: a name in it
 * is found faster than a path. */
struct place {
	struct buf path; /* with the slash behind it */
	int fd;		 /* less than 0: it cannot be opened */
};

static void place_leave(struct place *place)
{
	if (place->fd >= 0)
		close(place->fd);
	place->fd = -1;
}

static void place_enter(struct place *place, struct str folder)
{
	if (place->path.p && str_eq(buf_view(&place->path), folder))
		return;
	place_leave(place);
	buf_clear(&place->path);
	buf_add_str(&place->path, folder);
	if (folder.len > 0 && !place->path.failed)
		place->fd =
			open(place->path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void look(struct place *place, struct scan_file *file)
{
	const char *slash = strrchr(file->path, '/');
	size_t len = slash ? (size_t)(slash + 1 - file->path) : 0;
	bool is_near;
	struct stat now;

	place_enter(place, str_make(file->path, len));
	is_near = place->fd >= 0;
	if (fstatat(is_near ? place->fd : AT_FDCWD,
		    is_near ? file->path + len : file->path, &now,
		    AT_SYMLINK_NOFOLLOW) == 0)
		fs_stamp_make(&now, &file->stamp);
	else
		file->is_gone = errno == ENOENT || errno == ENOTDIR;
}

/* Takes files until there are none, and then, unless all have been offered,
 * waits for more if it is told to. */
static void look_at_all(struct looker *l, bool waits)
{
	struct place place = { BUF_INIT, -1 };

	pthread_mutex_lock(&l->mutex);
	for (;;) {
		struct scan_file *files;
		size_t count;

		while (waits && l->next == l->offered && !l->is_complete)
			pthread_cond_wait(&l->has_more, &l->mutex);
		files = l->scan->files + l->next;
		count = l->offered - l->next;
		if (count == 0)
			break;
		if (count > TAKEN)
			count = TAKEN;
		l->next += count;
		l->busy++;
		pthread_mutex_unlock(&l->mutex);

		for (size_t i = 0; i < count; i++)
			look(&place, &files[i]);

		pthread_mutex_lock(&l->mutex);
		if (--l->busy == 0)
			pthread_cond_signal(&l->is_idle);
	}
	pthread_mutex_unlock(&l->mutex);
	place_leave(&place);
	buf_release(&place.path);
}

static void *work(void *payload)
{
	look_at_all(payload, true);
	return NULL;
}

void looker_init(struct looker *l, struct scan *scan, unsigned int jobs)
{
	*l = (struct looker){
		.scan = scan,
		.jobs = jobs < LIMIT_JOBS ? jobs : LIMIT_JOBS,
		.offered = scan->count,
		.next = scan->count,
	};
	pthread_mutex_init(&l->mutex, NULL);
	pthread_cond_init(&l->has_more, NULL);
	pthread_cond_init(&l->is_idle, NULL);
}

void looker_offer(struct looker *l)
{
	/* Nobody else writes `offered`. */
	if (l->jobs <= 1 || l->scan->count - l->offered < TAKEN)
		return;
	pthread_mutex_lock(&l->mutex);
	l->offered = l->scan->count;
	pthread_cond_signal(&l->has_more);
	pthread_mutex_unlock(&l->mutex);
	if (l->thread_count + 1 < l->jobs &&
	    thread_begin(&l->threads[l->thread_count], work, l))
		l->thread_count++;
}

void looker_pause(struct looker *l)
{
	pthread_mutex_lock(&l->mutex);
	l->offered = l->next;
	while (l->busy > 0)
		pthread_cond_wait(&l->is_idle, &l->mutex);
	pthread_mutex_unlock(&l->mutex);
}

void looker_finish(struct looker *l)
{
	pthread_mutex_lock(&l->mutex);
	l->offered = l->scan->count;
	l->is_complete = true;
	pthread_cond_broadcast(&l->has_more);
	pthread_mutex_unlock(&l->mutex);
	look_at_all(l, false);
	for (unsigned int i = 0; i < l->thread_count; i++)
		pthread_join(l->threads[i], NULL);
	pthread_cond_destroy(&l->is_idle);
	pthread_cond_destroy(&l->has_more);
	pthread_mutex_destroy(&l->mutex);
}
