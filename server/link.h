/*
 * Links: where another search is that differs from a request in one thing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Links begin with "?": they lead to wherever the page is. All but letters,
 * digits and "-._~" is percent-encoded, so that a link is only a link in any
 * place of a page.
 *
 * Threads: pure functions. Memory: a link views the buf given.
 */
#ifndef PRESSMARK_SERVER_LINK_H
#define PRESSMARK_SERVER_LINK_H

#include "base/buf.h"
#include "base/str.h"
#include "server/request.h"

enum link_change {
	LINK_SET, /* the parameter has this value; none when that is empty */
	LINK_ADD, /* it has this one value more */
	LINK_DROP /* it does not have this one */
};

/* Makes the link into buf, which is cleared. The page is the first one unless
 * the parameter is "offset", and another query is corrected again. Empty when a
 * request could not have so many parameters, or be so long. */
struct str link_make(const struct request *request, enum link_change change,
		     const char *name, struct str value, struct buf *buf);

/* The parameters of a request as a link; empty or with its "?". */
struct str link_same(const struct request *request, struct buf *buf);

/* Has the request this parameter with this value? */
bool link_has(const struct request *request, const char *name,
	      struct str value);

/* Is a URL a path of the site, and not the address of another one
 * ("//a.example")? */
bool link_is_path(struct str url);

#endif
