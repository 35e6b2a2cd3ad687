/*
 * Tests of base/fs: locking.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/fs.h"

#include "tests/unit/folder.h"

#include <signal.h>

/* --- Locking ------------------------------------------------------------- */

/* A child that locks and then waits to be killed, or for `ms`. */
static pid_t start_holder(const char *holder, long ms)
{
	int ends[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct err err = ERR_INIT;
		int fd;

		if (fs_lock(at("lock"), holder, 0, &fd, &err) != 0 ||
		    write(ends[1], "x", 1) != 1)
			_exit(1);
		sleep_ms(ms);
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	return child;
}

static void a_held_lock_names_its_holder(void **state)
{
	static const struct {
		const char *holder, *said;
	} cases[] = {
		{ "pressmark update, process 12",
		  "is locked by pressmark update, process 12" },
		{ "x", "is locked by x" },
		{ "first\nsecond\x1b", "is locked by first" },
		{ "", "is locked by another process" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		pid_t child = start_holder(cases[i].holder, 50000);
		struct err err = ERR_INIT;
		int fd = -1, result, status;

		result = fs_lock(at("lock"), "me", 0, &fd, &err);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(result, ERR_LOCKED);
		assert_int_equal(fd, -1);
		assert_true(
			str_ends(str_of(err.message), str_of(cases[i].said)));
		/* The kernel gave it back. */
		err_clear(&err);
		assert_int_equal(fs_lock(at("lock"), "me", 0, &fd, &err), 0);
		check_content(at("lock"), STR("me\n"));
		close(fd);
	}
}

static void waiting_ends_when_the_holder_dies(void **state)
{
	pid_t child = start_holder("short", 300);
	struct err err = ERR_INIT;
	int fd = -1;

	(void)state;
	assert_int_equal(fs_lock(at("lock"), "me", 30000, &fd, &err), 0);
	assert_true(fd >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
	expect_child(child);
}

static void waiting_has_its_limit(void **state)
{
	struct err err = ERR_INIT;
	int64_t start;
	int fd, other = -1;

	(void)state;
	/* A second lock within one process is refused as well. */
	assert_int_equal(fs_lock(at("lock"), "me", 0, &fd, &err), 0);
	start = now_ms();
	assert_int_equal(fs_lock(at("lock"), "too", 250, &other, &err),
			 ERR_LOCKED);
	assert_true(now_ms() - start >= 250);
	assert_non_null(strstr(err.message, "is locked by me"));
	close(fd);
	err_clear(&err);
	assert_int_equal(fs_lock(at("lock"), "me", 0, &fd, &err), 0);
	close(fd);
}

static void a_long_holder_is_cut(void **state)
{
	char holder[1000];
	struct err err = ERR_INIT;
	int fd, other;

	(void)state;
	memset(holder, 'h', sizeof(holder) - 1);
	holder[sizeof(holder) - 1] = '\0';
	assert_int_equal(fs_lock(at("lock"), holder, 0, &fd, &err), 0);
	holder[200] = '\0';
	assert_int_equal(fs_lock(at("lock"), "me", 0, &other, &err),
			 ERR_LOCKED);
	assert_true(str_ends(str_of(err.message), str_of(holder)));
	assert_false(strstr(err.message, "hhh") == NULL);
	close(fd);
}

static void a_lock_must_be_a_file_that_can_be_made(void **state)
{
	const char *paths[4];

	(void)state;
	make_folder("folder");
	assert_int_equal(mkfifo(at("fifo"), 0666), 0);
	assert_int_equal(symlink("target", at("link")), 0);
	paths[0] = at("folder");
	paths[1] = at("fifo");
	paths[2] = at("link");
	paths[3] = at("no/lock");
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct err err = ERR_INIT;
		int fd = -1;

		assert_int_equal(fs_lock(paths[i], "me", 1000, &fd, &err),
				 ERR_IO);
		assert_int_equal(fd, -1);
	}
	assert_false(exists(at("target")));
}

static void a_removed_lock_file_does_not_let_two_in(void **state)
{
	struct err err = ERR_INIT;
	int first, second, third = -1;

	(void)state;
	assert_int_equal(fs_lock(at("lock"), "first", 0, &first, &err), 0);
	/* Whoever removes the folder takes the lock away. */
	assert_int_equal(unlink(at("lock")), 0);
	assert_int_equal(fs_lock(at("lock"), "second", 0, &second, &err), 0);
	close(first);
	assert_int_equal(fs_lock(at("lock"), "third", 0, &third, &err),
			 ERR_LOCKED);
	assert_non_null(strstr(err.message, "second"));
	close(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_held_lock_names_its_holder),
		TEST(waiting_ends_when_the_holder_dies),
		TEST(waiting_has_its_limit),
		TEST(a_long_holder_is_cut),
		TEST(a_lock_must_be_a_file_that_can_be_made),
		TEST(a_removed_lock_file_does_not_let_two_in),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fs_lock", tests, NULL, NULL);
}
