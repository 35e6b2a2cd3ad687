/*
 * Leaves: the parts of a plan that weigh, filter or exclude by themselves.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query/leaves.h"

void leaves_add(struct leaves *leaves, const struct leaf *leaf,
		struct arena *arena)
{
	struct leaf *items = arena_grow(arena, leaves->items, leaves->count,
					&leaves->cap, sizeof(*items));

	if (!items)
		return;
	leaves->items = items;
	items[leaves->count++] = *leaf;
}
