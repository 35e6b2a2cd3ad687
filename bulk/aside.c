/*
 * Something that is done beside everything else, by a thread of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/aside.h"

#include "base/thread.h"

static void *run(void *payload)
{
	struct aside *a = payload;

	a->ret = a->fn(a->payload, &a->err);
	return NULL;
}

void aside_start(struct aside *a, aside_fn fn, void *payload)
{
	if (a->is_running)
		BUG("something is done already");
	a->fn = fn;
	a->payload = payload;
	a->err = (struct err)ERR_INIT;
	a->ret = 0;
	a->is_running = a->has_threads && thread_begin(&a->thread, run, a);
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
