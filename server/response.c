/*
 * Responses: what is answered, before HTTP makes bytes of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/response.h"

#include <stdio.h>

#include "query/render.h"

/* In an error nobody needs to wait longer. */
#define RETRY_AFTER_S 1

void response_error(struct response *r, unsigned int status, const char *code,
		    const char *message, unsigned int column)
{
	r->status = status;
	r->type = RESPONSE_JSON;
	r->max_age_s = 0;
	r->holds_until = 0;
	r->retry_after_s = status == 503 || status == 429 ? RETRY_AFTER_S : 0;
	r->is_gzip = false;
	r->is_immutable = false;
	r->etag[0] = '\0';
	snprintf(r->code, sizeof(r->code), "%s", code);
	buf_clear(&r->body);
	render_error_json(code, message, column, &r->body);
}

void response_fail(struct response *r, const struct err *err, const char *code,
		   unsigned int column)
{
	static const struct {
		enum err_code code;
		unsigned int status;
		const char *message; /* NULL: that of the err */
	} answers[] = {
		{ ERR_USAGE, 400, NULL },
		{ ERR_INPUT, 400, NULL },
		{ ERR_QUERY, 400, NULL },
		{ ERR_DEADLINE, 503, NULL },
		{ ERR_LIMIT, 503, "this would take more than a request may" },
		{ ERR_STALE, 503, "the index keeps changing, try again" },
		{ ERR_NOINDEX, 503, "there is no index yet" },
		{ ERR_FORMAT, 503, "the index is of another version" },
		{ ERR_CORRUPT, 503, "the index is damaged" },
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		const char *message = answers[i].message;

		if (answers[i].code != err->code)
			continue;
		response_error(r, answers[i].status,
			       code ? code : err_name(err->code),
			       message ? message : err->message, column);
		return;
	}
	response_error(r, 500, err_name(err->code), "something went wrong here",
		       0);
}

void response_release(struct response *r)
{
	buf_release(&r->body);
}
