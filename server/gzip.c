/*
 * gzip: answers made smaller on their way (RFC 1952); a user of libdeflate.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "server/gzip.h"

#include <stdlib.h>

#include <libdeflate.h>

/* Of a page of ten hits the lowest level leaves a third; the sixth takes twice
 * as long, for three hundredths less. */
#define LEVEL 1

struct gzip {
	struct libdeflate_compressor *compressor;
};

int gzip_new(struct gzip **out, struct err *err)
{
	struct gzip *gzip = calloc(1, sizeof(*gzip));

	*out = NULL;
	if (gzip)
		gzip->compressor = libdeflate_alloc_compressor(LEVEL);
	if (!gzip || !gzip->compressor) {
		free(gzip);
		return err_set(err, ERR_MEMORY, "no memory to compress");
	}
	*out = gzip;
	return 0;
}

void gzip_free(struct gzip *gzip)
{
	if (gzip)
		libdeflate_free_compressor(gzip->compressor);
	free(gzip);
}

int gzip_add(struct gzip *gzip, struct str bytes, struct buf *out,
	     struct err *err)
{
	struct libdeflate_compressor *c = gzip->compressor;
	size_t most = libdeflate_gzip_compress_bound(c, bytes.len);
	char *room = buf_reserve(out, most);
	size_t len;

	if (!room)
		return buf_check(out, err);
	len = libdeflate_gzip_compress(c, bytes.p, bytes.len, room, most);
	if (len == 0)
		return err_set(err, ERR_BUG, "cannot compress");
	out->len += len;
	return 0;
}
