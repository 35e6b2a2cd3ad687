/*
 * For LD_PRELOAD: makes the Nth change of a file below a folder fail.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	IOFAIL_DIR	the folder, absolute, and what is below it, but for
 *			the file "lock"; what happens elsewhere is let be
 *	IOFAIL_AT	which call fails, from 1; 0 or unset: none
 *	IOFAIL_ERRNO	with which errno (EIO)
 *	IOFAIL_LOG	a file that is told at the end how many calls there
 *			were and, after it, which one failed
 *	IOFAIL_TRACE	a file to which each call is added: its name and its
 *			paths, tabs between; `create` is an open that may make
 *			the file
 *
 * Counted are write, pwrite, fsync, fdatasync, rename (not to "tmp-...", of
 * what is to be removed) and open for writing, under all the names that libc
 * has for them. A file that could not be synced
 * cannot be synced later either: a disk does not get well by itself, and who
 * passes over the first failure is to meet the second.
 */

/* The inline versions of open would be in the way. */
#undef _FORTIFY_SOURCE
/* open64, pwrite64 and syscall are not POSIX's. */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "tests/fault/files.h"

static unsigned long count;
static char unsynced[PATH_SIZE]; /* the file that cannot be synced */
static char failed[PATH_SIZE + 32] = "none";

/* Is this absolute path one that counts? */
static bool is_watched(const char *path)
{
	const char *folder = getenv("IOFAIL_DIR");

	return is_below(path, folder) &&
	       strcmp(path + strlen(folder), "/lock") != 0;
}

/* What is moved into a working folder is about to be removed, which may fail:
 * the next run tries again. */
static bool is_put_aside(const char *path)
{
	return is_watched(path) &&
	       !strncmp(path + strlen(getenv("IOFAIL_DIR")), "/tmp-", 5);
}

/* The absolute path of a name in an open folder. */
static void path_at(int folder, const char *name, char out[PATH_SIZE])
{
	size_t len;

	if (name[0] == '/') {
		snprintf(out, PATH_SIZE, "%s", name);
		return;
	}
	if (folder == AT_FDCWD) {
		if (!getcwd(out, PATH_SIZE))
			out[0] = '\0';
	} else {
		path_of(folder, out);
	}
	len = strlen(out);
	snprintf(out + len, PATH_SIZE - len, "/%s", name);
}

static void trace(const char *call, const char *path, const char *from)
{
	const char *name = getenv("IOFAIL_TRACE");
	char line[2 * PATH_SIZE + 32];
	int fd, n;

	if (!name)
		return;
	n = snprintf(line, sizeof(line), "%s\t%s\t%s\n", call, path, from);
	fd = (int)syscall(SYS_openat, AT_FDCWD, name,
			  O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, line, (size_t)n);
	close(fd);
}

/* Counts a call; true, with errno set, when it is the one to fail. `from` is
 * the other path of a rename, or empty. */
static bool fails(const char *call, const char *path, const char *from)
{
	const char *at = getenv("IOFAIL_AT");
	const char *errnum = getenv("IOFAIL_ERRNO");

	if (!is_watched(path))
		return false;
	count++;
	trace(call, path, from);
	if (!at || count != strtoul(at, NULL, 10))
		return false;
	snprintf(failed, sizeof(failed), "%s %s", call, path);
	errno = errnum ? (int)strtol(errnum, NULL, 10) : EIO;
	return true;
}

static bool fails_fd(const char *call, int fd)
{
	char path[PATH_SIZE];

	path_of(fd, path);
	return fails(call, path, "");
}

__attribute__((destructor)) static void report(void)
{
	const char *log = getenv("IOFAIL_LOG");
	char text[PATH_SIZE + 64];
	int fd, n;

	if (!log)
		return;
	n = snprintf(text, sizeof(text), "%lu\n%s\n", count, failed);
	fd = (int)syscall(SYS_openat, AT_FDCWD, log,
			  O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, text, (size_t)n);
	close(fd);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	if (fails_fd("write", fd))
		return -1;
	return syscall(SYS_write, fd, bytes, len);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	if (fails_fd("pwrite", fd))
		return -1;
	return syscall(SYS_pwrite64, fd, bytes, len, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
	return pwrite(fd, bytes, len, offset);
}

static bool fails_sync(const char *call, int fd)
{
	char path[PATH_SIZE];

	path_of(fd, path);
	if (unsynced[0] && !strcmp(path, unsynced)) {
		errno = EIO;
		return true;
	}
	if (!fails(call, path, ""))
		return false;
	memcpy(unsynced, path, sizeof(unsynced));
	return true;
}

int fsync(int fd)
{
	return fails_sync("fsync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return fails_sync("fdatasync", fd) ? -1
					   : (int)syscall(SYS_fdatasync, fd);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	char path[PATH_SIZE], old[PATH_SIZE];

	path_at(from_folder, from, old);
	path_at(to_folder, to, path);
	if (!is_put_aside(path) && fails("rename", path, old))
		return -1;
	return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int files_open(int folder, const char *name, int flags, mode_t mode)
{
	char path[PATH_SIZE];

	if ((flags & O_ACCMODE) != O_RDONLY) {
		path_at(folder, name, path);
		if (fails(flags & O_CREAT ? "create" : "open", path, ""))
			return -1;
	}
	return (int)syscall(SYS_openat, folder, name, flags, mode);
}
