/*
 * Arrays that grow.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to bulk/. Threads: no state.
 */
#ifndef PRESSMARK_BULK_GROW_H
#define PRESSMARK_BULK_GROW_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/err.h"

/* An array with room for `need` elements of `size` bytes, of which *cap are
 * there: by half more at least, so that many calls cost little. NULL with
 * ERR_MEMORY, the old one intact. */
static inline void *grow(void *array, size_t need, size_t *cap, size_t size,
			 struct err *err)
{
	size_t more = *cap + *cap / 2;
	void *p;

	if (need <= *cap && array)
		return array;
	if (more < need)
		more = need;
	if (more < 64)
		more = 64;
	p = more <= SIZE_MAX / size ? realloc(array, more * size) : NULL;
	if (!p) {
		err_set(err, ERR_MEMORY, "no memory to build an index");
		return NULL;
	}
	*cap = more;
	return p;
}

#endif
