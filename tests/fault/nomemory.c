/*
 * Has libzstd run out of memory: the $FAULT_CALL-th making of a context fails.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For LD_PRELOAD.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

typedef void *(*create_fn)(void);

void *ZSTD_createCCtx(void);
void *ZSTD_createDCtx(void);

static void *create(const char *name)
{
	static int calls;
	const char *failing = getenv("FAULT_CALL");
	create_fn real;

	/* Threads make their contexts at the same time. */
	if (failing && __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) ==
			       strtol(failing, NULL, 10))
		return NULL;
	*(void **)&real = dlsym(RTLD_NEXT, name);
	return real();
}

void *ZSTD_createCCtx(void)
{
	return create("ZSTD_createCCtx");
}

void *ZSTD_createDCtx(void)
{
	return create("ZSTD_createDCtx");
}
