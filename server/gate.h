/*
 * The gate: which requests are answered at all.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the HTTP library lets pass, and what two programs in a row could read
 * differently (request smuggling), is refused here: this server needs no body,
 * no encodings of one, and nothing that is unusual.
 *
 * Threads: pure functions. Memory: verdicts are static.
 */
#ifndef PRESSMARK_SERVER_GATE_H
#define PRESSMARK_SERVER_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/limits.h"

struct gate_header {
	struct str name, value;
};

/* The head of a request as it was sent. */
struct gate_head {
	struct str method, target, version;
	struct gate_header headers[LIMIT_HTTP_HEADERS];
	size_t header_count; /* may be more: those are not in the list */
};

/* Why a request is refused. Unless the status is 404 or 405 the connection is
 * closed behind the answer: what follows on it cannot be told. */
struct gate_verdict {
	unsigned int status; /* of HTTP */
	const char *code;    /* of the error envelope */
	const char *message;
};

/* NULL, or why the request is refused:
 *	405	methods other than GET, HEAD and OPTIONS
 *	505	versions other than 1.0 and 1.1
 *	414	a longer target than LIMIT_HTTP_TARGET
 *	431	more headers than LIMIT_HTTP_HEADERS, or LIMIT_HTTP_HEAD bytes
 *	400	Host not exactly once (with 1.0 at most once) or not a host; a
 *		Content-Length but 0; Transfer-Encoding, Expect; what is
 *		no token as a name; control characters in a value (RFC 9110,
 *		5.1 and 5.5; RFC 9112, 3.2 and 6.3) */
const struct gate_verdict *gate_check(const struct gate_head *head);

/* The value of a header that is there once; empty when it is not. */
struct str gate_header(const struct gate_head *head, const char *name);

/* The last of the values, separated by commas, of all headers of a name. */
struct str gate_last(const struct gate_head *head, const char *name);

#endif
