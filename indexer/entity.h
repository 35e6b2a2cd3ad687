/*
 * HTML character references to characters.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The HTML standard, sections 13.2.5.72 to 13.2.5.80 and 13.5. CommonMark has
 * the same names, but always wants the ';'.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_INDEXER_ENTITY_H
#define PRESSMARK_INDEXER_ENTITY_H

#include <stddef.h>

#include "base/str.h"

/* Room for what a reference stands for: two characters at most. */
#define ENTITY_BYTES 8

/* Decodes a whole reference, from '&' to ';', or without ';' where HTML
 * allows that (`&copy`, `&#169`). Writes UTF-8 to out and returns its length;
 * 0 when it is none. A number is read as browsers do: 128 to 159 are those of
 * windows-1252, what is no character becomes U+FFFD. Control characters and
 * line separators become a blank, as in clean text. */
size_t entity_decode(struct str entity, char out[ENTITY_BYTES]);

/* The length of the reference that s begins with in HTML, with its ';' if
 * there is one; 0 if there is none that entity_decode knows. */
size_t entity_extent(struct str s);

#endif
