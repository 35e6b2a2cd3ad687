/*
 * The named character references of HTML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The HTML standard, section 13.5, "Named character references". Read with
 * entity_decode (entity.h).
 *
 * Threads: constants.
 */
#ifndef PRESSMARK_INDEXER_ENTITY_NAMES_H
#define PRESSMARK_INDEXER_ENTITY_NAMES_H

#include <stdint.h>

/* The longest name, without '&' and ';'. */
#define ENTITY_NAME_BYTES 31

/* How many names have this length. */
extern const uint16_t entity_counts[ENTITY_NAME_BYTES + 1];

/* The names, in order of length and then of bytes, one behind the other; the
 * rows mean nothing. */
#define ENTITY_ROW_BYTES 70
extern const char entity_names[][ENTITY_ROW_BYTES];

/* A value for each name, in the same order: its character, and where it has a
 * second one, the place of that in entity_seconds, from 1. */
extern const uint32_t entity_values[];
extern const uint16_t entity_seconds[8];

#define ENTITY_CHARACTER(value) ((value)&0x1fffff)
#define ENTITY_SECOND(value)	((value) >> 24)
/* HTML knows it without its ';' as well. */
#define ENTITY_IS_LEGACY(value) (((value) >> 23) & 1)

#endif
