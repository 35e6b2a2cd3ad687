/*
 * Exit statuses, and which error ends in which.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: constants and a pure function.
 */
#ifndef PRESSMARK_CLI_EXIT_H
#define PRESSMARK_CLI_EXIT_H

#include "base/err.h"

enum exit_status {
	EXIT_DONE = 0,	    /* found, or done */
	EXIT_NOTHING = 1,   /* nothing matched */
	EXIT_USAGE = 2,	    /* the command line or the query is wrong */
	EXIT_FAILED = 3,    /* no index, corrupt, I/O, ... */
	EXIT_REJECTED = 4,  /* done, but some articles were rejected */
	EXIT_TRY_AGAIN = 75 /* locked, interrupted; EX_TEMPFAIL elsewhere */
};

/* The exit status for a failure. */
enum exit_status exit_status_of(enum err_code code);

#endif
