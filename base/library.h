/*
 * A library that is loaded where it is needed, and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Linked, a library costs every command the time to load it, and what it needs
 * itself. Its header says what is called, so that what is loaded has the types
 * that were compiled against:
 *
 *	#define CALLS(X) X(xmlFreeDoc) X(xmlInitParser)
 *
 *	struct calls {
 *		CALLS(LIBRARY_POINTER)
 *	};
 *
 *	static struct calls loaded;
 *	static const struct library_call calls[] = { CALLS(LIBRARY_CALL) };
 *
 *	ret = library_load(&library, calls, COUNT, err);
 *
 * Threads: one loads a library at a time; what is loaded stays.
 */
#ifndef PRESSMARK_BASE_LIBRARY_H
#define PRESSMARK_BASE_LIBRARY_H

#include <stddef.h>

#include "base/err.h"

#define LIBRARY_POINTER(name) __typeof__(&name) name;
#define LIBRARY_CALL(name)    { #name, &loaded.name },

struct library {
	const char *file;    /* "libxml2.so.2" */
	const char *name;    /* for messages: "libxml2" */
	const char *user;    /* who needs it: "HTML needs" */
	const char *package; /* that has it: "libxml2" */
};

struct library_call {
	const char *name;
	void *pointer; /* where the pointer to the function goes */
};

/* Loads a library, and sets these pointers. ERR_IO when it is not there, or has
 * not all. */
int library_load(const struct library *library,
		 const struct library_call *calls, size_t count,
		 struct err *err);

#endif
