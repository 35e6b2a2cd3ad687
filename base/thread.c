/*
 * Threads: begun so that signals are for the others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/thread.h"

#include <signal.h>
#include <stddef.h>

bool thread_begin(pthread_t *out, void *(*work)(void *payload), void *payload)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGABRT };
	sigset_t all, before;
	bool has_begun;

	/* A thread begins with the mask of the one that begins it. */
	sigfillset(&all);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigdelset(&all, crashes[i]);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	has_begun = pthread_create(out, NULL, work, payload) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return has_begun;
}
