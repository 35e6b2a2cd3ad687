/*
 * Deadlines: until when something may go on.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Time as it passes (CLOCK_MONOTONIC), not that of the processor: who waits
 * for an answer waits for the disk too.
 *
 *	struct deadline deadline = deadline_in(250);
 *
 *	for (size_t i = 0; i < count; i++) {
 *		if (deadline_check(&deadline, err))
 *			return err->code;
 *		...
 *	}
 *
 * Threads: pure functions but for the clock; a deadline may be shared.
 */
#ifndef PRESSMARK_BASE_DEADLINE_H
#define PRESSMARK_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct deadline {
	int64_t at_ns; /* of CLOCK_MONOTONIC; 0: never */
};

/* What the time is, in nanoseconds of CLOCK_MONOTONIC. */
int64_t deadline_now_ns(void);

/* So many milliseconds from now; 0: never. */
struct deadline deadline_in(unsigned int ms);

/* Some 30 ns: the clock is read. */
bool deadline_is_past(const struct deadline *deadline);

/* 0, or ERR_DEADLINE. */
int deadline_check(const struct deadline *deadline, struct err *err);

#ifdef __cplusplus
}
#endif

#endif
