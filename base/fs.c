/*
 * Files: capped reads, atomic writes, syncing, locking. Trees: fs_tree.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* F_OFD_SETLK, locks that belong to an open file, is Linux's. */
#define _GNU_SOURCE

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/hash.h"

#define READ_TRIES    3
#define READ_PAUSE_MS 5
#define NAME_TRIES    100
#define LOCK_PAUSE_MS 100
#define HOLDER_MAX    200

/* Seconds after which another change has another time, on all file systems:
 * those of FAT tick every two. */
#define SETTLED 3

static void pause_ms(unsigned int ms)
{
	struct timespec time = { ms / 1000, (long)(ms % 1000) * 1000000 };

	/* A signal ends the pause early, which does no harm. */
	clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
}

/* Reads up to `len` bytes, fewer only at the end of the file. */
static ssize_t read_full(int fd, char *p, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = read(fd, p + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static bool write_full(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t n = write(fd, bytes.p, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0) {
			errno = EIO;
			return false;
		}
		bytes = str_skip(bytes, (size_t)n);
	}
	return true;
}

/* --- Reading ------------------------------------------------------------- */

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size && same_time(a->st_mtim, b->st_mtim) &&
	       same_time(a->st_ctim, b->st_ctim);
}

static uint64_t nanoseconds(struct timespec t)
{
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

bool fs_stamp_same(const struct fs_stamp *a, const struct fs_stamp *b)
{
	return a->inode == b->inode && a->size == b->size &&
	       a->modified == b->modified && a->changed == b->changed;
}

void fs_stamp_make(const struct stat *status, struct fs_stamp *out)
{
	*out = (struct fs_stamp){
		.inode = status->st_ino,
		.size = (uint64_t)status->st_size,
		.modified = nanoseconds(status->st_mtim),
		.changed = nanoseconds(status->st_ctim),
	};
}

static int open_for_reading(const char *path, int *out, struct err *err)
{
	struct stat now;
	int errnum;

	/* O_NONBLOCK: to open a FIFO would wait for its writer. */
	*out = open(path,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (*out >= 0)
		return 0;
	errnum = errno;
	if (errnum == ENOENT || errnum == ENOTDIR)
		return FS_ABSENT;
	/* A folder on the way may be a loop of links too. */
	if (errnum == ELOOP && lstat(path, &now) == 0 && S_ISLNK(now.st_mode))
		return err_set(err, ERR_INPUT, "'%s' is a symbolic link", path);
	/* A socket. */
	if (errnum == ENXIO)
		return err_set(err, ERR_INPUT, "'%s' is not a regular file",
			       path);
	return err_set_errno(err, errnum, "cannot open '%s'", path);
}

/* Reads the open file once; FS_CHANGED when it was written to meanwhile. */
static int read_once(int fd, const char *path, size_t max, struct buf *out,
		     struct fs_stamp *stamp, struct err *err)
{
	struct stat before, after;
	time_t now = time(NULL);
	size_t size;
	ssize_t n;
	char *p;

	if (fstat(fd, &before) != 0)
		return err_set_errno(err, errno, "cannot look at '%s'", path);
	if (!S_ISREG(before.st_mode))
		return err_set(err, ERR_INPUT, "'%s' is not a regular file",
			       path);
	if (before.st_size < 0 || (uintmax_t)before.st_size > max ||
	    (uintmax_t)before.st_size > (size_t)PTRDIFF_MAX / 2)
		return err_set(err, ERR_LIMIT,
			       "'%s' has %jd bytes, more than %zu", path,
			       (intmax_t)before.st_size, max);
	size = (size_t)before.st_size;
	p = buf_reserve(out, size + 1 + FS_PADDING);
	if (!p)
		return err_set(err, ERR_MEMORY,
			       "not enough memory for the %zu bytes of '%s'",
			       size, path);
	/* One more than there should be, to see whether it grew. */
	n = read_full(fd, p, size + 1);
	if (n < 0)
		return err_set_errno(err, errno, "cannot read '%s'", path);
	/* By its path: it may have been replaced. */
	if ((size_t)n != size || lstat(path, &after) != 0 ||
	    !same_state(&before, &after))
		return FS_CHANGED;
	memset(p + size, 0, FS_PADDING);
	out->len = size;
	fs_stamp_make(&before, stamp);
	stamp->is_settled = before.st_mtim.tv_sec <= now - SETTLED &&
			    before.st_ctim.tv_sec <= now - SETTLED;
	return 0;
}

int fs_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	struct fs_stamp ignored;

	return fs_read_stamped(path, max, out, &ignored, err);
}

int fs_read_stamped(const char *path, size_t max, struct buf *out,
		    struct fs_stamp *stamp, struct err *err)
{
	size_t out_max = out->max;
	int result = FS_CHANGED;

	out->max = 0;
	for (int i = 0; i < READ_TRIES && result == FS_CHANGED; i++) {
		int fd;

		if (i > 0)
			pause_ms(READ_PAUSE_MS);
		buf_clear(out);
		result = open_for_reading(path, &fd, err);
		if (result != 0)
			break;
		result = read_once(fd, path, max, out, stamp, err);
		close(fd);
	}
	if (result != 0)
		buf_clear(out);
	out->max = out_max;
	return result;
}

/* --- Writing ------------------------------------------------------------- */

/* Opens the folder that path's last component stands in; *name is that
 * component. */
static int open_parent(const char *path, const char **name, int *out,
		       struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct buf folder = BUF_INIT;
	int result;

	*out = -1;
	*name = slash ? slash + 1 : path;
	if (!**name || !strcmp(*name, ".") || !strcmp(*name, ".."))
		return err_set(err, ERR_USAGE, "'%s' names no file", path);
	if (!slash)
		buf_add_char(&folder, '.');
	else
		buf_add(&folder, path,
			slash == path ? 1 : (size_t)(slash - path));
	result = buf_check(&folder, err);
	if (result == 0) {
		*out = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (*out < 0)
			result = err_set_errno(err, errno,
					       "cannot open folder '%s'",
					       folder.p);
	}
	buf_release(&folder);
	return result;
}

/* Some file systems cannot sync a folder and say EINVAL; they order the
 * entries themselves. */
static bool sync_open_folder(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL;
}

/* Makes a file of a new name in the open folder. */
static int open_temporary(int folder, char *name, size_t size)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		int fd;

		snprintf(name, size, ".pressmark.%016jx.tmp",
			 (uintmax_t)hash_random_seed());
		fd = openat(folder, name,
			    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

static int replace(const char *path, struct str bytes, bool syncs,
		   struct err *err)
{
	char temporary[64];
	const char *name;
	bool made = false;
	int folder, fd = -1, result;

	result = open_parent(path, &name, &folder, err);
	if (result < 0)
		goto out;
	fd = open_temporary(folder, temporary, sizeof(temporary));
	if (fd < 0) {
		result = err_set_errno(err, errno,
				       "cannot make a file beside '%s'", path);
		goto out;
	}
	made = true;
	if (!write_full(fd, bytes) || (syncs && fsync(fd) != 0)) {
		result = err_set_errno(err, errno, "cannot write '%s'", path);
		goto out;
	}
	/* Some file systems report a full disk only here. */
	result = close(fd);
	fd = -1;
	if (result != 0) {
		result = err_set_errno(err, errno, "cannot write '%s'", path);
		goto out;
	}
	if (renameat(folder, temporary, folder, name) != 0) {
		result = err_set_errno(err, errno, "cannot replace '%s'", path);
		goto out;
	}
	made = false;
	if (syncs && !sync_open_folder(folder))
		result = err_set_errno(err, errno,
				       "cannot sync the folder of '%s'", path);
out:
	if (fd >= 0)
		close(fd);
	if (made)
		unlinkat(folder, temporary, 0);
	if (folder >= 0)
		close(folder);
	return result;
}

int fs_write_atomic(const char *path, struct str bytes, struct err *err)
{
	return replace(path, bytes, true, err);
}

int fs_write_unsynced(const char *path, struct str bytes, struct err *err)
{
	return replace(path, bytes, false, err);
}

int fs_make_folder(const char *path, struct err *err)
{
	int errnum;

	if (mkdir(path, 0777) == 0)
		return 0;
	errnum = errno;
	if (errnum == EEXIST && fs_is_folder(path))
		return 0;
	return err_set_errno(err, errnum, "cannot make folder '%s'", path);
}

int fs_sync_folder(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (fd < 0)
		return err_set_errno(err, errno, "cannot open folder '%s'",
				     path);
	if (!sync_open_folder(fd))
		result = err_set_errno(err, errno, "cannot sync folder '%s'",
				       path);
	close(fd);
	return result;
}

bool fs_is_folder(const char *path)
{
	struct stat now;

	return stat(path, &now) == 0 && S_ISDIR(now.st_mode);
}

/* --- Locking ------------------------------------------------------------- */

/* Is the file that was opened still the one that the path names? Whoever
 * removes the folder removes the lock with it. */
static bool is_at(int fd, const char *path)
{
	struct stat own, now;

	return fstat(fd, &own) == 0 && lstat(path, &now) == 0 &&
	       own.st_dev == now.st_dev && own.st_ino == now.st_ino;
}

static void describe_holder(int fd, const char *holder)
{
	char line[HOLDER_MAX + 2];
	int n = snprintf(line, sizeof(line), "%.*s\n", HOLDER_MAX, holder);

	/* Written before it is cut, so that a reader finds a whole line at any
	 * time. Failure is no matter: the lock holds without a description. */
	if (n > 0 && pwrite(fd, line, (size_t)n, 0) == n &&
	    ftruncate(fd, n) != 0)
		return;
}

static int refuse_lock(int fd, const char *path, struct err *err)
{
	char line[HOLDER_MAX + 1];
	ssize_t n = pread(fd, line, sizeof(line), 0);
	struct str holder = str_make(line, n > 0 ? (size_t)n : 0);

	holder = str_trim(str_head(holder, str_find(holder, '\n')));
	if (holder.len == 0)
		holder = STR("another process");
	return err_set(err, ERR_LOCKED, "'%s' is locked by %.*s", path,
		       STR_ARG(holder));
}

/* What try_lock may find. */
#define LOCK_HELD 1 /* by another; *out is open */
#define LOCK_GONE 2 /* the file was removed meanwhile */

static int try_lock(const char *path, int *out, struct err *err)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat now;
	int result;

	*out = open(path,
		    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		    0666);
	if (*out < 0)
		return err_set_errno(err, errno, "cannot open '%s'", path);
	if (fstat(*out, &now) != 0 || !S_ISREG(now.st_mode)) {
		result = err_set(err, ERR_IO, "'%s' is not a regular file",
				 path);
	} else if (fcntl(*out, F_OFD_SETLK, &lock) != 0) {
		if (errno == EAGAIN || errno == EACCES)
			return LOCK_HELD;
		result = err_set_errno(err, errno, "cannot lock '%s'", path);
	} else if (is_at(*out, path)) {
		return 0;
	} else {
		result = LOCK_GONE;
	}
	close(*out);
	return result;
}

static int64_t now_ms(void)
{
	return deadline_now_ns() / 1000000;
}

int fs_lock(const char *path, const char *holder, unsigned int wait_ms,
	    int *out, struct err *err)
{
	int64_t end = now_ms() + wait_ms;
	int fd;

	for (;;) {
		int result = try_lock(path, &fd, err);
		int64_t left = end - now_ms();

		if (result < 0)
			return result;
		if (result == 0)
			break;
		if (left <= 0) {
			if (result == LOCK_GONE)
				return err_set(err, ERR_LOCKED,
					       "'%s' is being removed", path);
			result = refuse_lock(fd, path, err);
			close(fd);
			return result;
		}
		if (result == LOCK_HELD)
			close(fd);
		pause_ms(left < LOCK_PAUSE_MS ? (unsigned int)left
					      : LOCK_PAUSE_MS);
	}
	describe_holder(fd, holder);
	*out = fd;
	return 0;
}
