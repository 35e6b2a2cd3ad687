/*
 * What hides an article, and what it says to the search itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/hidden.h"

void hidden_read(struct fields *f)
{
	f->out->search.boost = 1;
}
