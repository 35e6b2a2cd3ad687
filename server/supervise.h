/*
 * The supervisor: keeps a front at a listening socket, and what else is to run.
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

#include <stdbool.h>

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
	/* What else is to run, in a process of its own (see server/beside.h),
	 * and whether it is to, by the settings that were read last. */
	int (*beside)(void *payload);
	bool (*wants_beside)(void *payload);
};

#define SUPERVISE_FAILED 1

/* Runs until SIGTERM or SIGINT; SUPERVISE_FAILED when the first front could
 * not begin, and has said why. ERR_IO, ERR_MEMORY. */
int supervise_run(const struct supervise *supervise, struct err *err);

#endif
