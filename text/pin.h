/*
 * Pins: queries that an article answers first, as they are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: as of struct words. Memory: none but the buffer given.
 */
#ifndef PRESSMARK_TEXT_PIN_H
#define PRESSMARK_TEXT_PIN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "text/words.h"

/* Appends the words of a text, folded, a blank between them: a query and a pin
 * that have the same are the same, however they are written. Nothing where the
 * text has no word. ERR_MEMORY, or what words_get returns. */
int pin_key(struct words *words, struct str text, struct buf *out,
	    struct err *err);

#endif
