/*
 * Deadlines: until when something may go on.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/deadline.h"

#include <time.h>

int64_t deadline_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct deadline deadline_in(unsigned int ms)
{
	struct deadline deadline = { 0 };

	if (ms)
		deadline.at_ns = deadline_now_ns() + (int64_t)ms * 1000000;
	return deadline;
}

bool deadline_is_past(const struct deadline *deadline)
{
	return deadline->at_ns && deadline_now_ns() >= deadline->at_ns;
}

int deadline_check(const struct deadline *deadline, struct err *err)
{
	if (!deadline_is_past(deadline))
		return 0;
	return err_set(err, ERR_DEADLINE, "time is up");
}
