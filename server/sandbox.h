/*
 * The sandbox: what a process takes from itself before it meets the world.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: for a process of one thread. Children inherit it.
 */
#ifndef PRESSMARK_SERVER_SANDBOX_H
#define PRESSMARK_SERVER_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"

/* From now on no program that is run has more rights, and where the kernel has
 * Landlock (5.13) only what is below the folder, and time zones, can be read,
 * nothing can be written, made or run, and (6.7) no TCP connection opened.
 * *is_confined says whether it has. ERR_IO when it has and refuses. */
int sandbox_enter(const char *folder, bool *is_confined, struct err *err);

#endif
