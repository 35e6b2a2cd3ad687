/*
 * Entries of tables made smaller, as libxapian does it; a user of zlib.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/deflate.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

#include "bulk/grow.h"

/* What is not larger is not worth a stream: libxapian's COMPRESS_MIN. */
#define LEAST 18

/* Raw streams, with as large a window as readers take. libxapian asks for
 * zlib's default level; with the lowest an index is a hundredth larger, and
 * made in an eighth less time. It asks for a memory level of 9 as well, whose
 * table takes twice as long to clear: the sizes are the same. */
#define LEVEL	     1
#define WINDOW_BITS  (-15)
#define MEMORY_LEVEL 8

struct deflate {
	z_stream z;
	bool is_ready;
	unsigned char *out;
	size_t cap;
};

int deflate_new(struct deflate **out, struct err *err)
{
	struct deflate *d = calloc(1, sizeof(*d));

	*out = d;
	if (d)
		d->is_ready =
			deflateInit2(&d->z, LEVEL, Z_DEFLATED, WINDOW_BITS,
				     MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
	return d && d->is_ready
		       ? 0
		       : err_set(err, ERR_MEMORY, "no memory to compress");
}

void deflate_free(struct deflate *d)
{
	if (!d)
		return;
	if (d->is_ready)
		deflateEnd(&d->z);
	free(d->out);
	free(d);
}

bool deflate_tag(struct deflate *d, struct str tag, struct str *out)
{
	struct err ignored = ERR_INIT;
	unsigned char *room;

	if (tag.len <= LEAST || tag.len > UINT_MAX)
		return false;
	room = grow(d->out, tag.len, &d->cap, 1, &ignored);
	if (!room || deflateReset(&d->z) != Z_OK)
		return false;
	d->out = room;
	d->z.next_in = (unsigned char *)tag.p;
	d->z.avail_in = (unsigned int)tag.len;
	d->z.next_out = room;
	d->z.avail_out = (unsigned int)tag.len - 1;
	if (deflate(&d->z, Z_FINISH) != Z_STREAM_END)
		return false;
	*out = str_make((const char *)room, d->z.total_out);
	return true;
}
