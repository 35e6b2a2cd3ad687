/*
 * An arena: many allocations, one release, a bound on their sum.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define OWN_BLOCKS true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWN_BLOCKS true
#endif
#endif
#ifndef OWN_BLOCKS
#define OWN_BLOCKS false
#endif

#define FIRST_BLOCK   ((size_t)4096)
#define LARGEST_BLOCK ((size_t)1 << 20)

/* Nothing larger is asked for, so that sums of a few such cannot wrap. */
#define SIZE_LIMIT ((size_t)PTRDIFF_MAX / 2)

struct arena_block {
	struct arena_block *older;
	size_t used;
	size_t cap;
	alignas(max_align_t) char bytes[];
};

/* n rounded up to a multiple of align, a power of two; n <= SIZE_LIMIT. */
static size_t round_up(size_t n, size_t align)
{
	return (n + align - 1) & ~(align - 1);
}

static bool add_block(struct arena *a, size_t size)
{
	size_t cap = FIRST_BLOCK;
	struct arena_block *block;

	if (OWN_BLOCKS) {
		cap = size;
	} else {
		if (a->block)
			cap = a->block->cap + a->block->cap / 2;
		if (cap > LARGEST_BLOCK)
			cap = LARGEST_BLOCK;
		if (cap < size)
			cap = size;
	}
	block = malloc(sizeof(*block) + cap);
	if (!block)
		return false;
	block->older = a->block;
	block->used = 0;
	block->cap = cap;
	a->block = block;
	return true;
}

/* `size` bytes, not zeroed, or NULL with the reason remembered. */
static void *take(struct arena *a, size_t size, size_t align)
{
	struct arena_block *block = a->block;
	size_t total, start;

	if (size > SIZE_LIMIT || a->used > SIZE_LIMIT) {
		a->failed = ERR_LIMIT;
		return NULL;
	}
	/* Reckoned as if there were one block, so that the same requests pass
	 * or fail under AddressSanitizer and without. */
	total = round_up(a->used, align) + size;
	if (total > a->budget) {
		a->failed = ERR_LIMIT;
		return NULL;
	}
	start = block ? round_up(block->used, align) : 0;
	if (!block || OWN_BLOCKS || start > block->cap ||
	    size > block->cap - start) {
		if (!add_block(a, size)) {
			a->failed = ERR_MEMORY;
			return NULL;
		}
		block = a->block;
		start = 0;
	}
	block->used = start + size;
	a->used = total;
	return block->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	/* One byte at least, for an address that is not shared. */
	if (size == 0)
		size = 1;
	p = take(a, size, alignof(max_align_t));
	if (p)
		memset(p, 0, size);
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) {
		a->failed = ERR_LIMIT;
		return NULL;
	}
	return arena_alloc(a, count * size);
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *p = NULL;

	if (s.len >= SIZE_LIMIT)
		a->failed = ERR_LIMIT;
	else
		p = take(a, s.len + 1, 1);
	if (!p)
		return str_make(NULL, 0);
	if (s.len)
		memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return str_make(p, s.len);
}

void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap,
		 size_t size)
{
	size_t more = *cap < 8 ? 8 : *cap;
	void *p;

	if (count < *cap)
		return array;
	if (*cap >= 8) {
		if (more > SIZE_MAX - more / 2) {
			a->failed = ERR_LIMIT;
			return NULL;
		}
		more += more / 2;
	}
	p = arena_array(a, more, size);
	if (!p)
		return NULL;
	/* The new product was checked, and count is less. */
	if (count && size)
		memcpy(p, array, count * size);
	*cap = more;
	return p;
}

int arena_check(const struct arena *a, struct err *err)
{
	if (!a->failed)
		return 0;
	if (a->failed == ERR_LIMIT)
		return err_set(err, ERR_LIMIT, "more than %zu bytes of memory",
			       a->budget);
	return err_set(err, ERR_MEMORY, "not enough memory after %zu bytes",
		       a->used);
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;

		free(block);
		block = older;
	}
}

void arena_clear(struct arena *a)
{
	/* Under AddressSanitizer nothing is kept, so that use after clear
	 * shows. */
	if (OWN_BLOCKS) {
		arena_release(a);
		return;
	}
	if (a->block) {
		free_blocks(a->block->older);
		a->block->older = NULL;
		a->block->used = 0;
	}
	a->used = 0;
	a->failed = ERR_OK;
}

void arena_release(struct arena *a)
{
	free_blocks(a->block);
	a->block = NULL;
	a->used = 0;
	a->failed = ERR_OK;
}
