/*
 * Something that is done beside everything else, by a thread of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: one calls these. What the other one uses is its
 * own from aside_start to aside_wait.
 */
#ifndef PRESSMARK_BULK_ASIDE_H
#define PRESSMARK_BULK_ASIDE_H

#include <pthread.h>
#include <stdbool.h>

#include "base/err.h"

typedef int (*aside_fn)(void *payload, struct err *err);

/* Zeroed before, but for the first. */
struct aside {
	bool has_threads; /* else all is done at once */
	bool is_running;
	pthread_t thread;
	aside_fn fn;
	void *payload;
	struct err err;
	int ret;
};

/* Begins with it; what was begun before has been waited for. */
void aside_start(struct aside *aside, aside_fn fn, void *payload);

/* Waits for its end, and returns what fn did; 0 where nothing was begun since
 * the last time. */
int aside_wait(struct aside *aside, struct err *err);

#endif
