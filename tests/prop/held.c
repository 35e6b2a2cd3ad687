/*
 * What a list of words holds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "held.h"

bool holds(const struct seen *list, size_t count, struct str folded,
	   uint32_t position)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].position == position &&
		    str_eq(list[i].folded, folded))
			return true;
	}
	return false;
}

bool holds_run(const struct seen *list, size_t count, const struct seen *wanted,
	       size_t wanted_count)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = 1;

		if (!str_eq(list[i].folded, wanted[0].folded))
			continue;
		while (n < wanted_count &&
		       holds(list, count, wanted[n].folded,
			     list[i].position + (uint32_t)n))
			n++;
		if (n == wanted_count)
			return true;
	}
	return false;
}

bool holds_stem(const struct seen *list, size_t count, struct str stem)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(list[i].stem, stem))
			return true;
	}
	return false;
}

bool holds_word(const struct seen *list, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(list[i].folded, word) &&
		    list[i].role != TERM_JOINED && list[i].role != TERM_AGAIN)
			return true;
	}
	return false;
}
