/*
 * gzip: answers made smaller on their way (RFC 1952). By libdeflate.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads: a handle belongs to one at a time. Memory: 260 kB a handle.
 */
#ifndef PRESSMARK_SERVER_GZIP_H
#define PRESSMARK_SERVER_GZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct gzip;

/* ERR_MEMORY. */
int gzip_new(struct gzip **out, struct err *err);
void gzip_free(struct gzip *gzip);

/* Appends the bytes, compressed. ERR_MEMORY, ERR_BUG. */
int gzip_add(struct gzip *gzip, struct str bytes, struct buf *out,
	     struct err *err);

#endif
