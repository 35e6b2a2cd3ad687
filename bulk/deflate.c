/*
 * Entries of tables made smaller, as libxapian does it; a user of libdeflate.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bulk/deflate.h"

#include <stdlib.h>

#include <libdeflate.h>

#include "bulk/grow.h"

/* What is not larger is not worth a stream: libxapian's COMPRESS_MIN. */
#define LEAST 18

/* The lowest. What it makes is smaller than what zlib's lowest does, in half
 * the time; the sixth takes twice as long, for a hundred and fiftieth of the
 * index. */
#define LEVEL 1

/* libdeflate wants some bytes of room more than the stream is long. */
#define SPARE 16

struct deflate {
	struct libdeflate_compressor *compressor;
	unsigned char *out;
	size_t cap;
};

int deflate_new(struct deflate **out, struct err *err)
{
	struct deflate *d = calloc(1, sizeof(*d));

	*out = d;
	if (d)
		d->compressor = libdeflate_alloc_compressor(LEVEL);
	return d && d->compressor
		       ? 0
		       : err_set(err, ERR_MEMORY, "no memory to compress");
}

void deflate_free(struct deflate *d)
{
	if (!d)
		return;
	libdeflate_free_compressor(d->compressor);
	free(d->out);
	free(d);
}

bool deflate_tag(struct deflate *d, struct str tag, struct str *out)
{
	struct err ignored = ERR_INIT;
	unsigned char *room;
	size_t len;

	if (tag.len <= LEAST)
		return false;
	room = grow(d->out, tag.len + SPARE, &d->cap, 1, &ignored);
	if (!room)
		return false;
	d->out = room;
	len = libdeflate_deflate_compress(d->compressor, tag.p, tag.len, room,
					  tag.len + SPARE);
	if (len == 0 || len >= tag.len)
		return false;
	*out = str_make((const char *)room, len);
	return true;
}
