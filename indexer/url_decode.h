/*
 * Percent-encoding of paths, undone (RFC 3986, 2.1).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: no state. Failures show in the buffer.
 */
#ifndef PRESSMARK_INDEXER_URL_DECODE_H
#define PRESSMARK_INDEXER_URL_DECODE_H

#include "base/buf.h"
#include "base/str.h"

/* Adds a path with its percent-encoding undone, unless that gives what is not
 * text; "%2F" stays, since it is no '/'. */
void url_add_decoded(struct str path, struct buf *out);

#endif
