/*
 * Time zones: the system's zone data, read without its global state.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads TZif files (RFC 9636, versions 1 to 4) from /usr/share/zoneinfo, so
 * that any number of zones can be used at once and no environment variable
 * matters.
 *
 * Threads: a loaded zone is read only.
 */
#ifndef PRESSMARK_TEXT_ZONE_H
#define PRESSMARK_TEXT_ZONE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct zone;

/* Loads a zone by its IANA name, such as "Asia/Karachi", or "UTC", which needs
 * no data. ERR_USAGE when there is no such zone, with the nearest name, or no
 * data at all; ERR_INPUT for damaged data, ERR_IO, ERR_MEMORY, ERR_LIMIT (the
 * arena's, or a file above LIMIT_ZONE_BYTES). The zone lives in the arena. */
int zone_load(struct str name, struct arena *arena, const struct zone **out,
	      struct err *err);

/* Makes a zone of the bytes of a TZif file. ERR_INPUT when they are none,
 * ERR_MEMORY, ERR_LIMIT (the arena's). Nothing of the bytes is kept. Leap
 * seconds are passed over: instants are those of POSIX, which has none. */
int zone_parse(struct str bytes, struct str name, struct arena *arena,
	       const struct zone **out, struct err *err);

/* Its name, as it was asked for. */
struct str zone_name(const struct zone *zone);

/* Seconds east of UTC at an instant (seconds since 1970 in UTC). */
int32_t zone_offset_at(const struct zone *zone, int64_t instant);

/* The instant at which clocks there show this local time (seconds since 1970
 * as if they showed UTC). Of two the first; for a time that is left out, as
 * when summer time begins, what the clocks show would be with the offset
 * before it. */
int64_t zone_instant(const struct zone *zone, int64_t local);

/* The day that it is there at an instant, counted from 1970-01-01; with NULL
 * that of UTC. */
int64_t zone_day(const struct zone *zone, int64_t instant);

#endif
