/*
 * Frames: what the server and its workers say to each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both are one program, so numbers are as they are in memory. The server still
 * takes nothing from a worker on trust: a worker has libxapian and articles in
 * it.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_SERVER_FRAME_H
#define PRESSMARK_SERVER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "server/response.h"

/* A request on its way to a worker; views. */
struct frame_request {
	struct str target, if_none_match;
	bool accepts_gzip, wants_text;
	unsigned int language;
};

/* A length in 4 bytes comes first. Failures are those of the buf. */
void frame_add_request(const struct frame_request *request, struct buf *out);

/* The bytes behind the length. ERR_BUG. */
int frame_read_request(struct str bytes, struct frame_request *out,
		       struct err *err);

/* The longest request: a target, a tag and what is around them. */
#define FRAME_REQUEST_MAX 16384
#define FRAME_BODY_MAX	  (64u << 20)

/* What comes before the body of a response. */
struct frame_head {
	uint32_t body_len;
	uint32_t status;
	uint32_t type;
	uint32_t max_age_s;
	uint32_t retry_after_s;
	int64_t holds_until;
	bool is_gzip;
	bool is_last; /* the worker ends behind it */
	char etag[RESPONSE_ETAG_SIZE];
	char code[RESPONSE_CODE_SIZE];
};

/* Fills the head for a response. */
void frame_describe(const struct response *response, bool is_last,
		    struct frame_head *out);

/* Fills a response, but for its body; false when the head makes no sense. */
bool frame_take(const struct frame_head *head, struct response *out);

#endif
