/*
 * Clients: who asks, by the address of a connection or what a proxy says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/client.h"

#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#define MAPPED_LEN 12

/* ::ffff:0:0/96 stands for IPv4 (RFC 4291, 2.5.5.2). */
static struct client from_ipv6(const unsigned char bytes[16])
{
	static const unsigned char mapped[MAPPED_LEN] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
	};
	struct client c = { .len = 16 };

	if (!memcmp(bytes, mapped, MAPPED_LEN)) {
		c.len = 4;
		memcpy(c.bytes, bytes + MAPPED_LEN, 4);
	} else {
		memcpy(c.bytes, bytes, 16);
	}
	return c;
}

struct client client_of(const struct sockaddr *address)
{
	struct client c = { .len = 0 };

	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		c.len = 4;
		memcpy(c.bytes, &in.sin_addr, 4);
	} else if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in;

		memcpy(&in, address, sizeof(in));
		c = from_ipv6(in.sin6_addr.s6_addr);
	}
	return c;
}

/* Leaves out a port: "1.2.3.4:5", "[::1]:5", "[::1]". */
static struct str without_port(struct str text)
{
	size_t colon = str_find(text, ':');

	if (str_starts(text, STR("["))) {
		size_t end = str_find(text, ']');

		return end < text.len ? str_head(str_skip(text, 1), end - 1)
				      : STR("");
	}
	if (str_find(str_skip(text, colon + 1), ':') + colon + 1 >= text.len)
		return str_head(text, colon);
	return text;
}

bool client_read(struct str text, struct client *out)
{
	char name[INET6_ADDRSTRLEN];
	unsigned char bytes[16];

	text = without_port(str_trim(text));
	if (text.len == 0 || text.len >= sizeof(name))
		return false;
	memcpy(name, text.p, text.len);
	name[text.len] = '\0';
	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, name, out->bytes) == 1) {
		out->len = 4;
		return true;
	}
	if (inet_pton(AF_INET6, name, bytes) != 1)
		return false;
	*out = from_ipv6(bytes);
	return true;
}

bool client_is_local(const struct client *c)
{
	static const unsigned char loopback[16] = { [15] = 1 };

	if (c->len == 4)
		return c->bytes[0] == 127;
	return c->len == 0 || !memcmp(c->bytes, loopback, 16);
}

bool client_is_same(const struct client *a, const struct client *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

struct str client_key(const struct client *c)
{
	return str_make((const char *)c->bytes, c->len == 16 ? 8 : c->len);
}

void client_add_truncated(const struct client *c, struct buf *out)
{
	unsigned char bytes[16] = { 0 };
	char name[INET6_ADDRSTRLEN];

	if (c->len == 0) {
		buf_add_str(out, STR("local"));
		return;
	}
	memcpy(bytes, c->bytes, c->len == 4 ? 3 : 6);
	if (inet_ntop(c->len == 4 ? AF_INET : AF_INET6, bytes, name,
		      sizeof(name)))
		buf_add_str(out, str_of(name));
}
