/*
 * Requests: what is asked for, taken from the target of a request line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct request r;
 *	if (request_parse(STR("/v1/search?q=iran+gas&tag=a"), &arena, &r, &e))
 *		return request_status(e.code);
 *
 * Threads: pure functions. Memory: a request views its target and lives in
 * the arena given.
 */
#ifndef PRESSMARK_SERVER_REQUEST_H
#define PRESSMARK_SERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "text/limits.h"

struct request_param {
	struct str name, value; /* decoded; NUL-terminated beyond their ends */
};

struct request {
	struct str path; /* as sent */
	struct request_param params[LIMIT_HTTP_PARAMETERS];
	size_t param_count;
	/* Of headers, set by whoever has them. */
	struct str if_none_match;
	bool accepts_gzip;
	bool wants_text;       /* rather than a page */
	unsigned int language; /* of a page, as of server/phrases.h */
};

/* Takes a target apart: a path, "?" and parameters, "+" and %XX decoded (WHATWG
 * URL, application/x-www-form-urlencoded). ERR_LIMIT when it is longer than
 * LIMIT_HTTP_TARGET; ERR_INPUT when it does not begin with "/", an escape is
 * none, a name is empty or holds a control character, or there are more than
 * LIMIT_HTTP_PARAMETERS. ERR_MEMORY. */
int request_parse(struct str target, struct arena *arena, struct request *out,
		  struct err *err);

/* A parameter that may be given once; NULL when it is not. */
const struct str *request_param(const struct request *request,
				const char *name);

/* A parameter that is a number from `least` to `most`; *out stays as it is
 * when it is not given. ERR_USAGE. */
int request_number(const struct request *request, const char *name,
		   unsigned int least, unsigned int most, unsigned int *out,
		   struct err *err);

/* A parameter that is 1, true, 0 or false. ERR_USAGE. */
int request_flag(const struct request *request, const char *name, bool *out,
		 struct err *err);

/* ERR_USAGE when one of the names, which NULL ends, is given twice; with
 * `only`, also when a name is none of them. */
int request_check(const struct request *request, const char *const *names,
		  bool only, struct err *err);

/* Appends what tells a request from others: its path and parameters, as they
 * are decoded, and what is wanted of it. The order in which parameters are
 * given counts if it `is_ordered`; else only that of one which is given more
 * than once. */
void request_name(const struct request *request, bool is_ordered,
		  struct buf *out);

/* Does the value of Accept name plain text, and no HTML? */
bool request_wants_text(struct str accept);

/* Does the value of Accept-Encoding take gzip (RFC 9110, 12.5.3)? */
bool request_takes_gzip(struct str accept_encoding);

#endif
