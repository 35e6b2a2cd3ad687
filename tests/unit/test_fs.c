/*
 * Tests of base/fs: reading and writing. Trees: test_fs_tree; locks:
 * test_fs_lock.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/fs.h"

#include "tests/unit/folder.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

/* --- Reading ------------------------------------------------------------- */

static void reads_whole_files_and_pads_them(void **state)
{
	static char bytes[70000];
	static const char zeros[FS_PADDING];
	static const size_t sizes[] = { 70000, 1, 0, 4096, 4095, 65536, 10 };
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	/* The same buf, so that what was there before would show. */
	for (size_t i = 0; i < COUNT(sizes); i++) {
		put(at("a"), str_make(bytes, sizes[i]));
		assert_int_equal(fs_read(at("a"), sizes[i], &out, &err), 0);
		assert_int_equal(out.len, sizes[i]);
		assert_memory_equal(out.p, bytes, out.len);
		assert_memory_equal(out.p + out.len, zeros, FS_PADDING);
	}
	assert_int_equal(err.code, ERR_OK);
	buf_release(&out);
}

static void the_bound_of_out_is_not_asked_and_kept(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	out.max = 3;
	put(at("a"), STR("abcdef"));
	assert_int_equal(fs_read(at("a"), 10, &out, &err), 0);
	assert_true(str_eq(buf_view(&out), STR("abcdef")));
	assert_int_equal(out.max, 3);
	buf_release(&out);
}

static void an_absent_file_is_an_outcome(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	put(at("file"), STR("x"));
	buf_add(&out, "old", 3);
	assert_int_equal(fs_read(at("no"), 10, &out, &err), FS_ABSENT);
	assert_int_equal(fs_read(at("no/no"), 10, &out, &err), FS_ABSENT);
	assert_int_equal(fs_read(at("file/no"), 10, &out, &err), FS_ABSENT);
	assert_int_equal(err.code, ERR_OK);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

static void too_large_a_file_is_refused_before_reading(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	put(at("a"), STR("123456"));
	assert_int_equal(fs_read(at("a"), 6, &out, &err), 0);
	assert_int_equal(fs_read(at("a"), 5, &out, &err), ERR_LIMIT);
	assert_non_null(strstr(err.message, "6 bytes, more than 5"));
	assert_int_equal(out.len, 0);
	err_clear(&err);
	assert_int_equal(fs_read(at("a"), 0, &out, &err), ERR_LIMIT);
	buf_release(&out);

	/* Nothing is allocated for a file of a tebibyte of holes. */
	if (truncate(at("a"), (off_t)1 << 40) == 0) {
		err_clear(&err);
		assert_int_equal(fs_read(at("a"), 1 << 20, &out, &err),
				 ERR_LIMIT);
		assert_int_equal(out.cap, 0);
	}
	buf_release(&out);
}

static void only_regular_files_are_read_and_nothing_hangs(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct buf out = BUF_INIT;
	const char *paths[5];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	make_folder("folder");
	assert_int_equal(mkfifo(at("fifo"), 0666), 0);
	put(at("file"), STR("x"));
	assert_int_equal(symlink("file", at("link")), 0);
	paths[0] = at("folder");
	paths[1] = at("fifo");
	paths[2] = at("link");
	paths[3] = "/dev/null";
	paths[4] = at("socket");
	assert_true(strlen(paths[4]) < sizeof(address.sun_path));
	memcpy(address.sun_path, paths[4], strlen(paths[4]) + 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)),
			 0);
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(fs_read(paths[i], 10, &out, &err), ERR_INPUT);
		assert_non_null(strstr(err.message, paths[i]));
		assert_non_null(
			strstr(err.message, i == 2 ? "is a symbolic link"
						   : "is not a regular file"));
	}
	close(fd);
	buf_release(&out);
}

static void links_on_the_way_are_followed_but_not_in_circles(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	make_folder("real");
	put(at("real/file"), STR("x"));
	assert_int_equal(symlink("real", at("way")), 0);
	assert_int_equal(symlink("loop", at("loop")), 0);
	assert_int_equal(fs_read(at("way/file"), 10, &out, &err), 0);
	assert_int_equal(fs_read(at("loop/file"), 10, &out, &err), ERR_IO);
	buf_release(&out);
}

static void what_the_system_refuses_to_read_is_io(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	char name[400];

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(fs_read(at(name), 10, &out, &err), ERR_IO);
	put(at("secret"), STR("x"));
	assert_int_equal(chmod(at("secret"), 0), 0);
	if (become_ordinary()) {
		int result;

		err_clear(&err);
		result = fs_read(at("secret"), 10, &out, &err);
		become_as_before();
		assert_int_equal(result, ERR_IO);
		assert_non_null(strstr(err.message, "Permission denied"));
	}
	buf_release(&out);
}

struct writer {
	const char *path;
	atomic_bool stop;
};

/* Makes the file longer, byte by byte. */
static void *keep_appending(void *payload)
{
	struct writer *w = payload;
	int fd = open(w->path, O_WRONLY | O_APPEND);

	while (fd >= 0 && !atomic_load(&w->stop)) {
		if (write(fd, "x", 1) != 1)
			break;
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* Changes it in place; size and inode stay. */
static void *keep_rewriting(void *payload)
{
	struct writer *w = payload;
	int fd = open(w->path, O_WRONLY);

	while (fd >= 0 && !atomic_load(&w->stop)) {
		if (pwrite(fd, "x", 1, 0) != 1)
			break;
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

static void a_file_that_changes_all_the_time_is_an_outcome(void **state)
{
	static void *(*const changes[])(void *) = { keep_appending,
						    keep_rewriting };
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct writer w = { .path = at("a"), .stop = false };
		int64_t end = now_ms() + 20000;
		pthread_t thread;
		int result = 0;

		put(w.path, STR(""));
		assert_int_equal(truncate(w.path, 4 << 20), 0);
		assert_int_equal(pthread_create(&thread, NULL, changes[i], &w),
				 0);
		/* Now and then the writer may not get a turn during the read,
		 * or the file system's clock may not tick. */
		while (result == 0 && now_ms() < end)
			result = fs_read(w.path, 1u << 30, &out, &err);
		atomic_store(&w.stop, true);
		pthread_join(thread, NULL);
		assert_int_equal(result, FS_CHANGED);
		assert_int_equal(err.code, ERR_OK);
		assert_int_equal(out.len, 0);
		/* Left in peace it is read. */
		assert_int_equal(fs_read(w.path, 1u << 30, &out, &err), 0);
	}
	buf_release(&out);
}

/* Replaces the file by one of another letter and another size. */
static void *keep_replacing(void *payload)
{
	static char bytes[100000];
	struct writer *w = payload;
	struct err err = ERR_INIT;

	for (size_t i = 0; !atomic_load(&w->stop); i++) {
		memset(bytes, (int)('a' + i % 26), sizeof(bytes));
		if (fs_write_atomic(w->path,
				    str_make(bytes, 50000 + i * 37 % 50000),
				    &err) < 0)
			break;
	}
	return NULL;
}

static void a_file_that_is_replaced_is_read_whole_or_not(void **state)
{
	struct writer w = { .path = at("a"), .stop = false };
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	pthread_t thread;

	(void)state;
	put(w.path, STR("aaaa"));
	assert_int_equal(pthread_create(&thread, NULL, keep_replacing, &w), 0);
	for (int i = 0; i < 300; i++) {
		int result = fs_read(w.path, 100000, &out, &err);

		if (result == FS_CHANGED)
			continue;
		assert_int_equal(result, 0);
		assert_true(out.len >= 4);
		assert_memory_equal(out.p, out.p + 1, out.len - 1);
	}
	atomic_store(&w.stop, true);
	pthread_join(thread, NULL);
	buf_release(&out);
}

#ifndef UNDER_SANITIZER
static int read_in_little_memory(const char *path)
{
	struct rlimit limit = { 256u << 20, 256u << 20 };
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 1;
	return fs_read(path, SIZE_MAX, &out, &err) != ERR_MEMORY ||
	       out.failed || out.len;
}
#endif

static void want_of_memory_is_told(void **state)
{
	(void)state;
#ifdef UNDER_SANITIZER
	fputs("# skipped: no sanitizer runs in little memory\n", stderr);
#else
	pid_t child;

	put(at("a"), STR(""));
	assert_int_equal(truncate(at("a"), (off_t)1 << 32), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(read_in_little_memory(at("a")));
	expect_child(child);
#endif
}

/* --- Writing ------------------------------------------------------------- */

static void writes_and_replaces_leaving_no_other_file(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(fs_write_atomic(at("a"), STR("one\0two"), &err), 0);
	check_content(at("a"), STR("one\0two"));
	assert_int_equal(fs_write_atomic(at("a"), STR(""), &err), 0);
	check_content(at("a"), STR(""));
	put(at("target"), STR("t"));
	assert_int_equal(symlink("target", at("link")), 0);
	assert_int_equal(fs_write_atomic(at("link"), STR("new"), &err), 0);
	check_content(at("link"), STR("new"));
	check_content(at("target"), STR("t"));
	assert_int_equal(count_files(), 3);
	assert_int_equal(err.code, ERR_OK);
}

static void writes_beside_without_a_folder_in_the_path(void **state)
{
	struct err err = ERR_INIT;
	int was = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result;

	(void)state;
	assert_true(was >= 0);
	assert_int_equal(chdir(root), 0);
	result = fs_write_atomic("plain", STR("x"), &err);
	assert_int_equal(fchdir(was), 0);
	close(was);
	assert_int_equal(result, 0);
	check_content(at("plain"), STR("x"));
}

static void a_failed_write_leaves_the_old_and_nothing_else(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	make_folder("folder");
	assert_int_equal(fs_write_atomic(at("folder"), STR("x"), &err), ERR_IO);
	assert_non_null(strstr(err.message, "cannot replace"));
	assert_int_equal(count_files(), 0);
	err_clear(&err);
	assert_int_equal(fs_write_atomic(at("no/file"), STR("x"), &err),
			 ERR_IO);
	err_clear(&err);
	if (become_ordinary()) {
		int result = fs_write_atomic(at("folder/a"), STR("x"), &err);

		become_as_before();
		/* Whoever owns the folder may write into it. */
		assert_int_equal(result, geteuid() == 0 ? ERR_IO : 0);
	}
}

static int write_too_much(const char *path)
{
	static char bytes[65536];
	struct rlimit limit = { 4096, 4096 };
	struct err err = ERR_INIT;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	return fs_write_atomic(path, str_make(bytes, sizeof(bytes)), &err) !=
	       ERR_IO;
}

static void a_write_cut_short_leaves_the_old(void **state)
{
	pid_t child;

	(void)state;
	put(at("a"), STR("old"));
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(write_too_much(at("a")));
	expect_child(child);
	check_content(at("a"), STR("old"));
	assert_int_equal(count_files(), 1);
}

static void a_path_without_a_name_is_refused(void **state)
{
	static const char *const names[] = { "", "a/", ".", "a/..", "a//" };

	(void)state;
	make_folder("a");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(fs_write_atomic(at(names[i]), STR("x"), &err),
				 ERR_USAGE);
	}
	assert_true(fs_is_folder(at("a")));
}

static void makes_and_syncs_folders(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(fs_make_folder(at("a"), &err), 0);
	assert_int_equal(fs_make_folder(at("a"), &err), 0);
	assert_true(fs_is_folder(at("a")));
	assert_int_equal(fs_sync_folder(at("a"), &err), 0);
	put(at("file"), STR("x"));
	assert_false(fs_is_folder(at("file")));
	assert_false(fs_is_folder(at("no")));
	assert_int_equal(fs_make_folder(at("file"), &err), ERR_IO);
	err_clear(&err);
	assert_int_equal(fs_make_folder(at("no/no"), &err), ERR_IO);
	err_clear(&err);
	assert_int_equal(fs_sync_folder(at("no"), &err), ERR_IO);
	err_clear(&err);
	assert_int_equal(fs_sync_folder(at("file"), &err), ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_whole_files_and_pads_them),
		TEST(the_bound_of_out_is_not_asked_and_kept),
		TEST(an_absent_file_is_an_outcome),
		TEST(too_large_a_file_is_refused_before_reading),
		TEST(only_regular_files_are_read_and_nothing_hangs),
		TEST(links_on_the_way_are_followed_but_not_in_circles),
		TEST(what_the_system_refuses_to_read_is_io),
		TEST(a_file_that_changes_all_the_time_is_an_outcome),
		TEST(a_file_that_is_replaced_is_read_whole_or_not),
		TEST(want_of_memory_is_told),
		TEST(writes_and_replaces_leaving_no_other_file),
		TEST(writes_beside_without_a_folder_in_the_path),
		TEST(a_failed_write_leaves_the_old_and_nothing_else),
		TEST(a_write_cut_short_leaves_the_old),
		TEST(a_path_without_a_name_is_refused),
		TEST(makes_and_syncs_folders),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fs", tests, NULL, NULL);
}
