/*
 * A library that is loaded where it is needed, and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

int library_load(const struct library *library,
		 const struct library_call *calls, size_t count,
		 struct err *err)
{
	void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
	size_t found = 0;

	while (handle && found < count) {
		/* POSIX has functions and objects fit the same pointer; C has
		 * not. */
		void *function = dlsym(handle, calls[found].name);

		if (!function)
			break;
		memcpy(calls[found++].pointer, &function, sizeof(function));
	}
	if (handle && found == count)
		return 0;
	return err_set(err, ERR_IO, "cannot load %s, which %s: %s; install %s",
		       library->name, library->user, dlerror(),
		       library->package);
}
