/*
 * Addresses: what makes URLs of one article equal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For `url:` queries, where people paste what their browser shows.
 *
 * Threads: pure functions.
 */
#ifndef PRESSMARK_TEXT_ADDRESS_H
#define PRESSMARK_TEXT_ADDRESS_H

#include "base/buf.h"
#include "base/str.h"

/* Appends the path of a URL as the index has it: without scheme and host,
 * query and fragment, slashes at both ends and an index.html at its end;
 * percent-decoded where that gives UTF-8 without control characters (RFC 3986,
 * 2.1). The front page is "/". */
void address_key(struct str url, struct buf *out);

#endif
