/*
 * The parts of a name of code that its capitals show: getUserName.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct humps h;
 *	struct str part;
 *
 *	humps_init(&h, STR("getUserName"));
 *	while (humps_next(&h, &part))
 *		use(part);	(get, getUser, User, UserName, Name)
 *
 * Threads: a struct humps belongs to one. Memory: parts view the token.
 */
#ifndef PRESSMARK_TEXT_HUMPS_H
#define PRESSMARK_TEXT_HUMPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define HUMPS_MAX 8 /* a name of more parts is found whole only */

struct humps {
	struct str token;
	size_t edges[HUMPS_MAX + 1]; /* where parts begin, and the end */
	unsigned int count;	     /* parts; 0 for a token of one */
	unsigned int first, last;    /* of the next */
};

/* A capital begins a part behind a letter or digit that is none, and in front
 * of one (HTMLParser: HTML, Parser). Only ASCII letters have parts; what is
 * long, or more like a key than a name, has none. */
void humps_init(struct humps *humps, struct str token);

/* The next part, or parts that stand together: up to three, or as many as
 * there are from the first on; never the whole. False at the end. */
bool humps_next(struct humps *humps, struct str *out);

#endif
