/*
 * gzip: answers made smaller on their way (RFC 1952). The only user of zlib.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/gzip.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

/* Of a page of ten hits level 1 leaves two fifths, in a third of the time that
 * level 6 takes for a tenth less. */
#define LEVEL 1

#define WITH_GZIP_HEADER 16

struct gzip {
	z_stream stream;
};

int gzip_new(struct gzip **out, struct err *err)
{
	struct gzip *gzip = calloc(1, sizeof(*gzip));

	*out = NULL;
	if (!gzip || deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED,
				  MAX_WBITS + WITH_GZIP_HEADER, MAX_MEM_LEVEL,
				  Z_DEFAULT_STRATEGY) != Z_OK) {
		free(gzip);
		return err_set(err, ERR_MEMORY, "no memory to compress");
	}
	*out = gzip;
	return 0;
}

void gzip_free(struct gzip *gzip)
{
	if (gzip)
		deflateEnd(&gzip->stream);
	free(gzip);
}

int gzip_add(struct gzip *gzip, struct str bytes, struct buf *out,
	     struct err *err)
{
	z_stream *z = &gzip->stream;
	size_t most;
	char *room;

	if (bytes.len > UINT_MAX / 2 || deflateReset(z) != Z_OK)
		return err_set(err, ERR_BUG, "cannot compress");
	most = deflateBound(z, (uLong)bytes.len);
	room = buf_reserve(out, most);
	if (!room)
		return buf_check(out, err);
	/* zlib reads them only; its type is older than const. */
	z->next_in = (Bytef *)(uintptr_t)bytes.p;
	z->avail_in = (uInt)bytes.len;
	z->next_out = (Bytef *)room;
	z->avail_out = (uInt)most;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return err_set(err, ERR_BUG, "cannot compress");
	out->len += most - z->avail_out;
	return 0;
}
