/*
 * Writing JSON (RFC 8259) into a buf.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Commas are placed by the writer. Text comes out as valid UTF-8 whatever
 * comes in (what is not becomes U+FFFD), with ", \, control characters, <, >,
 * & and U+2028/2029 escaped, so that the result may stand inside HTML.
 * Nesting and keys that do not belong, and a second value at the top, are
 * bugs of the caller. No line feed follows the last line.
 *
 *	struct json j;
 *	json_init(&j, &b, JSON_INDENT);
 *	json_object(&j);
 *	json_key(&j, "total");
 *	json_int(&j, 12);
 *	json_end(&j);
 *
 * Memory: owns nothing; failures are the buf's. Threads: one at a time.
 */
#ifndef PRESSMARK_BASE_JSON_H
#define PRESSMARK_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define JSON_DEPTH_MAX 32

enum json_flags {
	JSON_INDENT = 1 << 0, /* two spaces a level, a value a line */
};

struct json {
	struct buf *out;
	unsigned int flags;
	unsigned int depth;
	char open[JSON_DEPTH_MAX]; /* '{' or '[' of each level */
	bool first;		   /* nothing yet in this level */
	bool after_key;
};

void json_init(struct json *j, struct buf *out, unsigned int flags);

void json_object(struct json *j);
void json_array(struct json *j);
/* Closes the innermost object or array. */
void json_end(struct json *j);

void json_key(struct json *j, const char *key);
/* The same with a key that may hold anything. */
void json_key_str(struct json *j, struct str key);
void json_str(struct json *j, struct str s);
void json_int(struct json *j, int64_t value);
/* The value in 15 significant digits, or in 16 or 17 where fewer would not
 * read back as the same double, trailing zeros left out; "." as the point
 * whatever the locale; a value that is not finite becomes null. */
void json_double(struct json *j, double value);
/* With `digits` (0 to 17) digits after the point; else as json_double. */
void json_fixed(struct json *j, double value, int digits);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);

#endif
