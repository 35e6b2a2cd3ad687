/*
 * Files as libraries for LD_PRELOAD see them: their paths, and every name under
 * which libc opens one. For one file of a library.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one that includes it first sets _GNU_SOURCE (open64 is not POSIX's) and
 * undefines _FORTIFY_SOURCE, whose inline versions of open would be in the way.
 */
#ifndef PRESSMARK_TESTS_FAULT_FILES_H
#define PRESSMARK_TESTS_FAULT_FILES_H

#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* Is a path that of a folder, or below it? No folder has nothing below it. */
static inline bool is_below(const char *path, const char *folder)
{
	size_t len = folder ? strlen(folder) : 0;

	return len && !strncmp(path, folder, len) &&
	       (path[len] == '/' || path[len] == '\0');
}

/* The path that an open file has; empty: none. */
static inline void path_of(int fd, char out[PATH_SIZE])
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, out, PATH_SIZE - 1);
	out[n > 0 ? n : 0] = '\0';
}

/* The library's own way to open a file, which all of libc's names lead to. */
__attribute__((visibility("hidden"))) int
files_open(int folder, const char *name, int flags, mode_t mode);

/* The mode is there only when a file may be made. */
#define TAKE_MODE(mode, flags)                                                 \
	do {                                                                   \
		if ((flags)&O_CREAT) {                                         \
			va_list args;                                          \
			va_start(args, flags);                                 \
			(mode) = va_arg(args, mode_t);                         \
			va_end(args);                                          \
		}                                                              \
	} while (0)

int open(const char *name, int flags, ...)
{
	mode_t mode = 0;

	TAKE_MODE(mode, flags);
	return files_open(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...);
int open64(const char *name, int flags, ...)
{
	mode_t mode = 0;

	TAKE_MODE(mode, flags);
	return files_open(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...)
{
	mode_t mode = 0;

	TAKE_MODE(mode, flags);
	return files_open(folder, name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...);
int openat64(int folder, const char *name, int flags, ...)
{
	mode_t mode = 0;

	TAKE_MODE(mode, flags);
	return files_open(folder, name, flags, mode);
}

/* What libc's own inline versions call. */
int __open_2(const char *name, int flags);
int __open_2(const char *name, int flags)
{
	return files_open(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char *name, int flags);
int __open64_2(const char *name, int flags)
{
	return files_open(AT_FDCWD, name, flags, 0);
}

int __openat_2(int folder, const char *name, int flags);
int __openat_2(int folder, const char *name, int flags)
{
	return files_open(folder, name, flags, 0);
}

int __openat64_2(int folder, const char *name, int flags);
int __openat64_2(int folder, const char *name, int flags)
{
	return files_open(folder, name, flags, 0);
}

#endif
