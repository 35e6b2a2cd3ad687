/*
 * For tests of base/fs: each test has an empty folder of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Included once by a test program, after nothing else. A test is listed with
 * TEST(name); it finds its folder as `root`, and paths below it by at("name").
 */
#ifndef PRESSMARK_TESTS_UNIT_FOLDER_H
#define PRESSMARK_TESTS_UNIT_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif

static char root[256];

static inline int make_root(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	/* What hangs is to end. */
	alarm(60);
	snprintf(root, sizeof(root), "%s/test_fs.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	return mkdtemp(root) ? 0 : -1;
}

static inline int remove_root(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	return fs_remove_tree(root, &err) == 0 ? 0 : -1;
}

/* The path of `name` below the root; eight of them live at a time. */
static inline const char *at(const char *name)
{
	static char paths[8][8192];
	static unsigned int turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", root, name);
	return path;
}

static inline void put(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.len), bytes.len);
	assert_int_equal(close(fd), 0);
}

static inline void make_folder(const char *name)
{
	assert_int_equal(mkdir(at(name), 0777), 0);
}

static inline bool exists(const char *path)
{
	struct stat now;

	return lstat(path, &now) == 0;
}

static inline void sleep_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

static inline int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Root may read everything; what is to be forbidden is tried as nobody. False
 * (said aloud) when that cannot be. Not skip(): cmocka 1.1.5 reports it as
 * "not ok", a failure to prove. */
static inline bool become_ordinary(void)
{
	if (geteuid() != 0)
		return true;
	if (chmod(root, 0777) == 0 && seteuid(65534) == 0) {
		if (access(root, F_OK) == 0 && fs_is_folder(root))
			return true;
		assert_int_equal(seteuid(0), 0);
	}
	fputs("# skipped: root is forbidden nothing\n", stderr);
	return false;
}

static inline void become_as_before(void)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

/* Waits for a child that returns 0 when all is well. */
static inline void expect_child(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static inline int count_file(const char *path, const char *below, void *payload)
{
	(void)path;
	(void)below;
	++*(size_t *)payload;
	return 0;
}

static inline size_t count_files(void)
{
	size_t count = 0;
	struct fs_walk walk = { .file = count_file, .payload = &count };
	struct err err = ERR_INIT;

	assert_int_equal(fs_walk(root, &walk, &err), 0);
	return count;
}

static inline void check_content(const char *path, struct str expected)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(fs_read(path, 1 << 20, &out, &err), 0);
	assert_true(str_eq(buf_view(&out), expected));
	buf_release(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

#endif
