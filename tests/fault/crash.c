/*
 * Crashes at the $CRASH_AT-th read of an index, as damage may.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For LD_PRELOAD. Counted is pread of files below $CRASH_DIR, an absolute path,
 * which is how libxapian reads its tables; $CRASH_SIGNAL is the signal.
 */
/* The inline version of pread would be in the way. */
#undef _FORTIFY_SOURCE
/* pread64 and syscall are not POSIX's. */
#define _GNU_SOURCE

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void count(int fd)
{
	static long calls;
	const char *at = getenv("CRASH_AT"), *folder = getenv("CRASH_DIR");
	const char *number = getenv("CRASH_SIGNAL");
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	if (!at || !folder || !number ||
	    strncmp(path, folder, strlen(folder)) != 0)
		return;
	if (++calls == strtol(at, NULL, 10))
		raise((int)strtol(number, NULL, 10));
}

ssize_t pread(int fd, void *bytes, size_t len, off_t at)
{
	count(fd);
	return syscall(SYS_pread64, fd, bytes, len, at);
}

ssize_t pread64(int fd, void *bytes, size_t len, off64_t at)
{
	count(fd);
	return syscall(SYS_pread64, fd, bytes, len, at);
}
