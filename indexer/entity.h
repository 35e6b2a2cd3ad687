/*
 * HTML character references to characters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_INDEXER_ENTITY_H
#define PRESSMARK_INDEXER_ENTITY_H

#include <stddef.h>

#include "base/str.h"

/* Decodes a whole reference, from '&' to ';': any numeric one and the named
 * ones of Latin-1 and common typography. Writes UTF-8 to out and returns its
 * length; 0 when the name is not known. What is no character, or a control
 * character, becomes U+FFFD or a blank. */
size_t entity_decode(struct str entity, char out[4]);

/* The length of the reference that s begins with, or 0. */
size_t entity_extent(struct str s);

#endif
