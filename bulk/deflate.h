/*
 * Entries of tables made smaller, as libxapian does it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 1951 without a header, one stream for each entry.
 *
 * Private to bulk/. Threads: one at a time. Memory: some 270 KB, and what the
 * largest entry takes.
 */
#ifndef PRESSMARK_BULK_DEFLATE_H
#define PRESSMARK_BULK_DEFLATE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct deflate;

/* ERR_MEMORY. */
int deflate_new(struct deflate **out, struct err *err);
void deflate_free(struct deflate *deflate);

/* Is it worth it? Then *out views the smaller one, until the next call. */
bool deflate_tag(struct deflate *deflate, struct str tag, struct str *out);

#endif
