/*
 * Tests of server/sandbox, server/listen and server/notify.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include <errno.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "server/listen.h"
#include "server/notify.h"
#include "server/sandbox.h"

/* What a confined process could do that it should not, as its exit status;
 * 77 where nothing is confined. */
static int try_all(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct err err = ERR_INIT;
	bool is_confined;
	int fd;

	if (sandbox_enter(at("index"), &is_confined, &err))
		return 1;
	if (!is_confined)
		return 77;
	if (open(at("index/inside"), O_RDONLY) < 0)
		return 2;
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
		return 3;
	if (open(at("outside"), O_RDONLY) >= 0 || errno != EACCES)
		return 4;
	if (open(at("index/new"), O_WRONLY | O_CREAT, 0600) >= 0 ||
	    errno != EACCES)
		return 5;
	if (open(at("index/inside"), O_WRONLY) >= 0 || errno != EACCES)
		return 6;
	if (unlink(at("index/inside")) == 0 || errno != EACCES)
		return 7;
	execl("/bin/true", "true", (char *)NULL);
	if (errno != EACCES)
		return 8;
	/* Where the kernel is too old for this, nobody listens there. */
	fd = socket(AF_INET, SOCK_STREAM, 0);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&in, sizeof(in)) == 0)
		return 9;
	return 0;
}

static void put_text(const char *path, const char *text)
{
	struct err err = ERR_INIT;

	assert_int_equal(fs_write_atomic(path, str_of(text), &err), 0);
}

static void a_sandbox_leaves_only_the_index(void **state)
{
	struct err err = ERR_INIT;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(fs_make_folder(at("index"), &err), 0);
	put_text(at("index/inside"), "a");
	put_text(at("outside"), "b");
	pid = fork();
	if (pid == 0)
		_exit(try_all());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void expect_listening(const char *address, const char *where)
{
	struct buf found = BUF_INIT;
	struct err err = ERR_INIT;
	int fd;

	if (listen_at(address, &fd, &err))
		fail_msg("%s", err.message);
	listen_describe(fd, &found);
	if (strncmp(found.p, where, strlen(where)) != 0)
		fail_msg("%s: %s", address, found.p);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
	buf_release(&found);
}

static void addresses_are_listened_at(void **state)
{
	struct buf path = BUF_INIT;

	(void)state;
	expect_listening("127.0.0.1:0", "http://127.0.0.1:");
	buf_printf(&path, "unix:%s", at("socket"));
	expect_listening(path.p, path.p);
	/* What a server left is replaced by the next. */
	expect_listening(path.p, path.p);
	buf_release(&path);
}

static void other_addresses_are_refused(void **state)
{
	static const char *const wrong[] = {
		"",	 "7700", "127.0.0.1",	       "127.0.0.1:", "::1:80",
		"[::1]", "a:b",	 "127.0.0.1:99999999", "unix:"
	};
	int fd;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = ERR_INIT;

		if (listen_at(wrong[i], &fd, &err) != ERR_USAGE)
			fail_msg("'%s' is listened at", wrong[i]);
	}
}

static void a_socket_that_is_in_use_is_not_taken(void **state)
{
	struct buf path = BUF_INIT;
	struct err err = ERR_INIT;
	int fd, other;

	(void)state;
	buf_printf(&path, "unix:%s", at("socket"));
	assert_int_equal(listen_at(path.p, &fd, &err), 0);
	assert_int_equal(listen_at(path.p, &other, &err), ERR_IO);
	close(fd);
	buf_release(&path);
}

static void a_manager_is_told(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	char text[32] = "";

	(void)state;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		 at("notify"));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)),
			 0);
	setenv("NOTIFY_SOCKET", at("notify"), 1);
	notify_send("READY=1");
	assert_int_equal(recv(fd, text, sizeof(text), MSG_DONTWAIT), 7);
	assert_string_equal(text, "READY=1");
	/* Where nobody listens nothing happens. */
	setenv("NOTIFY_SOCKET", at("none"), 1);
	notify_send("READY=1");
	setenv("NOTIFY_SOCKET", "relative", 1);
	notify_send("READY=1");
	unsetenv("NOTIFY_SOCKET");
	notify_send("READY=1");
	assert_int_equal(recv(fd, text, sizeof(text), MSG_DONTWAIT), -1);
	close(fd);
}

static void set_passed(long pid, const char *count)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld", pid);
	setenv("LISTEN_PID", text, 1);
	setenv("LISTEN_FDS", count, 1);
}

static void what_is_passed_to_another_is_not_taken(void **state)
{
	struct err err = ERR_INIT;
	int fd;

	(void)state;
	assert_int_equal(notify_take_socket(&fd, &err), 0);
	assert_int_equal(fd, -1);
	set_passed((long)getpid() + 1, "1");
	assert_int_equal(notify_take_socket(&fd, &err), 0);
	assert_int_equal(fd, -1);
	assert_null(getenv("LISTEN_FDS"));
	set_passed((long)getpid(), "2");
	assert_int_equal(notify_take_socket(&fd, &err), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sandbox_leaves_only_the_index),
		TEST(addresses_are_listened_at),
		TEST(other_addresses_are_refused),
		TEST(a_socket_that_is_in_use_is_not_taken),
		TEST(a_manager_is_told),
		TEST(what_is_passed_to_another_is_not_taken),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
