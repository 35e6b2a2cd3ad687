/*
 * For LD_PRELOAD: records what becomes of the files below a folder.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	RECORD_DIR	the folder, absolute
 *	RECORD_LOG	a file to which each call that succeeded is added
 *
 * A line each; files and folders are numbers, of their inodes:
 *	write FILE OFFSET LENGTH	and so many bytes
 *	size FILE LENGTH
 *	sync FILE			or a folder
 *	create FOLDER FILE NAME
 *	mkdir FOLDER FOLDER NAME
 *	remove FOLDER NAME
 *	rename FOLDER FOLDER		and two lines with names
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "tests/fault/files.h"

static bool is_recorded(const char *path)
{
	return is_below(path, getenv("RECORD_DIR"));
}

static bool is_recorded_fd(int fd)
{
	char path[PATH_SIZE];

	path_of(fd, path);
	return is_recorded(path);
}

/* A name in a folder. */
struct place {
	char path[PATH_SIZE];
	const char *name;
	unsigned long long folder;
};

static void find_place(int folder, const char *name, struct place *out)
{
	struct stat st = { .st_ino = 0 };
	size_t len = 0;
	char *slash;

	if (name[0] != '/' && folder == AT_FDCWD)
		len = getcwd(out->path, PATH_SIZE) ? strlen(out->path) : 0;
	else if (name[0] != '/') {
		path_of(folder, out->path);
		len = strlen(out->path);
	}
	snprintf(out->path + len, PATH_SIZE - len, "%s%s",
		 name[0] == '/' ? "" : "/", name);
	slash = strrchr(out->path, '/');
	*slash = '\0';
	stat(out->path, &st);
	*slash = '/';
	out->folder = st.st_ino;
	out->name = slash + 1;
}

static void record(const char *line, const void *bytes, size_t len)
{
	const char *log = getenv("RECORD_LOG");
	int saved = errno;
	int fd = log ? (int)syscall(SYS_openat, AT_FDCWD, log,
				    O_WRONLY | O_CREAT | O_APPEND, 0666)
		     : -1;

	if (fd >= 0) {
		syscall(SYS_write, fd, line, strlen(line));
		if (len)
			syscall(SYS_write, fd, bytes, len);
		close(fd);
	}
	errno = saved;
}

static unsigned long long number_of(int fd)
{
	struct stat st = { .st_ino = 0 };

	fstat(fd, &st);
	return st.st_ino;
}

static void record_write(int fd, const void *bytes, ssize_t len, off_t offset)
{
	char line[128];

	if (len <= 0 || !is_recorded_fd(fd))
		return;
	snprintf(line, sizeof(line), "write %llu %lld %zd\n", number_of(fd),
		 (long long)offset, len);
	record(line, bytes, (size_t)len);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	off_t offset = lseek(fd, 0, SEEK_CUR);
	ssize_t n = syscall(SYS_write, fd, bytes, len);

	record_write(fd, bytes, n, offset);
	return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	ssize_t n = syscall(SYS_pwrite64, fd, bytes, len, offset);

	record_write(fd, bytes, n, offset);
	return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
	return pwrite(fd, bytes, len, offset);
}

static void record_size(int fd, off_t size)
{
	char line[128];

	snprintf(line, sizeof(line), "size %llu %lld\n", number_of(fd),
		 (long long)size);
	record(line, NULL, 0);
}

int ftruncate(int fd, off_t size)
{
	int ret = (int)syscall(SYS_ftruncate, fd, size);

	if (ret == 0 && is_recorded_fd(fd))
		record_size(fd, size);
	return ret;
}

int ftruncate64(int fd, off64_t size)
{
	return ftruncate(fd, size);
}

static int record_sync(int fd, int ret)
{
	char line[64];

	if (ret != 0 || !is_recorded_fd(fd))
		return ret;
	snprintf(line, sizeof(line), "sync %llu\n", number_of(fd));
	record(line, NULL, 0);
	return ret;
}

int fsync(int fd)
{
	return record_sync(fd, (int)syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
	return record_sync(fd, (int)syscall(SYS_fdatasync, fd));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	struct place old, new;
	char line[2 * PATH_SIZE + 64];
	int ret;

	find_place(from_folder, from, &old);
	find_place(to_folder, to, &new);
	ret = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
	if (ret != 0 || !is_recorded(new.path))
		return ret;
	snprintf(line, sizeof(line), "rename %llu %llu\n%s\n%s\n", old.folder,
		 new.folder, old.name, new.name);
	record(line, NULL, 0);
	return ret;
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

static int record_removal(const struct place *place, int ret)
{
	char line[PATH_SIZE + 64];

	if (ret != 0 || !is_recorded(place->path))
		return ret;
	snprintf(line, sizeof(line), "remove %llu %s\n", place->folder,
		 place->name);
	record(line, NULL, 0);
	return ret;
}

int unlinkat(int folder, const char *name, int flags)
{
	struct place place;

	find_place(folder, name, &place);
	return record_removal(&place,
			      (int)syscall(SYS_unlinkat, folder, name, flags));
}

int unlink(const char *name)
{
	return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name)
{
	return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int mkdir(const char *name, mode_t mode)
{
	struct place place;
	struct stat st = { .st_ino = 0 };
	char line[PATH_SIZE + 64];
	int ret;

	find_place(AT_FDCWD, name, &place);
	ret = (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
	if (ret != 0 || !is_recorded(place.path))
		return ret;
	stat(name, &st);
	snprintf(line, sizeof(line), "mkdir %llu %llu %s\n", place.folder,
		 (unsigned long long)st.st_ino, place.name);
	record(line, NULL, 0);
	return ret;
}

int files_open(int folder, const char *name, int flags, mode_t mode)
{
	struct place place;
	struct stat st;
	char line[PATH_SIZE + 64];
	bool is_there;
	int fd;

	if ((flags & O_ACCMODE) == O_RDONLY)
		return (int)syscall(SYS_openat, folder, name, flags, mode);
	find_place(folder, name, &place);
	is_there = lstat(place.path, &st) == 0;
	fd = (int)syscall(SYS_openat, folder, name, flags, mode);
	if (fd < 0 || !is_recorded(place.path))
		return fd;
	if (!is_there) {
		snprintf(line, sizeof(line), "create %llu %llu %s\n",
			 place.folder, number_of(fd), place.name);
		record(line, NULL, 0);
	} else if (flags & O_TRUNC) {
		record_size(fd, 0);
	}
	return fd;
}
