/*
 * libmicrohttpd, loaded where there is a server and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/mhd.h"

#include "base/library.h"

/* The interface that <microhttpd.h> describes, in Debian 11 to 13. */
#define LIBRARY "libmicrohttpd.so.12"

static struct mhd loaded;

const struct mhd *mhd_load(struct err *err)
{
	static const struct library library = { LIBRARY, "libmicrohttpd",
						"serving needs",
						"libmicrohttpd12" };
	static const struct library_call calls[] = {
#define X(name) { "MHD_" #name, &loaded.name },
		MHD_CALLS(X)
#undef X
	};

	return library_load(&library, calls, sizeof(calls) / sizeof(calls[0]),
			    err)
		       ? NULL
		       : &loaded;
}
