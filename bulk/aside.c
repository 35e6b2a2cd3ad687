/*
 * Something that is done beside everything else, by a thread of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/aside.h"

#include <signal.h>

static void *run(void *payload)
{
	struct aside *a = payload;

	a->ret = a->fn(a->payload, &a->err);
	return NULL;
}

/* Signals are for others. */
static bool start_thread(struct aside *a)
{
	sigset_t all, before;
	bool is_started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	is_started = pthread_create(&a->thread, NULL, run, a) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return is_started;
}

void aside_start(struct aside *a, aside_fn fn, void *payload)
{
	if (a->is_running)
		BUG("something is done already");
	a->fn = fn;
	a->payload = payload;
	a->err = (struct err)ERR_INIT;
	a->ret = 0;
	a->is_running = a->has_threads && start_thread(a);
	if (!a->is_running)
		run(a);
}

int aside_wait(struct aside *a, struct err *err)
{
	int ret;

	if (a->is_running)
		pthread_join(a->thread, NULL);
	a->is_running = false;
	ret = a->ret;
	a->ret = 0;
	if (ret)
		err_copy(err, &a->err);
	return ret;
}
