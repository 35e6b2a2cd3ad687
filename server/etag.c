/*
 * Entity tags: names of answers, so that one that is known need not be sent.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/etag.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/version.h"

void etag_of(struct str bytes, char out[RESPONSE_ETAG_SIZE])
{
	snprintf(out, RESPONSE_ETAG_SIZE, "W/\"%016" PRIx64 "\"",
		 hash64(bytes, 0));
}

int etag_make(const struct search_state_id *state, struct str name,
	      char out[RESPONSE_ETAG_SIZE], struct err *err)
{
	struct buf named = BUF_INIT;
	int ret;

	buf_add_field(&named, STR(PRESSMARK_VERSION));
	buf_add_field(&named, str_of(state->uuid));
	buf_add_varint(&named, state->revision);
	buf_add_varint(&named, (unsigned long long)state->period);
	buf_add_str(&named, name);
	ret = buf_check(&named, err);
	if (!ret)
		etag_of(buf_view(&named), out);
	buf_release(&named);
	return ret;
}

bool etag_matches(struct str value, const char *etag)
{
	/* Weak comparison: W/ does not count. */
	struct str wanted = str_skip(str_of(etag), 2);

	if (etag[0] == '\0')
		return false;
	while (value.len) {
		struct str one =
			str_trim(str_head(value, str_find(value, ',')));

		value = str_skip(value, str_find(value, ',') + 1);
		if (str_starts(one, STR("W/")))
			one = str_skip(one, 2);
		if (str_eq(one, wanted) || str_eq(one, STR("*")))
			return true;
	}
	return false;
}
