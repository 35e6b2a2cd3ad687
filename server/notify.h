/*
 * What a service manager passes, and is told: systemd's two small protocols.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both are a few environment variables and a datagram, described in
 * sd_listen_fds(3) and sd_notify(3) as stable; libsystemd would bring
 * compression and cryptography along.
 *
 * Threads: main's only, since the environment is changed.
 */
#ifndef PRESSMARK_SERVER_NOTIFY_H
#define PRESSMARK_SERVER_NOTIFY_H

#include "base/err.h"

/* The listening socket that was passed, or -1. The variables are removed.
 * ERR_USAGE when there are several. */
int notify_take_socket(int *out, struct err *err);

/* Sends a state, such as "READY=1"; does nothing where nobody asked. */
void notify_send(const char *state);

#endif
