/*
 * The supervisor: keeps a front at a listening socket.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It does nothing but wait, so that it does not fail: a front that ends is
 * replaced, and connections wait in the socket meanwhile. To reload, a new
 * front begins beside the old one, which then drains.
 *
 * Threads: main's only, since it handles signals.
 */
#ifndef PRESSMARK_SERVER_SUPERVISE_H
#define PRESSMARK_SERVER_SUPERVISE_H

#include "base/err.h"
#include "server/front.h"

/* Reads settings anew; on failure those that are in use stay. They are valid
 * until the next call but one. */
typedef int (*supervise_reload_fn)(const struct front_settings **out,
				   void *payload, struct err *err);

struct supervise {
	int listen_fd; /* which is closed when this ends */
	const struct front_settings *settings;
	supervise_reload_fn reload; /* at SIGHUP */
	void *payload;
	/* Called once when the first front can answer. */
	void (*ready)(void *payload);
	/* Called once when it is to end: other children of the process, which
	 * it waits for too, are to do so. */
	void (*ending)(void *payload);
};

#define SUPERVISE_FAILED 1

/* Runs until SIGTERM or SIGINT; SUPERVISE_FAILED when the first front could
 * not begin, and has said why. ERR_IO, ERR_MEMORY. */
int supervise_run(const struct supervise *supervise, struct err *err);

#endif
