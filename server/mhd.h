/*
 * libmicrohttpd, loaded where there is a server and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It brings eleven libraries along, for TLS that is not used here. Linked, they
 * would be a quarter of what a search from the command line takes
 * (docs/performance.md).
 *
 * Private to server/http.c. Threads: mhd_load once, before there are others.
 */
#ifndef PRESSMARK_SERVER_MHD_H
#define PRESSMARK_SERVER_MHD_H

#include <microhttpd.h>

#include "base/err.h"

/* What is called of it. */
#define MHD_CALLS(X)                                                           \
	X(add_response_header)                                                 \
	X(create_response_from_buffer)                                         \
	X(destroy_response)                                                    \
	X(get_connection_info)                                                 \
	X(get_connection_values_n)                                             \
	X(get_daemon_info)                                                     \
	X(get_timeout)                                                         \
	X(lookup_connection_value)                                             \
	X(queue_response)                                                      \
	X(quiesce_daemon)                                                      \
	X(resume_connection)                                                   \
	X(run)                                                                 \
	X(start_daemon)                                                        \
	X(stop_daemon)                                                         \
	X(suspend_connection)

struct mhd {
#define X(name) __typeof__(&MHD_##name) name;
	MHD_CALLS(X)
#undef X
};

/* Its functions; valid as long as the process lives. NULL with ERR_IO when it
 * is not there. */
const struct mhd *mhd_load(struct err *err);

#endif
