/*
 * Clients: who asks, by the address of a connection or what a proxy says.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A client is an IPv4 address, or the first 64 bits of an IPv6 one: what a
 * household or a machine has to itself.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_SERVER_CLIENT_H
#define PRESSMARK_SERVER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/socket.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct client {
	unsigned char bytes[16]; /* of the address; IPv4 is 4 of them */
	unsigned char len;	 /* 4 or 16; 0: a socket of this machine */
};

/* The client at the other end of a socket. */
struct client client_of(const struct sockaddr *address);

/* Reads an address as people write it, brackets and a port allowed behind it
 * as proxies add them. False when it is none. */
bool client_read(struct str text, struct client *out);

/* Is it this machine: a loopback address, or no address? */
bool client_is_local(const struct client *client);

bool client_is_same(const struct client *a, const struct client *b);

/* What a client is known by: 4 or 8 bytes of it. */
struct str client_key(const struct client *client);

/* Appends the address with its end left out, as it may be kept: of IPv4 the
 * last 8 bits are 0, of IPv6 the last 80. */
void client_add_truncated(const struct client *client, struct buf *out);

#endif
