/*
 * All other keys: fields of their own, typed by what they hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/extra.h"

void extra_read(struct fields *f)
{
	f->out->extra_count = 0;
}
