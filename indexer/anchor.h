/*
 * Heading ids, as GitHub and the generators that follow it make them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules are those of the github-slugger package: lower case; all but
 * letters, marks, digits, connectors, '-' and the blank go; each blank
 * becomes '-'; an id that was given before gets "-1", "-2", …
 *
 *	struct anchors anchors = ANCHORS_INIT;
 *	anchor_next(&anchors, preset, plain, raw, &arena, &id, &err);
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
#include "indexer/site.h"

struct anchors {
	struct map seen; /* id -> how often it was asked for */
};

#define ANCHORS_INIT                                                           \
	{                                                                      \
		MAP_INIT                                                       \
	}

/* Sets *out to the id of an article's next heading as the preset's generator
 * makes it; the id may be empty. `plain` and `raw` are those of
 * struct markdown_heading; `raw` may say an id of its own, {#id}. 0,
 * ERR_MEMORY, ERR_LIMIT (the arena's). */
int anchor_next(struct anchors *anchors, enum site_preset preset,
		struct str plain, struct str raw, struct arena *arena,
		struct str *out, struct err *err);

void anchors_release(struct anchors *anchors);

#endif
