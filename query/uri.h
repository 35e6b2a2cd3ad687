/*
 * URIs: paths percent-encoded (RFC 3986).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: pure functions. Memory: failures are those of the buf.
 */
#ifndef PRESSMARK_QUERY_URI_H
#define PRESSMARK_QUERY_URI_H

#include "base/buf.h"
#include "base/str.h"

/* Appends a path whose bytes mean themselves: every byte but '/' and those of
 * `pchar` (RFC 3986, 3.3) as %XX, '%' itself too. Any bytes will do. */
void uri_add_path(struct str path, struct buf *out);

#endif
