/*
 * Random edits of a site, and what a good index of it is made from.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two sites below the world's folder: "live", whose articles are added,
 * changed, touched, removed, renamed, broken and mended, and "good", which has
 * of each the last version that an index run could read.
 */
#ifndef PRESSMARK_TESTS_PROP_EDITS_H
#define PRESSMARK_TESTS_PROP_EDITS_H

#define EDITS_ARTICLES 1000 /* more than there ever are */

/* Adds a readable article to both. */
void edits_add(void);

/* Makes a few edits; "live" has been indexed since those before. */
void edits_make(void);

#endif
