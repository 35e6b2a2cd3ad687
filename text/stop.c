/*
 * Stop words: words that say little of what a text is about.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stop.h"

bool stop_has(unsigned int language, struct str folded)
{
	struct str rest = str_of(stop_words[language]);

	while (rest.len) {
		struct str word = str_head(rest, str_find(rest, ' '));
		int order = str_cmp(word, folded);

		if (order >= 0)
			return order == 0;
		rest = str_skip(rest, word.len + 1);
	}
	return false;
}
