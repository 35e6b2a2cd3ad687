/*
 * libxml2, loaded where articles are read and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/libxml.h"

#include <pthread.h>

/* The interface that its headers describe: until 2.13, and from 2.14 on. */
#if LIBXML_VERSION < 21400
#define LIBRARY "libxml2.so.2"
#define PACKAGE "libxml2"
#else
#define LIBRARY "libxml2.so.16"
#define PACKAGE "libxml2-16"
#endif

static struct libxml loaded;
static struct err failure;

static void load(void)
{
	static const struct library library = { LIBRARY, "libxml2",
						"reading HTML needs", PACKAGE };
	static const struct library_call calls[] = { LIBXML_CALLS(
		LIBRARY_CALL) };

	if (library_load(&library, calls, sizeof(calls) / sizeof(calls[0]),
			 &failure) == 0)
		loaded.xmlInitParser();
}

const struct libxml *libxml_load(struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return err_copy(err, &failure) ? NULL : &loaded;
}
