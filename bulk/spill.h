/*
 * What does not stay in memory: a temporary file, written once, read in parts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file has no name, so that nothing of it stays, whatever happens.
 *
 * Private to bulk/. Threads: one at a time. Memory: 256 KB, and a buffer for
 * each reader.
 */
#ifndef PRESSMARK_BULK_SPILL_H
#define PRESSMARK_BULK_SPILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define SPILL_BUFFER (256u << 10)

/* Private to the functions below. */
struct spill {
	int fd;
	uint64_t size;	    /* of the file */
	unsigned char *buf; /* what comes behind it */
	size_t len, cap;
};

/* In this folder. ERR_IO, ERR_MEMORY. */
int spill_new(const char *folder, struct spill **out, struct err *err);
void spill_free(struct spill *spill);

/* Where the next byte goes in the file. */
static inline uint64_t spill_at(const struct spill *s)
{
	return s->size + s->len;
}

/* Room for so many bytes behind all others; what was written there is added by
 * spill_wrote. NULL with ERR_IO or ERR_MEMORY. */
unsigned char *spill_make_room(struct spill *spill, size_t len,
			       struct err *err);
static inline unsigned char *spill_room(struct spill *s, size_t len,
					struct err *err)
{
	return s->cap - s->len > len ? s->buf + s->len
				     : spill_make_room(s, len, err);
}

static inline void spill_wrote(struct spill *s, const unsigned char *end)
{
	s->len = (size_t)(end - s->buf);
}

int spill_add(struct spill *spill, struct str bytes, struct err *err);

/* Writes what is still in memory; before anything is read. */
int spill_flush(struct spill *spill, struct err *err);

/* Reads from one place to another. Zeroed before it is begun; each may be read
 * while others are. */
struct spill_reader {
	const struct spill *spill;
	uint64_t at, end; /* what is still in the file alone */
	unsigned char *buf;
	size_t pos, len, cap; /* of buf */
};

/* Reads some `ahead` bytes at a time. ERR_MEMORY. */
int spill_read(const struct spill *spill, uint64_t at, uint64_t end,
	       size_t ahead, struct spill_reader *out, struct err *err);
void spill_close(struct spill_reader *reader);

/* Is nothing left? */
static inline bool spill_is_end(const struct spill_reader *r)
{
	return r->pos == r->len && r->at == r->end;
}

/* Brings in what is to be read next. Private to the two below. */
int spill_fill_bytes(struct spill_reader *reader, size_t len, struct str *out,
		     struct err *err);
int spill_fill_uint(struct spill_reader *reader, uint64_t *out,
		    struct err *err);

/* The next bytes, which must be there; valid until the next call. ERR_IO,
 * ERR_MEMORY. */
static inline int spill_bytes(struct spill_reader *r, size_t len,
			      struct str *out, struct err *err)
{
	if (r->len - r->pos < len)
		return spill_fill_bytes(r, len, out, err);
	*out = str_make((const char *)r->buf + r->pos, len);
	r->pos += len;
	return 0;
}

/* The next number of pack_uint. Likewise. */
static inline int spill_uint(struct spill_reader *r, uint64_t *out,
			     struct err *err)
{
	if (r->pos == r->len || r->buf[r->pos] >= 0x80)
		return spill_fill_uint(r, out, err);
	*out = r->buf[r->pos++];
	return 0;
}

#endif
