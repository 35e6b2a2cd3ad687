/*
 * Heading ids, as GitHub and the generators that follow it make them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules are those of the github-slugger package: lower case; all but
 * letters, marks, digits, connectors, '-' and the blank go; each blank
 * becomes '-'; an id that was given before gets "-1", "-2", …
 *
 *	struct anchors anchors = ANCHORS_INIT;
 *	anchor_next(&anchors, heading, &arena, &id, &err);
 *	anchors_release(&anchors);
 *
 * Memory: ids live in the arena, which must outlive the struct anchors.
 * Threads: one at a time.
 */
#ifndef PRESSMARK_INDEXER_ANCHOR_H
#define PRESSMARK_INDEXER_ANCHOR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"

struct anchors {
	struct map seen; /* id -> how often it was asked for */
};

#define ANCHORS_INIT                                                           \
	{                                                                      \
		MAP_INIT                                                       \
	}

/* Sets *out to the id of an article's next heading, which is clean UTF-8; the
 * id may be empty. 0, ERR_MEMORY, ERR_LIMIT (the arena's). */
int anchor_next(struct anchors *anchors, struct str heading,
		struct arena *arena, struct str *out, struct err *err);

void anchors_release(struct anchors *anchors);

#endif
