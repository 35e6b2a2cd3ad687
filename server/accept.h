/*
 * Accept: what a client says it takes, and how gladly.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lists of Accept, Accept-Encoding and Accept-Language (RFC 9110, 12.5):
 * "gzip, br;q=0.5, *;q=0".
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_SERVER_ACCEPT_H
#define PRESSMARK_SERVER_ACCEPT_H

#include <stdbool.h>

#include "base/str.h"

/* What weighs nothing is refused; what has no weight has this. */
#define ACCEPT_MOST 1000

struct accept_value {
	struct str name;
	unsigned int weight; /* thousandths; of what is no weight 0 */
};

/* Takes the first value off a list; false where it is at its end. */
bool accept_next(struct str *list, struct accept_value *out);

/* Is this one of the list, in letters of any case, and not refused? */
bool accept_takes(struct str list, struct str name);

#endif
