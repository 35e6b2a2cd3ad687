/*
 * Listening: a socket at an address.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: no state.
 */
#ifndef PRESSMARK_SERVER_LISTEN_H
#define PRESSMARK_SERVER_LISTEN_H

#include "base/buf.h"
#include "base/err.h"

/* Listens at "127.0.0.1:7700", "[::1]:7700", "localhost:7700", ":7700" (all
 * addresses) or "unix:/run/pressmark.sock", which replaces a socket there that
 * nobody listens at. Port 0 is any that is free. ERR_USAGE, ERR_IO. */
int listen_at(const char *address, int *out, struct err *err);

/* Appends where a socket listens, as a URL or "unix:PATH". */
void listen_describe(int fd, struct buf *out);

#endif
