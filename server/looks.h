/*
 * The looks of an index: whether it is still as it was, seen from outside.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An index changes when `current` names another generation, or when a commit
 * replaces a file of the one that it names. Looking at both takes two calls of
 * stat(2), a microsecond, and no libxapian.
 *
 * Threads: one at a time. Memory: the folder's name must outlive it.
 */
#ifndef PRESSMARK_SERVER_LOOKS_H
#define PRESSMARK_SERVER_LOOKS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fs.h"

struct looks {
	const char *folder;	       /* of the index; set by the caller */
	struct buf current, commit;    /* the paths of the two */
	struct fs_stamp named, change; /* what they look like */
	uint64_t number;	       /* of what was seen last */
	uint64_t told;		       /* what looks_number said last */
	int64_t told_ns;	       /* and when, as deadline_now_ns */
};

/* What could not be told: no index, or one that has just changed, of which a
 * change within the same tick of the file system's clock would not show. */
#define LOOKS_NONE 0

/* Looks at the index. As long as the number is the
 * same and not LOOKS_NONE, so is the index. */
uint64_t looks_number(struct looks *looks);

/* Likewise; what was seen in the last millisecond is taken for now. */
uint64_t looks_recent(struct looks *looks);

void looks_release(struct looks *looks);

#endif
