/*
 * Responses: what is answered, before HTTP makes bytes of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing of a request goes into what becomes a header: types, codes and
 * statuses are ours, and a tag is hexadecimal digits.
 *
 * Threads: plain structs. Memory: the body is the response's own.
 */
#ifndef PRESSMARK_SERVER_RESPONSE_H
#define PRESSMARK_SERVER_RESPONSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum response_type {
	RESPONSE_JSON,
	RESPONSE_METRICS, /* the text format of Prometheus */
	RESPONSE_HTML,
	RESPONSE_TEXT,
	RESPONSE_STYLE,	 /* CSS */
	RESPONSE_SCRIPT, /* JavaScript */
	RESPONSE_ATOM,
	RESPONSE_OPENSEARCH,
	RESPONSE_TYPES
};

#define RESPONSE_ETAG_SIZE 24
#define RESPONSE_CODE_SIZE 32

struct response {
	unsigned int status; /* of HTTP */
	enum response_type type;
	unsigned int max_age_s;	    /* may be kept so long; 0: not at all */
	unsigned int retry_after_s; /* 0: says nothing */
	/* In seconds since 1970: until then, as long as the index is as it is,
	 * who asks the same may be given the same; 0: it is not to be kept. */
	int64_t holds_until;
	bool is_gzip;
	bool is_immutable; /* what is kept is never asked for again */
	char etag[RESPONSE_ETAG_SIZE]; /* with its quotes; "": none */
	/* Of an error, as the envelope has it, for the log; "": none. */
	char code[RESPONSE_CODE_SIZE];
	struct buf body;
};

#define RESPONSE_INIT                                                          \
	{                                                                      \
		200, RESPONSE_JSON, 0, 0, 0, false, false, "", "", BUF_INIT    \
	}

/* Makes it an error in the envelope of docs/api.md. Column 0 is left out. */
void response_error(struct response *response, unsigned int status,
		    const char *code, const char *message, unsigned int column);

/* Makes it the error that an err stands for: what was asked wrongly is said,
 * of what is wrong here only its kind. `code` and `column` are those of a
 * query, NULL and 0 for none. */
void response_fail(struct response *response, const struct err *err,
		   const char *code, unsigned int column);

void response_release(struct response *response);

#endif
