/*
 * libmicrohttpd, loaded where there is a server and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/mhd.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* The interface that <microhttpd.h> describes, in Debian 11 to 13. */
#define LIBRARY "libmicrohttpd.so.12"

static struct mhd loaded;

/* POSIX has functions and objects fit the same pointer; C has not. */
static bool find(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);

	memcpy(function, &found, sizeof(found));
	return found != NULL;
}

const struct mhd *mhd_load(struct err *err)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool is_whole = library != NULL;

	if (is_whole) {
#define X(name)                                                                \
	is_whole = is_whole && find(library, "MHD_" #name, &loaded.name);
		MHD_CALLS(X)
#undef X
	}
	if (is_whole)
		return &loaded;
	err_set(err, ERR_IO,
		"cannot load libmicrohttpd, which serving needs: %s; install "
		"libmicrohttpd12",
		dlerror());
	return NULL;
}
