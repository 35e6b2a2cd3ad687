/*
 * What a list of words holds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PRESSMARK_TESTS_PROP_HELD_H
#define PRESSMARK_TESTS_PROP_HELD_H

#include "world.h"

bool holds(const struct seen *list, size_t count, struct str folded,
	   uint32_t position);
bool holds_run(const struct seen *list, size_t count, const struct seen *wanted,
	       size_t wanted_count);
bool holds_stem(const struct seen *list, size_t count, struct str stem);
bool holds_word(const struct seen *list, size_t count, struct str word);

#endif
