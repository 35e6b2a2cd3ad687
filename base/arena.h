/*
 * An arena: many allocations, one release, a bound on their sum.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Used for what lives as long as one article or one request. Passing the
 * budget is an ordinary failure: NULL is returned and remembered, so the one
 * who owns the arena may ask arena_check once. After a failure smaller
 * requests may still succeed.
 *
 *	struct arena a = ARENA_INIT(1 << 20);
 *	struct str copy = arena_copy(&a, s);
 *	...
 *	arena_release(&a);
 *
 * Memory: zeroed, aligned for any object, valid until arena_clear or
 * arena_release. Under AddressSanitizer each allocation is a block of its own
 * so that overruns show.
 * Threads: one at a time.
 */
#ifndef PRESSMARK_BASE_ARENA_H
#define PRESSMARK_BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *block; /* the newest, linked to the older ones */
	size_t used;		   /* bytes handed out, with alignment */
	size_t budget;		   /* bytes it may hand out */
	enum err_code failed;	   /* ERR_OK, or why a call gave NULL */
};

#define ARENA_INIT(budget_)                                                    \
	{                                                                      \
		NULL, 0, (budget_), ERR_OK                                     \
	}

/* `size` zeroed bytes, or NULL. For 0 bytes too the address is its own. */
void *arena_alloc(struct arena *a, size_t size);

/* `count` zeroed elements of `size` bytes, or NULL; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy, NUL-terminated beyond its length, not aligned. On failure the empty
 * view with a NULL pointer. */
struct str arena_copy(struct arena *a, struct str s);

/* Grows an array of *cap elements of `size` bytes, of which count are in use,
 * so that one more fits; returns the (perhaps moved) array, or NULL with the
 * old one intact. Growth is by half, from 8; the new elements are zeroed; the
 * old block stays until release. Start with NULL and *cap 0. */
void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap,
		 size_t size);

/* 0, or ERR_LIMIT (over budget) or ERR_MEMORY if any call above failed. */
int arena_check(const struct arena *a, struct err *err);

/* Frees everything but one block for use again, and forgets a failure. */
void arena_clear(struct arena *a);
void arena_release(struct arena *a);

#endif
