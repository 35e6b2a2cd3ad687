/*
 * Heading ids, as each generator makes them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All of them make the text lower case, drop most punctuation and put '-' for
 * blanks; an id that was given before gets "-1", "-2", … They differ in what
 * they start from (the text that is seen, or the Markdown), in what counts as
 * a letter, and in small things; the table in anchor.c has a row for each.
 * Zola's transliteration to ASCII is done for Latin letters only.
 *
 *	struct anchors anchors = ANCHORS_INIT;
 *	anchor_reserve(&anchors, preset, raw, &arena, &err);	for all first
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

/* Takes the id that a heading gives itself out of those that are free, if the
 * preset's generator does so before it makes any (Zola). 0, ERR_MEMORY,
 * ERR_LIMIT (the arena's). */
int anchor_reserve(struct anchors *anchors, enum site_preset preset,
		   struct str raw, struct arena *arena, struct err *err);

/* Sets *out to the id of an article's next heading as the preset's generator
 * makes it; the id may be empty. `plain` and `raw` are those of
 * struct markdown_heading; `raw` may say an id of its own, {#id}. 0,
 * ERR_MEMORY, ERR_LIMIT (the arena's). */
int anchor_next(struct anchors *anchors, enum site_preset preset,
		struct str plain, struct str raw, struct arena *arena,
		struct str *out, struct err *err);

void anchors_release(struct anchors *anchors);

#endif
