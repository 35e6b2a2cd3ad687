/*
 * What a service manager passes, and is told: systemd's two small protocols.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/notify.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>
#include <sys/un.h>

#define FIRST_PASSED 3

static long number_of(const char *name)
{
	const char *value = getenv(name);

	return value ? strtol(value, NULL, 10) : 0;
}

int notify_take_socket(int *out, struct err *err)
{
	bool is_ours = number_of("LISTEN_PID") == (long)getpid();
	long count = number_of("LISTEN_FDS");

	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	*out = -1;
	if (!is_ours || count == 0)
		return 0;
	if (count != 1)
		return err_set(err, ERR_USAGE,
			       "one socket is to be passed, not %ld", count);
	if (fcntl(FIRST_PASSED, F_SETFD, FD_CLOEXEC) < 0 ||
	    fcntl(FIRST_PASSED, F_SETFL, O_NONBLOCK) < 0)
		return err_set(err, ERR_USAGE, "no socket was passed");
	*out = FIRST_PASSED;
	return 0;
}

void notify_send(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;
	int fd;

	if (len < 2 || len >= sizeof(address.sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(address.sun_path, path, len);
	/* A name that is no file. */
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Nobody can be told if this fails. */
	(void)!sendto(
		fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
		(const struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}
