/*
 * Threads: begun so that signals are for the others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_BASE_THREAD_H
#define PRESSMARK_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Begins a thread in which every signal is blocked, but those of its own crash,
 * to be joined. False when there can be none: then the caller does the work
 * itself. */
bool thread_begin(pthread_t *out, void *(*work)(void *payload), void *payload);

#endif
