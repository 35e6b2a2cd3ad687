/*
 * The progress line of a long run, on a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Drawn on standard error at most ten times a second, and only if that is a
 * terminal; erased before anything else is written there and at the end.
 *
 * Threads: main's only.
 */
#ifndef PRESSMARK_CLI_PROGRESS_H
#define PRESSMARK_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool enabled;
	bool drawn;
	int64_t started_ms;
	int64_t drawn_ms;
};

/* Starts the clock. */
void progress_init(struct progress *p, bool enabled);

/* Draws, if it is time to. */
void progress_show(struct progress *p, size_t done, size_t total,
		   uint64_t bytes);

/* Takes the line away. */
void progress_erase(struct progress *p);

/* Milliseconds since progress_init. */
int64_t progress_elapsed_ms(const struct progress *p);

#endif
