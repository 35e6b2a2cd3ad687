/*
 * Listening: a socket at an address.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/listen.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/str.h"

#define BACKLOG	  1024
#define HOST_SIZE 256

static int make_socket(int family)
{
	return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Removes a socket that is left over; what else is there stays. */
static void remove_left_over(const struct sockaddr_un *address)
{
	struct stat status;
	int fd;

	if (lstat(address->sun_path, &status) || !S_ISSOCK(status.st_mode))
		return;
	fd = make_socket(AF_UNIX);
	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) &&
	    errno == ECONNREFUSED)
		unlink(address->sun_path);
	close(fd);
}

static int listen_at_path(const char *path, int *out, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) == 0 || strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_USAGE,
			       "'%s' is no path for a socket: it has from 1 to "
			       "%zu bytes",
			       path, sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path));
	remove_left_over(&address);
	*out = make_socket(AF_UNIX);
	if (*out < 0 ||
	    bind(*out, (const struct sockaddr *)&address, sizeof(address)) ||
	    listen(*out, BACKLOG))
		return err_set_errno(err, errno, "cannot listen at 'unix:%s'",
				     path);
	return 0;
}

static bool is_port(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= 5 && strspn(text, "0123456789") == len &&
	       strtoul(text, NULL, 10) <= UINT16_MAX;
}

/* Parts "HOST:PORT"; the host may be empty, or stand in brackets. */
static bool split(const char *address, char host[HOST_SIZE], const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t len;

	if (!colon || !is_port(colon + 1))
		return false;
	len = (size_t)(colon - address);
	if (len >= 2 && address[0] == '[' && address[len - 1] == ']') {
		address++;
		len -= 2;
	} else if (memchr(address, ':', len)) {
		return false;
	}
	if (len >= HOST_SIZE)
		return false;
	memcpy(host, address, len);
	host[len] = '\0';
	*port = colon + 1;
	return true;
}

static int listen_at_one(const struct addrinfo *info)
{
	const int on = 1;
	int fd = make_socket(info->ai_family);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

int listen_at(const char *address, int *out, struct err *err)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
				  .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *found;
	char host[HOST_SIZE];
	const char *port;
	int ret;

	if (!strncmp(address, "unix:", 5))
		return listen_at_path(address + 5, out, err);
	if (!split(address, host, &port))
		return err_set(err, ERR_USAGE,
			       "'%s' is no address to listen at: it is "
			       "HOST:PORT, [ADDRESS]:PORT or unix:PATH",
			       address);
	ret = getaddrinfo(host[0] ? host : NULL, port, &hints, &found);
	if (ret)
		return err_set(err, ERR_USAGE, "cannot listen at '%s': %s",
			       address, gai_strerror(ret));
	*out = -1;
	for (const struct addrinfo *i = found; i && *out < 0; i = i->ai_next)
		*out = listen_at_one(i);
	ret = errno;
	freeaddrinfo(found);
	return *out < 0 ? err_set_errno(err, ret, "cannot listen at '%s'",
					address)
			: 0;
}

void listen_describe(int fd, struct buf *out)
{
	struct sockaddr_storage address = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(address);
	char host[HOST_SIZE], port[16];

	if (getsockname(fd, (struct sockaddr *)&address, &len))
		return;
	if (address.ss_family == AF_UNIX) {
		struct sockaddr_un un;

		memcpy(&un, &address, sizeof(un));
		buf_printf(out, "unix:%s", un.sun_path);
		return;
	}
	if (getnameinfo((const struct sockaddr *)&address, len, host,
			sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV))
		return;
	buf_printf(out,
		   address.ss_family == AF_INET6 ? "http://[%s]:%s/"
						 : "http://%s:%s/",
		   host, port);
}
